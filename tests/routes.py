"""A kind for tests whose route is redrawn at will: `letter` is approved by the lawyer, then by finance, executed and read.

Its forms and page are the circular's; a `Route` is changed by words: `insert`, `remove`, `rename`, `beside`.
"""

from copy import deepcopy
from dataclasses import dataclass, field

from engine import kinds
from engine.catalogue.commands import publish
from tests.circular import _APPROVE, FORM, KIND, PAGE, circular
from tests.offices import House

TASK = (
    '<bpmn:userTask id="{id}" name="{name}"><bpmn:extensionElements><bagyt:task {form} stage="{stage}" level="{level}"{of}/>'
    '<bagyt:term amount="{days}" unit="workday"/>{outcomes}</bpmn:extensionElements></bpmn:userTask>'
)
VERB = (
    '<bpmn:serviceTask id="{id}" name="{id}"><bpmn:extensionElements><bagyt:verb name="{verb}"/></bpmn:extensionElements>'
    "</bpmn:serviceTask>"
)
TIMER = (
    '<bpmn:boundaryEvent id="{id}" attachedToRef="{on}"><bpmn:timerEventDefinition><bpmn:timeDuration '
    'xsi:type="bpmn:tFormalExpression">{after}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>'
)
PLAIN = {"parallel": "parallelGateway", "start": "startEvent", "end": "endEvent"}
PEOPLE = {
    "initiator": "initiator",
    "lawyer": 'post("lawyer")',
    "finance": 'head(unit("finance"))',
    "hr": 'head(unit("hr"))',
    "executor": "head(item)",
    "acquainted": "item",
}


@dataclass(eq=False)
class Node:
    """One thing drawn."""

    sort: str
    lane: str = "system"
    name: str = ""
    stage: str = "on_approval"
    form: str = "shared:approve"
    level: str = "click"
    of: str = ""
    days: int = 2
    only: str = ""  # its only outcome; none: the four of an approver
    verb: str = ""
    on: str = ""
    after: str = ""


@dataclass(eq=False)
class Route:
    """A route that is changed before it is written."""

    nodes: dict[str, Node]
    flows: list[tuple[str, str, str]]
    people: dict[str, str] = field(default_factory=lambda: dict(PEOPLE))

    def copy(self) -> "Route":
        return deepcopy(self)

    def insert(self, id: str, before: str, node: Node | None = None) -> "Route":
        """A new step before another, on every way that leads there."""
        made = self.copy()
        made.nodes[id] = node or Node("person", "hr")
        made.flows = [(one, id if to == before else to, when) for one, to, when in self.flows]
        made.flows.append((id, before, ""))
        return made

    def remove(self, id: str) -> "Route":
        """A step taken out; what led to it leads behind it."""
        made = self.copy()
        del made.nodes[id]
        [then] = [to for one, to, _ in self.flows if one == id]
        made.flows = [(one, then if to == id else to, when) for one, to, when in self.flows if one != id]
        return made

    def redraw(self, id: str, fresh: str) -> "Route":
        """The same step with another id."""
        made = self.copy()
        made.nodes = {(fresh if one == id else one): node for one, node in made.nodes.items()}
        swap = {id: fresh}
        made.flows = [(swap.get(one, one), swap.get(to, to), when.replace(id, fresh)) for one, to, when in self.flows]
        return made

    def change(self, id: str, **facts: object) -> "Route":
        made = self.copy()
        for name, value in facts.items():
            setattr(made.nodes[id], name, value)
        return made

    def link(self, one: str, to: str, when: str = "") -> "Route":
        made = self.copy()
        made.flows.append((one, to, when))
        return made

    def unlink(self, one: str, to: str) -> "Route":
        made = self.copy()
        made.flows = [flow for flow in self.flows if flow[:2] != (one, to)]
        return made

    def who(self, lane: str, rule: str) -> "Route":
        made = self.copy()
        made.people[lane] = rule
        return made

    def put(self, id: str, node: Node) -> "Route":
        made = self.copy()
        made.nodes[id] = node
        return made


RETURNED = 'outcomes["first"] == "return"'
LETTER = Route(
    {
        "start": Node("start", "initiator"),
        "freeze": Node("verb", verb="make_rendition"),
        "first": Node("person", "lawyer"),
        "decided": Node("exclusive"),
        "rework": Node("person", "initiator", stage="rework", form="submit", only="submit"),
        "second": Node("person", "finance"),
        "split": Node("parallel"),
        "execute": Node(
            "person", "executor", stage="on_execution", form="shared:report", of="executors", days=5, only="report"
        ),
        "acknowledge": Node(
            "person", "acquainted", stage="on_execution", form="", level="simple", of="acquaint", only="acknowledge"
        ),
        "joined": Node("parallel"),
        "file_away": Node("verb", verb="file_away"),
        "filed": Node("end", name="filed"),
    },
    [
        ("start", "freeze", ""),
        ("rework", "freeze", ""),
        ("freeze", "first", ""),
        ("first", "decided", ""),
        ("decided", "rework", RETURNED),
        ("decided", "second", "default"),
        ("second", "split", ""),
        ("split", "execute", ""),
        ("split", "acknowledge", ""),
        ("execute", "joined", ""),
        ("acknowledge", "joined", ""),
        ("joined", "file_away", ""),
        ("file_away", "filed", ""),
    ],
)


def written(route: Route) -> bytes:
    """The route as a BPMN file."""
    lanes: dict[str, list[str]] = {}
    for id, node in route.nodes.items():
        lanes.setdefault(node.lane, []).append(id)
    drawn = "".join(
        f'<bpmn:lane id="{lane}" name="{lane}">{"".join(f"<bpmn:flowNodeRef>{one}</bpmn:flowNodeRef>" for one in ids)}</bpmn:lane>'
        for lane, ids in lanes.items()
    )
    ids = {flow: f"{flow[0]}_{flow[1]}" for flow in route.flows}
    usual = {one: ids[(one, to, when)] for one, to, when in route.flows if when == "default"}
    nodes = "".join(_node(id, node, usual.get(id, "")) for id, node in route.nodes.items())
    flows = "".join(_flow(ids[flow], *flow) for flow in route.flows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:bagyt="urn:bagyt:bpmn:1.0" targetNamespace="urn:test">'
        f'<bpmn:process id="letter" isExecutable="true"><bpmn:laneSet id="lanes">{drawn}</bpmn:laneSet>{nodes}{flows}</bpmn:process>'
        "</bpmn:definitions>"
    ).encode()


def _node(id: str, node: Node, usual: str) -> str:
    if node.sort == "person":
        return TASK.format(
            id=id,
            name=node.name or id,
            form=f'form="{node.form}"' if node.form else "",
            stage=node.stage,
            level=node.level,
            of=f' of="{node.of}"' if node.of else "",
            days=node.days,
            outcomes=f'<bagyt:outcome id="{node.only}" primary="yes"/>' if node.only else _APPROVE,
        )
    if node.sort == "verb":
        return VERB.format(id=id, verb=node.verb)
    if node.sort == "timer":
        return TIMER.format(id=id, on=node.on, after=node.after)
    if node.sort == "exclusive":
        return f'<bpmn:exclusiveGateway id="{id}" {f"default={chr(34)}{usual}{chr(34)}" if usual else ""}/>'
    return f'<bpmn:{PLAIN[node.sort]} id="{id}" name="{node.name}"/>'


def _flow(id: str, one: str, to: str, when: str) -> str:
    body = ""
    if when and when != "default":
        body = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{when}</bpmn:conditionExpression>'
    return f'<bpmn:sequenceFlow id="{id}" sourceRef="{one}" targetRef="{to}">{body}</bpmn:sequenceFlow>'


def files(house: House, route: Route, **more: bytes) -> dict[str, bytes]:
    """The kind's files."""
    people = "\n".join(
        f"  {lane}: {rule}" for lane, rule in route.people.items() if lane in {n.lane for n in route.nodes.values()}
    )
    head, rest = KIND.split("people:\n")
    settings = f"{head}people:\n{people}\n{rest[rest.index('own_document') :]}".replace("circular", "letter")
    settings = settings.replace("own_document: {approve_lawyer: skip, approve_finance: skip}\n", "")
    kept = {name: one for name, one in circular(house).items() if not name.startswith("tests/")}
    return kept | {
        "kind.yaml": settings.encode(),
        "process.bpmn": written(route),
        "submit.form": FORM,
        "template.html": PAGE,
        "sample.json": b'{"kind": "letter", "answers": {"subject": "S", "text": "T"}, "submit": true}',
        **more,
    }


def publishes(house: House, route: Route, **more: bytes) -> int:
    """The route as the next version of `letter`; its number."""
    shared = kinds.read_folder(house.office.tools.settings.forms)
    with house.office.work(house.actor("owner")) as work:
        return publish(work, files(house, route, **more), shared, reason="Тест").number
