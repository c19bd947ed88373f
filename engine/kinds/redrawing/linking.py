"""A new step joined to the route: its flows, the decision after it, and both on the drawing."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from engine.kinds.redrawing.boxes import Box, box, draw_shape, plane
from engine.kinds.redrawing.drawing import XSI, Drawing, put_in
from engine.kinds.redrawing.net import back_to, given_up
from engine.kinds.redrawing.placing import GATEWAY, TASK, Size, draw_flow, in_column, in_lane
from engine.kinds.redrawing.table import Table
from engine.kinds.redrawing.words import QUESTION, WAYS
from engine.texts import Text, said
from engine.workflow import Diagram, Flow
from engine.workflow.markup import BPMN, B

Named = dict[str, Text]


class Spot(NamedTuple):
    """Where somebody is put: the flows that lead to him now, where he leads on, and whether he decides by himself."""

    flows: tuple[Flow, ...]
    target: str
    alone: bool


class Newcomer(NamedTuple):
    """The drawing that is changed, what it said before, and the new step in its lane."""

    drawing: Drawing
    known: Table
    id: str
    lane: str


def others(names: Text, known: Table) -> Text:
    """The names that do not stand in the drawing itself."""
    return {one: words for one, words in names.items() if one != known.written_in}


def ways_back(diagram: Diagram, spot: Spot, anchor: str) -> dict[str, str]:
    """Where he who decides by himself may send a document instead of on, by the button."""
    found = {"return": back_to(diagram, anchor), "reject": given_up(diagram, anchor)} if spot.alone else {}
    return {answer: target for answer, target in found.items() if target and target != spot.target}


def between(new: Newcomer, spot: Spot, anchor: str) -> Named:
    """Puts the step on its flows, with a decision after it where he may say no; gives the names of what is drawn beside it."""
    ways = ways_back(new.known.diagram, spot, anchor)
    gateway = new.drawing.fresh(f"approved_{new.lane}") if ways else ""
    places = _column(new, spot, anchor, [TASK, GATEWAY] if gateway else [TASK])
    named: Named = {gateway: QUESTION} if gateway else {}
    _show(new.drawing, new.id, places[0])
    for one in spot.flows:
        new.drawing.point(one.id, target=new.id)
    drawn = [one.id for one in spot.flows]
    if gateway:
        _decide(new, gateway, places[1])
        drawn.append(_flow(new, f"{new.id}_done", (new.id, gateway)))
        on = _flow(new, f"{new.id}_on", (gateway, spot.target), "on")
        new.drawing.find(gateway).set("default", on)
        no = {
            answer: _flow(new, f"{new.id}_{answer}", (gateway, end), answer, f'outcome == "{answer}"')
            for answer, end in ways.items()
        }
        named |= {on: WAYS["on"], **{flow: WAYS[answer] for answer, flow in no.items()}}
        drawn += [on, *no.values()]
    else:
        drawn.append(_flow(new, f"{new.id}_done", (new.id, spot.target)))
    for flow in drawn:
        draw_flow(new.drawing, flow)
    return named


def in_turn(new: Newcomer, spot: Spot, anchor: str, last: Flow, no: Sequence[str]) -> Named:
    """Puts the step before or after one that decides together with others: when the first of the two says no, the second is not asked.

    `last` is the flow that leaves their way, `no` the buttons that say no.
    """
    first = spot.target == anchor
    asked, over = new.drawing.fresh(f"approved_{new.lane}"), new.drawing.fresh(f"approved_{new.lane}_over")
    sizes = [TASK, GATEWAY] if first else [GATEWAY, TASK, GATEWAY]
    places = _column(new, spot, anchor, sizes)
    places = places if first else [places[1], places[0], places[2]]
    _show(new.drawing, new.id, places[0])
    _decide(new, asked, places[1])
    there = Spot((last,), last.target, alone=False)
    _decide(new, over, _column(new, there, anchor, [GATEWAY])[0] if first else places[2], named=False)
    for one in spot.flows:
        new.drawing.point(one.id, target=new.id if first else asked)
    if first:
        new.drawing.point(last.id, target=over)
    condition = " or ".join(f'outcome == "{one}"' for one in no)
    done = _flow(new, f"{new.id}_done", (new.id, asked if first else over))
    on = _flow(new, f"{new.id}_on", (asked, anchor if first else new.id), "on")
    past = _flow(new, f"{new.id}_no", (asked, over), "no", condition)
    out = _flow(new, f"{new.id}_over", (over, last.target))
    new.drawing.find(asked).set("default", on)
    for flow in dict.fromkeys([*(one.id for one in spot.flows), last.id, done, on, past, out]):
        draw_flow(new.drawing, flow)
    return {asked: QUESTION, on: WAYS["on"], past: WAYS["no"]}


def beside_it(new: Newcomer, spot: Spot, anchor: str) -> Named:
    """Gives the step a way of its own beside its neighbour's, from the split to the join."""
    beside = box(new.drawing, anchor)
    if beside is not None and plane(new.drawing) is not None:
        _show(new.drawing, new.id, in_lane(new.drawing, new.lane, beside.middle[0] - TASK[0] / 2, TASK))
    flows = [
        _flow(new, f"to_{new.id}", (spot.flows[0].source, new.id)),
        _flow(new, f"{new.id}_done", (new.id, spot.target)),
    ]
    for flow in flows:
        draw_flow(new.drawing, flow)
    return {}


def _column(new: Newcomer, spot: Spot, anchor: str, sizes: Sequence[Size]) -> Sequence[Box | None]:
    """Room in a new column before where he leads on; right of where he comes from when that is drawn further left."""
    target = box(new.drawing, spot.target)
    sources = [found for one in spot.flows if (found := box(new.drawing, one.source)) is not None]
    if target is None or plane(new.drawing) is None:
        return [None] * len(sizes)
    right = max((one.right for one in sources), default=target.x)
    before = target.x if target.x > right or spot.target == anchor else right + 1
    return in_column(new.drawing, new.lane, before, sizes, anchor)


def _show(drawing: Drawing, id: str, where: Box | None, **marks: str) -> None:
    if where is not None:
        draw_shape(drawing, id, where, **marks)


def _decide(new: Newcomer, gateway: str, where: Box | None, *, named: bool = True) -> None:
    scope = new.drawing.find(new.id).getparent()
    if scope is not None:
        words = {"name": said(QUESTION, new.known.written_in)} if named else {}
        new.drawing.make(scope, "exclusiveGateway", gateway, **words)
        new.drawing.settle(gateway, new.lane)
        _show(new.drawing, gateway, where, isMarkerVisible="true")


def _flow(new: Newcomer, wanted: str, ends: tuple[str, str], way: str = "", condition: str = "") -> str:
    """A new flow between two steps, named by one of the ways, with its condition."""
    scope = new.drawing.find(ends[0]).getparent()
    id = new.drawing.fresh(wanted)
    words = {"name": said(WAYS[way], new.known.written_in)} if way else {}
    if scope is not None:
        made = new.drawing.make(scope, "sequenceFlow", id, **words, sourceRef=ends[0], targetRef=ends[1])
        if condition:
            _condition(made, condition)
        new.drawing.mark(ends[0], "outgoing", id)
        new.drawing.mark(ends[1], "incoming", id)
    return id


def _condition(flow: etree._Element, written: str) -> None:
    prefix = next((key for key, value in _spaces(flow).items() if value == BPMN and key), "")
    sort = f"{prefix}:tFormalExpression" if prefix else "tFormalExpression"
    made = etree.Element(B + "conditionExpression", {f"{{{XSI}}}type": sort}, nsmap={"xsi": XSI})
    made.text = written
    put_in(flow, made, 0)


def _spaces(element: etree._Element) -> Mapping[str, str]:
    return {key or "": value for key, value in element.nsmap.items()}
