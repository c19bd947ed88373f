"""The only place that gives SpiffWorkflow values for text: our expressions, or a refusal; never Python."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine

from engine.errors import Refusal
from engine.workflow import expressions
from engine.workflow.happenings import Halt


class Environment(BasePythonScriptEngineEnvironment):
    """What the library's own code reaches for when it wants text evaluated (correlations and ad-hoc conditions do)."""

    def evaluate(self, expression: str, context: Mapping[str, Any], external_context: Any = None) -> Any:
        return value(expression, context)

    def execute(self, script: str, context: Any, external_context: Any = None) -> bool:
        run_script(script, context)
        return True

    def call_service(self, context: Any, **kwargs: Any) -> Any:
        raise Halt("Expected a registered verb, but the diagram calls a service of the library.")


class Engine(PythonScriptEngine):
    """The library's script engine with every way in closed but our environment."""

    def __init__(self) -> None:
        super().__init__(Environment())

    def validate(self, expression: str) -> None:
        if (wrong := expressions.check_expression(expression, None)) is not None:
            raise Halt(wrong)

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        return self.environment.evaluate(expression, task.data)

    def execute(self, task: Any, script: str, external_context: Any = None) -> Any:
        return self.environment.execute(script, task.data)

    def call_service(self, task: Any, **kwargs: Any) -> Any:
        return self.environment.call_service(task.data, **kwargs)


def value(expression: object, names: Mapping[str, Any], step: str = "") -> Any:
    """The value of an expression of the diagram; raises Halt with the sentence that says what was wrong."""
    if not isinstance(expression, str):
        raise Halt("Expected an expression, but there is none.", step)
    try:
        return expressions.evaluate(expression, names)
    except Refusal as wrong:
        raise Halt(wrong.template, step, **wrong.facts) from None


def holds(condition: object, task: Any) -> bool:
    """Whether a condition is true for a task's data; anything but true or false halts, never a silent branch."""
    if not isinstance(condition, str):
        raise Halt("Expected a condition, but there is none.", task.task_spec.bpmn_id)
    try:
        return expressions.decide(condition, task.data)
    except Refusal as wrong:
        raise Halt(wrong.template, task.task_spec.bpmn_id, **wrong.facts) from None


def run_script(script: str, data: dict[str, Any], step: str = "") -> None:
    """Assigns what the lines `name = expression` of a script give."""
    try:
        put(data, expressions.execute(script, data))
    except Refusal as wrong:
        raise Halt(wrong.template, step, **wrong.facts) from None


def put(data: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """Sets values at top level; when `round` grows, the outcomes of the round before are forgotten."""
    before = data.get("round")
    data.update(changes)
    grown = data.get("round")
    if isinstance(before, int) and isinstance(grown, int) and grown > before:
        data["outcomes"] = {}
