"""Thousands are written to at once."""

from datetime import UTC, datetime

from sqlalchemy import event, select

from engine.jobs import Job
from engine.notices.commands import announce
from engine.office import OFFICE
from engine.people.models import Person
from engine.people.queries import found_by
from tests.engine.notices.conftest import Writing


def test_thousands_are_told_by_a_few_statements(writing: Writing) -> None:
    with writing.house.office.work(OFFICE) as work:
        crowd = [
            Person(
                login=f"p{n}",
                names={"kk": {"family": "А", "given": "Б"}},
                email=f"p{n}@example.org",
                found_by=found_by(f"p{n}", {}, None),
            )
            for n in range(4000)
        ]
        work.session.add_all(crowd)
        work.session.flush()
        everybody = [one.id for one in crowd]
    statements: list[str] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:  # type: ignore[no-untyped-def]
        statements.append(statement)

    event.listen(writing.house.office.database.engine, "before_cursor_execute", note)
    writing.house.office.tools.clock.set(datetime(2026, 12, 9, 5, tzinfo=UTC))
    with writing.house.office.work(OFFICE) as work:
        announce(work, everybody, "task.overdue", facts={"title": "x", "kind": "memo"})
    event.remove(writing.house.office.database.engine, "before_cursor_execute", note)

    with writing.house.office.look(OFFICE) as work:
        jobs = work.session.scalars(select(Job).where(Job.name == "send_letter")).all()
    assert len([one for one in statements if "INSERT INTO notice" in one]) <= 8
    assert len(jobs) == 40
    assert len(writing.letters()) == 4000
