"""How warm the steps of a kind are: the figures over a hundred thousand done tasks, beside a plain count of the same rows."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, text

from engine.bench.meter import Meter
from engine.control.overviews import period
from engine.control.watching import JOINED, Window, done_in, heat
from engine.db import new_id
from engine.documents.models import Document
from engine.instances.models import Task
from engine.office import OFFICE, Office
from engine.people.queries import today

PORTION = 2_000
TIMES = 5
HEAT, FLOOR = "heat map of {many:,} tasks", "a plain count of {many:,} tasks"


def fill(office: Office, kind: str, many: int) -> None:
    """So many more done tasks on the documents of the kind: copies of one that is there, spread over steps and days."""
    with office.look(OFFICE) as work:
        documents = list(work.session.scalars(select(Document.id).where(Document.kind == kind)))
        steps = list(work.session.scalars(select(Task.step).distinct().order_by(Task.step)))
        one = work.session.execute(select(Task.__table__).where(Task.document_id.in_(documents)).limit(1)).mappings()
        found = dict(one.one())
    for first in range(0, many, PORTION):
        with office.work(OFFICE) as work:
            rows = [
                _copy(found, work.now, at, documents[at % len(documents)], steps[at % len(steps)])
                for at in range(first, min(many, first + PORTION))
            ]
            work.session.execute(insert(Task), rows)
    with office.work(OFFICE) as work:
        work.session.execute(text("ANALYZE"))


def _copy(one: dict[str, Any], now: Any, at: int, document: str, step: str) -> dict[str, Any]:
    opened = now - timedelta(minutes=10 + at * 7919 % 100_000)
    seen, done = opened + timedelta(minutes=at * 31 % 9), opened + timedelta(minutes=10)
    told: dict[str, Any] = {"id": new_id(), "document_id": document, "token": "warm#1", "step": step, "state": "done"}
    told |= {"opened": opened, "seen": seen, "done_at": done, "round": 1 + at % 2, "parent_id": None, "alarm_at": None}
    return {**one, **told}


def look(office: Office, kind: str, many: int) -> Meter:
    """The figures by step and the plain count, asked for in turn."""
    meter = Meter(office.database.engine)
    for _ in range(TIMES):
        with office.look(OFFICE) as work:
            window = Window(kind, period(work, today(work) - timedelta(days=90), today(work)))
            with meter.measured(FLOOR.format(many=many)):
                count = select(func.count(), func.max(Task.opened)).select_from(JOINED).where(*done_in(work, window))
                work.session.execute(count).one()
            with meter.measured(HEAT.format(many=many)):
                work.session.execute(heat(work, window, Task.step)).all()
    return meter
