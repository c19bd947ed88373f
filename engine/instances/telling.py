"""Word of what people do with tasks, to everybody who takes part in the document (K-30)."""

from collections.abc import Iterable

from sqlalchemy import select

from engine.catalogue.queries import Published
from engine.documents.models import Document
from engine.instances.models import Candidate, Instance, Task
from engine.instances.progress import facts
from engine.notices.commands import announce
from engine.people.models import Person
from engine.people.staff import staff
from engine.wording import person_name
from engine.work import Work

Held = tuple[Task, Instance, Document, Published]
TO_INITIATOR = frozenset({"return", "reject"})  # he is told by a sentence of its own
TO_ALL = frozenset({"register"})  # everybody is, once the document is closed


def part_takers(work: Work, document: Document) -> set[int]:
    """The initiator and all who decided, did or took a task; of those who were to read it, nobody."""
    found = select(Task.done_by, Task.acting_for, Task.claimed_by).where(
        Task.document_id == document.id, Task.item.is_(None)
    )
    persons = {one for row in work.session.execute(found.distinct()) for one in row if one}
    return persons | {document.initiator_id}


def done(work: Work, held: Held) -> None:
    """Word of a decision; one of a list of readers is noted in the history alone."""
    task, _, document, published = held
    if work.actor.is_office or task.outcome in TO_ALL or _only_read(task):
        return
    left_out = {document.initiator_id} if task.outcome in TO_INITIATOR else set()
    told = {**_who(work, document), "outcome": task.outcome, "step": _step(published, task)}
    announce(work, part_takers(work, document) - left_out, "task.done", document=document.id, facts=told)


def all_done(work: Work, held: Held) -> None:
    """Word that the last of a list of readers has read it."""
    task, _, document, published = held
    if _only_read(task):
        told = facts(document, step=_step(published, task))
        announce(work, part_takers(work, document), "task.all_done", document=document.id, facts=told)


def _only_read(task: Task) -> bool:
    return bool(task.item) and task.outcome == "acknowledge"


def taken(work: Work, task: Task, document: Document, act: str) -> None:
    """Word that somebody took a task from its queue or gave it back; also to the others of the queue."""
    queue = work.session.scalars(select(Candidate.person_id).where(Candidate.task_id == task.id))
    persons = part_takers(work, document) | set(queue)
    announce(work, persons, act, document=document.id, facts=_who(work, document))


def handed(work: Work, held: Held, had: Iterable[int], to: Person) -> None:
    """Word that a task went to somebody else; also to those who had it."""
    task, _, document, published = held
    whom = person_name(to.names, work.actor.language)
    told = {**_who(work, document), "step": _step(published, task), "whom": whom}
    persons = (part_takers(work, document) | set(had)) - {to.id}
    announce(work, persons, "task.handed", document=document.id, facts=told)


def bereft(work: Work, document: Document) -> set[int]:
    """Those whose open tasks were withdrawn in this act."""
    gone = (Task.document_id == document.id, Task.state == "withdrawn", Task.done_at == work.now)
    found = select(Candidate.person_id).join(Task, Task.id == Candidate.task_id).where(*gone)
    return set(work.session.scalars(found.distinct()))


def _who(work: Work, document: Document) -> dict[str, object]:
    called = staff(work).called.get(work.actor.person) or work.get(Person, work.actor.person).names
    return facts(document, who=person_name(called, work.actor.language))


def _step(published: Published, task: Task) -> object:
    step = published.kind.diagram.steps[task.step]
    return dict(step.names) or step.name
