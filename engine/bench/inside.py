"""Documents in process: the real acts of the demo people, each measured, the jobs after it measured apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text

from engine.accounts import passwords
from engine.accounts.queries import kept_password
from engine.acts.complete import Press
from engine.acts.views import task_view
from engine.bench.meter import Meter
from engine.bench.ways import Move, Way
from engine.instances.queries import TaskCard, of_document
from engine.office import OFFICE, Actor, Office, press, running
from engine.office.making import DEMO_PASSWORD
from engine.people.queries import actor as actor_of
from engine.people.queries import person


def run(office: Office, way: Way, documents: int, answers: Mapping[str, Any]) -> tuple[Meter, set[str]]:
    """So many documents from nothing to filed, one after the other; gives also the logins of those who took part."""
    meter, met = Meter(office.database.engine), {way.initiator}
    initiator = _who(office, way.initiator)
    for _ in range(documents):
        with meter.measured("submit"):
            document = press.start_document(office, initiator, way.kind, dict(answers), submit=True)
        _settle(office, meter, "submit")
        for move in way.moves:
            for task, login in waiting(office, document, move.step):
                _complete(office, meter, _who(office, login), task, move)
                met.add(login)
            _settle(office, meter, move.name)
    return meter, met


def waiting(office: Office, document: str, step: str) -> list[tuple[TaskCard, str]]:
    """The open tasks of a document at a step, each with somebody who may do it."""
    with office.look(OFFICE) as work:
        found = of_document(work, document)
    return [(one, one.candidates[0].login) for one in found if one.step == step and one.state == "open"]


def _complete(office: Office, meter: Meter, who: Actor, task: TaskCard, move: Move) -> None:
    with office.look(who) as work:
        shown = task_view(work, task.id).document.rendition
    password = DEMO_PASSWORD if move.proof else ""
    pressed = Press(move.outcome, dict(move.answers), "", password, shown.sha256 if shown else "")
    with meter.measured(move.name):
        press.complete(office, who, task.id, pressed)


def _settle(office: Office, meter: Meter, after: str) -> None:
    with meter.measured(f"jobs after {after}"):
        while running.run_one(office, "bench"):
            pass


def password_alone(office: Office, login: str, times: int) -> Meter:
    """What it costs to look whether a password is right, and nothing else."""
    meter = Meter(office.database.engine)
    with office.look(OFFICE) as work:
        kept = kept_password(work, login)
    for _ in range(times if kept else 0):
        with meter.measured("the password alone"):
            passwords.fits(kept[1] if kept else "", DEMO_PASSWORD, memory=office.tools.settings.password_memory)
    return meter


def _who(office: Office, login: str) -> Actor:
    with office.look(OFFICE) as work:
        return actor_of(work, person(work, login).id)


def room(office: Office) -> tuple[int, int]:
    """Bytes of the database, bytes of the files."""
    statement = (
        "SELECT (page_count - freelist_count) * page_size"
        " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
        if office.database.embedded
        else "SELECT pg_database_size(current_database())"
    )
    with office.database.reading() as session:
        session.execute(text("SELECT count(*) FROM document"))  # SQLite tells its size as of the last reading
        rows = int(session.execute(text(statement)).scalar_one())
    return rows, sum(one.stat().st_size for one in (office.tools.settings.data / "files").rglob("*") if one.is_file())


def by_table(office: Office) -> dict[str, int]:
    """Bytes of each table with its indexes; nothing where the database does not tell."""
    if office.database.embedded:
        return {}
    statement = "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    with office.database.reading() as session:
        return {str(name): int(size) for name, size in session.execute(text(statement)).all()}


def dearest(before: Mapping[str, int], after: Mapping[str, int], documents: int) -> Sequence[tuple[str, float]]:
    """The tables that have grown by a document, the greatest first."""
    grown = [(name, (size - before.get(name, 0)) / documents) for name, size in after.items()]
    return sorted((one for one in grown if one[1] > 0), key=lambda one: -one[1])
