"""Diagrams and settings that are broken in any way: the table and its changes give a sentence, never anything else."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine import kinds
from engine.errors import Refusal
from engine.kinds.redrawing import PLACES, Approver, Change, New, change, drop, insert, reseat, table
from engine.workflow import Outcome, Term

ROOT = Path(__file__).parents[3]
WHOLE = [kinds.read_folder(ROOT / "processes" / name) for name in ("memo", "order")]
OTHERS = [{"process.bpmn": path.read_bytes()} for path in sorted((ROOT / "tests" / "data" / "miwg").rglob("*.bpmn"))]
VALUES = ["", "x", "nan", "1e9", "-5", "inf", "start", "approve_chair", "lanes", "ю"]
TEXTS = ["x", "outcome == ", 'outcomes["approve_chair"] in ["a"]', "True", ""]
SETTINGS = [
    None,
    b"",
    b"people: [",
    b"people: x\nown_document: 3\nsigners: {a: b}\n",
    b"- a",
    b"people: {dean: initiator}",
]
NAMES = [None, b"", b"diagram: []\n", b"diagram:\n", b"outcomes: 3\ndiagram: {a: {kk: b}}", b"diagram: {"]


@st.composite
def broken(draw: Any) -> dict[str, bytes]:
    """A kind's files with some things of the diagram taken out, written over or doubled, and odd settings beside it."""
    files = dict(draw(st.sampled_from([*WHOLE, *OTHERS])))
    root = etree.fromstring(files["process.bpmn"])
    for _ in range(draw(st.integers(0, 5))):
        elements = [one for one in root.iter(etree.Element) if one.getparent() is not None]
        element = elements[draw(st.integers(0, 10_000)) % len(elements)]
        how = draw(st.sampled_from(["out", "over", "text", "twice"]))
        if how == "out":
            element.getparent().remove(element)
        elif how == "over" and element.attrib:
            element.set(draw(st.sampled_from(sorted(element.attrib))), draw(st.sampled_from(VALUES)))
        elif how == "text" and element.text:
            element.text = draw(st.sampled_from(TEXTS))
        elif how == "twice":
            element.getparent().append(etree.fromstring(etree.tostring(element)))
    files["process.bpmn"] = etree.tostring(root)
    for name, odd in (("kind.yaml", SETTINGS), ("translations.yaml", NAMES)):
        content = draw(st.sampled_from([files.get(name), *odd]))
        files = {key: value for key, value in files.items() if key != name}
        files |= {name: content} if content is not None else {}
    return files


@pytest.mark.timeout(900)
@settings(max_examples=60)
@given(files=broken(), at=st.integers(0, 200), place=st.sampled_from(PLACES), lane=st.sampled_from(["", "dean", "x"]))
def test_whatever_is_broken_is_told_in_a_sentence(files: dict[str, bytes], at: int, place: str, lane: str) -> None:
    try:
        found = table(files)
    except Refusal:
        return
    row = found.rows[at % len(found.rows)]
    step, seat = row.step.id, lane or row.step.lane
    whole = Change({"ru": "Имя"}, "x", "click", Term(1, "day"), [Outcome("approve")])
    for act in (
        lambda: change(files, step, whole),
        lambda: change(files, step, Change({"kk": "Имя"})),
        lambda: insert(files, step, place, Approver(lane=seat))[0],
        lambda: insert(files, step, place, Approver(new=New("initiator", {"ru": "Х"})))[0],
        lambda: reseat(files, step, seat),
        lambda: drop(files, step),
    ):
        try:
            made = act()
        except Refusal as refused:
            assert refused.template.startswith("Expected ")
        else:
            etree.fromstring({**files, **made}["process.bpmn"])
