"""What reading a diagram gives: our settings of steps, every other program's files, and problems by element."""

import time
from pathlib import Path

import pytest

from engine.workflow import VerbShape, read
from tests.engine.workflow.sheets import (
    END,
    START,
    chain,
    errors,
    extended,
    lane,
    person,
    sheet,
    with_step,
)

MIWG = sorted((Path(__file__).parents[2] / "data" / "miwg").glob("*.bpmn"))
SETTINGS = (
    '<bagyt:task form="shared:approve" stage="on_approval" level="simple" of="executors"/>'
    '<bagyt:term amount="2" unit="workday" remind="no"/><bagyt:text lang="kk" name="Келісу"/>'
)


def test_a_persons_task_is_read_with_everything_the_diagram_says() -> None:
    asked = (
        f'<bpmn:userTask id="ask" name="Согласовать&#10;записку">{extended(SETTINGS, OUTCOMES)}'
        "<bpmn:documentation>Why</bpmn:documentation></bpmn:userTask>"
    )

    reading = read(sheet(lane("ask"), START, asked, END, chain("begin", "ask", "over")), forms={"shared:approve"})

    assert reading.runs and reading.diagram is not None
    step = reading.diagram.steps["ask"]
    assert (step.type, step.name, step.lane, step.lane_name) == ("person", "Согласовать записку", "dean", "Dean")
    assert (step.form, step.stage, step.level, step.of) == ("shared:approve", "on_approval", "simple", "executors")
    assert (step.term.amount, step.term.unit, step.term.remind) == (2, "workday", False) if step.term else False
    assert [(one.id, one.comment, one.primary) for one in step.outcomes] == [
        ("approve", "none", True),
        ("return", "required", False),
    ]
    assert step.names == {"kk": "Келісу"} and step.documentation == "Why"


OUTCOMES = '<bagyt:outcome id="approve" primary="yes"/><bagyt:outcome id="return" comment="required"/>'


def test_a_verb_and_a_message_are_read_with_their_expressions() -> None:
    verb = extended('<bagyt:verb name="number"/><bagyt:parameter name="journal" value="&quot;HR&quot;"/>')
    wait = extended('<bagyt:message name="trip_filed" key="doc[&quot;id&quot;]"/>')
    xml = sheet(
        START,
        f'<bpmn:serviceTask id="x">{verb}</bpmn:serviceTask><bpmn:receiveTask id="y">{wait}</bpmn:receiveTask>',
        END,
        chain("begin", "x", "y", "over"),
    )

    reading = read(xml, verbs={"number": VerbShape("number", {"journal": str})})

    assert reading.runs and reading.diagram is not None
    assert reading.diagram.steps["x"].verb == "number"
    assert reading.diagram.steps["x"].parameters == {"journal": '"HR"'}
    assert (reading.diagram.steps["y"].message, reading.diagram.steps["y"].key) == ("trip_filed", 'doc["id"]')
    assert "trip_filed" in reading.diagram.messages.values()


def test_the_file_as_drawn_is_not_touched_and_outcomes_are_not_taken_for_steps() -> None:
    xml = sheet(lane("register"), START, person("register", "register"), END, chain("begin", "register", "over"))
    before = bytes(xml)

    reading = read(xml)

    assert xml == before
    assert reading.normalised.count(b'id="register"') == 1


@pytest.mark.parametrize("file", MIWG, ids=lambda file: file.name)
def test_every_reference_file_of_the_interchange_group_is_read(file: Path) -> None:
    reading = read(file.read_bytes())

    assert reading.diagram is not None and reading.normalised
    assert all(problem.element or problem.severity == "warning" for problem in reading.problems)
    assert reading.errors, "none of them says who does what, so none may be published"


def test_there_are_twenty_one_reference_files() -> None:
    assert len(MIWG) == 21


def test_a_hundred_elements_are_read_quickly() -> None:
    ids = [f"t{n}" for n in range(100)]
    xml = sheet(lane(*ids), START, *[person(name) for name in ids], END, chain("begin", *ids, "over"))
    read(xml)

    spent = min(_spent(xml) for _ in range(5))

    assert read(xml).runs
    assert spent < 1.0, "the aim is 0.1 s of processor time on an idle machine"


def _spent(xml: bytes) -> float:
    start = time.process_time()
    read(xml)
    return time.process_time() - start


WRONG_SETTINGS = [
    ('<bagyt:task stage="draft"/>', "stage"),
    ('<bagyt:task level="qualified"/>', "level"),
    ('<bagyt:task forms="a"/>', "bagyt:task forms"),
    ('<bagyt:role name="a"/>', "bagyt:role"),
    ('<bagyt:verb name="a"/>', "bagyt:verb"),
    ("<bagyt:task/><bagyt:task/>", "once"),
    ('<bagyt:outcome id="agree"/>', "agree"),
    ('<bagyt:outcome id="approve"/>', "twice"),
    ('<bagyt:outcome id="sign" comment="maybe"/>', "comment"),
    ('<bagyt:outcome id="sign" primary="1"/>', "primary"),
    ('<bagyt:term amount="two" unit="day"/>', "whole number"),
    ('<bagyt:term amount="0" unit="day"/>', "whole number"),
    ('<bagyt:term amount="2"/>', "whole number"),
    ('<bagyt:term amount="2" unit="week"/>', "week"),
    ('<bagyt:term amount="2" answer="due"/>', "whole number"),
    ("<bagyt:term/>", "whole number"),
    ('<bagyt:term answer="due" remind="never"/>', "never"),
    ('<bagyt:text lang="de" name="a"/>', "de"),
]


@pytest.mark.parametrize(("setting", "said"), WRONG_SETTINGS)
def test_a_wrong_setting_is_refused_by_the_element_it_stands_on(setting: str, said: str) -> None:
    task = person("ask", settings=setting)

    problems = read(sheet(lane("ask"), START, task, END, chain("begin", "ask", "over"))).errors

    assert any(problem.element == "ask" and said in problem.message for problem in problems), problems


def test_a_persons_task_needs_a_lane_and_an_outcome() -> None:
    task = '<bpmn:userTask id="ask"/>'

    problems = read(sheet(START, task, END, chain("begin", "ask", "over"))).errors

    assert [problem.element for problem in problems] == ["ask", "ask"]
    assert "lane" in problems[0].message and "outcome" in problems[1].message


def test_a_step_in_a_sub_process_belongs_to_the_lane_of_the_sub_process() -> None:
    inside = f'<bpmn:startEvent id="s"/>{person("ask")}<bpmn:endEvent id="e"/>{chain("s", "ask", "e")}'
    xml = sheet(
        lane("block"),
        START,
        f'<bpmn:subProcess id="block">{inside}</bpmn:subProcess>',
        END,
        chain("begin", "block", "over"),
    )

    reading = read(xml)

    assert reading.runs and reading.diagram is not None
    assert (reading.diagram.steps["ask"].lane, reading.diagram.steps["ask"].parent) == ("dean", "block")


VERBS = {"number": VerbShape("number", {"journal": str, "count": int}, frozenset(("count",)))}


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("", "journal"),
        ('<bagyt:parameter name="journal" value="1"/>', "journal"),
        ('<bagyt:parameter name="journal" value="doc["/>', "written"),
        ('<bagyt:parameter name="journal" value="nobody"/>', "nobody"),
        ('<bagyt:parameter name="journal" value="\'a\'"/><bagyt:parameter name="color" value="1"/>', "color"),
        ('<bagyt:parameter name="journal" value="\'a\'"/><bagyt:parameter name="journal" value="1"/>', "again"),
        ('<bagyt:parameter name="journal" value="\'a\'"/><bagyt:parameter name="count" value="\'1\'"/>', "int"),
    ],
)
def test_a_verb_is_called_with_the_parameters_it_has(parameters: str, said: str) -> None:
    step = f'<bpmn:serviceTask id="x">{extended("<bagyt:verb name=" + chr(34) + "number" + chr(34) + "/>", parameters)}</bpmn:serviceTask>'

    problems = read(with_step(step), verbs=VERBS).errors

    assert any(problem.element == "x" and said in problem.message for problem in problems), problems


def test_an_unknown_verb_and_an_unknown_form_are_refused() -> None:
    step = f'<bpmn:serviceTask id="x">{extended("<bagyt:verb name=" + chr(34) + "mail_all" + chr(34) + "/>")}</bpmn:serviceTask>'
    task = person("ask", settings='<bagyt:task form="nowhere"/>')

    assert "mail_all" in errors(read(with_step(step), verbs=VERBS))["x"]
    assert (
        "nowhere" in errors(read(sheet(lane("ask"), START, task, END, chain("begin", "ask", "over")), forms=[]))["ask"]
    )
