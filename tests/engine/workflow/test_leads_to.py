"""The words beneath a button: where each outcome leads."""

from engine.workflow import leads_to, read
from tests.engine.workflow.sheets import END, START, chain, extended, flow, lane, person, sheet

VERB = f"<bpmn:serviceTask id='verify'>{extended('<bagyt:verb name=' + chr(34) + 'verify' + chr(34) + '/>')}</bpmn:serviceTask>"


def led(xml: bytes, step: str, outcome: str, **data: object) -> list[str]:
    diagram = read(xml).diagram
    assert diagram is not None
    return [found.id for found in leads_to(diagram, step, outcome, data)]


def test_an_outcome_leads_through_the_gateway_it_opens() -> None:
    xml = sheet(
        lane("chair", "dean_signs", "rework"), START, person("chair", "approve", "return"), person("dean_signs"), person("rework"),
        '<bpmn:exclusiveGateway id="choice" default="on"/>', VERB, END, chain("begin", "chair", "choice"),
        flow("back", "choice", "rework", 'outcome == "return"'), flow("on", "choice", "dean_signs"),
        flow("again", "rework", "chair"), flow("sum", "dean_signs", "verify"), flow("last", "verify", "over"),
    )  # fmt: skip

    assert led(xml, "chair", "approve") == ["dean_signs"]
    assert led(xml, "chair", "return") == ["rework"]
    assert led(xml, "dean_signs", "approve") == ["verify"]
    assert led(xml, "verify", "") == ["over"]
    assert led(xml, "nowhere", "approve") == []


def test_what_the_answers_decide_counts_both_ways_until_they_are_known() -> None:
    xml = sheet(
        lane("ask", "rector", "dean_signs"), START, person("ask"), person("rector"), person("dean_signs"),
        '<bpmn:exclusiveGateway id="choice" default="small"/>', END, chain("begin", "ask", "choice"),
        flow("big", "choice", "rector", 'doc["sum"] > 10'), flow("small", "choice", "dean_signs"),
        flow("r", "rector", "over"), flow("d", "dean_signs", "over"),
    )  # fmt: skip

    assert led(xml, "ask", "approve") == ["rector", "dean_signs"]
    assert led(xml, "ask", "approve", doc={"sum": 11}) == ["rector"]
    assert led(xml, "ask", "approve", doc={"sum": 9}) == ["dean_signs"]


def test_the_first_condition_that_holds_is_taken_and_no_other() -> None:
    xml = sheet(
        lane("ask", "a", "b"), START, person("ask"), person("a"), person("b"), '<bpmn:exclusiveGateway id="choice"/>', END,
        chain("begin", "ask", "choice"), flow("fa", "choice", "a", 'outcome == "approve"'),
        flow("fb", "choice", "b", 'outcome in ["approve", "return"]'), flow("ao", "a", "over"), flow("bo", "b", "over"),
    )  # fmt: skip

    assert led(xml, "ask", "approve") == ["a"]
    assert led(xml.replace(b"exclusiveGateway", b"inclusiveGateway"), "ask", "approve") == ["a", "b"]


def test_a_parallel_gateway_leads_everywhere_and_a_join_onward() -> None:
    xml = sheet(
        lane("ask", "a", "b", "c"), START, person("ask"), person("a"), person("b"), person("c"),
        '<bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="join"/>', END, chain("begin", "ask", "split"),
        flow("sa", "split", "a"), flow("sb", "split", "b"), flow("aj", "a", "join"), flow("bj", "b", "join"),
        chain("join", "c", "over"),
    )  # fmt: skip

    assert led(xml, "ask", "approve") == ["a", "b"]
    assert led(xml, "a", "approve") == ["c"]


def test_a_sub_process_is_walked_into_and_out_of() -> None:
    inside = f'<bpmn:startEvent id="s"/>{person("inner")}<bpmn:endEvent id="e"/>{chain("s", "inner", "e")}'
    xml = sheet(
        lane("ask", "block", "after"), START, person("ask"), f'<bpmn:subProcess id="block">{inside}</bpmn:subProcess>',
        person("after"), END, chain("begin", "ask", "block", "after", "over"),
    )  # fmt: skip

    assert led(xml, "ask", "approve") == ["inner"]
    assert led(xml, "inner", "approve") == ["after"]
