"""The workflow craft: diagrams are read here, and run. The only door to SpiffWorkflow.

`read` gives a Reading of a BPMN file with everything wrong in it, by element. `leads_to` says where a press would
lead. Expressions are our own small language; nothing in a diagram is ever compiled to code.
"""

from engine.workflow.adopting import Adopted, adopt
from engine.workflow.diagram import OUTCOMES, Diagram, Flow, Outcome, Reading, Step, Term, VerbShape
from engine.workflow.expressions import check_condition, check_expression, decide, evaluate, execute
from engine.workflow.happenings import (
    Advance,
    Ended,
    Happening,
    Limits,
    MessageSent,
    Open,
    StepRequested,
    Stuck,
    TaskOpened,
    TaskWithdrawn,
    WaitClosed,
    WaitOpened,
)
from engine.workflow.leads_to import leads_to
from engine.workflow.machine import Machine
from engine.workflow.picture import Box, Line, Picture, Shape, picture
from engine.workflow.reading import process_of, read
from engine.workflow.replay import Entry
from engine.workflow.specification import compile_process
from engine.workflow.values import ExpressionError

__all__ = [
    "OUTCOMES",
    "Adopted",
    "Advance",
    "Box",
    "Diagram",
    "Ended",
    "Entry",
    "ExpressionError",
    "Flow",
    "Happening",
    "Limits",
    "Line",
    "Machine",
    "MessageSent",
    "Open",
    "Outcome",
    "Picture",
    "Reading",
    "Shape",
    "Step",
    "StepRequested",
    "Stuck",
    "TaskOpened",
    "TaskWithdrawn",
    "Term",
    "VerbShape",
    "WaitClosed",
    "WaitOpened",
    "adopt",
    "check_condition",
    "check_expression",
    "compile_process",
    "decide",
    "evaluate",
    "execute",
    "leads_to",
    "picture",
    "process_of",
    "read",
]
