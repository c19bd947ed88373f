"""Whether the drawing of a route is sound: nothing lies on anything, edges begin and end on their shapes, lanes hold their steps."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from engine.kinds.redrawing.boxes import Box, edges, shapes, solid
from engine.kinds.redrawing.drawing import Drawing

NEAR = 0.6


def unsound(content: bytes) -> list[str]:
    """Everything wrong with the drawing, in words."""
    drawing = Drawing(content)
    boxes = {shape.get("bpmnElement", ""): box for shape, _shown, box in shapes(drawing)}
    return [*_overlaps(drawing, boxes), *_lanes(drawing, boxes), *_edges(drawing, boxes)]


def _overlaps(drawing: Drawing, boxes: dict[str, Box]) -> Iterator[str]:
    lanes = {id: boxes[id] for one in drawing.lanes() if (id := one.get("id", "")) in boxes}
    for held in (solid(drawing), lanes):
        yield from (f"{a} lies on {b}" for (a, x), (b, y) in combinations(held.items(), 2) if x.meets(y))


def _lanes(drawing: Drawing, boxes: dict[str, Box]) -> Iterator[str]:
    for lane in drawing.lanes():
        held = boxes.get(lane.get("id", ""))
        for ref in lane.iter("{*}flowNodeRef"):
            box = boxes.get((ref.text or "").strip())
            if held and box and not _within(box, held):
                yield f"{ref.text} stands outside its lane"


def _within(inner: Box, outer: Box) -> bool:
    across = outer.x <= inner.x and inner.right <= outer.right
    return across and outer.y <= inner.y and inner.bottom <= outer.bottom


def _edges(drawing: Drawing, boxes: dict[str, Box]) -> Iterator[str]:
    drawn = {edge.get("bpmnElement", ""): points for edge, points in edges(drawing)}
    for flow in drawing.flows():
        id = flow.get("id", "")
        if id not in drawn:
            yield f"{id} is not drawn"
            continue
        for point, end in ((drawn[id][0], "sourceRef"), (drawn[id][-1], "targetRef")):
            box = boxes.get(flow.get(end, ""))
            if box and not _on_border(point, box):
                yield f"{id} does not touch {flow.get(end)}"
    yield from (f"an edge of nothing: {id}" for id in drawn if not drawing.has(id))


def _on_border(point: tuple[float, float], box: Box) -> bool:
    """On the sides of the box, or of the diamond in it."""
    x, y = abs(point[0] - box.middle[0]) / (box.wide / 2), abs(point[1] - box.middle[1]) / (box.high / 2)
    slack = NEAR / min(box.wide, box.high) * 4
    return abs(max(x, y) - 1) <= slack or abs(x + y - 1) <= slack


def crossed(content: bytes) -> set[tuple[str, str]]:
    """Pairs of an edge and a shape it runs through without ending there."""
    drawing = Drawing(content)
    return {
        (edge.get("bpmnElement", ""), id)
        for edge, points in edges(drawing)
        for id, box in solid(drawing).items()
        if id not in _ends(drawing, edge.get("bpmnElement", ""))
        for (x1, y1), (x2, y2) in pairwise(points)
        if Box(min(x1, x2), min(y1, y2), abs(x2 - x1) or 0.01, abs(y2 - y1) or 0.01).meets(box.around(-1))
    }


def _ends(drawing: Drawing, flow: str) -> set[str]:
    held = drawing.find(flow)
    return {held.get("sourceRef", ""), held.get("targetRef", "")}
