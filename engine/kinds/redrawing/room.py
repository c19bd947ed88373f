"""Room made on a drawing: an empty column or row is opened, everything behind it moves on, lanes and pools grow with it."""

from collections.abc import Callable

from lxml import etree

from engine.kinds.redrawing.boxes import (
    HOLDERS,
    LABEL,
    POINT,
    Box,
    box_of,
    edges,
    number,
    put_box,
    shapes,
    solid,
)
from engine.kinds.redrawing.drawing import Drawing

CROWDED = 400  # columns looked at before the drawing counts as too crowded for an empty one


def column_before(drawing: Drawing, x: float) -> float:
    """The nearest place at or left of `x` where a line from top to bottom cuts no shape."""
    return _free(x, [(one.x, one.right) for one in _whole(drawing)])


def open_column(drawing: Drawing, x: float, wide: float) -> None:
    """Moves everything from `x` on to the right; `x` cuts no shape (`column_before`)."""
    _move(drawing, lambda at: at + wide if at >= x else at, across=True)


def open_row(drawing: Drawing, bottom: float, high: float) -> float:
    """Opens an empty strip at the lower side of a lane, which grows by it; gives the strip's upper side."""
    y = _free(bottom, [(one.y, one.bottom) for one in _whole(drawing)])
    _move(drawing, lambda at: at + high if at >= y else at, across=False)
    return y


def _whole(drawing: Drawing) -> list[Box]:
    """Boxes no line may cut: of shapes, each with the events on its border."""
    found = solid(drawing)
    for _shape, shown, box in shapes(drawing):
        host = shown.get("attachedToRef", "") if shown is not None else ""
        if host in found:
            held = found[host]
            x, y = min(held.x, box.x), min(held.y, box.y)
            found[host] = Box(x, y, max(held.right, box.right) - x, max(held.bottom, box.bottom) - y)
    return list(found.values())


def _free(at: float, spans: list[tuple[float, float]]) -> float:
    for _ in range(CROWDED):
        cut = [low for low, high in spans if low < at <= high]
        if not cut:
            return at
        at = min(cut)
    return at


def _move(drawing: Drawing, to: Callable[[float], float], *, across: bool) -> None:
    for shape, shown, box in list(shapes(drawing)):
        moved = _moved(box, to, across=across, grows=shown is not None and shown.tag in HOLDERS)
        if moved != box:
            put_box(shape, moved)
        for label in shape.findall(LABEL):
            _follow(label, box, moved)
    for edge, points in list(edges(drawing)):
        for one, (x, y) in zip(edge.findall(POINT), points, strict=True):
            key, value = ("x", x) if across else ("y", y)
            if to(value) != value:
                one.set(key, number(to(value)))
        for label in edge.findall(LABEL):
            held = box_of(label)
            if held is not None:
                _put(label, held, _moved(held, to, across=across, grows=False, by=held.middle[0 if across else 1]))


def _moved(box: Box, to: Callable[[float], float], *, across: bool, grows: bool, by: float | None = None) -> Box:
    low, high = (box.x, box.right) if across else (box.y, box.bottom)
    begin = to(low) if by is None else low + to(by) - by
    long = to(high) - to(low) if grows else high - low
    return box._replace(x=begin, wide=long) if across else box._replace(y=begin, high=long)


def _follow(label: etree._Element, before: Box, after: Box) -> None:
    held = box_of(label)
    if held is not None:
        _put(label, held, held._replace(x=held.x + after.x - before.x, y=held.y + after.y - before.y))


def _put(label: etree._Element, before: Box, after: Box) -> None:
    if before != after:
        put_box(label, after)
