"""What a person may do with a task besides deciding it, and what a page says of a task he may only hand over."""

from dataclasses import dataclass

from engine.acts.asking import STAGES, approvers
from engine.acts.handing import acquaints, decides, heads
from engine.catalogue.queries import version
from engine.documents.models import Document
from engine.errors import NotAllowed
from engine.instances import by_hand
from engine.instances.models import Task
from engine.instances.queries import TaskCard
from engine.instances.standing import may_release
from engine.people.queries import PersonCard, cards
from engine.work import Work


@dataclass(frozen=True)
class About:
    """A task as whoever hands it over sees it: no word of the document's content."""

    id: str
    kind: str
    step: str
    people: tuple[PersonCard, ...]
    open: bool


def offered(work: Work, card: TaskCard) -> frozenset[str]:
    """The verbs of `delegate add_approver return_to reassign release` that the actor may use on the task now."""
    if card.state != "open":
        return frozenset()
    document, task = work.get(Document, card.document), work.get(Task, card.id)
    kind = version(work, document.version_id).kind
    signs = (card.step in kind.fields and not card.asked) or acquaints(kind, task) or card.stage == "rework"
    own = document.initiator_id == work.actor.person and decides(task, kind)
    asks = card.stage in STAGES
    mine = card.mine
    starts = document.initiator_id == work.actor.person and card.stage == "on_approval"
    found = {
        "delegate": mine and not signs,
        "add_approver": asks and (mine or starts),
        "return_to": asks and mine and bool(set(approvers(work, document)) - {work.actor.person}),
        "reassign": not signs
        and not mine
        and not own
        and (heads(work, task, document) or work.actor.has("records_admin")),
        "release": task.queue and may_release(work, task),
    }
    return frozenset(verb for verb, may in found.items() if may)


def about(work: Work, task_id: str) -> About:
    """A task for whoever may give it to another; raises NotFound, NotAllowed."""
    task = work.get(Task, task_id)
    document = work.get(Document, task.document_id)
    if not (work.actor.has("records_admin") or heads(work, task, document)):
        raise NotAllowed("Expected a head or the records administrator to give a task to another, but you are none.")
    kind = version(work, document.version_id).kind
    people = cards(work, [one.person_id for one in by_hand.places(work, task)][:20])
    language = work.actor.language
    return About(
        task.id,
        kind.texts("title", language),
        kind.step_name(task.step, language),
        tuple(people.values()),
        task.state == "open",
    )


def earlier(work: Work, card: TaskCard) -> list[PersonCard]:
    """Those who have approved in this round and may be asked again."""
    document = work.get(Document, card.document)
    return list(cards(work, set(approvers(work, document)) - {work.actor.person}).values())
