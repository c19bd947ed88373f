"""Second half of normalising: gateways, starts and ends that were only meant are drawn, links become flows."""

from lxml import etree

from engine.workflow.cleaning import Ids
from engine.workflow.markup import B, child, content_of, is_bpmn, local, put, remove
from engine.workflow.notes import Notes
from engine.workflow.subset import GATEWAYS, NODES, SCOPES, definitions

DANGLING = "Expected a flow between two elements of the same process, but one end is missing. Draw the flow again."
LINK_ALONE = "Expected one catching link with the same name, but there is none or more than one. Draw a flow instead."
LINK_JOINED = "Expected a flow, but this is a link: it is read as a flow to the link with the same name."
SIGNAL_END = "Expected a plain end, but this end sends a signal: it is read as a signal event and an end after it."
NO_START = "Expected a start event, but none is drawn: one is added before this element."
NEVER = "Expected a flow that arrives here, but there is none, so it would never run. Draw one or leave it out."
NO_END = "Expected a flow that leaves, but there is none: an end event is added after this element."
EMPTY = "Expected steps inside, but it is empty. Draw a start event, steps and an end event in it."
STARTS = "Expected one start event, but there is another. Draw one start event and a gateway after it."
START_INTO = "Expected no flow into a start event, but there is one. Let it arrive at the step after it."
END_OUT = "Expected no flow out of an end event, but there is one. Draw an intermediate event instead."
PARALLEL = "Expected one flow out of a step, but there are several: they are read as a parallel gateway."
INCLUSIVE = (
    "Expected one flow out of a step, but there are several with conditions: they are read as an inclusive gateway."
)
ONLY_FLOW = (
    "Expected a condition where there is a choice, but this is the only flow. Draw a gateway with a second flow."
)
NO_CHOICE = "Expected no condition after this gateway, but this flow has one. Draw an exclusive or inclusive gateway."
UNDECIDED = "Expected a condition or the mark of the default flow, but this flow has neither."
ELSE_FLOW = "Expected a default flow, but none is marked: the flow without a condition is read as the default."
BOTH = "Expected the default flow without a condition, but it has one, which is not read."


class Scope:
    """Keeps the nodes and flows of a process or sub-process while it is put into shape."""

    def __init__(self, element: etree._Element, notes: Notes, ids: Ids) -> None:
        self.element, self.notes, self.ids = element, notes, ids
        self.nodes = {part.get("id", ""): part for part in element if is_bpmn(part, *NODES)}
        self.flows = [part for part in element if is_bpmn(part, "sequenceFlow")]

    def outgoing(self, node: str) -> list[etree._Element]:
        return [flow for flow in self.flows if flow.get("sourceRef") == node]

    def incoming(self, node: str) -> list[etree._Element]:
        return [flow for flow in self.flows if flow.get("targetRef") == node]

    def connect(self, source: str, target: str) -> None:
        flow = put(self.element, "sequenceFlow", id=self.ids.new("flow"), sourceRef=source, targetRef=target)
        self.flows.append(flow)

    def add(self, name: str) -> str:
        made = put(self.element, name, id=self.ids.new(name))
        self.nodes[made.get("id", "")] = made
        return made.get("id", "")


def into_shape(process: etree._Element, notes: Notes, ids: Ids) -> None:
    """Puts the process and every sub-process in it into the shape that runs."""
    for element in [part for part in process.iter(etree.Element) if is_bpmn(part, *SCOPES)]:
        scope = Scope(element, notes, ids)
        _drop_dangling(scope)
        _join_links(scope)
        _split_signal_ends(scope)
        if _is_empty(scope):
            continue
        _begin(scope)
        _end(scope)
        _decide(scope)
        _split(scope)
        _forget_neighbours(scope)


def _is_empty(scope: Scope) -> bool:
    steps = [node for node in scope.nodes.values() if local(node) not in ("startEvent", "endEvent")]
    if steps or len(scope.nodes) > 1:
        return False
    scope.notes.refuse(scope.element, EMPTY)
    return True


def _drop_dangling(scope: Scope) -> None:
    for flow in list(scope.flows):
        if flow.get("sourceRef") not in scope.nodes or flow.get("targetRef") not in scope.nodes:
            scope.notes.refuse(flow, DANGLING)
            scope.flows.remove(flow)
            remove(flow)


def _join_links(scope: Scope) -> None:
    links = [(node, node.find(B + "linkEventDefinition")) for node in scope.nodes.values()]
    named = [(node, link.get("name") or node.get("name") or "") for node, link in links if link is not None]
    catching = [(node, name) for node, name in named if local(node) == "intermediateCatchEvent"]
    throwing = [(node, name) for node, name in named if local(node) != "intermediateCatchEvent"]
    for node, name in throwing:
        targets = [target for target, caught in catching if caught == name]
        if len(targets) == 1:
            scope.notes.warn(node, LINK_JOINED)
            scope.connect(node.get("id", ""), targets[0].get("id", ""))
        else:
            scope.notes.refuse(node, LINK_ALONE)
    for node, name in catching:
        if name not in {thrown for _, thrown in throwing}:
            scope.notes.refuse(node, LINK_ALONE)
    for node, _ in named:
        node.tag = B + "intermediateThrowEvent"
        for definition in definitions(node):
            remove(definition)


def _split_signal_ends(scope: Scope) -> None:
    for name, node in list(scope.nodes.items()):
        if local(node) == "endEvent" and child(node, "signalEventDefinition") is not None:
            scope.notes.warn(node, SIGNAL_END)
            node.tag = B + "intermediateThrowEvent"
            scope.connect(name, scope.add("endEvent"))


def _outside(node: etree._Element) -> bool:
    """Whether no flow is expected to reach the node."""
    return (
        local(node) in ("startEvent", "boundaryEvent")
        or node.get("triggeredByEvent") == "true"
        or node.get("isForCompensation") == "true"
    )


def _begin(scope: Scope) -> None:
    starts = [name for name, node in scope.nodes.items() if local(node) == "startEvent"]
    first = [name for name, node in scope.nodes.items() if not _outside(node) and not scope.incoming(name)]
    for name in starts[1:]:
        scope.notes.refuse(scope.nodes[name], STARTS)
    for name, node in scope.nodes.items():
        if local(node) in ("startEvent", "boundaryEvent") and scope.incoming(name):
            scope.notes.refuse(node, START_INTO)
    for name in first:
        if starts:
            scope.notes.refuse(scope.nodes[name], NEVER)
        else:
            scope.notes.warn(scope.nodes[name], NO_START)
    if not starts:
        added = scope.add("startEvent")
        for name in first:
            scope.connect(added, name)


def _end(scope: Scope) -> None:
    for name, node in list(scope.nodes.items()):
        leaving = scope.outgoing(name)
        if local(node) == "endEvent" and leaving:
            scope.notes.refuse(node, END_OUT)
        elif local(node) != "endEvent" and not leaving and not _idle(node):
            scope.notes.warn(node, NO_END)
            scope.connect(name, scope.add("endEvent"))


def _idle(node: etree._Element) -> bool:
    return node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true"


def _condition(flow: etree._Element) -> etree._Element | None:
    held = child(flow, "conditionExpression")
    if held is not None and not content_of(held):
        remove(held)
        return None
    return held


def _decide(scope: Scope) -> None:
    """Checks and completes the choice at every gateway."""
    for name, node in scope.nodes.items():
        flows = scope.outgoing(name)
        if local(node) in ("exclusiveGateway", "inclusiveGateway"):
            _decide_at(scope, node, flows)
        elif local(node) in ("parallelGateway", "eventBasedGateway"):
            for flow in flows:
                if _condition(flow) is not None:
                    scope.notes.refuse(flow, NO_CHOICE)


def _decide_at(scope: Scope, gateway: etree._Element, flows: list[etree._Element]) -> None:
    if len(flows) == 1 and _condition(flows[0]) is not None and gateway.get("default") != flows[0].get("id"):
        scope.notes.refuse(flows[0], ONLY_FLOW)
    if len(flows) < 2:
        return
    default = gateway.get("default")
    if default not in {flow.get("id") for flow in flows}:
        gateway.attrib.pop("default", "")
        default = None
    for flow in flows:
        held = _condition(flow)
        if flow.get("id") == default and held is not None:
            scope.notes.warn(flow, BOTH)
            remove(held)
    open_flows = [flow for flow in flows if _condition(flow) is None and flow.get("id") != default]
    if len(open_flows) == 1 and default is None:
        gateway.set("default", open_flows[0].get("id", ""))
        scope.notes.warn(gateway, ELSE_FLOW)
    else:
        for flow in open_flows:
            scope.notes.refuse(flow, UNDECIDED)


def _split(scope: Scope) -> None:
    """Draws the gateway that several flows out of a step or event mean."""
    for name, node in list(scope.nodes.items()):
        flows = scope.outgoing(name)
        conditional = [flow for flow in flows if _condition(flow) is not None]
        if local(node) in GATEWAYS or not flows:
            continue
        if len(flows) > 1:
            _insert_gateway(scope, node, flows, bool(conditional))
        elif conditional:
            scope.notes.refuse(flows[0], ONLY_FLOW)


def _insert_gateway(scope: Scope, node: etree._Element, flows: list[etree._Element], conditional: bool) -> None:
    scope.notes.warn(node, INCLUSIVE if conditional else PARALLEL)
    gateway = scope.add("inclusiveGateway" if conditional else "parallelGateway")
    default = node.attrib.pop("default", "")
    if conditional and default in {flow.get("id") for flow in flows}:
        scope.nodes[gateway].set("default", str(default))
    for flow in flows:
        flow.set("sourceRef", gateway)
        if conditional and _condition(flow) is None and flow.get("id") != default:
            put(flow, "conditionExpression").text = "True"
    scope.connect(node.get("id", ""), gateway)


def _forget_neighbours(scope: Scope) -> None:
    """Drops `incoming` and `outgoing`: they repeat the flows and would be stale now."""
    for node in scope.nodes.values():
        for part in node.findall(B + "incoming") + node.findall(B + "outgoing"):
            node.remove(part)
