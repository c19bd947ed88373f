"""Invariants of runs: tokens against tasks and waits, rows of one waiting point, jobs of steps, states against ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from engine.catalogue.queries import Published, version
from engine.documents.models import Document
from engine.errors import Refusal
from engine.instances.models import Candidate, Incident, Instance, LogEntry, Task, Waiting
from engine.instances.progress import FINAL_STATES
from engine.jobs import Job
from engine.work import Work
from engine.workflow import Entry, Open

PORTION = 200  # runs looked at together
EARLY = {"withdrawn", "cancelled", "annulled"}


@dataclass
class Around:
    """What stands around some runs, by document."""

    tasks: dict[str, set[str]] = field(default_factory=dict)
    waits: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    log: dict[str, list[Entry]] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)


def runs(work: Work) -> Iterator[str]:
    """(1) Open tasks equal the tokens that wait for people, waits equal the rest; (2) nobody is silently stuck or ended."""
    ids = list(work.session.scalars(select(Instance.document_id).order_by(Instance.document_id)))
    for first in range(0, len(ids), PORTION):
        some = ids[first : first + PORTION]
        around = _around(work, some)
        for instance in work.session.scalars(select(Instance).where(Instance.document_id.in_(some))):
            yield from _run(work, instance, around)


def _around(work: Work, ids: Sequence[str]) -> Around:
    found = Around()
    waiting = select(Task.document_id, Task.token).where(Task.document_id.in_(ids), Task.state.in_(("open", "held")))
    for document, token in work.session.execute(waiting.distinct()):
        found.tasks.setdefault(document, set()).add(token)
    for one in work.session.execute(
        select(Waiting.document_id, Waiting.token, Waiting.type).where(Waiting.document_id.in_(ids))
    ):
        found.waits.setdefault(one.document_id, []).append((one.token, one.type))
    columns = (LogEntry.document_id, LogEntry.kind, LogEntry.at, LogEntry.token, LogEntry.data)
    log = select(*columns).where(LogEntry.document_id.in_(ids))
    for one in work.session.execute(log.order_by(LogEntry.document_id, LogEntry.number)):
        found.log.setdefault(one.document_id, []).append(entry_of(one))
    open = select(Incident.document_id).where(Incident.document_id.in_(ids), Incident.state == "open")
    found.stopped = set(work.session.scalars(open.distinct()))
    return found


def entry_of(one: Any) -> Entry:
    """A row of the log as the machine takes it."""
    said = one.data
    return Entry(
        one.kind,
        one.at,
        token=one.token,
        data=said["data"],
        message=said["message"],
        key=said["key"],
        code=said["code"],
    )


def _run(work: Work, instance: Instance, around: Around) -> Iterator[str]:
    name = f"run {instance.document_id}"
    try:
        published = version(work, instance.version_id)
        tokens = work.tools.machine.open_tokens(published.spec, instance.state)
    except Refusal as refusal:
        yield f"{name}: its state cannot be opened: {refusal}"
        return
    yield from _tokens(instance, tokens, around, name)
    yield from _log(work, around.log.get(instance.document_id, []), published, tokens, name)


def _tokens(instance: Instance, tokens: tuple[Open, ...], around: Around, name: str) -> Iterator[str]:
    tasks = set(around.tasks.get(instance.document_id, ()))
    waiting = around.waits.get(instance.document_id, [])
    if instance.status == "ended":
        if tokens and instance.end not in EARLY:
            yield f"{name}: it has ended and {[one.token for one in tokens]} are open"
        if tasks or waiting:
            yield f"{name}: it has ended, but {sorted([*tasks, *(token for token, _ in waiting)])} wait"
        return
    people = {one.token for one in tokens if one.type == "person"}
    tasks |= {token for token, type in waiting if type == "rows"}
    if people != tasks:
        yield f"{name}: the route waits for {sorted(people)}, the tasks are {sorted(tasks)}"
    others = {one.token for one in tokens if one.type != "person"}
    waits = {token for token, type in waiting if type != "rows"}
    if others != waits:
        yield f"{name}: the route waits for {sorted(others)}, the waits are {sorted(waits)}"
    if not tokens and instance.document_id not in around.stopped:
        yield f"{name}: it waits for nobody and has not ended"


def _log(
    work: Work, entries: Sequence[Entry], published: Published, tokens: tuple[Open, ...], name: str
) -> Iterator[str]:
    machine = work.tools.machine
    try:
        again = machine.open_tokens(published.spec, machine.replay(published.spec, entries).state)
    except Refusal as refusal:
        yield f"{name}: its log cannot be replayed: {refusal}"
        return
    if {(one.token, one.type) for one in again} != {(one.token, one.type) for one in tokens}:
        yield f"{name}: its log gives {sorted(one.token for one in again)}, its state {sorted(one.token for one in tokens)}"


def _no_incident(document: Any) -> ColumnElement[bool]:
    return ~exists().where(Incident.document_id == document, Incident.state == "open")


def steps(work: Work) -> Iterator[str]:
    """(2) Every step the office owes, and every list whose rows are being made, has a job that will do it, or an incident."""
    key = literal("step:") + Waiting.document_id + literal(":") + Waiting.token
    owed = select(Waiting.document_id, Waiting.token).where(Waiting.type == "verb", ~exists().where(Job.key == key))
    for document, token in work.session.execute(owed.where(_no_incident(Waiting.document_id))):
        yield f"run {document}: nothing will do its step {token}"
    made = exists().where(Job.name == "open_rows", Job.document == Waiting.document_id, Job.state != "dead")
    rows = select(Waiting.document_id, Waiting.token).where(Waiting.type == "rows", ~made)
    for document, token in work.session.execute(rows.where(_no_incident(Waiting.document_id))):
        yield f"run {document}: nothing will make the rest of the rows of {token}"


def open_tasks(work: Work) -> Iterator[str]:
    """(2) Every open task has somebody who may do it, or an incident; places of closed tasks are closed."""
    somebody = exists().where(Candidate.task_id == Task.id, Candidate.open)
    for task_id in work.session.scalars(
        select(Task.id).where(Task.state == "open", ~somebody, _no_incident(Task.document_id))
    ):
        yield f"task {task_id}: nobody may do it"
    left = (
        select(Candidate.task_id).join(Task, Task.id == Candidate.task_id).where(Task.state != "open", Candidate.open)
    )
    for task_id in work.session.scalars(left.distinct()):
        yield f"task {task_id}: it is closed but stands in somebody's list"


_ASKED = aliased(Task)


def held(work: Work) -> Iterator[str]:
    """(2) A task that is held waits for something asked before it."""
    waits = exists().where(_ASKED.parent_id == Task.id, _ASKED.state.in_(("open", "held")))
    for task_id in work.session.scalars(select(Task.id).where(Task.state == "held", ~waits)):
        yield f"task {task_id}: it is held, but nothing was asked before it"


def rows(work: Work) -> Iterator[str]:
    """(1) The rows of one waiting point are of one step and round, one for each element, and know of each other."""
    drawn = func.sum(Task.asked.is_(None).cast(Integer))
    points = (
        select(
            Task.document_id,
            Task.token,
            func.count(Task.step.distinct()).label("steps"),
            func.count(Task.round.distinct()).label("rounds"),
            func.count().label("all"),
            drawn.label("drawn"),
            func.count(func.coalesce(Task.item, "").distinct()).label("items"),
            func.sum(Task.shared.cast(Integer)).label("shared"),
        )
        .group_by(Task.document_id, Task.token)
        .having(func.count() > 1)
    )
    for one in work.session.execute(points):
        name = f"run {one.document_id}: the rows of {one.token}"
        if one.steps != 1 or one.rounds != 1:
            yield f"{name} are of {one.steps} steps and {one.rounds} rounds"
        if one.drawn > one.items:
            yield f"{name} are {one.drawn} for {one.items} elements"
        if not one.shared:
            yield f"{name} do not know of each other"


def states(work: Work) -> Iterator[str]:
    """(1) A document's state is the end of its run; one whose run goes on has no final state."""
    query = select(Document.id, Document.state, Document.ended, Instance.status, Instance.end).join(
        Instance, Instance.document_id == Document.id
    )
    final = Document.state.in_(FINAL_STATES)
    goes_on = and_(Instance.status == "running", or_(final, Document.ended.is_not(None)))
    other = and_(
        Instance.status == "ended",
        or_(Document.state != Instance.end, Document.ended.is_(None)),
        Instance.end.in_(FINAL_STATES),
        or_(Document.state != "annulled", Document.ended.is_(None)),
    )
    for one in work.session.execute(query.where(or_(goes_on, other))):
        yield f"document {one.id}: it is {one.state}, its run is {one.status} {one.end or ''}".rstrip()
