"""A diagram drawn for paper: every element in its place, names as text, heat told by numbers too."""

from pathlib import Path

import pytest
from lxml import etree

from engine.exports.drawing import HEAT, Badge, Mark, svg
from engine.workflow import picture
from tests.house.sources import ROOT

SVG = "{http://www.w3.org/2000/svg}"


def _xml(kind: str) -> bytes:
    return Path(ROOT / "processes" / kind / "process.bpmn").read_bytes()


@pytest.mark.parametrize("kind", ["memo", "order", "trip"])
def test_every_element_of_a_shipped_kind_is_drawn(kind: str) -> None:
    drawn = picture(_xml(kind))
    asked: list[str] = []
    root = etree.fromstring(svg(drawn, lambda id: asked.append(id) or id[:4], {}, title=kind))

    assert set(asked) == {one.id for one in (*drawn.shapes, *drawn.lines)}
    assert len(root.findall(f"{SVG}polyline")) == len(drawn.lines)
    assert len(root.findall(f"{SVG}polygon")) == sum(one.element.endswith("Gateway") for one in drawn.shapes)


def test_a_name_that_is_markup_stays_text() -> None:
    bad = '<script>alert(1)</script>"&'
    text = svg(picture(_xml("memo")), lambda id: bad, {}, title=bad, legend=[(1, bad)], said=[bad])

    root = etree.fromstring(text)
    assert not root.xpath("//*[local-name()='script']") and "<script>" not in text
    assert root.get("aria-label") == bad


def test_heat_is_a_colour_and_numbers_and_badges_say_what_they_mean() -> None:
    mark = Mark(4, ["2 d + 1 h"], [Badge("! 3", "Overdue: 3", "amber")])
    root = etree.fromstring(svg(picture(_xml("memo")), lambda id: id, {"approve_chair": mark}, title="T"))

    words = list(root.itertext())
    assert "2 d + 1 h" in words and "! 3" in words and "Overdue: 3" in words
    assert [one.get("fill") for one in root.iter(f"{SVG}rect")].count(HEAT[4]) == 1


def test_a_diagram_without_a_drawing_has_no_picture() -> None:
    bare = _xml("memo").split(b"<bpmndi:BPMNDiagram")[0] + b"</bpmn:definitions>"

    assert picture(bare).shapes == () and picture(b"no xml").lines == ()
    assert etree.fromstring(svg(picture(bare), lambda id: id, {}, title="T")) is not None
