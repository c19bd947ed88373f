"""What BPMN has and we do not run: each is refused by name, with what to draw instead."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.workflow.markup import BAGYT, B, called, child, is_bpmn, local, own, space
from engine.workflow.notes import Notes

GATEWAYS = frozenset(("exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"))
EVENTS = frozenset(("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"))
TASKS = frozenset(
    ("userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask", "task")
)
SCOPES = frozenset(("process", "subProcess", "transaction", "adHocSubProcess"))
NODES = GATEWAYS | EVENTS | TASKS | SCOPES - {"process"} | {"callActivity"}
BESIDE = frozenset(
    (
        "sequenceFlow", "laneSet", "textAnnotation", "association", "group", "dataObject", "dataObjectReference",
        "dataStoreReference", "documentation", "extensionElements", "ioSpecification", "property", "auditing",
        "monitoring", "resourceRole", "performer", "humanPerformer", "potentialOwner", "incoming", "outgoing",
        "supportedInterfaceRef", "dataInputAssociation", "dataOutputAssociation", "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics", "ioBinding", "rendering", "relationship",
    )
)  # fmt: skip
REFUSED: Mapping[str, str] = {
    "complexGateway": "Expected a gateway that can run, but a complex gateway cannot. "
    "Draw an inclusive gateway with conditions.",
    "businessRuleTask": "Expected a step that can run, but a business rule task cannot. "
    "Draw an exclusive gateway, or a service task with a verb.",
    "adHocSubProcess": "Expected a step that can run, but an ad-hoc sub-process cannot. "
    "Draw a plain sub-process or a parallel gateway.",
    "transaction": "Expected a step that can run, but a transaction cannot. "
    "Draw a plain sub-process with an error end event and an error boundary event.",
    "callChoreography": "Expected a process, but this is a choreography. Draw a process.",
    "correlationSubscription": "Expected the key of a message beside the message, but this is a correlation of BPMN. "
    "Give the message a key in the panel of Bagyt.",
    "compensateEventDefinition": "Expected an event that can run, but compensation cannot. "
    "Draw the way back with an error boundary event or a gateway.",
    "cancelEventDefinition": "Expected an event that can run, but a cancel event cannot. Draw an error event.",
    "conditionalEventDefinition": "Expected an event that can run, but a conditional event cannot. "
    "Draw an exclusive gateway, a message or a timer.",
}
REFUSED_FLAGS: Mapping[tuple[str, str], str] = {
    ("isForCompensation", "true"): "Expected a step that can run, but a compensation handler cannot. "
    "Draw the way back with an error boundary event or a gateway.",
    ("triggeredByEvent", "true"): "Expected a sub-process that a flow reaches, but an event sub-process cannot run. "
    "Draw a boundary event on the step it belongs to.",
    ("parallelMultiple", "true"): "Expected one event, but this one waits for several at once. "
    "Draw a parallel gateway before single events.",
    ("instantiate", "true"): "Expected a plain start event, but this element starts the process by itself. "
    "Draw a start event before it.",
    ("eventGatewayType", "Parallel"): "Expected a gateway that waits for one event, but this one waits for all. "
    "Draw a parallel gateway before single events.",
}
ACTIVITIES = TASKS | {"callActivity", "subProcess", "transaction", "adHocSubProcess"}
PLACES: Mapping[str, frozenset[str]] = {  # where the library would look for them any deeper, and we would not
    "conditionExpression": frozenset(("sequenceFlow",)),
    "script": frozenset(("scriptTask",)),
    "timeDate": frozenset(("timerEventDefinition",)),
    "timeDuration": frozenset(("timerEventDefinition",)),
    "timeCycle": frozenset(("timerEventDefinition",)),
    "multiInstanceLoopCharacteristics": ACTIVITIES,
    "standardLoopCharacteristics": ACTIVITIES,
    "loopCardinality": frozenset(("multiInstanceLoopCharacteristics",)),
    "completionCondition": frozenset(("multiInstanceLoopCharacteristics", "adHocSubProcess")),
    "loopCondition": frozenset(("standardLoopCharacteristics",)),
    "sequenceFlow": SCOPES,
    **dict.fromkeys(NODES, SCOPES),
}
MISPLACED = "Expected {element} in its own place, but it is inside {parent}. Leave it out."
MULTIPLE = "Expected one event, but this one is several events together. Draw one event for each."
UNKNOWN = "Expected an element of BPMN that can run, but {element} cannot. Leave it out."
FOREIGN_SCRIPT = (
    "Expected scripts in script tasks only, but {element} would run beside the step. Draw a script task or a verb."
)
TOKENS = "Expected one token in and one out, but this element asks for {count}. Leave the quantity out."
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
_RUNNING = ("preScript", "postScript", "serviceTaskOperator", "calledDecisionId")
_VENDORS = ("camunda.org", "activiti.org", "flowable.org", "spiffworkflow.org")
NOT_READ = "Expected settings of Bagyt, but found settings of another program, which are not read: {settings}."


def refuse_unsupported(process: etree._Element, notes: Notes) -> None:
    """Names every element and mark below the process that cannot run."""
    for element in process.iter(etree.Element):
        if is_bpmn(element):
            _check_element(element, notes)
        elif space(element) == SPIFF and local(element) in _RUNNING:
            notes.refuse(_holder(element), FOREIGN_SCRIPT, element=local(element))
    for holder in [process, *nodes_below(process)]:
        _warn_of_vendors(holder, notes)


def _check_element(element: etree._Element, notes: Notes) -> None:
    name = local(element)
    if name in REFUSED:
        notes.refuse(_holder(element), REFUSED[name])
    elif _is_misplaced(element):
        notes.refuse(_holder(element), MISPLACED, element=name, parent=_inside(element))
    elif _is_member(element) and name not in NODES | BESIDE:
        notes.refuse(element, UNKNOWN, element=name)
    for (flag, value), template in REFUSED_FLAGS.items():
        if element.get(flag) == value:
            notes.refuse(element, template)
    for flag in ("startQuantity", "completionQuantity"):
        if element.get(flag, "1") != "1":
            notes.refuse(element, TOKENS, count=element.get(flag))
    if name in EVENTS and len(definitions(element)) > 1:
        notes.refuse(element, MULTIPLE)


def _is_misplaced(element: etree._Element) -> bool:
    places = EVENTS if local(element).endswith("EventDefinition") else PLACES.get(local(element))
    return places is not None and _inside(element) not in places


def _inside(element: etree._Element) -> str:
    parent = element.getparent()
    return local(parent) if parent is not None and is_bpmn(parent) else ""


def _is_member(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and is_bpmn(parent, *SCOPES)


def _holder(element: etree._Element) -> etree._Element:
    """The nearest element around that the author sees: it has an id and is a node, flow or process."""
    held: etree._Element | None = element
    while held is not None and not (held.get("id") and is_bpmn(held, "sequenceFlow", *NODES, *SCOPES)):
        held = held.getparent()
    return element if held is None else held


def definitions(event: etree._Element) -> list[etree._Element]:
    """The event definitions of an event."""
    return [part for part in event if is_bpmn(part) and local(part).endswith("EventDefinition")]


def nodes_below(scope: etree._Element) -> Iterator[etree._Element]:
    """Every flow node below the scope, in the order of the file."""
    return (element for element in scope.iter(etree.Element) if is_bpmn(element, *NODES))


def _warn_of_vendors(element: etree._Element, notes: Notes) -> None:
    found = [etree.QName(key).localname for key in element.attrib if _is_vendor(etree.QName(key).namespace or "")]
    extensions = child(element, "extensionElements")
    if extensions is not None:
        found += [local(part) for part in extensions.iterchildren(etree.Element) if _is_vendor(space(part))]
    if is_bpmn(element, *TASKS):
        found += [local(part) for part in element if is_bpmn(part, "potentialOwner", "performer", "humanPerformer")]
    if found:
        notes.warn(element, NOT_READ, settings=", ".join(sorted(set(found))))


def _is_vendor(namespace: str) -> bool:
    return any(vendor in namespace for vendor in _VENDORS)


ALLOWED: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {  # bagyt element: its attributes, where it may stand
    "task": (
        frozenset(("form", "stage", "level", "of")),
        frozenset(("userTask", "manualTask", "task", "intermediateCatchEvent", "boundaryEvent", "receiveTask")),
    ),
    "term": (frozenset(("amount", "unit", "answer", "remind")), frozenset(("userTask", "manualTask", "task"))),
    "outcome": (frozenset(("id", "comment", "primary")), frozenset(("userTask", "manualTask", "task"))),
    "verb": (frozenset(("name",)), frozenset(("serviceTask", "sendTask"))),
    "parameter": (frozenset(("name", "value")), frozenset(("serviceTask", "sendTask"))),
    "message": (
        frozenset(("name", "key", "lane")),
        frozenset(
            ("receiveTask", "sendTask", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "endEvent")
        ),
    ),
    "kind": (frozenset(("name",)), frozenset(("process",))),
    "text": (frozenset(("lang", "name")), NODES | {"sequenceFlow", "process", "lane", "participant"}),
}
UNKNOWN_SETTING = "Expected settings that Bagyt knows, but {setting} is not one of them here."


def refuse_unknown_settings(root: etree._Element, notes: Notes) -> None:
    """Names every `bagyt:` element and attribute that is unknown, or stands where it means nothing."""
    for element in root.iter(etree.Element):
        strange = [etree.QName(key).localname for key in element.attrib if etree.QName(key).namespace == BAGYT]
        if space(element) == BAGYT:
            strange += _strange_parts(element)
        for setting in strange:
            notes.refuse(_holder(element), UNKNOWN_SETTING, setting=f"bagyt:{setting}")


def _strange_parts(element: etree._Element) -> list[str]:
    name = local(element)
    extensions = element.getparent()
    host = extensions.getparent() if extensions is not None and extensions.tag == B + "extensionElements" else None
    if name not in ALLOWED or host is None or local(host) not in ALLOWED[name][1]:
        return [name]
    strange = [
        f"{name} {key}" for key in map(str, element.attrib) if not key.startswith("{") and key not in ALLOWED[name][0]
    ]
    return strange + [f"{name} {local(part)}" for part in element.iterchildren(etree.Element)]


def label(element: etree._Element) -> str:
    """What to call the element in a sentence: its name, else its id."""
    return called(element) or element.get("id", "")


def has_verb(element: etree._Element) -> bool:
    """Whether a verb of ours is asked for."""
    return bool(own(element, "verb"))
