"""The floor: the bare library runs the same diagram, without people, terms, rights, audit, files or signatures.

Its whole state is JSON in one text column, read and written at each completion: the least a program around the
library can do.
"""

from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.task_parsers import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask
from SpiffWorkflow.task import Task
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select, update

from engine.bench.meter import Meter
from engine.bench.ways import Way
from engine.office import OFFICE, Office

TABLE = Table("bench_floor", MetaData(), Column("id", Integer, primary_key=True), Column("state", Text))


class _Parser(BpmnParser):  # type: ignore[misc]
    """Steps of the system do nothing here."""

    OVERRIDE_PARSER_CLASSES = {full_tag("serviceTask"): (TaskParser, SimpleBpmnTask)}  # noqa: RUF012


class _Bare:
    """The library set up once for all runs of a way."""

    def __init__(self, office: Office, diagram: bytes, way: Way) -> None:
        parser = _Parser()
        parser.add_bpmn_xml(etree.fromstring(diagram))
        self.office = office
        self.spec = parser.get_spec(way.kind)
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self.script = PythonScriptEngine(TaskDataEnvironment({"get": _get}))
        self.outcomes = {one.step: one.outcome for one in way.moves}

    def start(self, number: int, data: Mapping[str, Any]) -> None:
        workflow = BpmnWorkflow(self.spec, script_engine=self.script)
        workflow.task_tree.data.update(data)
        workflow.do_engine_steps()
        with self.office.work(OFFICE) as work:
            work.session.execute(insert(TABLE).values(id=number, state=self.serializer.serialize_json(workflow)))

    def complete(self, number: int) -> int:
        """Completes the next task; gives the length of the state in bytes."""
        with self.office.work(OFFICE) as work:
            held = select(TABLE.c.state).where(TABLE.c.id == number).with_for_update()
            workflow = self.serializer.deserialize_json(work.session.execute(held).scalar_one())
            workflow.script_engine = self.script
            task: Task = next(one for one in workflow.get_tasks(state=TaskState.READY, manual=True))
            task.data["outcome"] = self.outcomes[task.task_spec.name]
            task.data["outcomes"] = {**task.data["outcomes"], task.task_spec.name: task.data["outcome"]}
            task.run()
            workflow.do_engine_steps()
            text: str = self.serializer.serialize_json(workflow)
            work.session.execute(update(TABLE).where(TABLE.c.id == number).values(state=text))
        return len(text.encode())


def _get(mapping: Mapping[str, Any], key: str, otherwise: Any = None) -> Any:
    return mapping.get(key, otherwise)


def run(office: Office, diagram: bytes, way: Way, documents: int, data: Mapping[str, Any]) -> tuple[Meter, float]:
    """Runs so many documents to their end; gives the meter and the mean length of a state in bytes."""
    bare = _Bare(office, diagram, way)
    TABLE.create(office.database.engine)
    meter, lengths = Meter(office.database.engine), []
    for number in range(documents):
        with meter.measured("start"):
            bare.start(number, data)
        for _ in way.moves:
            with meter.measured("completion"):
                lengths.append(bare.complete(number))
    TABLE.drop(office.database.engine)
    return meter, sum(lengths) / len(lengths)
