"""Checks of everything written in a diagram: conditions, scripts, parameters, timers, keys, forms, verbs, outcomes."""

import ast
import datetime
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from engine.workflow.diagram import NAMES, Diagram, Forms, Step, Verbs, VerbShape
from engine.workflow.expressions import condition_error, expression_error, lines, script_error
from engine.workflow.happenings import Halt
from engine.workflow.language import checked_name, parse
from engine.workflow.leads_to import walk
from engine.workflow.markup import B, called, child, content_of, is_bpmn, local
from engine.workflow.notes import Notes
from engine.workflow.subset import nodes_below
from engine.workflow.timers import first_due
from engine.workflow.values import ExpressionError

MAX_TIMES = 200
BACK = frozenset(("return", "reject", "refuse", "decline_registration", "return_report", "return_settlement"))
_NOON = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
NO_LANE = "Expected a lane that says who does this, but the task is in none. Draw it inside a lane."
NO_OUTCOME = "Expected at least one outcome, but the task has none. Choose its outcomes in the panel of Bagyt."
NO_VERB = 'Expected a verb that Bagyt knows, but "{verb}" is none.'
NO_PARAMETER = 'Expected a value for "{parameter}" of {verb}, but there is none.'
ODD_PARAMETER = 'Expected a parameter that {verb} knows, but "{parameter}" is none.'
WRONG_TYPE = 'Expected {wanted} for "{parameter}" of {verb}, but found {found}.'
NO_FORM = 'Expected a form of the kind or a shared one, but "{form}" is none.'
NOWHERE = "Expected a flow for every outcome, but none can be taken after {outcome} of {step}. Draw a default flow."
SAME_WAY = (
    "Expected {outcome} to lead elsewhere than {other}, but both go the same way. Draw an exclusive gateway after it."
)
ODD_OUTCOME = 'Expected an outcome that some task has, but "{outcome}" is none of them: the condition never holds.'
ODD_STEP = 'Expected the id of a step, but "{step}" is none: the condition cannot be worked out.'
TOO_OFTEN = "Expected at most {limit} times, but it says {found}. Make one task for all with a list of people."
NOT_TIME = "Expected a duration like P3D, a date like 2026-09-01 or a cycle like R3/P1D, but found {value}."
TOO_FAST = "Expected a cycle of a minute or more, but it is faster."
RESERVED = 'Expected a name of your own, but "{name}" is reserved.'


def check_written(root: etree._Element, diagram: Diagram, verbs: Verbs | None, forms: Forms, notes: Notes) -> None:
    """Tells of everything wrong in what the author has written."""
    names = set(NAMES) | set(_assigned(diagram)) | set(_items(root))
    for flow in diagram.flows:
        if flow.condition and (error := condition_error(flow.condition, names)):
            notes.wrong(flow.id, flow.name, error)
    for step in diagram.steps.values():
        _check_step(step, names, verbs, forms, notes)
    for scope in root.findall(B + "process"):
        for node in nodes_below(scope):
            _check_repetition(node, names, notes)
            _check_timer(node, names, notes)
    _check_outcomes(diagram, notes)
    _check_mentions(diagram, notes)


def _assigned(diagram: Diagram) -> Iterator[str]:
    for step in diagram.steps.values():
        if step.type == "script" and script_error(step.script) is None:
            yield from (line.name for line in lines(step.script))


def _items(root: etree._Element) -> Iterator[str]:
    for item in root.iter(B + "inputDataItem", B + "outputDataItem"):
        yield called(item) or item.get("id", "")
    for held in root.iter(B + "loopDataOutputRef"):
        yield content_of(held)


def _check_step(step: Step, names: set[str], verbs: Verbs | None, forms: Forms, notes: Notes) -> None:
    if step.type == "person":
        _check_person(step, forms, notes)
    if step.verb:
        _check_verb(step, names, verbs, notes)
    if step.type == "script" and step.script and (error := script_error(step.script, names)):
        notes.wrong(step.id, step.name, error)
    if step.type == "receive" and step.form and forms is not None and step.form not in forms:
        _refuse(notes, step, NO_FORM, form=step.form[:60])
    if step.key and (error := expression_error(step.key, names)):
        notes.wrong(step.id, step.name, error)


def _check_person(step: Step, forms: Forms, notes: Notes) -> None:
    if not step.lane:
        _refuse(notes, step, NO_LANE)
    if not step.outcomes:
        _refuse(notes, step, NO_OUTCOME)
    if step.form and forms is not None and step.form not in forms:
        _refuse(notes, step, NO_FORM, form=step.form[:60])


def _refuse(notes: Notes, checked: Step, template: str, /, **facts: object) -> None:
    notes.note(checked.id, checked.name, template, "error", **facts)


def _check_verb(step: Step, names: set[str], verbs: Verbs | None, notes: Notes) -> None:
    for text in step.parameters.values():
        if error := expression_error(text, names):
            notes.wrong(step.id, step.name, error)
    if verbs is None:
        return
    shape = verbs.get(step.verb)
    if shape is None:
        _refuse(notes, step, NO_VERB, verb=step.verb[:60])
        return
    for name in shape.parameters.keys() - shape.optional - step.parameters.keys():
        _refuse(notes, step, NO_PARAMETER, verb=step.verb, parameter=name)
    for name in step.parameters.keys() - shape.parameters.keys():
        _refuse(notes, step, ODD_PARAMETER, verb=step.verb, parameter=name[:60])
    for name in step.parameters.keys() & shape.parameters.keys():
        _check_type(step, shape, name, notes)


_LITERALS: dict[type, tuple[type, ...]] = {
    str: (str,), bool: (bool,), int: (int,), float: (int, float), Decimal: (int, float),
    datetime.date: (str,), datetime.datetime: (str,), list: (), dict: (),
}  # fmt: skip


def _check_type(step: Step, shape: VerbShape, name: str, notes: Notes) -> None:
    wanted = shape.parameters[name]
    if wanted not in _LITERALS or expression_error(step.parameters[name]) is not None:
        return
    body = parse(step.parameters[name]).body
    if isinstance(body, ast.Constant) and body.value is not None and type(body.value) not in _LITERALS[wanted]:
        found = type(body.value).__name__
        _refuse(notes, step, WRONG_TYPE, verb=step.verb, parameter=name, wanted=wanted.__name__, found=found)


_TIMES = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def _check_timer(node: etree._Element, names: set[str], notes: Notes) -> None:
    for definition in node.findall(B + "timerEventDefinition"):
        for time in definition:
            if not is_bpmn(time, *_TIMES) or not content_of(time):
                continue
            if error := expression_error(content_of(time), names):
                notes.wrong(node.get("id", ""), called(node), error)
            elif isinstance(body := parse(content_of(time)).body, ast.Constant):
                _check_time(node, _TIMES[local(time)], body.value, notes)


def _check_time(node: etree._Element, kind: str, value: object, notes: Notes) -> None:
    try:
        due = first_due(kind, value, _NOON)
    except Halt:
        notes.refuse(node, NOT_TIME, value=str(value)[:60])
        return
    if kind == "cycle" and first_due("duration", due.every, _NOON).at - _NOON < datetime.timedelta(minutes=1):
        notes.refuse(node, TOO_FAST)


def _check_repetition(node: etree._Element, names: set[str], notes: Notes) -> None:
    each, loop = child(node, "multiInstanceLoopCharacteristics"), child(node, "standardLoopCharacteristics")
    for held in (each, loop):
        for name in ("completionCondition", "loopCondition"):
            text = content_of(child(held, name)) if held is not None else ""
            if text and (error := condition_error(text, names)):
                notes.wrong(node.get("id", ""), called(node), error)
    if each is not None:
        _check_times(node, content_of(child(each, "loopCardinality")), names, notes)
        for part in each:
            if is_bpmn(part, "loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem"):
                _check_own_name(node, part, notes)
    if loop is not None and loop.get("loopMaximum"):
        _check_times(node, loop.get("loopMaximum", ""), names, notes)


def _check_times(node: etree._Element, text: str, names: set[str], notes: Notes) -> None:
    if not text:
        return
    if error := expression_error(text, names):
        notes.wrong(node.get("id", ""), called(node), error)
        return
    body = parse(text).body
    if isinstance(body, ast.Constant) and (type(body.value) is not int or not 0 < body.value <= MAX_TIMES):
        notes.refuse(node, TOO_OFTEN, limit=MAX_TIMES, found=str(body.value)[:30])


def _check_own_name(node: etree._Element, part: etree._Element, notes: Notes) -> None:
    name = content_of(part) or called(part) or part.get("id", "")
    try:
        checked_name(name)
    except ExpressionError as error:
        notes.wrong(node.get("id", ""), called(node), error)
    if name in NAMES - {"item"}:
        notes.refuse(node, RESERVED, name=name)


def _check_outcomes(diagram: Diagram, notes: Notes) -> None:
    """Walks on from every outcome: somewhere it must lead, and back must not be the same as forth."""
    for step in diagram.persons():
        ways = {outcome.id: walk(diagram, step.id, outcome.id) for outcome in step.outcomes}
        for outcome, way in ways.items():
            for gateway in way.dead.values():
                _refuse(notes, gateway, NOWHERE, outcome=outcome, step=step.name or step.id)
            for other, same in ways.items():
                if outcome in BACK and other not in BACK and set(way.taken) == set(same.taken):
                    notes.note(step.id, step.name, SAME_WAY, "warning", outcome=outcome, other=other)


def _check_mentions(diagram: Diagram, notes: Notes) -> None:
    given = {outcome.id for step in diagram.persons() for outcome in step.outcomes}
    for flow in diagram.flows:
        if flow.condition and condition_error(flow.condition) is None:
            for node in ast.walk(parse(flow.condition).body):
                if isinstance(node, ast.Compare) and _speaks_of_outcome(node.left):
                    for outcome in sorted(_texts(node.comparators) - given):
                        notes.note(flow.id, flow.name, ODD_OUTCOME, "warning", outcome=outcome[:60])
                if (
                    isinstance(node, ast.Subscript)
                    and isinstance(node.value, ast.Name)
                    and node.value.id in ("outcomes", "result")
                ):
                    for step in sorted(_texts([node.slice]) - diagram.steps.keys()):
                        notes.note(flow.id, flow.name, ODD_STEP, "error", step=step[:60])


def _speaks_of_outcome(node: ast.expr) -> bool:
    held = node.value if isinstance(node, ast.Subscript) else node
    return isinstance(held, ast.Name) and held.id == ("outcomes" if isinstance(node, ast.Subscript) else "outcome")


def _texts(nodes: list[ast.expr]) -> set[str]:
    flat = [part for node in nodes for part in (node.elts if isinstance(node, ast.List) else [node])]
    return {part.value for part in flat if isinstance(part, ast.Constant) and isinstance(part.value, str)}
