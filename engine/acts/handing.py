"""Handing tasks over: the holder delegates his, a head or the records administrator reassigns another's."""

from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, NotFound, WrongState
from engine.instances import by_hand, rows
from engine.instances import commands as instances
from engine.instances.models import Candidate, Task
from engine.kinds import Kind
from engine.people.models import Person
from engine.people.queries import main_appointment, person
from engine.texts import REASON, WHY, Text, check_words, said
from engine.work import Work


def delegate(work: Work, task_id: str, to: str, comment: str = "") -> Document:
    """The holder gives his task to another employee, who acts in his own name; the holder sees on what comes of it.

    A signature or a registration is not delegated: that needs a substitution by order (K-34). Nor is acquaintance.
    Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    held = instances.hold_task(work, task_id)
    task, _, document, published = held
    must_hold(work, task)
    must_be_open(task)
    _must_not_sign(published.kind, task)
    who = newcomer(work, task, document, to, "to", published.kind)
    check_words(comment, "comment", most=REASON)
    before, after = by_hand.hand_over(work, held, who, comment)
    work.record(f"document:{document.id}", "task.delegated", task.step, before=before, after=after)
    return document


def reassign(work: Work, task_id: str, to: str, comment: str) -> Document:
    """A head of whoever has the task, or the records administrator, gives it to another, with a reason.

    Nobody gives himself another's task by being an administrator. Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    held = instances.hold_task(work, task_id)
    task, _, document, published = held
    above = heads(work, task, document)
    if not (above or work.actor.has("records_admin")):
        raise NotAllowed("Expected a head or the records administrator to give a task to another, but you are none.")
    must_be_open(task)
    _must_not_sign(published.kind, task)
    if document.initiator_id == work.actor.person and decides(task, published.kind):
        raise NotAllowed(
            "Expected somebody who has not started the document to give its decisions to others, but you have."
        )
    who = newcomer(work, task, document, to, "to", published.kind)
    if who.id == work.actor.person and not above:
        raise NotAllowed("Expected an administrator to give a task to somebody else, but it is to himself.")
    check_words(comment, "comment", most=REASON, needed=WHY)
    before, after = by_hand.hand_over(work, held, who, comment)
    work.record(f"document:{document.id}", "task.reassigned", task.step, before=before, after=after)
    return document


def excuse(work: Work, task_id: str, reason: Text | str) -> Document:
    """The initiator or the HR department notes why a person of a list is not acquainted; the route goes on without him.

    A usual reason is given in all languages, and read by everybody in his own.
    """
    held = instances.hold_task(work, task_id)
    rows.must_be_excusable(work, held[0], held[2].initiator_id, said(reason, held[2].language))
    if not acquaints(held[3].kind, held[0]):
        raise WrongState("Expected an open task of a list, but {task} is none.", task=task_id)
    by_hand.excuse(work, held, reason)
    instances.go_on(work, held)
    return held[2]


def must_hold(work: Work, task: Task) -> Candidate:
    """The actor's own place at the task; raises NotAllowed."""
    place = instances.place_of(work, task)
    if place is None or task.claimed_by not in (None, work.actor.person):
        raise NotAllowed("Expected a task of yours, but this one is not.", task=task.id)
    return place


def must_be_open(task: Task) -> None:
    """Raises WrongState when the task is closed, or waits for somebody asked before."""
    if task.state != "open":
        raise WrongState(
            "Expected task {task} to be open, but it is already {state}.",
            task=task.id,
            state=task.outcome or task.state,
        )


def _must_not_sign(kind: Kind, task: Task) -> None:
    if task.step in kind.fields and not task.asked:
        raise NotAllowed("Expected a substitution by order to sign or register for another, but this is a delegation.")
    if task.stage == "rework":
        raise NotAllowed("Expected the initiator himself to mend his document, but this gives it to another.")
    if acquaints(kind, task):
        raise NotAllowed("Expected each person to read the document himself, but this gives his task to another.")


def acquaints(kind: Kind, task: Task) -> bool:
    """Whether the task is one person's acquaintance with the document: nobody does it for him, and he may be excused."""
    step = kind.diagram.steps.get(task.step)
    return bool(task.item) and step is not None and any(one.id == "acknowledge" for one in step.outcomes)


def decides(task: Task, kind: Kind) -> bool:
    """Whether the task is a decision on the document, which its initiator never takes nor places."""
    return task.stage in ("on_approval", "on_signing", "on_registration") or task.step in kind.own_document


def newcomer(work: Work, task: Task, document: Document, login: str, field: str, kind: Kind) -> Person:
    """The employee a task goes to; raises Invalid for one nobody knows, who has it, would decide on his own document, or has no post."""
    try:
        who = person(work, login)
    except NotFound:
        raise Invalid.one(field, "Expected to find the person {login}, but there is none.", login=login) from None
    if who.dismissed is not None or main_appointment(work, who.id) is None:
        raise Invalid.one(field, "Expected an employee with a post, but {login} has none.", login=login)
    if work.session.get(Candidate, (task.id, who.id)) is not None:
        raise Invalid.one(field, "Expected somebody else, but {login} has this task already.", login=login)
    if who.id == document.initiator_id and decides(task, kind):
        raise Invalid.one(
            field, "Expected somebody who does not decide on his own document, but {login} started it.", login=login
        )
    return who


def heads(work: Work, task: Task, document: Document) -> bool:
    """Whether the actor heads a unit of somebody who has the task; of the initiator, when nobody has it."""
    held = [one.person_id for one in by_hand.places(work, task) if one.acting_for is None]
    people = held[:20] or [document.initiator_id]
    posts = [main_appointment(work, one) for one in people]
    return any(post is not None and post.unit_id in work.actor.headed for post in posts)
