"""Opening tasks: the rows of a waiting point, their people's places, and word to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from engine.db import new_id
from engine.documents.commands import let_read, move
from engine.documents.models import Document
from engine.instances.dues import due_after, due_of, first_alarm
from engine.instances.models import Candidate, Task
from engine.instances.seats import Found, Place, Row
from engine.notices.commands import announce
from engine.work import Work
from engine.workflow import Step


@dataclass(frozen=True)
class Asked:
    """A row that a person asks for: before, beside or again, on behalf of another row."""

    how: str
    parent: str


def open_rows(
    work: Work, document: Document, step: Step, token: str, seats: Sequence[Row], told: dict[str, Any], **more: Any
) -> list[Task]:
    """Opens a task for each seat and tells its people (`opened`); gives those that nobody may do."""
    tasks = opened(work, document, step, token, seats, told, **more)
    return [task for task, seat in zip(tasks, seats, strict=True) if not seat.found.places]


def opened(
    work: Work,
    document: Document,
    step: Step,
    token: str,
    seats: Sequence[Row],
    told: dict[str, Any],
    *,
    asked: Asked | None = None,
    held: Collection[str] = (),
) -> list[Task]:
    """A task for each seat, open and told to its people; those of the elements `held` wait for somebody asked before."""
    due = due_of(work, document, step)
    shared = bool(step.of or asked)
    tasks = [_task(work, document, step, token, seat, due, shared, asked) for seat in seats]
    for task in tasks:
        task.state = "held" if (task.item or "") in held else "open"
    work.session.add_all(tasks)
    work.session.flush()
    if step.stage and asked is None:
        move(work, document, step.stage)
    pairs = list(zip(tasks, seats, strict=True))
    for state in ("open", "held"):
        places = [(task, place) for task, row in pairs if task.state == state for place in row.found.places]
        _seat(work, places, open=state == "open")
    let_read(work, document.id, [one.person for row in seats for one in row.found.places], "task")
    for task, row in pairs:
        if task.state == "open":
            tell(work, task, [one.person for one in row.found.places], told)
    return tasks


def tell(work: Work, task: Task, people: Sequence[int], told: dict[str, Any]) -> None:
    """Word to those whose task it is now."""
    due = {"due": task.due.isoformat()} if task.due else {}
    announce(work, people, "task.opened", document=task.document_id, task=task.id, facts={**told, **due})


def _task(
    work: Work,
    document: Document,
    step: Step,
    token: str,
    seat: Row,
    due: datetime | None,
    shared: bool,
    asked: Asked | None,
) -> Task:
    alarm, at = first_alarm(work, due) if due and (step.term is None or step.term.remind) else (None, None)
    return Task(
        id=new_id(),
        document_id=document.id,
        token=token,
        step=step.id,
        stage=step.stage,
        level=step.level or "click",
        round=document.round,
        state="open",
        queue=seat.found.queue,
        why=seat.found.why,
        opened=work.now,
        due=due,
        alarm=alarm,
        alarm_at=at,
        overdue=False,
        item=seat.item or None,
        shared=shared,
        asked=asked.how if asked else None,
        parent_id=asked.parent if asked else None,
        by_hand=asked is not None,
        due_moved=False,
    )


def seat(work: Work, task: Task, places: Sequence[Place], *, open: bool = True) -> None:
    """Gives those persons places at a task that is there already; `open` says whether it stands in their lists now."""
    _seat(work, [(task, place) for place in places], open=open)
    let_read(work, task.document_id, [one.person for one in places], "task")


def _seat(work: Work, places: Sequence[tuple[Task, Place]], *, open: bool = True) -> None:
    rows = [
        {
            "task_id": task.id,
            "person_id": place.person,
            "acting_for": place.acting_for,
            "basis": place.basis,
            "given_by": place.given_by,
            "open": open,
            "due": task.due,
        }
        for task, place in places
    ]
    if rows:
        work.session.execute(insert(Candidate), rows)


def pass_over(work: Work, document: Document, step: Step, token: str, outcome: str, why: dict[str, Any]) -> None:
    """Notes a task that is passed over instead of being opened, and why."""
    task = _task(work, document, step, token, Row("", Found((), False, why)), None, False, None)
    task.state, task.outcome, task.done_at = "skipped", outcome, work.now
    work.add(task)
    work.record(
        f"document:{document.id}", "task.skipped", step.id, after={"why": why.get("template", ""), "outcome": outcome}
    )


def resume_term(work: Work, task: Task, document: Document, step: Step) -> None:
    """Lets the term of a task that was held run on; one that a person has moved stays. It is late only when it is over."""
    if not task.due_moved:
        task.due = due_after(work, document, step, task)
        work.session.execute(update(Candidate).where(Candidate.task_id == task.id).values(due=task.due))
    late = task.due is not None and task.due <= work.now
    if task.due is None or (late and task.overdue):
        return
    task.overdue = False
    reminds = step.term is None or step.term.remind
    task.alarm, task.alarm_at = first_alarm(work, task.due) if reminds else (None, None)


def close_candidates(work: Work, task: Task) -> None:
    """Takes the task out of everybody's list."""
    work.session.execute(update(Candidate).where(Candidate.task_id == task.id).values(open=False))
