"""The diagram as plain values, read from the normalised XML and our own settings in it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from lxml import etree

from engine.texts import LANGUAGES
from engine.workflow.diagram import COMMENTS, LEVELS, OUTCOMES, STAGES, UNITS, Diagram, Flow, Outcome, Step, Term
from engine.workflow.markup import DC, DI, B, called, child, content_of, is_bpmn, local, own
from engine.workflow.notes import Notes
from engine.workflow.subset import NODES, definitions, nodes_below

TYPES: Final[Mapping[str, str]] = {
    "userTask": "person", "manualTask": "person", "serviceTask": "verb", "receiveTask": "receive", "sendTask": "send",
    "scriptTask": "script", "callActivity": "call", "subProcess": "sub", "startEvent": "event", "endEvent": "event",
    "exclusiveGateway": "gateway", "inclusiveGateway": "gateway", "parallelGateway": "gateway",
    "eventBasedGateway": "gateway", "complexGateway": "gateway", "transaction": "sub", "adHocSubProcess": "sub",
    "businessRuleTask": "verb",
}  # fmt: skip
NOT_LISTED = 'Expected {setting} to be one of {allowed}, but found "{found}".'
TWICE = "Expected {setting} once on a step, but found it more than once."
NO_AMOUNT = (
    "Expected the term as a whole number from 1 to 10000 and a unit, or the name of an answer, but found neither."
)
SAME_PARAMETER = 'Expected each parameter once and with a name, but found "{parameter}" again or without.'
SAME_OUTCOME = 'Expected each outcome once, but "{outcome}" is there twice.'


def describe(process: etree._Element, root: etree._Element, notes: Notes) -> Diagram:
    """The diagram of the process and of those it calls."""
    names = {lane.get("id", ""): called(lane) for lane in root.iter(B + "lane")}
    messages = {message.get("id", ""): called(message) for message in root.iter(B + "message")}
    around = Around(process, _lanes(root), names, messages)
    processes = root.findall(B + "process")
    steps = {
        node.get("id", ""): _step(node, around, notes)
        for scope in sorted(processes, key=lambda scope: scope is not process)
        for node in nodes_below(scope)
    }
    return Diagram(
        process_id=process.get("id", ""),
        name=called(process),
        steps=steps,
        flows=_flows(processes, steps, _heights(root)),
        lanes=names,
        messages=messages,
        processes=tuple(other.get("id", "") for other in processes if other is not process),
    )


def _lanes(root: etree._Element) -> dict[str, str]:
    """Element id -> id of its innermost lane."""
    found: dict[str, str] = {}
    for lane in root.iter(B + "lane"):
        for member in lane.findall(B + "flowNodeRef"):
            found[content_of(member).rpartition(":")[2] or ""] = lane.get("id", "")
    return found


def _heights(root: etree._Element) -> dict[str, float]:
    """Element id -> how far down it is drawn: the order in which the library tries flows."""
    found: dict[str, float] = {}
    for shape in root.iter(f"{{{DI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        try:
            found[shape.get("bpmnElement", "")] = float(bounds.get("y", "0")) if bounds is not None else 0.0
        except ValueError:
            continue
    return found


def _flows(
    processes: list[etree._Element], steps: Mapping[str, Step], heights: Mapping[str, float]
) -> tuple[Flow, ...]:
    drawn = [flow for process in processes for flow in process.iter(B + "sequenceFlow")]
    defaults = {node.get("default") for process in processes for node in nodes_below(process)} - {None}
    flows = [
        Flow(
            flow.get("id", ""),
            called(flow),
            flow.get("sourceRef", ""),
            flow.get("targetRef", ""),
            content_of(child(flow, "conditionExpression")),
            flow.get("id") in defaults,
        )
        for flow in drawn
        if flow.get("sourceRef") in steps and flow.get("targetRef") in steps
    ]
    return tuple(sorted(flows, key=lambda flow: heights.get(flow.target, 0.0)))


class Around(NamedTuple):
    """What stands around the steps: the process that runs, lanes of elements, names of lanes and of messages."""

    process: etree._Element
    lanes: Mapping[str, str]
    lane_names: Mapping[str, str]
    messages: Mapping[str, str]


def _step(node: etree._Element, around: Around, notes: Notes) -> Step:
    held = definitions(node)
    event = local(held[0]).removesuffix("EventDefinition") if held else ""
    task = _first(node, "task", notes)
    message = _first(node, "message", notes)
    lane = _told_in(node, message, around, notes) or _lane(node, around.lanes)
    verb = _first(node, "verb", notes)
    reference = node.get("messageRef") or (held[0].get("messageRef") if held else None) or ""
    return Step(
        id=node.get("id", ""),
        name=called(node),
        type=_type(node, event),
        element=local(node),
        names=_names(node, notes),
        lane=lane,
        lane_name=around.lane_names.get(lane, ""),
        form=_setting(task, "form"),
        stage=_listed(node, task, "stage", STAGES, notes),
        level=_listed(node, task, "level", LEVELS, notes, default="click"),
        term=_term(node, notes),
        outcomes=_outcomes(node, notes),
        verb=_setting(verb, "name"),
        parameters=_parameters(node, notes),
        of=_setting(task, "of"),
        documentation=content_of(child(node, "documentation")),
        parent=_parent(node, around.process),
        event=event or {"startEvent": "start", "endEvent": "end"}.get(local(node), ""),
        message=_setting(message, "name") or around.messages.get(reference, ""),
        key=_setting(message, "key"),
        timer=_timer(held),
        script=content_of(child(node, "script")),
        called=node.get("calledElement", ""),
        attached_to=node.get("attachedToRef", ""),
        interrupting=node.get("cancelActivity", "true") == "true",
    )


def _type(node: etree._Element, event: str) -> str:
    if local(node) in TYPES:
        return TYPES[local(node)]
    if event == "timer":
        return "timer"
    if event == "message":
        return "send" if local(node) == "intermediateThrowEvent" else "receive"
    return "event"


def _told_in(node: etree._Element, message: etree._Element | None, around: Around, notes: Notes) -> str:
    """The lane whose people tell an event that is drawn on the border of another's step."""
    lane = _setting(message, "lane")
    if lane and lane not in around.lane_names:
        notes.refuse(node, "Expected the id of a lane, but {lane} is none.", lane=lane)
    return lane


def _lane(node: etree._Element, lanes: Mapping[str, str]) -> str:
    held: etree._Element | None = node
    while held is not None and is_bpmn(held, *NODES):
        if held.get("id") in lanes:
            return lanes[held.get("id", "")]
        held = held.getparent()
    return ""


def _parent(node: etree._Element, process: etree._Element) -> str:
    parent = node.getparent()
    return "" if parent is None or parent is process else parent.get("id", "")


def _timer(held: list[etree._Element]) -> str:
    if not held or local(held[0]) != "timerEventDefinition":
        return ""
    return next((content_of(part) for part in held[0] if is_bpmn(part) and local(part).startswith("time")), "")


def _first(node: etree._Element, name: str, notes: Notes) -> etree._Element | None:
    found = own(node, name)
    if len(found) > 1:
        notes.refuse(node, TWICE, setting=f"bagyt:{name}")
    return found[0] if found else None


def _setting(element: etree._Element | None, name: str) -> str:
    return "" if element is None else (element.get(name) or "").strip()


def _listed(
    node: etree._Element,
    element: etree._Element | None,
    name: str,
    allowed: tuple[str, ...],
    notes: Notes,
    *,
    default: str = "",
) -> str:
    found = _setting(element, name)
    if found and found not in allowed:
        notes.refuse(node, NOT_LISTED, setting=name, allowed=", ".join(allowed), found=found[:60])
        return default
    return found or default


def _names(node: etree._Element, notes: Notes) -> dict[str, str]:
    texts = own(node, "text")
    for text in texts:
        _listed(node, text, "lang", LANGUAGES, notes)
    return {text.get("lang", ""): called(text) for text in texts if text.get("lang") in LANGUAGES and called(text)}


def _outcomes(node: etree._Element, notes: Notes) -> tuple[Outcome, ...]:
    found: dict[str, Outcome] = {}
    for element in own(node, "outcome"):
        name = element.get("id", "")
        if name not in OUTCOMES:
            notes.refuse(node, NOT_LISTED, setting="outcome", allowed=", ".join(OUTCOMES), found=name[:60])
            continue
        if name in found:
            notes.refuse(node, SAME_OUTCOME, outcome=name)
        primary = _listed(node, element, "primary", ("yes", "no"), notes, default="no")
        found[name] = Outcome(
            name, _listed(node, element, "comment", COMMENTS, notes, default="none"), primary == "yes"
        )
    return tuple(found.values())


def _parameters(node: etree._Element, notes: Notes) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in own(node, "parameter"):
        name = _setting(element, "name")
        if not name or name in found:
            notes.refuse(node, SAME_PARAMETER, parameter=name[:60])
        found[name] = element.get("value", "")
    return found


def _term(node: etree._Element, notes: Notes) -> Term | None:
    element = _first(node, "term", notes)
    if element is None:
        return None
    amount, answer = _setting(element, "amount"), _setting(element, "answer")
    unit = _listed(node, element, "unit", UNITS, notes)
    counted = amount.isascii() and amount.isdigit() and len(amount) < 6 and 1 <= int(amount) <= 10_000 and bool(unit)
    if not (counted or answer) or bool(amount or unit) != counted:
        notes.refuse(node, NO_AMOUNT)
        return None
    remind = _listed(node, element, "remind", ("yes", "no"), notes, default="yes") == "yes"
    return Term(int(amount) if counted else 0, unit if counted else "", answer, remind)
