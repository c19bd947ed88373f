"""The floor: the bare library runs the same diagram, without people, terms, rights, audit, files or signatures.

Its whole state is JSON in one text column, read and written at each completion: the least a program around the
library can do.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.task_parsers import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.defaults import NoneTask
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select, update

from engine.bench.meter import Meter
from engine.office import OFFICE, Office

TABLE = Table("bench_floor", MetaData(), Column("id", Integer, primary_key=True), Column("state", Text))


class _Parser(BpmnParser):  # type: ignore[misc]
    """Steps of the system do nothing here."""

    OVERRIDE_PARSER_CLASSES = {full_tag("serviceTask"): (TaskParser, NoneTask)}  # noqa: RUF012


def run(
    office: Office, diagram: bytes, process: str, memos: int, data: Mapping[str, Any], outcomes: Sequence[str]
) -> tuple[Meter, float]:
    """Runs so many memos with those outcomes; gives the meter and the mean length of a state in bytes."""
    parser = _Parser()
    parser.add_bpmn_xml(etree.fromstring(diagram))
    spec = parser.get_spec(process)
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    TABLE.create(office.database.engine)
    meter, lengths = Meter(office.database.engine), []
    for number in range(memos):
        with meter.measured("start"):
            workflow = BpmnWorkflow(spec)
            workflow.task_tree.data.update(data)
            workflow.do_engine_steps()
            with office.work(OFFICE) as work:
                work.session.execute(insert(TABLE).values(id=number, state=serializer.serialize_json(workflow)))
        for outcome in outcomes:
            with meter.measured("completion"):
                lengths.append(_complete(office, serializer, number, outcome))
    TABLE.drop(office.database.engine)
    return meter, sum(lengths) / len(lengths)


def _complete(office: Office, serializer: BpmnWorkflowSerializer, number: int, outcome: str) -> int:
    with office.work(OFFICE) as work:
        text = work.session.execute(select(TABLE.c.state).where(TABLE.c.id == number)).scalar_one()
        workflow = serializer.deserialize_json(text)
        task = next(one for one in workflow.get_tasks(state=TaskState.READY, manual=True))
        task.data["outcome"] = outcome
        task.run()
        workflow.do_engine_steps()
        text = serializer.serialize_json(workflow)
        work.session.execute(update(TABLE).where(TABLE.c.id == number).values(state=text))
        return len(text.encode())
