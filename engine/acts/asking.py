"""Asking one more approver, drawn nowhere: before a task, beside it, or an earlier approver again."""

from sqlalchemy import select

from engine.acts.handing import must_be_open, newcomer
from engine.catalogue.queries import version
from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, WrongState
from engine.instances import by_hand
from engine.instances import commands as instances
from engine.instances.models import Candidate, Task
from engine.people.models import Person
from engine.texts import REASON, WHY, check_words
from engine.work import Work

ORDERS = ("before", "beside")
STAGES = ("on_approval", "on_signing")
MOST = 20  # so many may be asked at one waiting point


def add_approver(work: Work, task_id: str, who: str, comment: str = "", order: str = "beside") -> Document:
    """The initiator or the holder of an approving task asks one more approver: before the task, or beside it.

    Before: the task is held until he has answered, and is set aside when he is against. Beside: both are waited for.
    At a signing task only the signer asks, and only before. Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    held = instances.hold_task(work, task_id)
    task, _, document, _ = held
    _may(work, task, document)
    must_be_open(task)
    _must_be_asking(task)
    if order not in ORDERS:
        raise Invalid.one(
            "order", "Expected one of {known}, but it is {value}.", known=", ".join(ORDERS), value=order[:40]
        )
    if task.stage == "on_signing" and order == "beside":
        raise Invalid.one("order", "Expected an approver before the signature, but one beside it was asked for.")
    check_words(comment, "comment", most=REASON)
    person = _asked(work, task, document, who)
    by_hand.ask(work, held, person, how=order, comment=comment)
    return document


def return_to(work: Work, task_id: str, who: str, comment: str) -> Document:
    """The holder asks an approver of this round again; the task is held until he has answered."""
    held = instances.hold_task(work, task_id)
    task, _, document, _ = held
    if instances.place_of(work, task) is None or task.claimed_by not in (None, work.actor.person):
        raise NotAllowed("Expected a task of yours, but this one is not.", task=task.id)
    must_be_open(task)
    _must_be_asking(task)
    check_words(comment, "comment", most=REASON, needed=WHY)
    person = _asked(work, task, document, who)
    if person.id not in approvers(work, document):
        raise Invalid.one("who", "Expected somebody who has approved in this round, but {login} has not.", login=who)
    by_hand.ask(work, held, person, how="again", comment=comment)
    return document


def approvers(work: Work, document: Document) -> list[int]:
    """Those who have approved in this round."""
    done = select(Task.done_by).where(
        Task.document_id == document.id, Task.round == document.round, Task.state == "done", Task.stage == "on_approval"
    )
    return [one for one in work.session.scalars(done.distinct()) if one is not None]


def _may(work: Work, task: Task, document: Document) -> None:
    holds = instances.place_of(work, task) is not None and task.claimed_by in (None, work.actor.person)
    starts = document.initiator_id == work.actor.person and task.stage == "on_approval"
    if not (holds or starts):
        raise NotAllowed(
            "Expected the initiator or the approver himself to ask one more, but you are neither.", task=task.id
        )


def _must_be_asking(task: Task) -> None:
    if task.stage not in STAGES:
        raise WrongState(
            "Expected a document that is not signed yet to ask one more approver, but it is further.", task=task.id
        )


def _asked(work: Work, task: Task, document: Document, login: str) -> Person:
    person = newcomer(work, task, document, login, "who", version(work, document.version_id).kind)
    rows = select(Task.id).where(
        Task.document_id == document.id, Task.token == task.token, Task.state.in_(("open", "held"))
    )
    ids = list(work.session.scalars(rows))
    if len(ids) > MOST:
        raise Invalid.one("who", "Expected at most {most} approvers at once, but there are more.", most=MOST)
    for one in ids:
        if work.session.get(Candidate, (one, person.id)) is not None:
            raise Invalid.one("who", "Expected somebody else, but {login} has this task already.", login=login)
    return person
