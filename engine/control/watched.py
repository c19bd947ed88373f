"""The documents behind a figure: those the reader may see; of the others only how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from engine.control.watching import Window, done_in, may_watch
from engine.documents.models import Document
from engine.documents.rights import visible
from engine.errors import Invalid
from engine.instances.models import Incident, Task
from engine.work import Work

FIGURES = ("done", "late", "again", "open", "overdue", "incidents")
SHOWN = 50


@dataclass(frozen=True)
class Behind:
    """A document of a figure: since when it stands there, or when the last of it was done."""

    id: str
    number: str
    title: str
    state: str
    at: datetime


@dataclass(frozen=True)
class Drilled:
    """What stands behind a figure: documents the reader may see, the longest first (at most fifty), and the counts."""

    shown: Sequence[Behind]
    seen: int
    all: int

    @property
    def hidden(self) -> int:
        return self.all - self.seen


def documents(work: Work, window: Window, figure: str) -> Drilled:
    """The documents behind that figure of the window's step; raises Invalid, NotAllowed."""
    may_watch(work)
    if figure not in FIGURES:
        raise Invalid.one(
            "figure", "Expected one of {known}, but it is {value}.", known=", ".join(FIGURES), value=figure[:40]
        )
    asked = _asked(work, window, figure)
    among = asked.subquery()
    count = select(func.count()).select_from(among)
    all, seen = (work.session.scalar(one) or 0 for one in (count, _seen(work, asked, count=True)))
    rows = work.session.execute(_seen(work, asked, count=False))
    tongue = work.actor.language
    shown = [Behind(one.id, one.numbered(tongue), one.called(tongue), one.state, at) for one, at in rows]
    return Drilled(shown, seen, all)


def _seen(work: Work, asked: Select[Any], *, count: bool) -> Select[Any]:
    among = asked.subquery()
    what = (func.count(),) if count else (Document, among.c.at)
    found = select(*what).select_from(among).join(Document, Document.id == among.c.id).where(visible(work.actor))
    return found if count else found.order_by(among.c.at, Document.id).limit(SHOWN)


def _asked(work: Work, window: Window, figure: str) -> Any:
    of_kind: tuple[Any, ...] = (Document.kind == window.kind,)
    if figure == "incidents":
        stops = select(Document.id, func.min(Incident.at).label("at"))
        stops = stops.join(Incident, Incident.document_id == Document.id).where(Incident.state == "open", *of_kind)
        return _at_step(stops, window, Incident.step).group_by(Document.id)
    if figure in ("open", "overdue"):
        late = (Task.due < work.now,) if figure == "overdue" else ()
        waits = select(Document.id, func.min(Task.opened).label("at")).join(Task, Task.document_id == Document.id)
        return _at_step(waits.where(Task.state == "open", *of_kind, *late), window, Task.step).group_by(Document.id)
    which = {"late": (Task.done_at > Task.due,), "again": (Task.round > 1,)}.get(figure, ())
    done = select(Document.id, func.max(Task.done_at).label("at")).join(Task, Task.document_id == Document.id)
    return done.where(*done_in(work, window), *which).group_by(Document.id)


def _at_step(query: Any, window: Window, step: Any) -> Any:
    return query.where(step == window.step) if window.step else query
