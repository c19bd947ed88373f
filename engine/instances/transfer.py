"""A document follows to another version of its kind, and is brought back: rows by their tokens, under the run's lock."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select, update

from engine.audit import records
from engine.catalogue.queries import Published
from engine.documents.commands import move
from engine.documents.models import Document
from engine.errors import WrongState
from engine.instances import kept, progress, rows
from engine.instances.kept import portions
from engine.instances.models import DocumentMove, Incident, LogEntry, Task, Waiting
from engine.instances.moving import OPEN, Held, Plan
from engine.instances.opening import close_candidates
from engine.work import Work
from engine.workflow import Happening, StepRequested, WaitOpened

MOVED = "document.version_moved"
NO_ACT = frozenset(  # what may happen to a document and leaves it as it is
    "document.check_asked evidence.fetched attachment.fetched pdf.fetched "
    "task.overdue task.reseated incident.raised".split()
)
LOOKED_AT = 200


def carry_out(work: Work, held: Held, new: Published, plan: Plan, moved: DocumentMove, reason: str) -> None:
    """Takes the document to the version as planned, and notes how it stood before."""
    instance, document, _ = held
    moved.was, moved.before = instance.state, kept.snapshot(work, instance, document, _touched(work, document, plan))
    moved.changes = plan.outcome == "changes"
    instance.version_id = document.version_id = new.id
    instance.state, instance.next_due = plan.now.state, plan.now.next_due
    _write_log(work, document.id, plan.now.data)
    for token in plan.go:
        _go(work, held, token, f"~{moved.id}", reason)
    _set_aside(work, document, plan, f"~{moved.id}")
    stays = [token for token in plan.now.open if token not in plan.appear]
    for token in stays:
        _stay(work, document, new, token, plan)
    work.session.flush()
    progress.arrive(work, instance, document, new, _arrivals(plan))
    if any("people" in ways for ways in plan.changed.values()):
        work.later("reseat_document", {"document": document.id}, key=f"reseat:{document.id}", document=document.id)
    work.session.flush()
    went = {"version": new.number, "move": moved.id, "reason": reason, "appear": plan.appear, "go": plan.go}
    work.record(
        f"document:{document.id}", "document.version_moved", document.id, before={"version": held[2].number}, after=went
    )


def _touched(work: Work, document: Document, plan: Plan) -> list[Task]:
    """The rows that following writes: those that go, those that stay and become other, those whose token comes again."""
    changed = {token for token, ways in plan.changed.items() if ways}
    found = work.session.scalars(select(Task).where(Task.document_id == document.id)).all()
    again = {one.token for one in found} - set(plan.now.opened) | set(plan.appear)
    wanted = {*plan.go, *changed, *again}
    return [one for one in found if one.token in wanted]


def _write_log(work: Work, document_id: str, data: Sequence[Mapping[str, Any]]) -> None:
    """Lets each entry keep what did not stand at its token there."""
    log = select(LogEntry).where(LogEntry.document_id == document_id).order_by(LogEntry.number)
    for row, told in zip(work.session.scalars(log), data, strict=True):
        if row.data["data"] != told:
            row.data = {**row.data, "data": dict(told)}


def _go(work: Work, held: Held, token: str, mark: str, reason: str) -> None:
    """Takes back what waits there; its rows leave the token free, because the route may come there again."""
    _, document, old = held
    step = token.partition("#")[0]
    told = {"reason": reason, "step": dict(old.kind.element_names(step)) or step}
    why = {"template": "The route of the document was changed: {reason}", "facts": told}
    point = (Task.document_id == document.id, Task.token == token)
    ids = list(work.session.scalars(select(Task.id).where(*point, Task.state.in_(OPEN))))
    rows.withdraw(work, document, token)
    for some in portions(ids):
        work.session.execute(update(Task).where(Task.id.in_(some)).values(why=why, comment=reason))
    _rename(work, document, token, mark)
    work.session.execute(delete(Waiting).where(Waiting.document_id == document.id, Waiting.token == token))
    about = update(Incident).where(Incident.document_id == document.id, Incident.state == "open")
    about = about.where((Incident.token == token) | Incident.token.startswith(f"{token}/", autoescape=True))
    work.session.execute(about.values(state="resolved", resolved_at=work.now))


def _rename(work: Work, document: Document, token: str, mark: str) -> None:
    named = update(Task).where(Task.document_id == document.id, Task.token == token)
    work.session.execute(named.values(token=(token + mark)[-120:]))


def _set_aside(work: Work, document: Document, plan: Plan, mark: str) -> None:
    """Closed rows of tokens the route may come to later, or has just come to anew, leave them free too."""
    closed = select(Task.token).where(Task.document_id == document.id, Task.state.not_in(OPEN)).distinct()
    for token in work.session.scalars(closed).all():
        if "~" not in token and (token not in plan.now.opened or token in plan.appear):
            _rename(work, document, token, mark)


def _stay(work: Work, document: Document, new: Published, token: str, plan: Plan) -> None:
    """What waits there is kept; only what the diagram says of it becomes as it says now."""
    ways = plan.changed.get(token, ())
    waiting = work.session.get(Waiting, (document.id, token))
    happening = plan.now.opened[token]
    if waiting is not None and "moment" in ways:
        if isinstance(happening, StepRequested):
            waiting.parameters = dict(happening.parameters)
        elif isinstance(happening, WaitOpened):
            waiting.due, waiting.name = happening.due, happening.message or None
            waiting.key = None if happening.key is None else str(happening.key)[:200]
    if "level" not in ways and "stage" not in ways:
        return
    point = select(Task).where(Task.document_id == document.id, Task.token == token, Task.state.in_(OPEN))
    for task in work.session.scalars(point):
        step = rows.step_of(new.kind, task)
        if document.state == task.stage and step.stage:
            move(work, document, step.stage)
        task.level, task.stage = step.level or "click", step.stage


def _arrivals(plan: Plan) -> list[Happening]:
    """What is opened as usual: messages that the other version had not sent, then tokens in the order they came."""
    sent = list(plan.was.sent)
    fresh: list[Happening] = []
    for one in plan.now.sent:
        sent.remove(one) if one in sent else fresh.append(one)
    return [*fresh, *(plan.now.opened[token] for token in plan.now.open if token in plan.appear)]


def is_last(work: Work, moved: DocumentMove) -> bool:
    """Whether the document has followed, and nothing was done to it since."""
    if moved.state != "moved":
        return False
    found = records(work.session, f"document:{moved.document_id}", newest_first=True, limit=LOOKED_AT)
    last = next((one for one in found if one.act not in NO_ACT), None)
    steps = work.session.scalar(select(func.count()).where(LogEntry.document_id == moved.document_id))
    went_on = steps != len(moved.before["log"])
    return not went_on and last is not None and last.act == MOVED and last.after["move"] == moved.id


def undo(work: Work, held: Held, old: Published, moved: DocumentMove) -> None:
    """Brings the document back to how it stood before it followed; raises WrongState behind the next act."""
    instance, document, new = held
    if not is_last(work, moved) or moved.was is None:
        raise WrongState("Expected nobody to have acted on the document since it followed, but somebody has.")
    opened = select(Task).where(Task.document_id == document.id, Task.opened >= moved.at)
    was_there = {one["id"] for one in moved.before["tasks"]}
    for task in work.session.scalars(opened).all():
        if task.id not in was_there:
            _take_back(work, task, f"~{moved.id}u", new)
    instance.version_id = document.version_id = old.id
    instance.state = moved.was
    work.session.flush()
    kept.restore(work, instance, document, moved.before)
    _write_log(work, document.id, [one["data"] for one in moved.before["log"]])
    moved.state, moved.undone_at = "undone", work.now
    work.record(
        f"document:{document.id}",
        "document.move_undone",
        document.id,
        before={"version": new.number, "move": moved.id},
        after={"version": old.number},
    )


def _take_back(work: Work, task: Task, mark: str, new: Published) -> None:
    step = dict(new.kind.element_names(task.step)) or task.step
    task.why = {"template": "The document was brought back to the version it had been on.", "facts": {"step": step}}
    task.token = (task.token + mark)[-120:]
    if task.state in OPEN:
        task.state, task.done_at, task.alarm_at = "withdrawn", work.now, None
        close_candidates(work, task)
