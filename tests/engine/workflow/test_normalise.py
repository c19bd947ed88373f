"""Diagrams of other programs: what is put into the shape that runs, and what is refused by name."""

import datetime

import pytest
from lxml import etree

from engine.workflow import Machine, TaskOpened, compile_process, read
from tests.engine.workflow.bits import OUTCOME, timer
from tests.engine.workflow.sheets import (
    END,
    START,
    chain,
    errors,
    extended,
    flow,
    lane,
    person,
    read_errors,
    sheet,
    warnings,
    with_choice,
    with_step,
)

B = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
NOW = datetime.datetime(2026, 9, 1, tzinfo=datetime.UTC)


def opened(xml: bytes) -> list[str]:
    """The tasks that are open right after the start."""
    specification = compile_process(read(xml))
    advance = Machine(b"k" * 32).start(specification, {"round": 1, "doc": {}}, NOW)
    return sorted(happening.step for happening in advance.happenings if isinstance(happening, TaskOpened))


def test_several_flows_out_of_a_step_are_a_parallel_gateway() -> None:
    xml = sheet(
        lane("a", "b"), START, person("a"), person("b"), END,
        flow("f1", "begin", "a"), flow("f2", "begin", "b"), flow("f3", "a", "over"), flow("f4", "b", "over"),
    )  # fmt: skip

    reading = read(xml)

    assert "parallel gateway" in warnings(reading)["begin"]
    assert opened(xml) == ["a", "b"]


def test_several_flows_with_conditions_out_of_a_step_are_an_inclusive_gateway() -> None:
    xml = sheet(
        lane("a", "b"), START, person("a"), person("b"), END,
        flow("f1", "begin", "a", "round == 1"), flow("f2", "begin", "b", "round == 2"), flow("f3", "a", "over"), flow("f4", "b", "over"),
    )  # fmt: skip

    assert "inclusive gateway" in warnings(read(xml))["begin"]
    assert opened(xml) == ["a"]


def test_a_missing_start_and_a_missing_end_are_added() -> None:
    reading = read(sheet(lane("a"), person("a")))

    assert reading.runs
    assert "start event" in " ".join(problem.message for problem in reading.problems)
    assert opened(sheet(lane("a"), person("a"))) == ["a"]


def test_links_become_flows() -> None:
    throw = '<bpmn:intermediateThrowEvent id="t" name="A"><bpmn:linkEventDefinition name="A"/></bpmn:intermediateThrowEvent>'
    catch = '<bpmn:intermediateCatchEvent id="c" name="A"><bpmn:linkEventDefinition name="A"/></bpmn:intermediateCatchEvent>'
    xml = sheet(lane("a"), START, throw, catch, person("a"), END, chain("begin", "t"), chain("c", "a", "over"))

    assert "link" in warnings(read(xml))["t"]
    assert opened(xml) == ["a"]
    assert "catching link" in read_errors(with_step(throw.replace('id="t"', 'id="x"')))["x"]


def test_a_signal_end_is_a_signal_and_an_end() -> None:
    xml = sheet(
        lane("a"), START, person("a"), '<bpmn:endEvent id="s"><bpmn:signalEventDefinition signalRef="sig"/></bpmn:endEvent>',
        chain("begin", "a", "s"), above='<bpmn:signal id="sig" name="Done"/>',
    )  # fmt: skip

    reading = read(xml)

    assert reading.runs and "signal" in warnings(reading)["s"]
    assert reading.diagram is not None and reading.diagram.steps["s"].element == "intermediateThrowEvent"


@pytest.mark.parametrize(
    ("name", "text", "runs"),
    [
        ("timeDuration", "PT1H", '"PT1H"'),
        ("timeDuration", '"P3D"', '"P3D"'),
        ("timeDate", "2026-09-01", '"2026-09-01"'),
        ("timeDate", 'date(doc["to"])', 'date(doc["to"])'),
        ("timeCycle", "R3/P1D", '"R3/P1D"'),
        ("timeDuration", "2026-09-01", None),
        ("timeDate", "P3D", None),
        ("timeDuration", "${duration}", None),
        ("timeDuration", "P3", None),
        ("timeDuration", "soon", None),
        ("timeDuration", '"soon"', None),
        ("timeCycle", "R/PT1S", None),
        ("timeDuration", "5", None),
    ],
)
def test_timers_are_iso_8601_or_an_expression_that_gives_it(name: str, text: str, runs: str | None) -> None:
    reading = read(with_step(timer(text, name)))

    assert reading.runs is (runs is not None), reading.problems
    if runs is None:
        assert "x" in errors(reading)
    else:
        assert etree.fromstring(reading.normalised).findtext(f".//{B}{name}") == runs


@pytest.mark.parametrize(
    ("condition", "read_as"),
    [
        ('${outcome == "approve"}', 'outcome == "approve"'),
        ('=outcome = "approve"', 'outcome == "approve"'),
        ("${outcome eq 'approve' && !(round > 3)}", "outcome == 'approve' and not ( round > 3 )"),
        ("= not(round > 3)", "not ( round > 3 )"),
        ("${execution.getVariable('x')}", None),
        ("= some x in y satisfies x > 1", None),
        ("${approved}", None),
    ],
)
def test_simple_conditions_of_other_programs_are_translated(condition: str, read_as: str | None) -> None:
    reading = read(with_choice(condition))

    assert reading.runs is (read_as is not None)
    if read_as is None:
        assert "yes" in errors(reading)
    else:
        assert reading.diagram is not None and read_as in warnings(reading)["yes"]
        assert next(one for one in reading.diagram.flows if one.id == "yes").condition == read_as


def test_what_is_only_documentation_is_left_out_and_told() -> None:
    data = '<bpmn:dataObjectReference id="d" name="Order" dataObjectRef="o"/><bpmn:dataObject id="o"/><bpmn:textAnnotation id="n"/>'
    store = '<bpmn:dataStoreReference id="r" name="Archive" dataStoreRef="store"/>'
    links = '<bpmn:dataInputAssociation id="i"><bpmn:sourceRef>d</bpmn:sourceRef></bpmn:dataInputAssociation>'
    xml = sheet(
        lane("a"), START, data, store, person("a", inside=links), END, chain("begin", "a", "over"),
        above='<bpmn:dataStore id="store" name="Archive"/>',
    )  # fmt: skip

    reading = read(xml)

    assert reading.runs and {"d", "r"} <= warnings(reading).keys()
    assert opened(xml) == ["a"]


def test_an_untyped_task_is_a_persons_and_other_programs_settings_are_told() -> None:
    task = f'<bpmn:task id="a" name="Look" camunda:candidateGroups="deans">{extended(OUTCOME)}</bpmn:task>'

    reading = read(sheet(lane("a"), START, task, END, chain("begin", "a", "over")))

    assert reading.runs
    assert {problem.template.split(",")[0] for problem in reading.problems if problem.element == "a"} == {
        "Expected a task with a type",
        "Expected settings of Bagyt",
    }


def test_a_pool_for_reading_is_left_out_and_a_second_process_is_refused() -> None:
    other = f'<bpmn:process id="other" name="Other" isExecutable="%s">{START.replace("begin", "b2")}</bpmn:process>'
    body = (lane("a"), START, person("a"), END, chain("begin", "a", "over"))

    assert "reading only" in warnings(read(sheet(*body, below=other % "false")))["other"]
    assert "several" in read_errors(sheet(*body, below=other % "true"))["other"]


def test_a_flow_without_a_condition_is_the_default_when_it_is_the_only_one() -> None:
    xml = sheet(
        lane("a"), START, person("a", "approve", "return"), '<bpmn:exclusiveGateway id="g"/>', END, chain("begin", "a", "g", "over"),
        flow("back", "g", "a", 'outcome == "return"'),
    )  # fmt: skip

    reading = read(xml)

    assert reading.runs and "default" in warnings(reading)["g"]
    assert reading.diagram is not None and [one.id for one in reading.diagram.flows if one.default] == ["to_over"]


def test_lists_of_camunda_are_read() -> None:
    each = '<bpmn:multiInstanceLoopCharacteristics camunda:collection="${people}" camunda:elementVariable="who"/>'

    text = read(sheet(lane("a"), START, person("a", inside=each), END, chain("begin", "a", "over"))).normalised

    assert etree.fromstring(text).findtext(f".//{B}loopDataInputRef") == "people"
