"""Draws the pool and the lane that a diagram of another program lacks, around what is drawn already."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.workflow.markup import DC, DI, B, called, content_of, is_bpmn, put
from engine.workflow.subset import NODES

TITLE = 30  # the width bpmn-js gives the title of a pool and of a lane
ROOM = 40  # what is left free around the outermost shapes
NAME = "Инициатор"


@dataclass(frozen=True)
class Frame:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, other: "Frame") -> bool:
        """Whether the other's centre lies within."""
        across, down = other.x + other.width / 2, other.y + other.height / 2
        return self.x <= across <= self.x + self.width and self.y <= down <= self.y + self.height


def framed(root: etree._Element, process: etree._Element) -> Iterator[tuple[str, list[etree._Element]]]:
    """Gives every step of the process a lane, and the lanes it filled: by where it is drawn, else the first; a new one if none."""
    placed = {_id(content_of(one)) for one in process.iter(B + "flowNodeRef")}
    steps = [one for one in process.iterchildren(etree.Element) if is_bpmn(one, *NODES) and one.get("id") not in placed]
    if not steps:
        return
    lanes = [one for one in process.iter(B + "lane") if one.find(B + "childLaneSet") is None] or [_drawn(root, process)]
    frames = [(one, _frame(root, one.get("id", ""))) for one in lanes]
    filled: dict[str, list[etree._Element]] = {}
    for step in steps:
        lane = _around(_frame(root, step.get("id", "")), frames)
        lane = lanes[0] if lane is None else lane
        put(lane, "flowNodeRef").text = step.get("id")
        filled.setdefault(called(lane) or lane.get("id", ""), []).append(step)
    yield from filled.items()


def _around(step: Frame | None, lanes: list[tuple[etree._Element, Frame | None]]) -> etree._Element | None:
    return next((lane for lane, frame in lanes if step is not None and frame is not None and frame.holds(step)), None)


def _drawn(root: etree._Element, process: etree._Element) -> etree._Element:
    """A new lane over the whole process, in its pool or in a new one around it."""
    sets = put(process, "laneSet", id=_free(root, "lanes"))
    process.insert(len(process.findall(B + "documentation")) + len(process.findall(B + "extensionElements")), sets)
    lane = put(sets, "lane", id=_free(root, "initiator"))
    lane.set("name", NAME)
    pool = next((one for one in root.iter(B + "participant") if _id(one.get("processRef")) == process.get("id")), None)
    plane = root.find(f".//{{{DI}}}BPMNPlane")
    if pool is None:
        pool = _pool(root, process, plane)
    frame = _frame(root, pool.get("id", ""))
    if plane is not None:
        if frame is None:
            frame = _outline(root, process)
            _shape(plane, pool.get("id", ""), frame)
        inside = Frame(frame.x + TITLE, frame.y, frame.width - TITLE, frame.height)
        _shape(plane, lane.get("id", ""), inside)
    return lane


def _pool(root: etree._Element, process: etree._Element, plane: etree._Element | None) -> etree._Element:
    """A participant for the process, in the file's collaboration or in a new one that the drawing is about."""
    collaboration = root.find(B + "collaboration")
    if collaboration is None:
        collaboration = put(root, "collaboration", id=_free(root, "collaboration"))
        root.insert(list(root).index(process), collaboration)
        if plane is not None:
            plane.set("bpmnElement", collaboration.get("id", ""))
    pool = put(collaboration, "participant", id=_free(root, "pool"))
    pool.set("name", called(process))
    pool.set("processRef", process.get("id", ""))
    collaboration.insert(0, pool)
    return pool


def _outline(root: etree._Element, process: etree._Element) -> Frame:
    """What lies around everything that is drawn of the process, with room for titles."""
    ids = {one.get("id") for one in process.iter(etree.Element)}
    frames = [_bounds(one) for one in root.iter(f"{{{DI}}}BPMNShape") if _id(one.get("bpmnElement")) in ids]
    known = [one for one in frames if one is not None] or [Frame(0, 0, 600, 200)]
    left, top = min(one.x for one in known) - ROOM, min(one.y for one in known) - ROOM
    right, bottom = max(one.x + one.width for one in known) + ROOM, max(one.y + one.height for one in known) + ROOM
    return Frame(left - 2 * TITLE, top, right - left + 2 * TITLE, bottom - top)


def _shape(plane: etree._Element, element: str, frame: Frame) -> None:
    made = etree.Element(f"{{{DI}}}BPMNShape", id=f"{element}_shape", bpmnElement=element, isHorizontal="true")
    sizes = {name: f"{value:g}" for name, value in vars(frame).items()}
    etree.SubElement(made, f"{{{DC}}}Bounds", sizes)
    plane.insert(len([one for one in plane if one.get("isHorizontal")]), made)


def _frame(root: etree._Element, element: str) -> Frame | None:
    found = (one for one in root.iter(f"{{{DI}}}BPMNShape") if _id(one.get("bpmnElement")) == element)
    return next((_bounds(one) for one in found), None)


def _bounds(shape: etree._Element) -> Frame | None:
    bounds = shape.find(f"{{{DC}}}Bounds")
    try:
        return None if bounds is None else Frame(*(float(bounds.get(one, "")) for one in ("x", "y", "width", "height")))
    except ValueError:
        return None


def _id(reference: str | None) -> str:
    return (reference or "").rpartition(":")[2]


def _free(root: etree._Element, wanted: str) -> str:
    taken = {one.get("id") for one in root.iter(etree.Element)}
    return next(one for one in (wanted, *(f"{wanted}_{n}" for n in range(2, 10_000))) if one not in taken)
