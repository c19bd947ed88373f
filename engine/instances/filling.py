"""Making the rows of a long list after the press: portions of a few hundred, each in a short transaction."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.catalogue.queries import Published
from engine.documents.models import Document
from engine.errors import NotFound
from engine.instances import by_hand, opening, progress
from engine.instances.commands import go_on, hold
from engine.instances.models import Instance, Task, Waiting
from engine.instances.seats import Found, Place, Row, find
from engine.kinds import Kind
from engine.kinds.rules import ITEM, Answered
from engine.people.staff import staff
from engine.work import Work
from engine.workflow import Step

SIZE = 250
NAMED = {"template": "You are named in the document.", "facts": {}}
LEFT = {"kk": "жұмыстан босатылды", "ru": "уволен", "ky": "жумуштан бошотулду", "en": "dismissed"}
GONE = {"template": "Not acquainted: {reason}", "facts": {"reason": LEFT["en"]}}


def fill(work: Work, given: Mapping[str, Any]) -> None:
    """The next portion of a list's rows; leaves itself again until all are made.

    Who was dismissed since the list was made is left out with that reason, and holds nothing up.
    """
    document_id, token = str(given["document"]), str(given["token"])
    instance, document, published = hold(work, document_id)
    waiting = work.session.get(Waiting, (document_id, token), populate_existing=True)
    if waiting is None or waiting.type != "rows" or instance.status != "running":
        return
    step = published.kind.diagram.steps[waiting.step]
    left = waiting.parameters["left"]
    some = [_row(work, document, published.kind, step, str(item), int(person)) for item, person in left[:SIZE]]
    told = progress.facts(document, step=dict(step.names) or step.name)
    empty = opening.open_rows(work, document, step, token, some, told)
    gone = {row.item for row in some if row.found.why == GONE}
    for task in empty:
        if task.item in gone:
            by_hand.excuse(work, (task, instance, document, published), LEFT)
    progress.vacant(work, document, step, [task for task in empty if task.item not in gone])
    if len(left) > SIZE:
        made = int(waiting.parameters["made"]) + len(some)
        waiting.parameters = {"left": left[SIZE:], "made": made, "of": waiting.parameters["of"]}
        work.later("open_rows", {"document": document_id, "token": token}, document=document_id)
        return
    work.session.delete(waiting)
    work.session.flush()
    _go_on(work, (instance, document, published), token)


def _row(work: Work, document: Document, kind: Kind, step: Step, item: str, person: int) -> Row:
    if kind.people[step.lane] != Answered(ITEM):
        return Row(item, find(work, document, kind, step, item=item))
    if person not in staff(work).names:
        return Row(item, Found((), False, GONE))
    return Row(item, Found((Place(person),), False, NAMED))


def _go_on(work: Work, held: tuple[Instance, Document, Published], token: str) -> None:
    """The route goes on when every row was closed while the last were being made."""
    closed = select(Task).where(
        Task.document_id == held[1].id, Task.token == token, Task.state.in_(("done", "skipped"))
    )
    last = work.session.scalar(closed.order_by(Task.done_at.desc()).limit(1))
    if last is not None:
        go_on(work, (last, *held))


def made(work: Work, document_id: str, token: str) -> tuple[int, int]:
    """How many rows of a list are made, and of how many; raises NotFound when none are being made."""
    waiting = work.session.get(Waiting, (document_id, token))
    if waiting is None or waiting.type != "rows":
        raise NotFound("Expected tasks that are being made, but there are none.")
    return int(waiting.parameters["made"]), int(waiting.parameters["of"])
