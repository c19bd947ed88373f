"""BPMN files for tests of reading: a small route that runs, and ways to change one thing in it."""

from itertools import pairwise

from engine.workflow import Reading, read

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bagyt="urn:bagyt:bpmn:1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:spiff="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="urn:test">'
)
START = '<bpmn:startEvent id="begin"/>'
END = '<bpmn:endEvent id="over" name="Over"/>'


def extended(*parts: str) -> str:
    return f"<bpmn:extensionElements>{''.join(parts)}</bpmn:extensionElements>"


def person(id: str, *outcomes: str, inside: str = "", settings: str = "") -> str:
    said = "".join(f'<bagyt:outcome id="{outcome}"/>' for outcome in outcomes or ("approve",))
    return f'<bpmn:userTask id="{id}" name="Task {id}">{extended(settings, said)}{inside}</bpmn:userTask>'


def flow(id: str, source: str, target: str, condition: str = "") -> str:
    held = f"<bpmn:conditionExpression><![CDATA[{condition}]]></bpmn:conditionExpression>" if condition else ""
    return f'<bpmn:sequenceFlow id="{id}" name="Flow {id}" sourceRef="{source}" targetRef="{target}">{held}</bpmn:sequenceFlow>'


def chain(*ids: str) -> str:
    return "".join(flow(f"to_{target}", source, target) for source, target in pairwise(ids))


def lane(*ids: str, id: str = "dean", name: str = "Dean") -> str:
    members = "".join(f"<bpmn:flowNodeRef>{member}</bpmn:flowNodeRef>" for member in ids)
    return f'<bpmn:laneSet id="lanes_{id}"><bpmn:lane id="{id}" name="{name}">{members}</bpmn:lane></bpmn:laneSet>'


def sheet(*body: str, above: str = "", below: str = "", process: str = "memo") -> bytes:
    inside = f'<bpmn:process id="{process}" name="Memo" isExecutable="true">{"".join(body)}</bpmn:process>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{HEAD}{above}{inside}{below}</bpmn:definitions>'.encode()


def with_step(step: str, id: str = "x", *more: str, above: str = "") -> bytes:
    """begin -> ask (a person) -> the step -> over."""
    return sheet(
        lane("ask", id), START, person("ask"), step, END, chain("begin", "ask", id, "over"), *more, above=above
    )


def with_choice(condition: str) -> bytes:
    """ask -> exclusive gateway: the flow `yes` with the condition to over, else back to ask."""
    return sheet(
        lane("ask"), START, person("ask", "approve", "return"), '<bpmn:exclusiveGateway id="choice" default="no"/>', END,
        chain("begin", "ask", "choice"), flow("yes", "choice", "over", condition), flow("no", "choice", "ask"),
    )  # fmt: skip


def errors(reading: Reading) -> dict[str, str]:
    """Element id -> sentence, for everything that stops publishing."""
    return {problem.element: problem.message for problem in reading.errors}


def warnings(reading: Reading) -> dict[str, str]:
    """Element id -> sentence, for everything the author is told."""
    return {problem.element: problem.message for problem in reading.problems if problem.severity == "warning"}


def read_errors(xml: bytes) -> dict[str, str]:
    return errors(read(xml))
