"""Makes another program's diagram one that an owner can go on with here: what it lacks is put in, and each change is told.

Nothing is guessed about what a step is for: lanes, buttons and decisions get the plainest setting that runs. The given bytes
stay as they are; the caller keeps them beside.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from engine.errors import KindProblem
from engine.workflow.framing import framed
from engine.workflow.markup import BAGYT, BPMN, DI, B, called, child, content_of, is_bpmn, own, parse, put, remove
from engine.workflow.notes import Notes
from engine.workflow.reading import process_of
from engine.workflow.subset import EVENTS, NODES

PERSON = ("userTask", "manualTask", "task")
PLAIN = "approve"  # the button of a step whose flows ask for nothing
OTHERS = ("return", "reject", "approve_with_remark")  # the buttons that stand for the other flows of a decision
FINAL = ("annulled", "cancelled", "executed", "filed", "registered", "rejected", "withdrawn")
ENDS = ("filed", "rejected", "executed")  # what the ends of another program's process are called, in their order
XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"

POOL = "This pool was a process of its own. It is drawn as an empty pool: a kind is one process."
LANE = "This step stood in no lane. It stands in the lane {lane} now: say there who does it."
BUTTONS = "This step had no buttons. It has {outcomes} now: choose what people may press."
DECISION = "This flow had no condition. It is taken after {outcome} now: say when it is."
MESSAGE = "This step named no message. It is called {message} now: say which one it is, or choose a verb."
END = "The document is called {state} at this end now: say what has become of it."
DEFAULT = "This flow had no condition. It is taken when no other is now."


@dataclass(frozen=True)
class Adopted:
    """The diagram to go on with, the ids of its lanes, and what was changed, by element."""

    xml: bytes
    lanes: tuple[str, ...]
    changes: tuple[KindProblem, ...]


def adopt(xml: bytes) -> Adopted:
    """The diagram with what it lacks put in; raises Invalid when it is no BPMN file."""
    main = process_of(xml)
    root, _problems = parse(xml)
    if root is None or not main:
        return Adopted(xml, (), ())
    notes = Notes()
    process = next(one for one in root.findall(B + "process") if one.get("id") == main)
    process.set("isExecutable", "true")
    _empty_other_pools(root, process, notes)
    _call_ends(root, process, notes)  # first: what is told afterwards is told by the new ids
    for one in root.findall(B + "process"):  # the process itself and those it calls
        for lane, steps in framed(root, one):
            for step in (step for step in steps if is_bpmn(step, *PERSON)):
                notes.warn(step, LANE, lane=lane)
        _give_buttons(one, notes)
        _give_messages(root, one, notes)
    lanes = tuple(one.get("id", "") for one in root.iter(B + "lane"))
    return Adopted(etree.tostring(root, encoding="utf-8", xml_declaration=True), lanes, notes.problems)


def _empty_other_pools(root: etree._Element, process: etree._Element, notes: Notes) -> None:
    """Takes out the processes that are neither the main one nor called by it; their pools stay, empty."""
    asked = {one.get("calledElement", "").rpartition(":")[2] for one in process.iter(B + "callActivity")}
    for other in [one for one in root.findall(B + "process") if one is not process and one.get("id") not in asked]:
        gone = {one.get("id", "") for one in other.iter(etree.Element)}
        pools = [one for one in root.iter(B + "participant") if _ref(one, "processRef") == other.get("id")]
        for pool in pools:
            pool.attrib.pop("processRef")
            notes.warn(pool, POOL)
        _lead_to(root, gone, pools[0].get("id", "") if pools else "")
        _undraw(root, gone)
        remove(other)


def _ref(element: etree._Element, reference: str) -> str:
    return (element.get(reference) or "").rpartition(":")[2]


def _lead_to(root: etree._Element, gone: set[str], pool: str) -> None:
    """Message flows that began or ended inside go to the pool's border; without one, or within one pool, they go."""
    for flow in list(root.iter(B + "messageFlow")):
        for end in ("sourceRef", "targetRef"):
            if _ref(flow, end) in gone:
                flow.set(end, pool)
        if not pool or flow.get("sourceRef") == flow.get("targetRef"):
            _undraw(root, {flow.get("id", "")})
            remove(flow)


def _undraw(root: etree._Element, ids: set[str]) -> None:
    for name in ("BPMNShape", "BPMNEdge"):
        for drawn in list(root.iter(f"{{{DI}}}{name}")):
            if _ref(drawn, "bpmnElement") in ids:
                remove(drawn)


def _give_buttons(process: etree._Element, notes: Notes) -> None:
    flows = list(process.iter(B + "sequenceFlow"))
    given: dict[str, list[str]] = {}
    for gateway in process.iter(B + "exclusiveGateway"):
        out = [one for one in flows if _ref(one, "sourceRef") == gateway.get("id")]
        said = {one.get("id") for one in out if content_of(child(one, "conditionExpression"))}
        bare = [one for one in out if one.get("id") not in {*said, gateway.get("default")}]
        asked = _asked(process, flows, gateway)
        if len(out) < 2 or not bare or asked is None or own(asked, "outcome") or len(bare) > len(OTHERS) + 1:
            continue
        given.setdefault(asked.get("id", ""), []).extend(_decide(gateway, bare, notes))
    for step in (one for one in process.iter(etree.Element) if is_bpmn(one, *PERSON) and not own(one, "outcome")):
        outcomes = list(dict.fromkeys([PLAIN, *given.get(step.get("id", ""), ())]))
        _put_outcomes(step, outcomes)
        notes.warn(step, BUTTONS, outcomes=", ".join(outcomes))


def _decide(gateway: etree._Element, bare: list[etree._Element], notes: Notes) -> Iterator[str]:
    """Gives each flow without a condition one; the first is the default when the gateway has none."""
    if not gateway.get("default"):
        gateway.set("default", bare[0].get("id", ""))
        notes.warn(bare.pop(0), DEFAULT)
    for flow, outcome in zip(bare, OTHERS, strict=False):
        for empty in flow.findall(B + "conditionExpression"):
            remove(empty)
        condition = put(flow, "conditionExpression")
        prefix = next(one for one, space in condition.nsmap.items() if space == BPMN)
        condition.set(XSI, f"{prefix}:tFormalExpression" if prefix else "tFormalExpression")
        condition.text = f'outcome == "{outcome}"'
        notes.warn(flow, DECISION, outcome=outcome)
        yield outcome


def _asked(process: etree._Element, flows: Iterable[etree._Element], gateway: etree._Element) -> etree._Element | None:
    """The person's step whose answer a decision follows: the nearest before it on the only way there."""
    nodes = {one.get("id"): one for one in process.iter(etree.Element) if is_bpmn(one, *NODES)}
    held, passed = gateway, {gateway.get("id")}
    while True:
        before = [nodes.get(_ref(one, "sourceRef")) for one in flows if _ref(one, "targetRef") == held.get("id")]
        if len(before) != 1 or before[0] is None or before[0].get("id") in passed:
            return None
        held = before[0]
        passed.add(held.get("id"))
        if is_bpmn(held, *PERSON):
            return held


def _give_messages(root: etree._Element, process: etree._Element, notes: Notes) -> None:
    """A name for the message of each step that sends or waits for one and does not say which."""
    named = {one.get("id") for one in root.iter(B + "message") if one.get("name")}
    waiting = EVENTS - {"startEvent"}  # documents are started by persons
    for step in (one for one in process.iter(etree.Element) if is_bpmn(one, "sendTask", "receiveTask", *waiting)):
        told = step if is_bpmn(step, "sendTask", "receiveTask") else child(step, "messageEventDefinition")
        if told is None or _ref(told, "messageRef") in named or own(step, "message") or own(step, "verb"):
            continue
        name = re.sub(r"\W+", "_", called(step) or step.get("id", ""))[:60].strip("_")
        etree.SubElement(_extensions(step), f"{{{BAGYT}}}message", name=name)
        notes.warn(step, MESSAGE, message=name)


def _call_ends(root: etree._Element, process: etree._Element, notes: Notes) -> None:
    """The process's ends get the ids of final states, while there are some; elements that refer to them follow."""
    ends = [one for one in process.findall(B + "endEvent") if one.get("id") not in FINAL]
    taken = {one.get("id") for one in root.iter(etree.Element)}
    free = [one for one in ENDS if one not in taken]
    for end, state in zip(ends, free, strict=False):
        _call(root, end.get("id", ""), state)
        notes.warn(end, END, state=state)


def _call(root: etree._Element, old: str, new: str) -> None:
    for one in root.iter(etree.Element):
        for key, value in one.attrib.items():
            if str(value).rpartition(":")[2] == old and not str(key).endswith("name"):
                one.set(key, new)
        if content_of(one) == old and not len(one):
            one.text = new


def _extensions(step: etree._Element) -> etree._Element:
    found = child(step, "extensionElements")
    if found is None:
        found = etree.Element(B + "extensionElements")
        step.insert(len(step.findall(B + "documentation")), found)
    return found


def _put_outcomes(step: etree._Element, outcomes: Iterable[str]) -> None:
    extensions = _extensions(step)
    if not own(step, "task"):
        etree.SubElement(extensions, f"{{{BAGYT}}}task", stage="on_execution", level="click")
    for outcome in outcomes:
        made = etree.SubElement(extensions, f"{{{BAGYT}}}outcome", id=outcome)
        made.set("comment", "required" if outcome in ("return", "reject") else "optional")
        if outcome == PLAIN:
            made.set("primary", "yes")
