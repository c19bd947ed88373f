"""Who may do open tasks is found anew: a substitution begins or ends, somebody is appointed, dismissed, given a role."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select

from engine.catalogue.queries import Published, version
from engine.documents.models import Document
from engine.instances import opening, progress, rows
from engine.instances.by_hand import logins, places
from engine.instances.commands import hold, resolve_incidents
from engine.instances.models import Candidate, Instance, Task
from engine.instances.own import barred
from engine.instances.seats import Directory, Found, Place, beside, find
from engine.kinds import Kind
from engine.kinds.rules import ITEM, Answered, holders_of
from engine.people.models import Appointment, Person, RoleGrant
from engine.work import Work
from engine.workflow import Step

WAITS = ("open", "held")


def reseat(work: Work, given: Mapping[str, Any]) -> None:
    """Leaves a look at every document whose open tasks may have other people now. `persons` and `units` are those who changed."""
    persons, units = ([int(one) for one in given.get(name, ())] for name in ("persons", "units"))
    for document_id in concerned(work, persons, units):
        work.later("reseat_document", {"document": document_id}, key=f"reseat:{document_id}", document=document_id)


def concerned(work: Work, persons: Collection[int], units: Collection[int] = ()) -> list[str]:
    """Documents with open tasks of those persons, of their colleagues, of whoever holds a post or role they have or had, or
    of nobody; and those from the units.
    """
    theirs_in = select(Appointment.unit_id).where(Appointment.person_id.in_(persons))
    near = select(Appointment.person_id).where(Appointment.unit_id.in_(theirs_in))
    seated = exists().where(Candidate.task_id == Task.id)
    theirs = seated.where(
        or_(Candidate.person_id.in_(persons), Candidate.acting_for.in_(persons), Candidate.person_id.in_(near))
    )
    named = [and_(Instance.version_id == version, Task.step == step) for version, step in _steps(work, persons)]
    started = exists().where(Document.id == Task.document_id, Document.unit_id.in_(units))
    found = select(Task.document_id).join(Instance, Instance.document_id == Task.document_id)
    found = found.where(Task.state.in_(WAITS), or_(theirs, ~seated, *named, *([started] if units else [])))
    return list(work.session.scalars(found.distinct().order_by(Task.document_id)))


def _steps(work: Work, persons: Collection[int]) -> list[tuple[int, str]]:
    """Steps with open tasks, by version of their kind, whose rule names a post or role of those persons."""
    held = {
        *work.session.scalars(select(Appointment.post).where(Appointment.person_id.in_(persons)).distinct()),
        *work.session.scalars(select(RoleGrant.role).where(RoleGrant.person_id.in_(persons)).distinct()),
    }
    drawn = select(Instance.version_id, Task.step).join(Instance, Instance.document_id == Task.document_id)
    found = work.session.execute(drawn.where(Task.state.in_(WAITS)).distinct()).all()
    return [(id, step) for id, step in found if held & _holders(version(work, id).kind, step)]


def _holders(kind: Kind, step: str) -> frozenset[str]:
    return holders_of(kind.people[kind.diagram.steps[step].lane])


def reseat_document(work: Work, given: Mapping[str, Any]) -> None:
    """Gives the open tasks of a document to whom they belong today; what was chosen by hand stays with him and his substitutes."""
    instance, document, published = hold(work, str(given["document"]))
    if instance.status != "running":
        return
    waiting = select(Task).where(Task.document_id == document.id, Task.state.in_(WAITS)).order_by(Task.opened, Task.id)
    for task in work.session.scalars(waiting):
        _reseat(work, task, document, published)


def _reseat(work: Work, task: Task, document: Document, published: Published) -> None:
    step = published.kind.diagram.steps[task.step]
    wanted = {one.person: one for one in _wanted(work, task, document, published, step)}
    had = {one.person_id: one for one in places(work, task)}
    gone = [one for one in had if one not in wanted]
    come = [wanted[one] for one in wanted if one not in had]
    other = [wanted[one] for one in wanted if one in had and not _same(had[one], wanted[one])]
    taken = task.claimed_by if task.claimed_by in gone or _away(work, task.claimed_by) else None
    if not (gone or come or other or taken):
        return
    before = _told(work, list(had.values()))
    work.session.execute(delete(Candidate).where(Candidate.task_id == task.id, Candidate.person_id.in_(gone)))
    for place in other:
        had[place.person].acting_for, had[place.person].basis = place.acting_for, place.basis
    task.claimed_by = None if taken else task.claimed_by
    opening.seat(work, task, come, open=task.state == "open")
    after = _told(work, places(work, task))
    work.record(
        f"document:{document.id}",
        "task.reseated",
        task.step,
        before={"task": task.id, **before},
        after={"task": task.id, **after},
    )
    told = set(wanted) - {taken} if taken else {one.person for one in come}
    opening.tell(work, task, sorted(told), progress.facts(document, step=dict(step.names) or step.name))
    if wanted:
        resolve_incidents(work, document.id, progress.vacancy(task))
    else:
        progress.vacant(work, document, step, [task])


def _same(had: Candidate, wanted: Place) -> bool:
    return (had.acting_for, had.basis) == (wanted.acting_for, wanted.basis)


def _away(work: Work, person: int | None) -> bool:
    """Whether somebody stands for that person today: he keeps nothing back from a queue then."""
    return person is not None and bool(Directory(work).substitutes([person], signing=False))


def _told(work: Work, had: Sequence[Candidate]) -> dict[str, Any]:
    """Who sits there and by which orders, for the audit."""
    orders = sorted({one.basis for one in had if one.basis})
    return {"people": logins(work, had), **({"basis": orders} if orders else {})}


def _wanted(work: Work, task: Task, document: Document, published: Published, step: Step) -> tuple[Place, ...]:
    out = barred(work, document, published.kind, step, Directory(work))
    if task.by_hand or (task.item and published.kind.people[step.lane] == Answered(ITEM)):
        return _chosen(work, task, document, out)
    found: Found = find(work, document, published.kind, rows.step_of(published.kind, task), item=task.item or "")
    if found.skip:
        return _here(work, task, document, out)
    task.queue = found.queue
    return found.places


def _chosen(work: Work, task: Task, document: Document, out: Collection[int]) -> tuple[Place, ...]:
    """Those who were chosen by name and still work here, and who stands for them today.

    A person of a list stays, whoever has left: his row is closed with the reason, and the sheet names him.
    """
    if not task.by_hand:
        return tuple(Place(one.person_id) for one in places(work, task) if one.acting_for is None)
    return _here(work, task, document, out)


def _here(work: Work, task: Task, document: Document, out: Collection[int]) -> tuple[Place, ...]:
    """Those who sit there in their own names and still work here, and who stands for them today."""
    own = {one.person_id: one for one in places(work, task) if one.acting_for is None}
    here = set(work.session.scalars(select(Person.id).where(Person.id.in_(own), Person.dismissed.is_(None))))
    giver = next((one.given_by for one in own.values()), None)
    found = beside(work, document, [one for one in own if one in here], out=out)
    return tuple(Place(one.person, one.acting_for, one.basis, giver) for one in found)
