"""What persons change of a route without drawing it: who does a task, and who is asked beside (domain 6.0).

Whether somebody may is asked by the acts; that he is another than those who decide already is asked here. The diagram is
not touched: its step has other people, or more rows.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update

from engine.catalogue.queries import Published
from engine.documents.models import Document
from engine.errors import Invalid
from engine.instances import opening, progress, rounds, rows, telling
from engine.instances.models import Candidate, Instance, Task
from engine.instances.own import barred, reporters
from engine.instances.seats import Directory, Found, Place, Row, beside
from engine.people.models import Person
from engine.texts import Text, said
from engine.work import Work

Held = tuple[Task, Instance, Document, Published]
NOT_ACQUAINTED = "Not acquainted: {reason}"


def hand_over(work: Work, held: Held, to: Person, comment: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Gives a task to one person instead of those who had it; gives what it was and is, for the audit."""
    task, _, document, published = held
    _must_be_another(work, held, to, "to")
    had = places(work, task)
    work.session.execute(delete(Candidate).where(Candidate.task_id == task.id))
    task.queue, task.claimed_by, task.by_hand = False, None, True
    task.why = {
        "template": "{who} handed it to you: {comment}",
        "facts": {"who": telling.name_of(work, work.actor.person), "comment": comment.strip() or "—"},
    }
    opening.seat(work, task, [_from(place, work.actor.person) for place in _beside(work, held, to)])
    _tell(work, task, document, published, [to.id])
    telling.handed(work, held, [one.person_id for one in had], to)
    before = {"task": task.id, "people": logins(work, had)}
    return before, {"task": task.id, "people": [to.login], "comment": comment.strip()}


def _beside(work: Work, held: Held, who: Person) -> tuple[Place, ...]:
    task, _, document, published = held
    step = published.kind.diagram.steps[task.step]
    out = barred(work, document, published.kind, step, Directory(work))
    return beside(work, document, [who.id], out=out)


def _must_be_another(work: Work, held: Held, who: Person, field: str) -> None:
    """Raises Invalid for one whose own document or report it is, and for one who approves in this round already."""
    task, _, document, published = held
    kind, step = published.kind, published.kind.diagram.steps[task.step]
    if who.id in reporters(work, document, kind, step, Directory(work)):
        sentence = "Expected somebody whose own report it is not, but {login} reported or was to."
        raise Invalid.one(field, sentence, login=who.login)
    if who.id in barred(work, document, kind, step, Directory(work)):
        sentence = "Expected somebody whom the document is not about, but it is about {login}."
        raise Invalid.one(field, sentence, login=who.login)
    if task.stage in ("on_approval", "on_signing") and rounds.approves(work, document, who.id, but=task.id):
        sentence = "Expected somebody who does not approve this round already, but {login} does."
        raise Invalid.one(field, sentence, login=who.login)


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
    if how != "again":
        _must_be_another(work, held, who, "who")
    step = rows.asked_step(published.kind.diagram.steps[parent.step])
    why = {
        "template": "{who} asks you: {comment}",
        "facts": {"who": telling.name_of(work, work.actor.person), "comment": comment.strip() or "—"},
    }
    found = Found(_beside(work, held, who), False, why)
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


def excuse(work: Work, held: Held, reason: Text | str) -> None:
    """Leaves a person of a list out, with the reason, which may be said in several languages; the route goes on without him."""
    task, written = held[0], said(reason, held[2].language).strip()
    task.state, task.comment, task.done_at, task.alarm_at = "skipped", written, work.now, None
    task.why = {"template": NOT_ACQUAINTED, "facts": {"reason": written if isinstance(reason, str) else dict(reason)}}
    opening.close_candidates(work, task)
    work.session.flush()
    work.record(
        f"document:{task.document_id}",
        "task.excused",
        task.step,
        before={"task": task.id, "state": "open"},
        after={"item": task.item, "reason": written},
    )


def _tell(work: Work, task: Task, document: Document, published: Published, people: Sequence[int]) -> None:
    step = published.kind.diagram.steps[task.step]
    told: dict[str, Any] = progress.facts(document, step=dict(step.names) or step.name)
    opening.tell(work, task, people, told)
