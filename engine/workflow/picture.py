"""How a diagram is drawn: where each element stands and which way each arrow goes, in the file's own units."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from lxml import etree

from engine.workflow.markup import BPMN, DC, DI, local, parse

_D = "{" + DI + "}"
_C = "{" + DC + "}"
_W = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
FARTHEST = 100_000.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; the origin is at the top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shape:
    """An element with a place. `element` is its BPMN name, `event` what an event is about (timer, message …) or empty."""

    id: str
    element: str
    name: str
    box: Box
    label: Box | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow with its turns."""

    id: str
    element: str
    name: str
    points: tuple[tuple[float, float], ...]
    label: Box | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything drawn, what stands behind before what stands in front; empty where a file says nothing of it."""

    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]


def picture(xml: bytes) -> Picture:
    """The drawing of a diagram; what is not drawn, or drawn nowhere, is left out."""
    root, _problems = parse(xml)
    if root is None:
        return Picture((), ())
    named = {one.get("id", ""): one for one in root.iter("{" + BPMN + "}*")}
    return Picture(tuple(_shapes(root, named)), tuple(_lines(root, named)))


def _shapes(root: etree._Element, named: dict[str, etree._Element]) -> Iterator[Shape]:
    for drawn in root.iter(_D + "BPMNShape"):
        element, box = named.get(drawn.get("bpmnElement", "")), _box(drawn)
        if element is not None and box is not None:
            yield Shape(
                element.get("id", ""), local(element), element.get("name", ""), box, _label(drawn), _event(element)
            )


def _lines(root: etree._Element, named: dict[str, etree._Element]) -> Iterator[Line]:
    for drawn in root.iter(_D + "BPMNEdge"):
        element = named.get(drawn.get("bpmnElement", ""))
        points = tuple(found for one in drawn.iter(_W) if (found := _point(one)) is not None)
        if element is not None and len(points) > 1:
            yield Line(element.get("id", ""), local(element), element.get("name", ""), points, _label(drawn))


def _event(element: etree._Element) -> str:
    ends = "EventDefinition"
    return next((name.removesuffix(ends) for one in element if (name := local(one)).endswith(ends)), "")


def _label(drawn: etree._Element) -> Box | None:
    label = drawn.find(_D + "BPMNLabel")
    return None if label is None else _box(label)


def _box(drawn: etree._Element) -> Box | None:
    bounds = drawn.find(_C + "Bounds")
    if bounds is None:
        return None
    x, y, width, height = (_number(bounds, name) for name in ("x", "y", "width", "height"))
    return None if x is None or y is None or width is None or height is None else Box(x, y, width, height)


def _point(drawn: etree._Element) -> tuple[float, float] | None:
    x, y = _number(drawn, "x"), _number(drawn, "y")
    return None if x is None or y is None else (x, y)


def _number(element: etree._Element, name: str) -> float | None:
    try:
        found = float(element.get(name, ""))
    except ValueError:
        return None
    return found if isfinite(found) and abs(found) <= FARTHEST else None
