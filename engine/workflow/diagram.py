"""What a diagram says, as plain values: steps, flows, lanes, and what reading it found wrong."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from engine.errors import KindProblem
from engine.texts import Text

OUTCOMES = (
    "submit",
    "approve",
    "approve_with_remark",
    "return",
    "reject",
    "sign",
    "refuse",
    "register",
    "decline_registration",
    "report",
    "accept",
    "return_report",
    "acknowledge",
    "pay",
    "settle",
    "return_settlement",
    "print_done",
)
STAGES = ("on_approval", "rework", "on_signing", "on_registration", "on_execution")
LEVELS = ("click", "simple", "certificate")
UNITS = ("hour", "workday", "day")
COMMENTS = ("required", "optional", "none")
NAMES = frozenset(("outcome", "outcomes", "doc", "round", "result", "item"))


@dataclass(frozen=True, slots=True)
class VerbShape:
    """A registered verb as a diagram may call it: its parameters and which of them may be left out."""

    name: str
    parameters: Mapping[str, type] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a person's task may end. `comment` is required, optional or none."""

    id: str
    comment: str = "none"
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """How long a person's task may take: `amount` of `unit` (hour = working hour, workday, day), or an answer."""

    amount: int = 0
    unit: str = ""
    answer: str = ""
    remind: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One node of the diagram.

    `type` is person, verb, receive, send, script, gateway, event, timer, call or sub; `element` the BPMN element's
    local name after normalising. `lane` is the lane's id, `parent` the id of the sub-process around it or empty.
    `event` tells events apart: start, end, terminate, error, escalation, message, signal, timer, conditional, cancel,
    none, multiple; `attached_to` is the activity a boundary event sits on.
    """

    id: str
    name: str
    type: str
    element: str
    names: Text = field(default_factory=dict)
    lane: str = ""
    lane_name: str = ""
    form: str = ""
    stage: str = ""
    level: str = "click"
    term: Term | None = None
    outcomes: tuple[Outcome, ...] = ()
    verb: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    of: str = ""
    documentation: str = ""
    parent: str = ""
    event: str = ""
    message: str = ""
    key: str = ""
    timer: str = ""
    script: str = ""
    called: str = ""
    attached_to: str = ""
    interrupting: bool = True

    @property
    def is_end(self) -> bool:
        return self.element == "endEvent"


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow. `condition` is an expression or empty; `default` marks the flow taken when no condition holds."""

    id: str
    name: str
    source: str
    target: str
    condition: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """A process and everything drawn in it. `flows` of one source stand in the order their conditions are tried.

    `lanes` is lane id -> name, `messages` message id -> name, `processes` the ids of the other processes of the file
    (for call activities).
    """

    process_id: str
    name: str
    steps: Mapping[str, Step]
    flows: tuple[Flow, ...]
    lanes: Mapping[str, str] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)
    processes: tuple[str, ...] = ()

    def leaving(self, step_id: str) -> tuple[Flow, ...]:
        """The flows that leave the step."""
        return tuple(flow for flow in self.flows if flow.source == step_id)

    def arriving(self, step_id: str) -> tuple[Flow, ...]:
        """The flows that arrive at the step."""
        return tuple(flow for flow in self.flows if flow.target == step_id)

    def persons(self) -> tuple[Step, ...]:
        """The steps that wait for a person."""
        return tuple(step for step in self.steps.values() if step.type == "person")


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a diagram gave. `normalised` is the XML that runs, empty where the file could not be read at all."""

    diagram: Diagram | None
    problems: tuple[KindProblem, ...]
    normalised: bytes

    @property
    def errors(self) -> tuple[KindProblem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def runs(self) -> bool:
        """Whether the diagram may be published: it was read and has no errors."""
        return self.diagram is not None and not self.errors


Verbs = Mapping[str, VerbShape]
Forms = Collection[str] | None
