"""What persons change of a route without drawing it: who does a task, and who is asked beside (domain 6.0).

Whether somebody may is asked by the acts. The diagram is not touched: its step has other people, or more rows.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update

from engine.catalogue.queries import Published
from engine.documents.models import Document
from engine.instances import opening, progress, rows, telling
from engine.instances.models import Candidate, Instance, Task
from engine.instances.seats import Found, Place, Row, beside
from engine.people.models import Person
from engine.people.queries import card
from engine.work import Work

Held = tuple[Task, Instance, Document, Published]


def hand_over(work: Work, held: Held, to: Person, comment: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Gives a task to one person instead of those who had it; gives what it was and is, for the audit."""
    task, _, document, published = held
    had = places(work, task)
    work.session.execute(delete(Candidate).where(Candidate.task_id == task.id))
    task.queue, task.claimed_by, task.by_hand = False, None, True
    task.why = {
        "template": "{who} handed it to you: {comment}",
        "facts": {"who": card(work, work.actor.person).name, "comment": comment.strip() or "—"},
    }
    opening.seat(work, task, [_from(place, work.actor.person) for place in beside(work, document, [to.id])])
    _tell(work, task, document, published, [to.id])
    telling.handed(work, held, [one.person_id for one in had], to)
    before = {"task": task.id, "people": logins(work, had)}
    return before, {"task": task.id, "people": [to.login], "comment": comment.strip()}


def _from(place: Place, giver: int) -> Place:
    return Place(place.person, place.acting_for, place.basis, giver)


def places(work: Work, task: Task) -> list[Candidate]:
    """The places of a task's people."""
    return list(work.session.scalars(select(Candidate).where(Candidate.task_id == task.id)))


def logins(work: Work, had: Sequence[Candidate]) -> list[str]:
    """Their logins, for the audit."""
    found = select(Person.login).where(Person.id.in_([one.person_id for one in had])).order_by(Person.login).limit(20)
    return list(work.session.scalars(found))


def ask(work: Work, held: Held, who: Person, *, how: str, comment: str) -> None:
    """Asks one more person for his approval, on behalf of a row: `before` or `again` hold it until he has answered."""
    parent, _, document, published = held
    step = rows.asked_step(published.kind.diagram.steps[parent.step])
    why = {
        "template": "{who} asks you: {comment}",
        "facts": {"who": card(work, work.actor.person).name, "comment": comment.strip() or "—"},
    }
    found = Found(beside(work, document, [who.id]), False, why)
    parent.shared = True
    if how != "beside" and parent.state == "open":
        parent.state = "held"
        work.session.execute(update(Candidate).where(Candidate.task_id == parent.id).values(open=False))
    told = progress.facts(document, step=dict(step.names) or step.name)
    opening.open_rows(work, document, step, parent.token, [Row("", found)], told, asked=opening.Asked(how, parent.id))
    work.record(
        f"document:{document.id}",
        "task.asked",
        parent.step,
        before={"task": parent.id},
        after={"who": who.login, "how": how, "comment": comment.strip()},
    )


def excuse(work: Work, held: Held, reason: str) -> None:
    """Leaves a person of a list out, with the reason; the route goes on without him."""
    task = held[0]
    task.state, task.comment, task.done_at, task.alarm_at = "skipped", reason.strip(), work.now, None
    task.why = {"template": "Not acquainted: {reason}", "facts": {"reason": reason.strip()}}
    opening.close_candidates(work, task)
    work.session.flush()
    work.record(
        f"document:{task.document_id}",
        "task.excused",
        task.step,
        before={"task": task.id, "state": "open"},
        after={"item": task.item, "reason": reason.strip()},
    )


def _tell(work: Work, task: Task, document: Document, published: Published, people: Sequence[int]) -> None:
    step = published.kind.diagram.steps[task.step]
    told: dict[str, Any] = progress.facts(document, step=dict(step.names) or step.name)
    opening.tell(work, task, people, told)
