"""A way for an edge between two shapes: right angles, round what stands between, not on top of other edges."""

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import pairwise

from engine.kinds.redrawing.boxes import Box, Points

GAP = 16.0  # between an edge and a shape
BEND, CROSSING, SHARED = (
    40.0,
    25.0,
    6.0,
)  # what a corner costs, what another edge crossed costs, and each point on top of another
NEAR = 6.0
MOST = 60_000  # places looked at before a plain line is taken
Segment = tuple[float, float, float, float]
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1))


def route(source: Box, target: Box, shapes: Iterable[Box], others: Iterable[Points]) -> Points:
    """Points from the border of one shape to that of the other; `shapes` are all others, `others` the edges there are."""
    walls = [one.around(GAP / 2) for one in shapes if one not in (source, target)] + [source, target]
    lines = [segment for points in others for segment in _segments(points)]
    xs, ys = _grid(source, target, walls)
    found = _search(source, target, xs, ys, walls, lines)
    return _straightened(found or _plain(source, target))


def _segments(points: Points) -> list[Segment]:
    return [(*a, *b) for a, b in pairwise(points)]


def _docks(box: Box) -> dict[tuple[int, int], tuple[float, float]]:
    """The middle of each side, by the direction an edge leaves in."""
    x, y = box.middle
    return {(1, 0): (box.right, y), (-1, 0): (box.x, y), (0, 1): (x, box.bottom), (0, -1): (x, box.y)}


def _grid(source: Box, target: Box, walls: list[Box]) -> tuple[list[float], list[float]]:
    """The lines an edge may run on: a gap beside every shape near the way, and the middles of both ends."""
    low_x, high_x = min(source.x, target.x) - 200, max(source.right, target.right) + 200
    xs = {source.middle[0], target.middle[0]}
    ys = {source.middle[1], target.middle[1]}
    for one in walls:
        if one.right >= low_x and one.x <= high_x:
            xs |= {one.x - GAP, one.right + GAP}
            ys |= {one.y - GAP, one.bottom + GAP}
    kept_x, kept_y = (source.middle[0], target.middle[0]), (source.middle[1], target.middle[1])
    return _thinned(xs, kept_x), _thinned(ys, kept_y)


def _thinned(values: set[float], kept: tuple[float, float]) -> list[float]:
    found: list[float] = []
    for one in sorted(values):
        if one in kept or not found or one - found[-1] >= NEAR:
            found.append(one)
    return found


def _search(
    source: Box, target: Box, xs: list[float], ys: list[float], walls: list[Box], lines: list[Segment]
) -> Points:
    """The cheapest way over the grid; none when there is none within bounds."""
    ends = {point: (-side[0], -side[1]) for side, point in _docks(target).items()}
    priced = _Priced(walls, lines)
    waiting: list[tuple[float, float, tuple[float, float], tuple[int, int]]] = []
    came: dict[tuple[tuple[float, float], tuple[int, int]], tuple[float, Points]] = {}
    for side, point in _docks(source).items():
        heapq.heappush(waiting, (_far(point, target), 0.0, point, side))
        came[point, side] = (0.0, [point])
    looked = 0
    while waiting and looked < MOST:
        _total, cost, at, side = heapq.heappop(waiting)
        best, way = came[at, side]
        if cost > best:
            continue
        if at in ends and ends[at] == side and len(way) > 1:
            return way
        looked += 1
        for point, turned in _next(at, side, xs, ys, ends):
            if len(way) == 1 and turned != side:
                continue
            step = priced.step(at, point)
            if step is None:
                continue
            price = cost + step + (BEND if turned != side else 0)
            if price < came.get((point, turned), (float("inf"), []))[0]:
                came[point, turned] = (price, [*way, point])
                heapq.heappush(waiting, (price + _far(point, target), price, point, turned))
    return []


def _far(point: tuple[float, float], target: Box) -> float:
    x, y = target.middle
    return max(abs(point[0] - x) - target.wide / 2, 0) + max(abs(point[1] - y) - target.high / 2, 0)


def _next(
    at: tuple[float, float],
    side: tuple[int, int],
    xs: list[float],
    ys: list[float],
    ends: Mapping[tuple[float, float], tuple[int, int]],
) -> list[tuple[tuple[float, float], tuple[int, int]]]:
    """The next places on the grid, not back; a dock of the target counts as a place."""
    found = []
    for turned in SIDES:
        if turned == (-side[0], -side[1]):
            continue
        x, y = at
        if turned[0]:
            ahead = _beyond(xs, x, turned[0], [one[0] for one in ends if one[1] == y])
            found += [((ahead, y), turned)] if ahead is not None else []
        else:
            ahead = _beyond(ys, y, turned[1], [one[1] for one in ends if one[0] == x])
            found += [((x, ahead), turned)] if ahead is not None else []
    return found


def _beyond(values: list[float], at: float, sign: int, more: list[float]) -> float | None:
    """The nearest value on that side."""
    if sign > 0:
        index = bisect_left(values, at + 1e-6)
        own = values[index : index + 1] + [one for one in more if one > at]
        return min(own, default=None)
    index = bisect_left(values, at)
    own = values[max(index - 1, 0) : index] + [one for one in more if one < at]
    return max(own, default=None)


class _Priced:
    """Keeps what is in the way, and what a step past it costs."""

    def __init__(self, walls: list[Box], lines: list[Segment]) -> None:
        self.walls = walls
        ordered = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in lines]
        self.flat = [one for one in ordered if one[3] - one[1] < 1]
        self.upright = [one for one in ordered if one[2] - one[0] < 1]
        self.slanting = [one for one in ordered if one[3] - one[1] >= 1 and one[2] - one[0] >= 1]
        self.known: dict[Segment, float | None] = {}

    def step(self, a: tuple[float, float], b: tuple[float, float]) -> float | None:
        """The price of a straight step; None when a shape stands there."""
        key = (*min(a, b), *max(a, b))
        if key not in self.known:
            self.known[key] = self._price(key)
        return self.known[key]

    def _price(self, one: Segment) -> float | None:
        x1, y1, x2, y2 = one
        thin = Box(x1, y1, max(x2 - x1, 0.01), max(y2 - y1, 0.01))
        if any(thin.meets(wall) for wall in self.walls):
            return None
        if y1 == y2:
            along = sum(max(min(x2, c) - max(x1, a), 0) for a, b, c, _d in self.flat if abs(b - y1) < NEAR)
            others = self.upright
        else:
            along = sum(max(min(y2, d) - max(y1, b), 0) for a, b, _c, d in self.upright if abs(a - x1) < NEAR)
            others = self.flat
        met = sum(1 for a, b, c, d in others if x1 <= c and a <= x2 and y1 <= d and b <= y2)
        met += sum(1 for a, b, c, d in self.slanting if x1 <= c and a <= x2 and y1 <= d and b <= y2)
        return (x2 - x1) + (y2 - y1) + SHARED * along + CROSSING * met


def _plain(source: Box, target: Box) -> Points:
    """Out on the right and in on the left, whatever stands there."""
    (x1, y1), (x2, y2) = (source.right, source.middle[1]), (target.x, target.middle[1])
    middle = (x1 + x2) / 2
    return [(x1, y1), (middle, y1), (middle, y2), (x2, y2)]


def _straightened(points: Points) -> Points:
    """Without the points that lie on a straight line between their neighbours."""
    found: Points = []
    for at, point in enumerate(points):
        if found and point == found[-1]:
            continue
        if 0 < at < len(points) - 1 and found:
            before, after = found[-1], points[at + 1]
            if (before[0] == point[0] == after[0]) or (before[1] == point[1] == after[1]):
                continue
        found.append(point)
    return found
