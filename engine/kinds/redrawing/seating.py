"""Who does a step: another lane, or a new lane with a rule of its own."""

import re
from dataclasses import dataclass, field

from engine.errors import Invalid, WrongState
from engine.kinds.redrawing.boxes import box, draw_shape, put_box, shapes
from engine.kinds.redrawing.changing import Changed, check_names, person, put_texts
from engine.kinds.redrawing.drawing import Drawing, check_id
from engine.kinds.redrawing.placing import add_lane, draw_flow, in_lane
from engine.kinds.redrawing.table import DIAGRAM, SETTINGS, Files, Table, table
from engine.kinds.redrawing.yaml_text import put
from engine.kinds.rules import RuleRefused, read_rule
from engine.texts import Text, said
from engine.workflow.markup import B

NO_LANES = "Expected lanes in the diagram, but there are none. Draw one first."


@dataclass(frozen=True)
class New:
    """A lane to be made: its names by language, and the rule that says who stands in it."""

    rule: str
    names: Text = field(default_factory=dict)


def seat(files: Files, drawing: Drawing, known: Table, lane: str, new: New | None) -> tuple[str, Changed]:
    """The lane to stand in, made when it is new, and the files that change by that; raises Invalid, WrongState."""
    if new is None:
        return check_id(lane, known.lanes, "lane"), {}
    names = check_names(new.names)
    if not names:
        raise Invalid.one("lane_name", "Expected a name, but there is none.")
    try:
        read_rule(new.rule)
    except RuleRefused as refused:
        raise Invalid.one("rule", refused.template, **refused.facts) from None
    made = _lane(drawing, _id_of(new.rule), said(names, known.written_in))
    others = {one: words for one, words in names.items() if one != known.written_in}
    texts = put_texts(files, {made: others}) if others else {}
    return made, {**texts, SETTINGS: put(files.get(SETTINGS, b""), ("people", made), new.rule, SETTINGS)}


def _id_of(rule: str) -> str:
    """An id that can be read: what the rule names, else its words."""
    named = re.findall(r'"([A-Za-z][A-Za-z0-9_]*)"', rule)
    words = named[:1] or [word for word in re.findall(r"[a-z]+", rule) if word not in ("initiator", "unit", "or")][:2]
    return "_".join(words).lower() or "people"


def _lane(drawing: Drawing, wanted: str, name: str) -> str:
    lanes = [one for one in drawing.lanes() if (held := one.getparent()) is not None and held.tag == B + "laneSet"]
    around = lanes[-1].getparent() if lanes else None
    if around is None:
        raise WrongState(NO_LANES)
    id = drawing.fresh(wanted)
    drawing.add(around, "lane", id, name=name)
    place = add_lane(drawing)
    if place is not None:
        draw_shape(drawing, id, place, isHorizontal="true")
    return id


def _move(files: Files, drawing: Drawing, known: Table, step: str, lane: str, new: New | None) -> Changed:
    """Puts a step into another lane, on the drawing too; raises Invalid, WrongState."""
    to, made = seat(files, drawing, known, lane, new)
    drawing.settle(step, to)
    before = box(drawing, step)
    if before is None:
        return made
    place = in_lane(drawing, to, before.x, (before.wide, before.high), apart=[step])
    before = box(drawing, step) or before
    for shape, shown, held in list(shapes(drawing)):
        if shape.get("bpmnElement") == step:
            put_box(shape, place)
        elif shown is not None and shown.get("attachedToRef") == step:
            put_box(shape, held._replace(x=held.x + place.x - before.x, y=held.y + place.y - before.y))
    ends = {step, *(one.id for one in known.diagram.steps.values() if one.attached_to == step)}
    for flow in known.diagram.flows:
        if {flow.source, flow.target} & ends:
            draw_flow(drawing, flow.id)
    return made


def reseat(files: Files, step: str, lane: str, new: New | None = None) -> Changed:
    """The files that change when other people do a step; raises Invalid, NotFound, WrongState, KindRefused."""
    known = table(files)
    person(known, step)
    if new is None and known.row(step).step.lane == lane:
        return {}
    drawing = Drawing(files[DIAGRAM])
    made = _move(files, drawing, known, step, lane, new)
    return {**made, DIAGRAM: drawing.content()}
