"""The memo in process: the real acts of the demo people, each measured, the jobs after it measured apart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from engine.acts.complete import Press
from engine.acts.views import task_view
from engine.bench.meter import Meter
from engine.instances.queries import of_actor
from engine.office import OFFICE, Actor, Office, press, running
from engine.office.making import DEMO_PASSWORD
from engine.people.queries import actor as actor_of
from engine.people.queries import person


@dataclass(frozen=True)
class Move:
    """One completion of the memo's way: who presses what."""

    login: str
    step: str
    outcome: str
    answers: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.step} {self.outcome}"

    @property
    def proves(self) -> bool:
        """Whether a password and a signature belong to it."""
        return self.outcome in {"sign", "register"}


WAY = (
    Move("chair", "approve_chair", "approve", {}),
    Move("dean", "sign_dean", "sign", {"executor_unit": "facility", "control": True}),
    Move("registrar", "register", "register", {}),
    Move("facility", "execute", "report", {"report": "Done."}),
    Move("dean", "accept", "accept", {}),
)


def sample(processes: Path) -> dict[str, Any]:
    """The request body the kind brings along."""
    read: dict[str, Any] = json.loads((processes / "memo" / "sample.json").read_text(encoding="utf-8"))
    return read


def run(office: Office, memos: int, answers: Mapping[str, Any]) -> Meter:
    """So many memos from nothing to filed, one after the other."""
    meter = Meter(office.database.engine)
    people = {login: _who(office, login) for login in {"teacher", *(move.login for move in WAY)}}
    for _ in range(memos):
        with meter.measured("submit"):
            document = press.start_document(office, people["teacher"], "memo", dict(answers), submit=True)
        _settle(office, meter, "submit")
        for move in WAY:
            _complete(office, meter, people[move.login], document, move)
    return meter


def _complete(office: Office, meter: Meter, who: Actor, document: str, move: Move) -> None:
    with office.look(who) as work:
        task = next(one for one in of_actor(work, limit=500)[0] if one.document == document)
        shown = task_view(work, task.id).document.rendition
    pressed = Press(move.outcome, dict(move.answers), "", DEMO_PASSWORD, shown.sha256 if shown else "")
    with meter.measured(move.name):
        press.complete(office, who, task.id, pressed)
    _settle(office, meter, move.name)


def _settle(office: Office, meter: Meter, after: str) -> None:
    with meter.measured(f"jobs after {after}"):
        while running.run_one(office, "bench"):
            pass


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


def outcomes() -> Sequence[str]:
    """The outcomes of the way, in order."""
    return [move.outcome for move in WAY]
