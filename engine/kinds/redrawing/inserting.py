"""An approver put into the route: before a step, after it, or beside it; his return and his refusal lead where his neighbour's do."""

from dataclasses import dataclass, field

from engine.errors import WrongState
from engine.kinds.redrawing.changing import (
    Changed,
    check_form,
    check_names,
    check_term,
    put_texts,
    set_term,
    write_buttons,
)
from engine.kinds.redrawing.conditions import answers_wanted, beside
from engine.kinds.redrawing.drawing import Drawing, check_id
from engine.kinds.redrawing.linking import Named, Newcomer, Spot, beside_it, between, in_turn, others, ways_back
from engine.kinds.redrawing.net import asked_later, judged, loops, regions, way_on
from engine.kinds.redrawing.seating import New, seat
from engine.kinds.redrawing.table import DIAGRAM, SETTINGS, Files, Table, mapping, plain, table
from engine.kinds.redrawing.words import STEP
from engine.kinds.redrawing.yaml_text import put
from engine.texts import Text, said
from engine.workflow import Diagram, Outcome, Step, Term, read
from engine.workflow.diagram import LEVELS
from engine.workflow.markup import B
from engine.workflow.written import BACK

PLACES = ("before", "after", "beside")
STANDS = frozenset(("person", "verb", "receive", "send", "timer", "script", "call", "sub"))
NO_PLACE = (
    "Expected a step on the way on, but {step} is none, or has no one way there. Draw the approver in the diagram."
)
NO_BRANCH = "Expected ways that run at once around {step}, but there are none. Put the approver before or after it, or draw the ways first."
ASKED_LATER = "Expected nobody to ask the decision further on, but {gateway} does. Put the approver elsewhere, or draw it in the diagram."
ORDER = "Expected the ways of {gateway} to be tried in the order they are tried now, but they would not be. Draw it in the diagram."


@dataclass(frozen=True)
class Approver:
    """Who is put in: in a lane, or in a new one (`new`); `names` of his step by language (empty: the house's words)."""

    lane: str = ""
    new: New | None = None
    names: Text = field(default_factory=dict)
    form: str = "shared:approve"
    level: str = "click"
    term: Term = field(default_factory=lambda: Term(1, "workday"))


def insert(files: Files, step: str, place: str, who: Approver) -> tuple[Changed, str]:
    """The files that change, and the id of the new step; raises Invalid, NotFound, WrongState, KindRefused."""
    check_id(place, PLACES, "place")
    check_id(who.level, LEVELS, "level")
    check_term(who.term)
    check_form(who.form)
    known = table(files)
    anchor = known.row(step).step
    spot = _spot(known, anchor, place)
    drawing = Drawing(files[DIAGRAM])
    lane, made = seat(files, drawing, known, who.lane, who.new)
    id = drawing.fresh(f"approve_{lane}")
    names = check_names(who.names) or STEP
    _person(drawing, known.diagram, anchor, id, lane, said(names, known.written_in), who, spot)
    newcomer = Newcomer(drawing, known, id, lane)
    drawn = _joined(newcomer, spot, anchor.id, place)
    _ask_both(drawing, known.diagram, anchor.id, id)
    texts = {key: others(words, known) for key, words in {id: names, **drawn}.items()}
    made |= put_texts({**files, **made}, {key: words for key, words in texts.items() if words})
    made |= _own_document({**files, **made}, anchor.id, id)
    made[DIAGRAM] = drawing.content()
    _check_order(known, made[DIAGRAM])
    return made, id


def _joined(new: Newcomer, spot: Spot, anchor: str, place: str) -> Named:
    """Joins the new step to the route; gives the names of what is drawn with it."""
    if place == "beside":
        return beside_it(new, spot, anchor)
    diagram = new.known.diagram
    leaving = diagram.leaving(anchor)
    no = sorted({answer for one in judged(diagram, anchor) for answer in answers_wanted(one.condition)} & BACK)
    together = not spot.alone and bool(regions(diagram).get(anchor)) and len(leaving) == 1 and bool(no)
    return in_turn(new, spot, anchor, leaving[0], no) if together else between(new, spot, anchor)


def stands(step: Step) -> bool:
    """Whether somebody may be put beside that step in the table at all."""
    return step.type in STANDS and not step.parent and not step.attached_to


def _spot(known: Table, anchor: Step, place: str) -> Spot:
    diagram = known.diagram
    at_end = place == "before" and anchor.stage == "rework"
    if not stands(anchor) or at_end:
        raise WrongState(NO_PLACE, step=known.names(anchor.id))
    asked = judged(diagram, anchor.id)
    if place == "beside":
        return _beside(known, anchor)
    if place == "before":
        back = loops(diagram)
        flows = tuple(one for one in diagram.arriving(anchor.id) if one.id not in back)
        target = anchor.id
    else:
        on = way_on(diagram, anchor)
        flows, target = ((on,), on.target) if on else ((), "")
    if not flows or any(diagram.steps[one.source].element == "eventBasedGateway" for one in flows):
        raise WrongState(NO_PLACE, step=known.names(anchor.id))
    later = asked_later(diagram, target)
    if later is not None:
        raise WrongState(ASKED_LATER, gateway=known.names(later.id))
    return Spot(flows, target, alone=not asked)


def _beside(known: Table, anchor: Step) -> Spot:
    """The split and the join around a step: he gets a way of his own between them."""
    diagram = known.diagram
    first, last = anchor.id, anchor.id
    while len(arriving := diagram.arriving(first)) == 1 and diagram.steps[arriving[0].source].type in STANDS:
        first = arriving[0].source
    while len(leaving := diagram.leaving(last)) == 1 and diagram.steps[leaving[0].target].type in STANDS:
        last = leaving[0].target
    gateways = {"parallelGateway"}
    open_ = [one for one in arriving if diagram.steps[one.source].element in gateways]
    shut = [one for one in leaving if diagram.steps[one.target].element in gateways]
    if len(open_) != 1 or len(shut) != 1 or len(diagram.leaving(open_[0].source)) < 2:
        raise WrongState(NO_BRANCH, step=known.names(anchor.id))
    return Spot((open_[0],), shut[0].target, alone=False)


def _person(
    drawing: Drawing, diagram: Diagram, anchor: Step, id: str, lane: str, name: str, who: Approver, spot: Spot
) -> None:
    """The new step itself, with its settings and buttons."""
    scope = drawing.find(anchor.id).getparent()
    if scope is None:
        raise WrongState(NO_PLACE, step=anchor.name or anchor.id)
    drawing.make(scope, "userTask", id, name=name)
    drawing.settle(id, lane)
    form = {"form": who.form} if who.form else {}
    drawing.add_setting(id, "task", **form, stage="on_approval", level=who.level)
    set_term(drawing, id, who.term)
    write_buttons(drawing, id, _buttons(diagram, anchor, spot))


def _buttons(diagram: Diagram, anchor: Step, spot: Spot) -> list[Outcome]:
    if spot.alone:
        known = set(ways_back(diagram, spot, anchor.id))
    else:
        known = {answer for one in judged(diagram, anchor.id) for answer in answers_wanted(one.condition)}
    no = [Outcome(one, "required") for one in ("return", "reject") if one in known]
    return [Outcome("approve", "none", True), Outcome("approve_with_remark", "required"), *no]


def _ask_both(drawing: Drawing, diagram: Diagram, anchor: str, id: str) -> None:
    """Where the decision of the neighbour is asked together with others', the newcomer's is asked too."""
    for flow in judged(diagram, anchor):
        condition = drawing.find(flow.id).find(B + "conditionExpression")
        if condition is not None:
            condition.text = beside(flow.condition, anchor, id)


def _own_document(files: Files, anchor: str, id: str) -> Changed:
    """Who would approve his own document is skipped, where the kind says so of his neighbour or of any approver."""
    rules = mapping(plain(files, SETTINGS).get("own_document"))
    if rules.get(anchor, "skip" if "skip" in rules.values() else "") != "skip":
        return {}
    return {SETTINGS: put(files[SETTINGS], ("own_document", id), "skip", SETTINGS)}


def _check_order(known: Table, content: bytes) -> None:
    """Raises WrongState when ways of one gateway would be tried in another order: where two hold, the first is taken."""
    before, after = known.diagram, read(content).diagram
    if after is None:
        return
    for step in before.steps.values():
        if step.element == "exclusiveGateway" and step.id in after.steps:
            was = [one.id for one in before.leaving(step.id) if one.condition]
            now = [one.id for one in after.leaving(step.id) if one.condition and one.id in was]
            if [one for one in was if one in now] != now:
                raise WrongState(ORDER, gateway=known.names(step.id))
