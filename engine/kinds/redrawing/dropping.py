"""An approver taken out of the route: what led to him leads to where he led on, and nobody asks his decision any more."""

from engine.errors import WrongState
from engine.kinds.redrawing.changing import Changed, person
from engine.kinds.redrawing.conditions import without
from engine.kinds.redrawing.drawing import Drawing
from engine.kinds.redrawing.net import decision, judged, way_on
from engine.kinds.redrawing.placing import draw_flow
from engine.kinds.redrawing.table import DIAGRAM, SETTINGS, TRANSLATIONS, Files, Table, mapping, plain, table
from engine.kinds.redrawing.yaml_text import take_out
from engine.workflow import Diagram, Step, read
from engine.workflow.markup import B

NEEDED = "Expected a step the kind can do without, but {step} signs, registers or reports. Change it in the diagram."
NO_WAY_ON = "Expected one way on from {step}, but there is none or more than one. Change it in the diagram."
WATCHED = "Expected a step without events on its border, but {step} has some. Take them out in the diagram first."
LOST = "Expected every step to be reached without {step}, but no way would lead to {other} any more. Change it in the diagram."


def drop(files: Files, step: str) -> Changed:
    """The files that change when a person's step is taken out; raises Invalid, NotFound, WrongState, KindRefused."""
    known = table(files)
    held = person(known, step)
    _check(files, known, held)
    drawing = Drawing(files[DIAGRAM])
    gone = _take_out(drawing, known.diagram, held)
    gone |= _forget(drawing, known.diagram, step)
    gone |= _collapse(drawing, known.diagram)
    content = drawing.content()
    _check_reached(held, known, content, gone)
    return {DIAGRAM: content, **_settled(files, step, gone)}


def _check(files: Files, known: Table, step: Step) -> None:
    diagram = known.diagram
    settings = plain(files, SETTINGS)
    signers = settings.get("signers")
    needed = [
        *(signers if isinstance(signers, list) else [signers]),
        settings.get("registrar"),
        settings.get("executors"),
    ]
    called = known.names(step.id)
    if step.id in needed:
        raise WrongState(NEEDED, step=called)
    if any(one.attached_to == step.id for one in diagram.steps.values()):
        raise WrongState(WATCHED, step=called)
    if way_on(diagram, step) is None or not diagram.arriving(step.id):
        raise WrongState(NO_WAY_ON, step=called)


def _take_out(drawing: Drawing, diagram: Diagram, step: Step) -> set[str]:
    """Takes the step, its own decision and their flows out; what led to it leads on. Gives the ids that are gone."""
    on, own = way_on(diagram, step), decision(diagram, step.id)
    if on is None:
        return set()
    nodes = {step.id, *([own.id] if own else [])}
    target = on.target if on.target not in nodes else step.id
    arriving = [one for one in diagram.arriving(step.id) if one.source not in nodes]
    gone = {one.id for one in diagram.flows if one.source in nodes}
    split = diagram.steps[arriving[0].source] if len(arriving) == 1 else None
    if split is not None and _empty_branch(diagram, split, target):
        gone |= {one.id for one in arriving}
        arriving = []
    for id in (*gone, *nodes):
        drawing.take_out(id)
    for one in arriving:
        drawing.point(one.id, target=target)
        draw_flow(drawing, one.id)
    return gone | nodes | _no_choice(drawing, {one.source for one in arriving})


def _no_choice(drawing: Drawing, sources: set[str]) -> set[str]:
    """Of the ways of a decision that all lead to one place now, only the usual one stays."""
    gone: set[str] = set()
    for id in sources:
        leaving = [one for one in drawing.flows() if one.get("sourceRef") == id]
        kept = drawing.find(id).get("default", "")
        same = len({one.get("targetRef") for one in leaving}) == 1 and len(leaving) > 1
        if same and drawing.find(id).tag == B + "exclusiveGateway" and kept:
            gone |= {one.get("id", "") for one in leaving} - {kept}
    for id in gone:
        drawing.take_out(id)
    return gone


def _empty_branch(diagram: Diagram, split: Step, target: str) -> bool:
    """Whether nothing would be left between a split and its join, while another way between them stays."""
    both = split.element == diagram.steps[target].element == "parallelGateway"
    return both and len(diagram.leaving(split.id)) > 1 and len(diagram.arriving(target)) > 1


def _forget(drawing: Drawing, diagram: Diagram, step: str) -> set[str]:
    """Takes the step out of the conditions that ask about it; a way that can never be taken goes."""
    gone = set()
    for flow in judged(diagram, step):
        if not drawing.has(flow.id):
            continue
        left = without(flow.condition, step)
        held = drawing.find(flow.id).find(B + "conditionExpression")
        if left is False or held is None:
            drawing.take_out(flow.id)
            gone.add(flow.id)
        else:
            held.text = "True" if left is True else str(left)
    return gone


def _collapse(drawing: Drawing, before: Diagram) -> set[str]:
    """Takes out splits, joins and decisions that are none any more: one way leads there, one leads on."""
    gone: set[str] = set()
    for node in list(drawing.nodes()):
        id, flows = node.get("id", ""), list(drawing.flows())
        arriving = [one for one in flows if one.get("targetRef") == id]
        leaving = [one for one in flows if one.get("sourceRef") == id]
        split = len(before.leaving(id)) > 1 or len(before.arriving(id)) > 1
        sorts = (B + "parallelGateway", B + "exclusiveGateway")
        plain_way = split and node.tag in sorts and len(arriving) == len(leaving) == 1
        if not plain_way or leaving[0].find(B + "conditionExpression") is not None:
            continue
        target, kept = leaving[0].get("targetRef", ""), arriving[0].get("id", "")
        gone |= {id, leaving[0].get("id", "")}
        drawing.take_out(leaving[0].get("id", ""))
        drawing.point(kept, target=target)
        drawing.take_out(id)
        draw_flow(drawing, kept)
    return gone


def _check_reached(step: Step, known: Table, content: bytes, gone: set[str]) -> None:
    """Raises WrongState when some step would not be reached any more."""
    before, after = known.diagram, read(content).diagram
    if after is None:
        return
    lost = [
        one
        for one in after.steps.values()
        if before.arriving(one.id) and not after.arriving(one.id) and one.id not in gone and one.id in before.steps
    ]
    if lost:
        raise WrongState(LOST, step=known.names(step.id), other=known.names(lost[0].id))


def _settled(files: Files, step: str, gone: set[str]) -> Changed:
    """kind.yaml and translations.yaml without what is gone."""
    made = dict(files)
    for path in (("own_document", step), ("levels", step), ("rendition", "label", step)):
        if SETTINGS in made:
            made[SETTINGS] = take_out(made[SETTINGS], path, SETTINGS)
    named = mapping(plain(files, TRANSLATIONS).get("diagram"))
    for id in sorted(gone & set(named)):
        made[TRANSLATIONS] = take_out(made[TRANSLATIONS], ("diagram", id), TRANSLATIONS)
    labels = mapping(plain(files, TRANSLATIONS).get("outcomes"))
    for key in [one for one in labels if str(one).startswith(f"{step}.")]:
        made[TRANSLATIONS] = take_out(made[TRANSLATIONS], ("outcomes", str(key)), TRANSLATIONS)
    return {name: content for name, content in made.items() if content != files.get(name)}
