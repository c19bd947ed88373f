"""First half of normalising: chooses the process, drops what is only documentation, mends names and references."""

import itertools
from collections.abc import Iterator

from lxml import etree

from engine.workflow.markup import B, called, is_bpmn, local, own, put, remove, space
from engine.workflow.notes import Notes
from engine.workflow.subset import NODES, nodes_below

REFERENCES = (
    "messageRef", "signalRef", "errorRef", "escalationRef", "sourceRef", "targetRef",
    "attachedToRef", "calledElement", "default", "processRef",
)  # fmt: skip
_DRAWN_DATA = ("dataObjectReference", "dataStoreReference")
_DATA = (
    "dataStore", "dataObject", "ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation",
    *_DRAWN_DATA,
)  # fmt: skip
NO_PROCESS = "Expected a process with a start event, steps and an end event, but the file has none."
SEVERAL = "Expected one process in the file, but there are several. Draw the others as empty pools, or call them."
POOL = "Expected one process, but this pool is drawn for reading only and does not run."
DATA_ONLY = "Expected answers in forms, but this data element is drawn for reading only and does nothing."
CORRELATION = (
    "Expected the key of a message beside the message, but this is a correlation of BPMN. "
    "Give the message a key in the panel of Bagyt."
)
CHOREOGRAPHY = "Expected a process, but this is a choreography. Draw a process."
LOST = "Expected {reference} to name an element of the file, but {value} is none. Draw it again."


class Ids:
    """Keeps the ids of a file and makes new ones that are not among them."""

    def __init__(self, root: etree._Element) -> None:
        self.known = {element.get("id", "") for element in root.iter(etree.Element)}
        self._count = itertools.count(1)

    def new(self, what: str) -> str:
        made = next(name for name in (f"auto_{what}_{n}" for n in self._count) if name not in self.known)
        self.known.add(made)
        return made


def clean(root: etree._Element, notes: Notes) -> tuple[etree._Element | None, Ids]:
    """The process to run (None if there is none) and the file's ids, after dropping what does not run."""
    _refuse_roots(root, notes)
    _drop_data(root, notes)
    ids = Ids(root)
    _give_ids(root, ids)
    _mend_references(root, ids, notes)
    _name_definitions(root)
    _make_messages(root, ids)
    process = _choose(root, notes)
    if process is None:
        notes.note("", "", NO_PROCESS, "error")
    return process, ids


def _refuse_roots(root: etree._Element, notes: Notes) -> None:
    for element in list(root.iter(B + "correlationKey", B + "correlationProperty", B + "correlationSubscription")):
        notes.refuse(element, CORRELATION)
        remove(element)
    for element in list(root.iter(B + "choreography", B + "globalChoreographyTask")):
        notes.refuse(element, CHOREOGRAPHY)
        remove(element)


def _drop_data(root: etree._Element, notes: Notes) -> None:
    for name in _DATA:
        for element in list(root.iter(B + name)):
            if name in _DRAWN_DATA:
                notes.warn(element, DATA_ONLY)
            remove(element)


def _give_ids(root: etree._Element, ids: Ids) -> None:
    for element in root.iter(
        B + "sequenceFlow", B + "process", B + "message", B + "signal", B + "error", B + "escalation"
    ):
        if not element.get("id"):
            element.set("id", ids.new(local(element)))
    for element in nodes_below(root):
        if not element.get("id"):
            element.set("id", ids.new(local(element)))


def _mend_references(root: etree._Element, ids: Ids, notes: Notes) -> None:
    for element in root.iter(etree.Element):
        for reference in REFERENCES if space(element) == space(root) else ():
            value = element.get(reference)
            if value is None or value in ids.known:
                continue
            if value.rpartition(":")[2] in ids.known:
                element.set(reference, value.rpartition(":")[2])
            elif not value or (reference.endswith("Ref") and local(element).endswith(("EventDefinition", "Task"))):
                del element.attrib[reference]
                if value:
                    notes.warn(element, LOST, reference=reference, value=value)


def _name_definitions(root: etree._Element) -> None:
    for element in root.iter(B + "message", B + "signal", B + "error", B + "escalation"):
        if not called(element):
            element.set("name", element.get("id", ""))


def _make_messages(root: etree._Element, ids: Ids) -> None:
    """Gives every element with `bagyt:message` a BPMN message of that name."""
    messages = {called(message): message.get("id", "") for message in root.iter(B + "message")}
    for element in list(nodes_below(root)):
        for ours in own(element, "message")[:1]:
            name = ours.get("name", "").strip()
            if not name:
                continue
            if name not in messages:
                messages[name] = ids.new("message")
                root.insert(0, made := etree.Element(B + "message", id=messages[name], name=name))
                made.tail = "\n"
            _message_holder(element).set("messageRef", messages[name])


def _message_holder(element: etree._Element) -> etree._Element:
    if is_bpmn(element, "receiveTask", "sendTask"):
        return element
    held = element.find(B + "messageEventDefinition")
    return put(element, "messageEventDefinition") if held is None else held


def _choose(root: etree._Element, notes: Notes) -> etree._Element | None:
    """The one process that runs. Processes it does not call are taken out, and the author is told."""
    drawn = [process for process in root.findall(B + "process") if any(is_bpmn(part, *NODES) for part in process)]
    called_ids = {call.get("calledElement") for call in root.iter(B + "callActivity")}
    tops = [process for process in drawn if process.get("id") not in called_ids] or drawn
    running = [process for process in tops if process.get("isExecutable") == "true"]
    if not drawn:
        return None
    chosen = (running or tops)[0]
    for other in tops:
        if other is not chosen:
            plain = len(running) == 1
            notes.note(other.get("id", ""), called(other), POOL if plain else SEVERAL, "warning" if plain else "error")
    kept = set(_with_called(chosen, {process.get("id", ""): process for process in drawn}))
    for process in root.findall(B + "process"):
        if process.get("id") in kept:
            process.set("isExecutable", "true")
        else:
            remove(process)
    return chosen


def _with_called(process: etree._Element, processes: dict[str, etree._Element]) -> Iterator[str]:
    waiting, seen = [process.get("id", "")], set[str]()
    while waiting:
        name = waiting.pop()
        if name in processes and name not in seen:
            seen.add(name)
            yield name
            waiting.extend(call.get("calledElement", "") for call in processes[name].iter(B + "callActivity"))
