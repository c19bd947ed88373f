"""Invariants of runs: tokens against tasks and waits, rows of one waiting point, jobs of steps, states against ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, and_, bindparam, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from engine.catalogue.queries import Published, version
from engine.documents.models import Document
from engine.errors import Refusal
from engine.instances.models import Candidate, Incident, Instance, LogEntry, Task, Waiting
from engine.instances.progress import FINAL_STATES
from engine.jobs import Job
from engine.people.models import Substitution
from engine.people.queries import today
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


_RUNS = select(Instance.document_id).order_by(Instance.document_id)
_SOME: BindParameter[Any] = bindparam("ids", expanding=True)
_STATES = select(Instance.document_id, Instance.version_id, Instance.status, Instance.end, Instance.state).where(
    Instance.document_id.in_(_SOME)
)
_PEOPLE = (
    select(Task.document_id, Task.token).where(Task.document_id.in_(_SOME), Task.state.in_(("open", "held"))).distinct()
)
_WAITS = select(Waiting.document_id, Waiting.token, Waiting.type).where(Waiting.document_id.in_(_SOME))
_ENTRIES = (
    select(LogEntry.document_id, LogEntry.kind, LogEntry.at, LogEntry.token, LogEntry.data)
    .where(LogEntry.document_id.in_(_SOME))
    .order_by(LogEntry.document_id, LogEntry.number)
)
_STOPPED = select(Incident.document_id).where(Incident.document_id.in_(_SOME), Incident.state == "open").distinct()


def runs(work: Work) -> Iterator[str]:
    """(1) Open tasks equal the tokens that wait for people, waits equal the rest; (2) nobody is silently stuck or ended."""
    ids = list(work.session.scalars(_RUNS))
    for first in range(0, len(ids), PORTION):
        some = {"ids": ids[first : first + PORTION]}
        around = _around(work, some)
        for run in work.session.execute(_STATES, some):
            yield from _run(work, run, around)


def _around(work: Work, some: Mapping[str, Sequence[str]]) -> Around:
    found = Around()
    for document, token in work.session.execute(_PEOPLE, some):
        found.tasks.setdefault(document, set()).add(token)
    for one in work.session.execute(_WAITS, some):
        found.waits.setdefault(one.document_id, []).append((one.token, one.type))
    for one in work.session.execute(_ENTRIES, some):
        found.log.setdefault(one.document_id, []).append(entry_of(one))
    found.stopped = set(work.session.scalars(_STOPPED, some))
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


def _run(work: Work, run: Any, around: Around) -> Iterator[str]:
    name = f"run {run.document_id}"
    try:
        published = version(work, run.version_id)
        tokens = work.tools.machine.open_tokens(published.spec, run.state)
    except Refusal as refusal:
        yield f"{name}: its state cannot be opened: {refusal}"
        return
    yield from _tokens(run, tokens, around, name)
    yield from _log(work, around.log.get(run.document_id, []), published, tokens, name)


def _tokens(run: Any, tokens: tuple[Open, ...], around: Around, name: str) -> Iterator[str]:
    tasks = set(around.tasks.get(run.document_id, ()))
    waiting = around.waits.get(run.document_id, [])
    if run.status == "ended":
        if tokens and run.end not in EARLY:
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
    if not tokens and run.document_id not in around.stopped:
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


_KEY = literal("step:") + Waiting.document_id + literal(":") + Waiting.token
_OWED = select(Waiting.document_id, Waiting.token).where(
    Waiting.type == "verb", ~exists().where(Job.key == _KEY), _no_incident(Waiting.document_id)
)
_UNMADE = select(Waiting.document_id, Waiting.token).where(
    Waiting.type == "rows",
    ~exists().where(Job.name == "open_rows", Job.document == Waiting.document_id, Job.state != "dead"),
    _no_incident(Waiting.document_id),
)


def steps(work: Work) -> Iterator[str]:
    """(2) Every step the office owes, and every list whose rows are being made, has a job that will do it, or an incident."""
    for document, token in work.session.execute(_OWED):
        yield f"run {document}: nothing will do its step {token}"
    for document, token in work.session.execute(_UNMADE):
        yield f"run {document}: nothing will make the rest of the rows of {token}"


_OF_NOBODY = select(Task.id).where(
    Task.state == "open",
    ~exists().where(Candidate.task_id == Task.id, Candidate.open),
    _no_incident(Task.document_id),
)
_LEFT = (
    select(Candidate.task_id)
    .join(Task, Task.id == Candidate.task_id)
    .where(Task.state != "open", Candidate.open)
    .distinct()
)


_IN_FORCE = exists().where(
    Substitution.absent_id == Candidate.acting_for,
    Substitution.substitute_id == Candidate.person_id,
    Substitution.basis == Candidate.basis,
    Substitution.ended.is_(False),
    Substitution.since <= bindparam("day"),
    Substitution.until >= bindparam("day"),
)
_LOOKED_AT_SOON = exists().where(
    or_(Job.name == "reseat", and_(Job.name == "reseat_document", Job.document == Task.document_id)),
    Job.state != "dead",
    Job.run_at <= bindparam("now"),
)
_BY_NO_ORDER = (
    select(Candidate.task_id, Candidate.basis)
    .join(Task, Task.id == Candidate.task_id)
    .where(Task.state.in_(("open", "held")), Candidate.acting_for.is_not(None), ~_IN_FORCE, ~_LOOKED_AT_SOON)
)


def open_tasks(work: Work) -> Iterator[str]:
    """(2) Every open task has somebody who may do it, or an incident; places of closed tasks are closed; whoever stands
    for another at an open one does so by an order in force, or it is looked at soon.
    """
    for task_id in work.session.scalars(_OF_NOBODY):
        yield f"task {task_id}: nobody may do it"
    for task_id in work.session.scalars(_LEFT):
        yield f"task {task_id}: it is closed but stands in somebody's list"
    for task_id, basis in work.session.execute(_BY_NO_ORDER, {"day": today(work), "now": work.now}):
        yield f"task {task_id}: somebody has it by an order that is not in force: {basis}"


_ASKED = aliased(Task)
_HELD_FOR_NOTHING = select(Task.id).where(
    Task.state == "held", ~exists().where(_ASKED.parent_id == Task.id, _ASKED.state.in_(("open", "held")))
)


def held(work: Work) -> Iterator[str]:
    """(2) A task that is held waits for something asked before it."""
    for task_id in work.session.scalars(_HELD_FOR_NOTHING):
        yield f"task {task_id}: it is held, but nothing was asked before it"


_POINTS = (
    select(
        Task.document_id,
        Task.token,
        func.count(Task.step.distinct()).label("steps"),
        func.count(Task.round.distinct()).label("rounds"),
        func.sum(Task.asked.is_(None).cast(Integer)).label("drawn"),
        func.count(func.coalesce(Task.item, "").distinct()).label("items"),
        func.sum(Task.shared.cast(Integer)).label("shared"),
    )
    .group_by(Task.document_id, Task.token)
    .having(func.count() > 1)
)


def rows(work: Work) -> Iterator[str]:
    """(1) The rows of one waiting point are of one step and round, one for each element, and know of each other."""
    for one in work.session.execute(_POINTS):
        name = f"run {one.document_id}: the rows of {one.token}"
        if one.steps != 1 or one.rounds != 1:
            yield f"{name} are of {one.steps} steps and {one.rounds} rounds"
        if one.drawn > one.items:
            yield f"{name} are {one.drawn} for {one.items} elements"
        if not one.shared:
            yield f"{name} do not know of each other"


_FINAL = Document.state.in_(FINAL_STATES)
_GOES_ON = and_(Instance.status == "running", or_(_FINAL, Document.ended.is_not(None)))
_ENDED_OTHERWISE = and_(
    Instance.status == "ended",
    or_(Document.state != Instance.end, Document.ended.is_(None)),
    Instance.end.in_(FINAL_STATES),
    or_(Document.state != "annulled", Document.ended.is_(None)),
)
_ENDS = (
    select(Document.id, Document.state, Instance.status, Instance.end)
    .join(Instance, Instance.document_id == Document.id)
    .where(or_(_GOES_ON, _ENDED_OTHERWISE))
)


def states(work: Work) -> Iterator[str]:
    """(1) A document's state is the end of its run; one whose run goes on has no final state."""
    for one in work.session.execute(_ENDS):
        yield f"document {one.id}: it is {one.state}, its run is {one.status} {one.end or ''}".rstrip()
