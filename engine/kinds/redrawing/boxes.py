"""What is drawn where: boxes of shapes, points of edges, read from a file's drawing and written back."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from engine.kinds.redrawing.drawing import WAY, Drawing, put_in, take_away
from engine.workflow.markup import DC, DI, B

SHAPE, EDGE, LABEL, PLANE = (f"{{{DI}}}BPMN{name}" for name in ("Shape", "Edge", "Label", "Plane"))
BOUNDS, POINT = f"{{{DC}}}Bounds", f"{{{WAY}}}waypoint"
HOLDERS = frozenset((B + "lane", B + "participant", B + "group"))
Points = list[tuple[float, float]]


class Box(NamedTuple):
    """A rectangle of the drawing, in its points; y grows downwards."""

    x: float
    y: float
    wide: float
    high: float

    @property
    def right(self) -> float:
        return self.x + self.wide

    @property
    def bottom(self) -> float:
        return self.y + self.high

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.wide / 2, self.y + self.high / 2

    def around(self, gap: float) -> "Box":
        """The box with a gap on each side."""
        return Box(self.x - gap, self.y - gap, self.wide + 2 * gap, self.high + 2 * gap)

    def meets(self, other: "Box") -> bool:
        """Whether both have a place in common; sides that only touch do not count."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )  # fmt: skip


def plane(drawing: Drawing) -> etree._Element | None:
    """The drawing of the file; None when it has none."""
    return next(iter(drawing.root.iter(PLANE)), None)


def box_of(element: etree._Element) -> Box | None:
    """Where a shape or a label stands; None when that is not told in numbers."""
    bounds = element.find(BOUNDS)
    if bounds is None:
        return None
    try:
        return Box(*(float(bounds.get(name, "")) for name in ("x", "y", "width", "height")))
    except ValueError:
        return None


def put_box(element: etree._Element, box: Box) -> None:
    """Writes where a shape or a label stands."""
    bounds = element.find(BOUNDS)
    if bounds is None:
        bounds = etree.Element(BOUNDS)
        put_in(element, bounds, 0)
    for name, value in zip(("x", "y", "width", "height"), box, strict=True):
        bounds.set(name, number(value))


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def points_of(edge: etree._Element) -> Points:
    """The points of an edge; none when they are not told in numbers."""
    try:
        return [(float(one.get("x", "")), float(one.get("y", ""))) for one in edge.findall(POINT)]
    except ValueError:
        return []


def put_points(edge: etree._Element, points: Points) -> None:
    """Writes the points of an edge; one that is named anew of where its label stands loses the old place."""
    for one in [*edge.findall(POINT), *edge.findall(LABEL)]:
        take_away(one)
    for at, (x, y) in enumerate(points):
        put_in(edge, etree.Element(POINT, {"x": number(x), "y": number(y)}), at)


def shapes(drawing: Drawing) -> Iterator[tuple[etree._Element, etree._Element | None, Box]]:
    """Every shape with a place: the shape, what it shows, where."""
    for shape in drawing.root.iter(SHAPE):
        box = box_of(shape)
        if box is not None:
            id = shape.get("bpmnElement", "")
            yield shape, drawing.find(id) if drawing.has(id) else None, box


def solid(drawing: Drawing) -> dict[str, Box]:
    """The boxes nothing may lie on, by what they show: all but lanes, pools, groups, what is inside a sub-process, and borders' events."""
    found = {}
    for shape, shown, box in shapes(drawing):
        if shown is None or shown.tag in HOLDERS or shown.get("attachedToRef") or _inside(shown):
            continue
        found[shape.get("bpmnElement", "")] = box
    return found


def _inside(shown: etree._Element) -> bool:
    parent = shown.getparent()
    return parent is not None and parent.tag in (B + "subProcess", B + "transaction", B + "adHocSubProcess")


def edges(drawing: Drawing) -> Iterator[tuple[etree._Element, Points]]:
    """Every edge with its points."""
    for edge in drawing.root.iter(EDGE):
        points = points_of(edge)
        if points:
            yield edge, points


def box(drawing: Drawing, id: str) -> Box | None:
    """Where an element is drawn."""
    return next((found for one in drawing.shown(id) if (found := box_of(one)) is not None), None)


def draw_shape(drawing: Drawing, id: str, where: Box, **marks: str) -> None:
    """Draws a shape for an element, before the edges."""
    on = plane(drawing)
    if on is None:
        return
    made = etree.Element(SHAPE, {"id": drawing.fresh(f"{id}_shape"), "bpmnElement": id, **marks})
    first = next((at for at, one in enumerate(on) if one.tag == EDGE), len(on))
    put_in(on, made, first)
    put_box(made, where)


def draw_edge(drawing: Drawing, flow: str, points: Points, label: Box | None = None) -> None:
    """Draws the edge of a flow, or draws it anew."""
    on = plane(drawing)
    if on is None:
        return
    found = drawing.shown(flow)
    made = found[0] if found else etree.Element(EDGE, {"id": drawing.fresh(f"{flow}_edge"), "bpmnElement": flow})
    if not found:
        put_in(on, made, len(on))
    put_points(made, points)
    if label is not None:
        named = etree.Element(LABEL)
        put_in(made, named, len(made))
        put_box(named, label)
