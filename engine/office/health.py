"""How an installation does: what monitoring asks for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from engine.audit import AuditRecord
from engine.db import Database
from engine.instances.models import Incident
from engine.jobs import Job
from engine.office import OFFICE, Office
from engine.upgrade import is_current


@dataclass(frozen=True)
class Figures:
    """Jobs by state, how long the oldest due one waits (seconds), open incidents, acts in the audit."""

    jobs: dict[str, int]
    waiting: float
    incidents: int
    acts: int


def answers(database: Database) -> bool:
    """Whether the database can be reached."""
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def current(database: Database) -> bool:
    """Whether the database is there and has the shape this release needs."""
    try:
        return is_current(database)
    except SQLAlchemyError:
        return False


def figures(office: Office) -> Figures:
    """The numbers of this moment, in four statements."""
    with office.look(OFFICE) as work:
        session = work.session
        counted = dict(session.execute(select(Job.state, func.count()).group_by(Job.state)).all())
        return Figures(
            jobs={state: counted.get(state, 0) for state in ("queued", "running", "dead")},
            waiting=_waiting(session, work.now),
            incidents=session.scalar(select(func.count()).where(Incident.state == "open")) or 0,
            acts=session.scalar(select(func.max(AuditRecord.id))) or 0,
        )


def _waiting(session: Session, now: datetime) -> float:
    oldest = session.scalar(select(func.min(Job.run_at)).where(Job.state == "queued", Job.run_at <= now))
    return 0.0 if oldest is None else (now - oldest).total_seconds()
