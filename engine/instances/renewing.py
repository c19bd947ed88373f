"""Approvers whom persons asked for in an earlier round are asked in the next one too, like those who are drawn
(domain 6.0, rounds): before the task or beside it, as they were. Who was asked again in the middle of a round is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from engine.documents.models import Document
from engine.instances import opening, rounds
from engine.instances.models import Candidate, Task
from engine.instances.own import barred
from engine.instances.rows import asked_step
from engine.instances.seats import Directory, Found, Row, beside
from engine.kinds import Kind
from engine.people.models import Person
from engine.work import Work
from engine.workflow import Step

STAGES = ("on_approval", "on_signing")
BEFORE, BESIDE = "before", "beside"


@dataclass(frozen=True)
class Again:
    """The rows of the last round that persons had asked for, each with the row it is asked on behalf of.

    `drawn` are the elements of the drawn rows by their ids.
    """

    asked: tuple[tuple[Task, str], ...] = ()
    drawn: dict[str, str] | None = None

    @property
    def held(self) -> set[str]:
        """The elements of the drawn rows that wait for somebody asked before."""
        drawn = self.drawn or {}
        return {drawn[parent] for row, parent in self.asked if row.asked == BEFORE and parent in drawn}


def asked_last(work: Work, document: Document, kind: Kind, step: Step) -> Again:
    """Whom persons had asked for at that step when it was last decided, in an earlier round than this one.

    When only requisites have changed since, those who approved are left out.
    """
    if document.round < 2 or step.stage not in STAGES:
        return Again()
    mine = (Task.document_id == document.id, Task.step == step.id)
    by_hand = case((Task.asked.in_((BEFORE, BESIDE)), Task.round))
    newest, last = work.session.execute(select(func.max(Task.round), func.max(by_hand)).where(*mine)).one()
    if last is None or newest == document.round:
        return Again()
    found = list(work.session.scalars(select(Task).where(*mine, Task.round == last).order_by(Task.opened, Task.id)))
    spared = kind.repeat == "changed" and rounds.same_content(work, document, kind, since=last)
    kept = {one.id: one for one in found if one.asked in (BEFORE, BESIDE) and not (spared and _approved(one))}
    drawn = {one.id: one.item or "" for one in found if one.asked is None}
    every = {one.id: one for one in found}
    pairs = ((one, _above(one, every, {*kept, *drawn})) for one in kept.values())
    return Again(tuple((one, parent) for one, parent in pairs if parent), drawn)


def _approved(row: Task) -> bool:
    return row.state == "done" and row.outcome in rounds.FOR


def _above(row: Task, every: dict[str, Task], kept: set[str]) -> str:
    """The nearest row above that is there in this round too."""
    parent = row.parent_id or ""
    while parent and parent not in kept:
        parent = every[parent].parent_id or "" if parent in every else ""
    return parent


def ask_again(
    work: Work, document: Document, kind: Kind, step: Step, token: str, again: Again, told: dict[str, Any]
) -> list[Task]:
    """Opens their rows at the waiting point that was just opened; gives those that nobody may do."""
    if not again.asked:
        return []
    point = select(Task).where(Task.document_id == document.id, Task.token == token)
    drawn = {one.item or "": one for one in work.session.scalars(point)}
    now = {old: drawn[item] for old, item in (again.drawn or {}).items() if item in drawn}
    left, vacant = list(again.asked), []
    while ready := [(was, parent) for was, parent in left if parent in now]:
        for was, parent in ready:
            holds = any(above == was.id and one.asked == BEFORE for one, above in left)
            seat = Row("", _found(work, document, kind, step, was))
            asked = opening.Asked(was.asked or BESIDE, now[parent].id)
            held = ("",) if holds else ()
            [row] = opening.opened(work, document, asked_step(step), token, [seat], told, asked=asked, held=held)
            now[parent].shared, now[was.id] = True, row
            vacant += [] if seat.found.places else [row]
        left = [one for one in left if one not in ready]
    _note(work, document, step, [now[was.id] for was, _ in again.asked if was.id in now])
    return vacant


def _found(work: Work, document: Document, kind: Kind, step: Step, was: Task) -> Found:
    """Those who were asked and still work here, with who stands for them today."""
    own = select(Candidate.person_id).join(Person, Person.id == Candidate.person_id)
    own = own.where(Candidate.task_id == was.id, Candidate.acting_for.is_(None), Person.dismissed.is_(None))
    out = barred(work, document, kind, step, Directory(work))
    persons = [one for one in work.session.scalars(own.order_by(Candidate.person_id)) if one not in out]
    facts = dict((was.why or {}).get("facts") or {})
    said = {"who": facts.get("who", "—"), "round": facts.get("round", was.round), "comment": facts.get("comment", "—")}
    why = {"template": "{who} asked for your approval in round {round}: {comment}", "facts": said}
    return Found(beside(work, document, persons, out=out), False, why)


def _note(work: Work, document: Document, step: Step, rows: Sequence[Task]) -> None:
    for row in rows:
        after = {"task": row.id, "how": row.asked, "round": row.round, "again": True}
        work.record(f"document:{document.id}", "task.asked", step.id, before={"task": row.parent_id}, after=after)
