"""What reading checks: limits, circles, ids, hidden characters, conditions that cannot hold."""

import pytest

from engine.workflow import read
from tests.engine.workflow.sheets import (
    END,
    START,
    chain,
    flow,
    lane,
    person,
    read_errors,
    sheet,
    warnings,
    with_choice,
    with_step,
)


def test_limits_of_size_are_told() -> None:
    many = [f"t{n}" for n in range(401)]
    row = [f"t{n}" for n in range(300)]
    deep = person("ask")
    for n in range(12):
        deep = f'<bpmn:startEvent id="s{n}"/>{deep}<bpmn:endEvent id="e{n}"/>' + chain(
            f"s{n}", "ask" if n == 0 else f"b{n - 1}", f"e{n}"
        )
        deep = f'<bpmn:subProcess id="b{n}">{deep}</bpmn:subProcess>'

    assert (
        "400" in read_errors(sheet(START, *[person(name) for name in many], END, chain("begin", *many, "over")))["memo"]
    )
    long = read(sheet(lane(*row), START, *[person(name) for name in row], END, chain("begin", *row, "over")))
    assert any("300" in problem.message for problem in long.errors)
    nested = read(sheet(lane("b11"), START, deep, END, chain("begin", "b11", "over")))
    assert any("10 inside" in problem.message for problem in nested.errors)


def test_circles_without_a_way_out_are_refused() -> None:
    ring = sheet(lane("a", "b"), START, person("a"), person("b"), END, chain("begin", "a", "b"), flow("r", "b", "a"))
    split = sheet(
        lane("a"),
        START,
        person("a"),
        '<bpmn:parallelGateway id="p"/>',
        END,
        chain("begin", "a", "p", "over"),
        flow("r", "p", "a"),
    )
    busy = sheet(
        START, '<bpmn:exclusiveGateway id="one"/><bpmn:exclusiveGateway id="two" default="out"/>', END, chain("begin", "one", "two"),
        flow("again", "two", "one", "round > 1"), flow("out", "two", "over"),
    )  # fmt: skip

    assert "a" in read_errors(ring)
    assert "circle" in read_errors(split)["a"]
    assert "by itself" in read_errors(busy)["one"]


def test_a_process_that_calls_itself_is_refused() -> None:
    call = '<bpmn:callActivity id="x" calledElement="memo"/>'
    two = (
        f'<bpmn:process id="part">{START.replace("begin", "b2")}<bpmn:callActivity id="z" calledElement="part"/>'
        f"{END.replace('over', 'o2')}{chain('b2', 'z', 'o2')}</bpmn:process>"
    )

    assert "call itself" in read_errors(with_step(call))["x"]
    below = sheet(
        START, '<bpmn:callActivity id="x" calledElement="part"/>', END, chain("begin", "x", "over"), below=two
    )
    assert "call itself" in read_errors(below)["z"]


def test_ids_are_given_once_and_leave_the_engines_own_alone() -> None:
    twice = sheet(lane("a"), START, person("a"), person("a"), END, chain("begin", "a", "over"))
    taken = sheet(lane("End"), START, person("End"), END, chain("begin", "End", "over"))

    assert "once" in read_errors(twice)["a"]
    assert "another id" in read_errors(taken)["End"]


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u2066", "\u00ad", "\ufeff", "\u3164", "\u2060"])
def test_hidden_characters_in_names_are_refused(sign: str) -> None:
    xml = sheet(
        lane("ask"), START, person("ask").replace("Task ask", f"Ta{sign}sk"), END, chain("begin", "ask", "over")
    )

    assert "hidden" in read_errors(xml)["ask"]


def test_an_element_nobody_can_see_is_told() -> None:
    di = "http://www.omg.org/spec/BPMN/20100524/DI"
    drawing = f'<di:BPMNDiagram xmlns:di="{di}"><di:BPMNPlane><di:BPMNShape bpmnElement="begin"/></di:BPMNPlane></di:BPMNDiagram>'

    reading = read(sheet(lane("ask"), START, person("ask"), END, chain("begin", "ask", "over"), below=drawing))

    assert reading.runs
    assert "invisible" in warnings(reading)["ask"] and "begin" not in warnings(reading)


def test_conditions_that_cannot_hold_are_told() -> None:
    assert "agree" in warnings(read(with_choice('outcome == "agree"')))["yes"]
    assert "nowhere" in read_errors(with_choice('outcomes["nowhere"] == "approve"'))["yes"]
    assert "yes or no" in read_errors(with_choice('"approve"'))["yes"]
    assert "approved" in read_errors(with_choice("approved"))["yes"]
    assert read(with_choice('outcomes["ask"] == "approve" and round < 5')).runs


def test_an_outcome_that_leads_nowhere_is_refused_and_one_that_leads_the_same_way_is_told() -> None:
    choice = '<bpmn:exclusiveGateway id="choice"/>'
    body = (
        lane("ask"),
        START,
        person("ask", "approve", "return", "reject"),
        choice,
        END,
        chain("begin", "ask", "choice"),
    )
    closed = sheet(
        *body, flow("yes", "choice", "over", 'outcome == "approve"'), flow("no", "choice", "ask", 'outcome == "return"')
    )
    same = sheet(lane("ask"), START, person("ask", "approve", "return"), END, chain("begin", "ask", "over"))

    assert "reject" in read_errors(closed)["choice"]
    assert "same way" in warnings(read(same))["ask"]


def test_an_event_on_the_border_of_anothers_task_says_whose_it_is() -> None:
    border = (
        '<bpmn:boundaryEvent id="stop" attachedToRef="ask"><bpmn:extensionElements><bagyt:task form="shared:approve"/>'
        '<bagyt:message name="stop" key="1" lane="{lane}"/></bpmn:extensionElements><bpmn:messageEventDefinition/>'
        '</bpmn:boundaryEvent><bpmn:endEvent id="stopped"/>'
    )
    lanes = (
        '<bpmn:laneSet><bpmn:lane id="us"><bpmn:flowNodeRef>ask</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="they"/>'
    )
    rest = ("</bpmn:laneSet>", START, person("ask"), END, chain("begin", "ask", "over"), flow("s", "stop", "stopped"))

    found = read(sheet(lanes, rest[0], *rest[1:], border.replace("{lane}", "they")))
    wrong = read(sheet(lanes, rest[0], *rest[1:], border.replace("{lane}", "nobody")))

    assert found.diagram is not None
    assert (found.diagram.steps["stop"].lane, found.diagram.steps["ask"].lane) == ("they", "us")
    assert [one.message for one in wrong.errors] == ["Expected the id of a lane, but nobody is none."]
