"""Whether a task is still its holder's, and who may take from him what he keeps from a queue.

It is asked again when his press is kept, because posts, roles and orders end between.
"""

from sqlalchemy import delete, exists, literal

from engine.documents.models import Document, Draft
from engine.documents.rights import may_see
from engine.errors import NotAllowed
from engine.instances.models import Candidate, Task
from engine.instances.rows import step_of
from engine.instances.seats import find
from engine.kinds import Kind
from engine.kinds.rules import ITEM, Answered
from engine.people.queries import today
from engine.people.staff import staff
from engine.work import Work

ABOUT = "task:"  # how drafts of tasks begin to be named


def must_stand(work: Work, document: Document, kind: Kind, task: Task) -> None:
    """Raises NotAllowed when the actor would not be found for the task today: his post, his role, or he himself is gone.

    What was given to him by hand, or is meant for him by name, stays his while he works here.
    """
    who, step = work.actor.person, step_of(kind, task)
    if who not in staff(work).names:
        raise NotAllowed("Expected somebody who works here, but {login} is dismissed.", login=work.actor.login)
    if task.by_hand or (task.item and kind.people[step.lane] == Answered(ITEM)):
        return
    found = find(work, document, kind, step, item=task.item or "")
    if who in {place.person for place in found.places} or (found.skip and who != document.initiator_id):
        return
    if step.id in kind.fields:
        raise NotAllowed("Expected the person who signs here today, but it is somebody else now.", task=task.id)
    raise NotAllowed("Expected the person whose task this is today, but it is somebody else now.", task=task.id)


def may_release(work: Work, task: Task) -> bool:
    """Whether the actor may give back to its queue what another took: his head or the records administrator, where they see
    the document.
    """
    if task.claimed_by in (None, work.actor.person) or not may_see(work, task.document_id):
        return False
    posts = staff(work).held(task.claimed_by or 0, today(work))
    return work.actor.has("records_admin") or any(one.unit in work.actor.headed for one in posts[:1])


def forget_drafts(work: Work) -> None:
    """Drops what was typed for tasks that are closed, or that are another's by now: it was never said."""
    theirs = exists().where(
        Draft.about == literal(ABOUT) + Task.id,
        Task.state.in_(("open", "held")),
        Candidate.task_id == Task.id,
        Candidate.person_id == Draft.person_id,
    )
    work.session.execute(delete(Draft).where(Draft.about.startswith(ABOUT), ~theirs))
