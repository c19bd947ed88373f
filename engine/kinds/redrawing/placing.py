"""Where what is new stands on the drawing, and how its edges run: in its lane, on nothing else."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from engine.kinds.redrawing.boxes import (
    Box,
    Points,
    box,
    draw_edge,
    edges,
    plane,
    put_box,
    shapes,
    solid,
)
from engine.kinds.redrawing.drawing import Drawing
from engine.kinds.redrawing.room import column_before, open_column, open_row
from engine.kinds.redrawing.routing import route
from engine.workflow.markup import B

Size = tuple[float, float]
TASK: Size = (100.0, 80.0)
GATEWAY: Size = (50.0, 50.0)
EDGE_GAP, BETWEEN, BEHIND = (
    35.0,
    45.0,
    60.0,
)  # before a step in a new column, between a step and its gateway, after them
STRIP, LANE = 120.0, 130.0  # how high a new strip of a lane is, and a new lane
LETTER, LINE = 7.0, 14.0  # about what a letter of a label takes


def in_column(drawing: Drawing, lane: str, before: float, sizes: Sequence[Size], near: str) -> list[Box]:
    """Room for shapes side by side in a new column at or left of `before`, at the height of `near` if it can be."""
    at = column_before(drawing, before)
    wide = EDGE_GAP + sum(one[0] for one in sizes) + BETWEEN * (len(sizes) - 1) + BEHIND
    open_column(drawing, at, wide)
    middle = _height(drawing, lane, (at, at + wide), near) + TASK[1] / 2
    places, x = [], at + EDGE_GAP
    for long, high in sizes:
        places.append(Box(x, middle - high / 2, long, high))
        x += long + BETWEEN
    return places


def _height(drawing: Drawing, lane: str, span: tuple[float, float], near: str) -> float:
    """The upper side of a step in that column of a lane where no edge runs; the lane grows when there is none."""
    held = box(drawing, lane) or box(drawing, near)
    if held is None:
        return 0.0
    beside = box(drawing, near)
    wish = (beside.middle[1] if beside and held.y < beside.middle[1] < held.bottom else held.middle[1]) - TASK[1] / 2
    low, high = held.y + 15, held.bottom - TASK[1] - 15
    tries = sorted((low + 10 * step for step in range(int((high - low) // 10) + 1)), key=lambda one: abs(one - wish))
    for y in [wish, *tries] if low <= wish <= high else tries:
        if not _crossed(drawing, Box(span[0], y - 10, span[1] - span[0], TASK[1] + 20)):
            return y
    return open_row(drawing, held.bottom, STRIP) + (STRIP - TASK[1]) / 2


def _crossed(drawing: Drawing, place: Box) -> bool:
    return any(_through(points, place) for _edge, points in edges(drawing))


def _through(points: Points, place: Box) -> bool:
    """Whether an edge runs through a place."""
    for (x1, y1), (x2, y2) in pairwise(points):
        thin = Box(min(x1, x2), min(y1, y2), max(abs(x2 - x1), 0.01), max(abs(y2 - y1), 0.01))
        if thin.meets(place):
            return True
    return False


def in_lane(drawing: Drawing, lane: str, x: float, size: Size, apart: Iterable[str] = ()) -> Box:
    """A free place in a lane at about `x`; the lane grows when there is none. `apart` are not in the way."""
    held = box(drawing, lane)
    if held is None:
        return Box(x, 0.0, *size)
    taken = [one for id, one in solid(drawing).items() if id not in set(apart)]
    low, high = held.y + 15, held.bottom - size[1] - 15
    wish = held.middle[1] - size[1] / 2
    heights = sorted((low + 10 * step for step in range(int((high - low) // 10) + 1)), key=lambda one: abs(one - wish))
    for y in heights:
        place = Box(x, y, *size)
        if not any(place.around(15).meets(one) for one in taken) and not _crossed(drawing, place.around(8)):
            return place
    strip = open_row(drawing, held.bottom, STRIP) + (STRIP - size[1]) / 2
    aside = (x + sign * 20 * far for far in range(12) for sign in (1, -1))
    free = (one for one in aside if one > held.x and not _crossed(drawing, Box(one, strip, *size).around(8)))
    return Box(next(free, x), strip, *size)


def add_lane(drawing: Drawing) -> Box | None:
    """A place for one more lane beneath the others; None when lanes are not drawn."""
    found = [(shape, one) for shape, shown, one in shapes(drawing) if shown is not None and shown.tag == B + "lane"]
    top = [pair for pair in found if not any(_holds(other, pair[1]) for _shape, other in found)]
    if not top:
        return None
    bottom = max(one.bottom for _shape, one in top)
    last = [(shape, one) for shape, one in found if one.bottom == bottom]
    open_row(drawing, bottom, LANE)
    for shape, one in last:
        put_box(shape, one)
    return Box(top[0][1].x, bottom, top[0][1].wide, LANE)


def _holds(outer: Box, inner: Box) -> bool:
    return outer != inner and outer.x <= inner.x and outer.y <= inner.y and outer.right >= inner.right and outer.bottom >= inner.bottom  # fmt: skip


def draw_flow(drawing: Drawing, flow: str) -> None:
    """Draws a flow's edge anew, round everything between its ends."""
    drawn = drawing.find(flow)
    ends = box(drawing, drawn.get("sourceRef", "")), box(drawing, drawn.get("targetRef", ""))
    if ends[0] is None or ends[1] is None or plane(drawing) is None:
        return
    others = [points for edge, points in edges(drawing) if edge.get("bpmnElement") != flow]
    points = route(ends[0], ends[1], solid(drawing).values(), others)
    draw_edge(drawing, flow, points, _label(drawn.get("name") or "", points))


def _label(name: str, points: Points) -> Box | None:
    """Where the words on an edge stand: beside its first stretch."""
    if not name.strip():
        return None
    (x, y), (to_x, to_y) = points[0], points[1]
    wide = min(LETTER * len(name) + 4, 90.0)
    if abs(to_x - x) >= abs(to_y - y):
        return Box(x + 5 if to_x > x else x - wide - 5, y - LINE - 4, wide, LINE)
    return Box(x + 6, y + 6 if to_y > y else y - LINE - 6, wide, LINE)
