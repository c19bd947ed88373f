"""The workflow craft: diagrams are read here, and run. The only door to SpiffWorkflow.

`read` gives a Reading of a BPMN file with everything wrong in it, by element. `leads_to` says where a press would
lead. Expressions are our own small language; nothing in a diagram is ever compiled to code.
"""

from engine.workflow.diagram import Diagram, Flow, Outcome, Reading, Step, Term, VerbShape
from engine.workflow.expressions import check_condition, check_expression, decide, evaluate, execute
from engine.workflow.values import ExpressionError

__all__ = [
    "Diagram",
    "ExpressionError",
    "Flow",
    "Outcome",
    "Reading",
    "Step",
    "Term",
    "VerbShape",
    "check_condition",
    "check_expression",
    "decide",
    "evaluate",
    "execute",
]
