"""Normalises single elements: types of tasks, events, timers, repetition, and expressions of other programs."""

import re

from lxml import etree

from engine.workflow.markup import B, child, content_of, is_bpmn, local, own, put, remove
from engine.workflow.notes import Notes
from engine.workflow.subset import EVENTS, definitions, has_verb, nodes_below
from engine.workflow.timers import is_literal
from engine.workflow.vendors import is_foreign, translated

UNTYPED = "Expected a task with a type, but this one has none: it is read as a person's task."
NO_VERB = "Expected a verb for what this step does, but it has none. Choose one in the panel of Bagyt."
NO_MESSAGE = "Expected a message, but none is chosen. Give it a name in the panel of Bagyt."
SENDS_NOTHING = "Expected a verb or a message to send, but there is neither. Choose one in the panel of Bagyt."
NO_SCRIPT = "Expected lines like name = expression, but the script is empty."
NO_EVENT = "Expected an event that says what it waits for, but it says nothing. Choose a message or a timer."
STARTED = (
    "Expected a plain start event, but this one waits for something: it is read as a plain one, a person starts it."
)
START_INSIDE = "Expected a plain start event in a sub-process, but this one waits for something. Draw a boundary event."
START_TIMER = "Expected a plain start event, but this one starts by a timer, and documents are started by persons."
ERROR_END = "Expected an error inside a sub-process that catches it, but here nobody would. Draw a plain end event."
NO_CALLED = (
    "Expected the process that is called in this file, but it is not there. Use the verb start_document instead."
)
NO_TIME = "Expected how long or until when the timer waits, but it does not say. Write a duration like P3D."
TWO_TIMERS = "Expected one timer after this gateway, but there are several. Keep the shortest."
NOT_WAITING = "Expected a waiting event or a receiving task after this gateway, but found another step."
NO_LIST = "Expected how many times or for which list this step repeats, but it does not say. Name a list or a number."
NO_LOOP = "Expected when this loop ends, but it does not say. Give it a condition or a largest number of rounds."
SCRIPT_LANGUAGE = (
    "Expected the language of Bagyt, but the script says {language}: it is read as lines of name = expression."
)
TRANSLATED = "Expected the language of Bagyt, but this was written in another: it is read as {text}."
UNTRANSLATED = "Expected the language of Bagyt, but this says more than it can: {text}. Write it anew."
OTHER_LISTS = (
    ("camunda.org/schema/1.0", "collection", "elementVariable"),
    ("flowable.org", "collection", "elementVariable"),
)


def settle(process: etree._Element, known: set[str], notes: Notes) -> None:
    """Brings every element of the process into the form that runs; `known` are processes that may be called."""
    for node in list(nodes_below(process)):
        if local(node) in EVENTS:
            _settle_event(node, notes)
        else:
            _settle_task(node, known, notes)
        _settle_repetition(node, notes)
    for held in list(process.iter(B + "conditionExpression", B + "completionCondition", B + "loopCondition")):
        _settle_expression(held, notes)
    for gateway in process.iter(B + "eventBasedGateway"):
        _settle_wait(gateway, notes)


def _settle_task(node: etree._Element, known: set[str], notes: Notes) -> None:
    match local(node):
        case "task":
            node.tag = B + "userTask"
            notes.warn(node, UNTYPED)
        case "serviceTask" if not has_verb(node):
            notes.refuse(node, NO_VERB)
        case "sendTask" if has_verb(node):
            node.tag = B + "serviceTask"
        case "sendTask" if not node.get("messageRef"):
            notes.refuse(node, SENDS_NOTHING)
        case "receiveTask" if not node.get("messageRef"):
            notes.refuse(node, NO_MESSAGE)
        case "scriptTask":
            _settle_script(node, notes)
        case "callActivity" if node.get("calledElement") not in known:
            notes.refuse(node, NO_CALLED)


def _settle_script(node: etree._Element, notes: Notes) -> None:
    language = node.get("scriptFormat", "")
    if language and "python" not in language.lower() and "bagyt" not in language.lower():
        notes.warn(node, SCRIPT_LANGUAGE, language=language[:40])
    if not content_of(child(node, "script")):
        notes.refuse(node, NO_SCRIPT)


def _settle_event(node: etree._Element, notes: Notes) -> None:
    held = definitions(node)
    kind = local(held[0]).removesuffix("EventDefinition") if held else ""
    name = local(node)
    if name == "startEvent" and held:
        _settle_start(node, kind, notes)
    elif name in ("intermediateCatchEvent", "boundaryEvent") and not held:
        notes.refuse(node, NO_EVENT)
    elif kind == "message" and not held[0].get("messageRef"):
        notes.refuse(node, NO_MESSAGE)
    elif kind == "timer":
        _settle_timer(node, held[0], notes)
    elif kind == "error" and name == "endEvent" and _is_top(node):
        notes.refuse(node, ERROR_END)


def _is_top(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and is_bpmn(parent, "process")


def _settle_start(node: etree._Element, kind: str, notes: Notes) -> None:
    if not _is_top(node):
        notes.refuse(node, START_INSIDE)
    elif kind == "timer":
        notes.refuse(node, START_TIMER)
    else:
        notes.warn(node, STARTED)
    for held in definitions(node):
        remove(held)


def _settle_timer(node: etree._Element, held: etree._Element, notes: Notes) -> None:
    for name in ("timeDate", "timeDuration", "timeCycle"):
        time = child(held, name)
        if time is not None and content_of(time):
            text = content_of(time)
            set_text(time, f'"{text}"' if is_literal(text) else text)
            _settle_expression(time, notes)
            for other in [part for part in held if part is not time]:
                held.remove(other)
            return
    notes.refuse(node, NO_TIME)


def set_text(element: etree._Element, text: str) -> None:
    """Makes the text all that the element holds."""
    for part in list(element):
        element.remove(part)
    element.text = text


def _settle_expression(held: etree._Element, notes: Notes) -> None:
    text = content_of(held)
    if not text or not is_foreign(text, held.get("language", "")):
        set_text(held, text)
        return
    said = translated(text)
    owner = _owner(held)
    if said is None:
        notes.refuse(owner, UNTRANSLATED, text=text[:200])
        set_text(held, "True")
    else:
        notes.warn(owner, TRANSLATED, text=said)
        set_text(held, said)


def _owner(held: etree._Element) -> etree._Element:
    """The node or flow around an expression."""
    owner: etree._Element | None = held.getparent()
    while owner is not None and local(owner).endswith(("EventDefinition", "LoopCharacteristics")):
        owner = owner.getparent()
    return held if owner is None else owner


def _settle_wait(gateway: etree._Element, notes: Notes) -> None:
    scope = gateway.getparent()
    if scope is None:
        return
    targets = {
        flow.get("targetRef")
        for flow in scope.findall(B + "sequenceFlow")
        if flow.get("sourceRef") == gateway.get("id")
    }
    after = [part for part in scope if part.get("id") in targets]
    if len([part for part in after if child(part, "timerEventDefinition") is not None]) > 1:
        notes.refuse(gateway, TWO_TIMERS)
    if any(not is_bpmn(part, "intermediateCatchEvent", "receiveTask") for part in after):
        notes.refuse(gateway, NOT_WAITING)


def _settle_repetition(node: etree._Element, notes: Notes) -> None:
    each, loop = child(node, "multiInstanceLoopCharacteristics"), child(node, "standardLoopCharacteristics")
    if each is not None:
        _read_other_lists(each)
        counted, listed = child(each, "loopCardinality"), child(each, "loopDataInputRef")
        if not content_of(counted) and not content_of(listed):
            notes.refuse(node, NO_LIST)
            remove(each)
        elif counted is not None and content_of(counted):
            _settle_expression(counted, notes)
    if loop is not None and not loop.get("loopMaximum") and not content_of(child(loop, "loopCondition")):
        notes.refuse(node, NO_LOOP)


def _read_other_lists(each: etree._Element) -> None:
    """Reads the list and its item as Camunda writes them, when BPMN's own are not given."""
    for key, value in list(each.attrib.items()):
        name = etree.QName(key)
        listed = re.fullmatch(r"[$#]\{\s*(\w+)\s*\}|=?\s*(\w+)", str(value))
        if any(mark in (name.namespace or "") for mark, _, _ in OTHER_LISTS) and listed:
            found = listed[1] or listed[2]
            if name.localname == "collection" and child(each, "loopDataInputRef") is None:
                put(each, "loopDataInputRef").text = found
            if name.localname == "elementVariable" and child(each, "inputDataItem") is None:
                put(each, "inputDataItem", id=found).set("name", found)


def drop_settings(root: etree._Element) -> None:
    """Takes out what the running half does not read, so that ids of outcomes are not taken for steps."""
    for held in list(root.iter(B + "extensionElements")):
        owner = held.getparent()
        keep = owner is not None and (own(owner, "verb") or own(owner, "message"))
        for part in list(held) if keep else []:
            if local(part) not in ("verb", "parameter", "message"):
                held.remove(part)
        if not keep:
            remove(held)
