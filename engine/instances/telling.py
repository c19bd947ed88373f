"""Word of what people do with tasks, to everybody who takes part in the document (K-30)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from engine.catalogue.queries import Published
from engine.documents.models import Document
from engine.instances.models import Candidate, Instance, Task
from engine.instances.progress import facts
from engine.notices.commands import announce
from engine.people.models import Person
from engine.people.staff import staff
from engine.texts import LANGUAGES, Text
from engine.wording import name_in_each
from engine.work import Work

Held = tuple[Task, Instance, Document, Published]
AGAINST = {"document.rejected": ("reject", "refuse"), "document.returned": ("return", "decline_registration")}
TO_INITIATOR = frozenset(one for outcomes in AGAINST.values() for one in outcomes)  # he is told what comes of it
ENDS = {"rejected": "document.rejected", "rework": "document.returned"}  # by the state his document came to
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


def decided(work: Work, held: Held, was: str) -> None:
    """Word to the initiator of what came of a decision, once the run has moved: that his document is rejected or is his
    again, by whom; while others still decide beside, only that one is against. `was` is its state before.
    """
    task, _, document, published = held
    if work.actor.is_office:
        return
    act = ENDS.get(document.state, "") if document.state != was else ""
    if act:
        told = facts(document, who=_against(work, document, AGAINST[act]))
    elif task.outcome not in TO_INITIATOR:
        return
    elif task.stage == "on_execution":
        act, told = "document.declined", _who(work, document)
    else:
        act, told = "task.done", {**_who(work, document), "outcome": task.outcome, "step": _step(published, task)}
    announce(work, [document.initiator_id], act, document=document.id, facts=told)


def _against(work: Work, document: Document, outcomes: Sequence[str]) -> Text:
    """The names, in each language, of those who decided so in this round, the first first; of who acts now, when nobody did."""
    query = select(Task.done_by).where(
        Task.document_id == document.id,
        Task.round == document.round,
        Task.state == "done",
        Task.outcome.in_(outcomes),
        Task.stage != "on_execution",
    )
    found = work.session.scalars(query.order_by(Task.done_at, Task.id))
    persons = list(dict.fromkeys(one for one in found if one)) or [work.actor.person]
    return names_of(work, persons)


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
    told = {**_who(work, document), "step": _step(published, task), "whom": name_in_each(to.names)}
    persons = (part_takers(work, document) | set(had)) - {to.id}
    announce(work, persons, "task.handed", document=document.id, facts=told)


def bereft(work: Work, document: Document) -> set[int]:
    """Those whose open tasks were withdrawn in this act."""
    gone = (Task.document_id == document.id, Task.state == "withdrawn", Task.done_at == work.now)
    found = select(Candidate.person_id).join(Task, Task.id == Candidate.task_id).where(*gone)
    return set(work.session.scalars(found.distinct()))


def _who(work: Work, document: Document) -> dict[str, object]:
    return facts(document, who=name_of(work, work.actor.person))


def name_of(work: Work, person: int) -> Text:
    """Somebody's name as each language writes it."""
    return name_in_each(staff(work).called.get(person) or work.get(Person, person).names)


def names_of(work: Work, persons: Iterable[int]) -> Text:
    """Their names in that order, as each language writes them."""
    names = [name_of(work, one) for one in persons]
    return {language: ", ".join(one[language] for one in names) for language in LANGUAGES}


def _step(published: Published, task: Task) -> object:
    step = published.kind.diagram.steps[task.step]
    return dict(step.names) or step.name
