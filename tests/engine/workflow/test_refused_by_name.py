"""What a diagram may draw and the office cannot run is refused by its id, with what to draw instead."""

import pytest

from engine.workflow import read
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


def catch(id: str, definition: str, name: str = "intermediateCatchEvent", **more: str) -> str:
    marks = "".join(f' {key}="{value}"' for key, value in more.items())
    return f'<bpmn:{name} id="{id}"{marks}><bpmn:{definition}/></bpmn:{name}>'


def task(inside: str = "", name: str = "userTask", **marks: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in marks.items())
    return f'<bpmn:{name} id="x" name="X"{said}>{extended(OUTCOME)}{inside}</bpmn:{name}>'


REFUSED = {
    "complex gateway": ('<bpmn:complexGateway id="x" name="X"/>', "inclusive gateway"),
    "business rule": ('<bpmn:businessRuleTask id="x"/>', "verb"),
    "ad-hoc": ('<bpmn:adHocSubProcess id="x"><bpmn:task id="y"/></bpmn:adHocSubProcess>', "parallel gateway"),
    "transaction": ('<bpmn:transaction id="x"><bpmn:task id="y"/></bpmn:transaction>', "sub-process"),
    "event sub-process": ('<bpmn:subProcess id="x" triggeredByEvent="true"><bpmn:task id="y"/></bpmn:subProcess>', "boundary"),
    "compensation": (catch("x", "compensateEventDefinition", "intermediateThrowEvent"), "compensation"),
    "compensation handler": (task(isForCompensation="true"), "handler"),
    "conditional event": (catch("x", "conditionalEventDefinition"), "conditional"),
    "cancel": (catch("x", "cancelEventDefinition", "intermediateThrowEvent"), "cancel"),
    "link alone": (catch("x", "linkEventDefinition", "intermediateThrowEvent"), "link"),
    "nothing to wait for": ('<bpmn:intermediateCatchEvent id="x"/>', "waits for"),
    "receive without message": ('<bpmn:receiveTask id="x"/>', "message"),
    "send without message": ('<bpmn:sendTask id="x"/>', "message"),
    "message event without message": (catch("x", "messageEventDefinition"), "message"),
    "service without verb": ('<bpmn:serviceTask id="x"/>', "verb"),
    "script without lines": ('<bpmn:scriptTask id="x"/>', "name = expression"),
    "call of nothing": ('<bpmn:callActivity id="x" calledElement="nowhere"/>', "start_document"),
    "empty sub-process": ('<bpmn:subProcess id="x"/>', "empty"),
    "timer without time": (catch("x", "timerEventDefinition"), "P3D"),
    "several events": (
        '<bpmn:intermediateCatchEvent id="x"><bpmn:timerEventDefinition/><bpmn:messageEventDefinition/></bpmn:intermediateCatchEvent>',
        "several",
    ),
    "all events at once": (catch("x", "messageEventDefinition", parallelMultiple="true"), "at once"),
    "many without list": (task("<bpmn:multiInstanceLoopCharacteristics/>"), "how many"),
    "loop without end": (task("<bpmn:standardLoopCharacteristics/>"), "loop"),
    "too many": (
        task("<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>1000000000</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"),
        "200",
    ),
    "loop of many": (task('<bpmn:standardLoopCharacteristics loopMaximum="201"/>'), "200"),
    "several tokens": (task(startQuantity="2"), "token"),
    "starting gateway": ('<bpmn:eventBasedGateway id="x" instantiate="true"/>', "start event"),
    "parallel event gateway": ('<bpmn:eventBasedGateway id="x" eventGatewayType="Parallel"/>', "waits for all"),
    "pre-script": (
        f'<bpmn:userTask id="x">{extended(OUTCOME, "<spiff:preScript>x = 1</spiff:preScript>")}</bpmn:userTask>',
        "preScript",
    ),
    "unknown element": ('<bpmn:magicTask id="x"/>', "magicTask"),
    "answer into a reserved name": (
        task("<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality><bpmn:loopDataOutputRef>doc</bpmn:loopDataOutputRef></bpmn:multiInstanceLoopCharacteristics>"),
        "reserved",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("step", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_run_is_refused_by_its_id_with_what_to_draw_instead(step: str, said: str) -> None:
    problems = read(with_step(step)).errors

    assert any(problem.element == "x" and said in problem.message for problem in problems), problems


def test_correlations_of_bpmn_and_choreographies_are_refused() -> None:
    key = '<bpmn:collaboration id="c"><bpmn:correlationKey id="k" name="k"/></bpmn:collaboration>'
    prop = '<bpmn:correlationProperty id="p" name="p"><bpmn:messagePath>open(1)</bpmn:messagePath></bpmn:correlationProperty>'
    reading = read(with_step(person("x"), above=key + prop + '<bpmn:choreography id="h"/>'))

    assert {"k", "p", "h"} <= errors(reading).keys()
    assert b"correlation" not in reading.normalised


def test_flows_where_no_choice_is_are_refused() -> None:
    body = (lane("a"), START, person("a"), END)
    gateway = '<bpmn:parallelGateway id="g"/>'
    two = '<bpmn:exclusiveGateway id="g"/>'

    assert "only flow" in read_errors(sheet(*body, chain("begin", "a"), flow("f", "a", "over", "round == 1")))["f"]
    alone = sheet(*body, two, chain("begin", "a", "g"), flow("f", "g", "over", "round == 1"))
    assert "only flow" in read_errors(alone)["f"]
    parallel = sheet(
        *body, gateway, chain("begin", "a", "g"), flow("f", "g", "over", "round == 1"), flow("h", "g", "over")
    )
    assert "after this gateway" in read_errors(parallel)["f"]
    undecided = sheet(*body, two, chain("begin", "a", "g"), flow("f", "g", "over"), flow("h", "g", "a"))
    assert {"f", "h"} <= read_errors(undecided).keys()
    dangling = sheet(*body, chain("begin", "a", "over"), flow("f", "a", "nowhere"))
    assert "missing" in read_errors(dangling)["f"]


def test_starts_ends_and_reach_are_checked() -> None:
    body = (lane("a", "b"), START, person("a"), person("b"), END, chain("begin", "a", "over"))
    second = '<bpmn:startEvent id="begin2"/>'

    assert "never run" in read_errors(sheet(*body, flow("f", "b", "over")))["b"]
    assert (
        "one start event"
        in read_errors(sheet(*body, second, flow("f", "begin2", "b"), flow("g", "b", "over")))["begin2"]
    )
    assert "end event" in read_errors(sheet(*body, flow("f", "over", "b"), flow("g", "b", "over")))["over"]
    timed = START.replace("/>", "><bpmn:timerEventDefinition/></bpmn:startEvent>")
    assert "persons" in read_errors(sheet(lane("a"), timed, person("a"), END, chain("begin", "a", "over")))["begin"]
    message = timed.replace("timer", "message")
    assert "plain" in warnings(read(sheet(lane("a"), message, person("a"), END, chain("begin", "a", "over"))))["begin"]


def test_a_gateway_that_waits_for_events_has_one_timer_and_only_events() -> None:
    waits = '<bpmn:eventBasedGateway id="g"/>' + timer("P1D") + timer("P2D").replace('"x"', '"y"')
    after = chain("begin", "g", "x", "over") + flow("f", "g", "y") + flow("h", "y", "over")

    assert "one timer" in read_errors(sheet(START, waits, END, after))["g"]
    direct = sheet(
        lane("a"), START, '<bpmn:eventBasedGateway id="g"/>', person("a"), END, chain("begin", "g", "a", "over")
    )
    assert "waiting event" in read_errors(direct)["g"]


def test_what_stands_in_the_wrong_place_is_refused() -> None:
    held = (
        "<bpmn:documentation id='n'><bpmn:conditionExpression>open(1)</bpmn:conditionExpression></bpmn:documentation>"
    )
    xml = with_choice('outcome == "approve"').replace(
        b'targetRef="ask"></bpmn:sequenceFlow>', f'targetRef="ask">{held}</bpmn:sequenceFlow>'.encode()
    )

    assert "in its own place" in " ".join(read_errors(xml).values())
