"""Every place where SpiffWorkflow evaluates text leads to our expressions or to a refusal; a new place fails here."""

import re
import socket
import threading
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest
import SpiffWorkflow
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions.message import CorrelationProperty, MessageEventDefinition
from SpiffWorkflow.spiff.parser import SpiffBpmnParser

from engine.errors import KindRefused, Refusal
from engine.workflow import Machine, Reading, compile_process, read
from engine.workflow.diagram import Diagram
from engine.workflow.environment import Engine
from engine.workflow.happenings import Halt, Stuck
from engine.workflow.specification import LIBRARY
from tests.engine.workflow.diagrams import HEAD
from tests.engine.workflow.running import KEY, NOW

ROOT = Path(SpiffWorkflow.__file__).parent
CALL = re.compile(r"(?<!def )\b(?:evaluate|execute|eval|exec|compile|call_service)\(")

ENGINE = "asks workflow.script_engine, which is ours"
ENVIRONMENT = "asks script_engine.environment, which is ours"
NEVER = "is never loaded: we use neither this dialect nor this old engine"
REPLACED = "is the library's own engine, of which every method is replaced"
WORDS = "is a comment or docstring"
SEALED = "reads old states: ours are sealed with their version and refused before"
CENSUS = {
    "bpmn/script_engine/python_engine.py": (4, REPLACED),
    "bpmn/script_engine/python_environment.py": (2, REPLACED),
    "bpmn/serializer/migration/version_1_2.py": (2, SEALED),
    "bpmn/specs/bpmn_process_spec.py": (2, ENVIRONMENT),
    "bpmn/specs/bpmn_task_spec.py": (1, ENGINE),
    "bpmn/specs/event_definitions/conditional.py": (1, ENGINE),
    "bpmn/specs/event_definitions/message.py": (1, ENVIRONMENT),
    "bpmn/specs/event_definitions/timer.py": (3, ENGINE),
    "bpmn/specs/mixins/multiinstance_task.py": (4, ENGINE),
    "bpmn/specs/mixins/script_task.py": (1, ENGINE),
    "camunda/specs/event_definitions.py": (1, NEVER),
    "camunda/specs/multiinstance_task.py": (1, NEVER),
    "dmn/engine/DMNEngine.py": (4, NEVER),
    "dmn/specs/model.py": (1, NEVER),
    "spiff/specs/event_definitions.py": (2, ENGINE),
    "spiff/specs/mixins/service_task.py": (2, ENGINE),
    "spiff/specs/spiff_task.py": (1, ENGINE),
    "specs/MultiInstance.py": (1, WORDS),
    "specs/ThreadSplit.py": (3, WORDS),
    "specs/Transform.py": (1, NEVER),
    "specs/base.py": (2, WORDS),
}


# Where a hostile author writes; the payload makes a file and calls a socket.
def task(inside: str) -> str:
    return f'<bpmn:task id="m">{inside}</bpmn:task>'


def event(inside: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="m">{inside}</bpmn:intermediateCatchEvent>'


def timed(kind: str, good: str) -> str:
    return event(
        f"<bpmn:timerEventDefinition><bpmn:{kind}>({{hostile}}, '{good}')[1]</bpmn:{kind}></bpmn:timerEventDefinition>"
    )


def many(inside: str) -> str:
    return task(f"<bpmn:multiInstanceLoopCharacteristics>{inside}</bpmn:multiInstanceLoopCharacteristics>")


def spiff(inside: str) -> str:
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


PLACES = {
    "script": "<bpmn:scriptTask id='m'><bpmn:script>{hostile}</bpmn:script></bpmn:scriptTask>",
    "timer": timed("timeDuration", "PT1S"),
    "cycle": timed("timeCycle", "R/PT1S"),
    "date": timed("timeDate", "2020-01-01"),
    "cardinality": many("<bpmn:loopCardinality>({hostile}, 1)[1]</bpmn:loopCardinality>"),
    "completion": many(
        "<bpmn:loopCardinality>2</bpmn:loopCardinality><bpmn:completionCondition>{hostile}</bpmn:completionCondition>"
    ),
    "loop condition": task(
        "<bpmn:standardLoopCharacteristics testBefore='true'><bpmn:loopCondition>{hostile} == 5</bpmn:loopCondition>"
        "</bpmn:standardLoopCharacteristics>"
    ),
    "conditional event": event(
        "<bpmn:conditionalEventDefinition><bpmn:condition>{hostile} == 0</bpmn:condition></bpmn:conditionalEventDefinition>"
    ),
    "pre-script": task(spiff("<s:preScript>{hostile}</s:preScript>")),
    "post-script": task(spiff("<s:postScript>{hostile}</s:postScript>")),
    "service parameter": "<bpmn:serviceTask id='m'>"
    + spiff(
        "<s:serviceTaskOperator id='x'><s:parameters><s:parameter id='p' type='str' value=\"{hostile}\"/></s:parameters>"
        "</s:serviceTaskOperator>"
    )
    + "</bpmn:serviceTask>",
    "signal payload": "<bpmn:intermediateThrowEvent id='m'><bpmn:signalEventDefinition signalRef='sg'/>"
    "</bpmn:intermediateThrowEvent>",
    "correlation": "<bpmn:sendTask id='m' messageRef='m1'/>",
    "ad-hoc": "<bpmn:adHocSubProcess id='m'><bpmn:task id='t1'/><bpmn:completionCondition>{hostile}"
    "</bpmn:completionCondition></bpmn:adHocSubProcess>",
    "condition": "<bpmn:exclusiveGateway id='m' default='f2'/><bpmn:sequenceFlow id='f3' sourceRef='m' targetRef='e'>"
    "<bpmn:conditionExpression>{hostile} == 0</bpmn:conditionExpression></bpmn:sequenceFlow>",
}
AROUND = """
<bpmn:signal id="sg" name="sg"><bpmn:extensionElements><s:payloadExpression>{hostile}</s:payloadExpression>
</bpmn:extensionElements></bpmn:signal>
<bpmn:collaboration id="c"><bpmn:participant id="pp" name="x" processRef="P"/><bpmn:correlationKey id="ck" name="ck">
<bpmn:correlationPropertyRef>cp</bpmn:correlationPropertyRef></bpmn:correlationKey></bpmn:collaboration>
<bpmn:correlationProperty id="cp" name="cp"><bpmn:correlationPropertyRetrievalExpression messageRef="m1">
<bpmn:messagePath>{hostile}</bpmn:messagePath>
</bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty><bpmn:message id="m1" name="m1"/>
<bpmn:process id="P" isExecutable="true"><bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="m"/>{place}
<bpmn:sequenceFlow id="f2" sourceRef="m" targetRef="e"/><bpmn:endEvent id="e"/></bpmn:process></bpmn:definitions>"""


def test_every_place_of_the_library_that_evaluates_text_is_known():
    found = Counter(
        {
            path.relative_to(ROOT).as_posix(): count
            for path in ROOT.rglob("*.py")
            if (
                count := sum(
                    len(CALL.findall(line)) for line in path.read_text().splitlines() if "re.compile" not in line
                )
            )
        }
    )

    assert found == {place: count for place, (count, _) in CENSUS.items()}


def test_the_library_is_the_one_the_census_was_taken_of():
    assert version("SpiffWorkflow") == LIBRARY


class Canary:
    """A file that must not appear and a socket that must not be called."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "canary"
        self.called = False
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        port = self._server.getsockname()[1]
        self.hostile = f"[__import__('pathlib').Path('{self.file}').touch(), __import__('socket').create_connection(('127.0.0.1', {port}))][0]"

    def _listen(self) -> None:
        try:
            connection, _ = self._server.accept()
        except OSError:
            return
        self.called = True
        connection.close()

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)

    @property
    def sang(self) -> bool:
        return self.called or self.file.exists()


@pytest.fixture
def canary(tmp_path):
    found = Canary(tmp_path)
    yield found
    found.close()


def hostile_file(place: str, canary: Canary) -> bytes:
    head = HEAD.replace(" id=", ' xmlns:s="http://spiffworkflow.org/bpmn/schema/1.0/core" id=', 1)
    return (head + AROUND.replace("{place}", PLACES[place]).replace("{hostile}", canary.hostile)).encode()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("parser", [BpmnParser, SpiffBpmnParser])
@pytest.mark.parametrize("place", PLACES)
def test_even_the_librarys_own_nodes_run_nothing_with_our_engine(place, parser, canary):
    try:
        found = parser()
        found.add_bpmn_xml(etree.fromstring(hostile_file(place, canary)))
        workflow = BpmnWorkflow(found.get_spec("P"), found.get_subprocess_specs("P"), script_engine=Engine())
        workflow.do_engine_steps()
        for task in workflow.get_tasks(manual=True):
            if task.state == 16:
                task.run()
        workflow.do_engine_steps()
    except Exception as wrong:
        assert not canary.sang, wrong

    assert not canary.sang


@pytest.mark.parametrize("place", PLACES)
def test_a_hostile_diagram_that_came_past_the_reading_runs_nothing(place, canary):
    xml = hostile_file(place, canary)
    reading = Reading(Diagram("P", "P", {}, ()), (), xml)
    machine = Machine(KEY)

    try:
        advance = machine.start(compile_process(reading), {}, NOW)
        for token in machine.open_tokens(compile_process(reading), advance.state):
            advance = machine.finish(compile_process(reading), advance.state, token.token, {}, NOW)
    except KindRefused:
        advance = None

    assert not canary.sang
    assert advance is None or all("touch" not in repr(one) or isinstance(one, Stuck) for one in advance.happenings)


@pytest.mark.parametrize("place", sorted(set(PLACES) - {"signal payload", "correlation"}))
def test_a_hostile_diagram_is_refused_at_publish(place, canary):
    reading = read(hostile_file(place, canary))

    assert not reading.runs
    assert not canary.sang


def test_every_way_into_the_engine_is_closed(canary):
    engine, task = Engine(), type("Task", (), {"data": {}})()
    ways = (
        lambda: engine.evaluate(task, canary.hostile),
        lambda: engine.execute(task, canary.hostile),
        lambda: engine.execute(task, f"x = {canary.hostile}"),
        lambda: engine.environment.evaluate(canary.hostile, {}),
        lambda: engine.environment.execute(canary.hostile, {}),
        lambda: engine.call_service(task, operation_name=canary.hostile),
        lambda: engine.environment.call_service({}, operation_name=canary.hostile),
        lambda: engine.validate(canary.hostile),
        lambda: MessageEventDefinition("m").calculate_correlations(
            engine, [CorrelationProperty("p", canary.hostile, ["k"])], {}
        ),
    )

    for way in ways:
        with pytest.raises((Halt, Refusal)):
            way()
    assert not canary.sang


def test_the_canary_would_sing(canary):
    for one in eval(canary.hostile.removesuffix("[0]"))[1:]:
        one.close()

    canary._thread.join(5)
    assert canary.file.exists() and canary.called
