"""The rows of a waiting point: one task, one for each of a list, and those persons asked for beside them.

The route goes on when every row is closed, with the worst of their outcomes. Rows cost the machine nothing: its state
does not know how many there are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import delete, exists, select, update

from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, WrongState
from engine.instances import opening
from engine.instances.models import Candidate, Task, Waiting
from engine.instances.opening import close_candidates
from engine.instances.rounds import WORST
from engine.instances.seats import each_of
from engine.kinds import Kind
from engine.texts import said
from engine.work import Work
from engine.workflow import Outcome, Step

AT_ONCE = 50  # so many rows are opened within the act; more are made afterwards, in portions
ASKED = (
    Outcome("approve", "none", primary=True),
    Outcome("approve_with_remark", "required"),
    Outcome("return", "required"),
    Outcome("reject", "required"),
)
LONGEST_REASON = 500


@dataclass(frozen=True)
class Begun:
    """What came of opening the rows of a list: those nobody may do, or that the list is empty."""

    vacant: tuple[Task, ...] = ()
    none: bool = False


class OfStep(Protocol):
    """A task's row or its card: what is needed to find its step."""

    @property
    def step(self) -> str: ...

    @property
    def asked(self) -> str | None: ...


def step_of(kind: Kind, task: OfStep) -> Step:
    """The step as this task has it: the drawn one, or for an asked approver the buttons of an approver."""
    return asked_step(drawn(kind, task.step)) if task.asked else drawn(kind, task.step)


def drawn(kind: Kind, step: str) -> Step:
    """A step of that version; of a task that was taken back when its document left the version that drew it, a bare one."""
    return kind.diagram.steps.get(step) or Step(step, step, "person", "userTask")


def name_of(kind: Kind, task: Task, language: str) -> str:
    """What the step of a task is called; of one that was taken back when its document left its version, as it was."""
    left = ((task.why or {}).get("facts") or {}).get("step") or task.step
    return kind.step_name(task.step, language) or said(left, language)


def asked_step(step: Step) -> Step:
    """A drawn step as an asked approver has it."""
    level = "simple" if step.level == "certificate" else step.level
    return replace(step, outcomes=ASKED, form="", level=level, of="")


def usual(step: Step) -> str:
    """The outcome that is meant when nothing speaks against it."""
    return next((one.id for one in step.outcomes if one.primary), step.outcomes[0].id)


def of_list(
    work: Work,
    document: Document,
    kind: Kind,
    step: Step,
    token: str,
    told: dict[str, Any],
    *,
    held: Collection[str] = (),
) -> Begun:
    """Opens a row for each of the step's list, or leaves that to portions when there are many."""
    items = each_of(work, document, kind, step)
    if not items:
        why = {"template": "Nobody is named in the list."}
        opening.pass_over(work, document, step, token, usual(step), why)
        return Begun(none=True)
    if len(items) <= AT_ONCE:
        return Begun(vacant=tuple(opening.open_rows(work, document, step, token, items, told, held=held)))
    left = [[one.item, one.found.places[0].person if one.found.places else 0] for one in items]
    parameters = {"left": left, "made": 0, "of": len(left)}
    work.add(
        Waiting(document_id=document.id, token=token, step=step.id, type="rows", parameters=parameters, since=work.now)
    )
    opening.open_rows(work, document, step, token, [], told)
    work.later("open_rows", {"document": document.id, "token": token}, document=document.id)
    return Begun()


def moves_on(work: Work, task: Task, kind: Kind) -> str | None:
    """The outcome by which the waiting point of a closed row goes on; None while other rows stand open."""
    if not task.shared:
        return task.outcome
    work.session.flush()
    point = (Task.document_id == task.document_id, Task.token == task.token)
    left = select(Task.id).where(*point, Task.state.in_(("open", "held"))).limit(1)
    being_made = exists().where(Waiting.document_id == task.document_id, Waiting.token == task.token)
    if work.session.scalar(left) is not None or work.session.scalar(select(being_made)):
        return None
    found = set(work.session.scalars(select(Task.outcome).where(*point, Task.state == "done").distinct()))
    return _worst({one for one in found if one}, kind.diagram.steps[task.step], task)


def _worst(found: set[str], step: Step, task: Task) -> str:
    """The outcome the drawn step knows for what the rows said together."""
    known = {one.id for one in step.outcomes}
    against = next((one for one in WORST if one in found), "")
    if against:
        ways = {"reject": ("reject", "refuse", "return"), "return": ("return", "reject")}.get(against, (against,))
        return next((one for one in ways if one in known), against)
    drawn = [one for one in (task.outcome, *sorted(found)) if one in known]
    return drawn[0] if drawn else usual(step)


def against(outcome: str) -> bool:
    """Whether an outcome speaks against the document."""
    return outcome in WORST


def withdraw(work: Work, document: Document, token: str) -> None:
    """Takes back every row of a waiting point that is not closed, and those still to be made."""
    point = (Task.document_id == document.id, Task.token == token, Task.state.in_(("open", "held")))
    ids = list(work.session.scalars(select(Task.id).where(*point)))
    for first in range(0, len(ids), 500):
        some = ids[first : first + 500]
        work.session.execute(update(Candidate).where(Candidate.task_id.in_(some)).values(open=False))
        work.session.execute(
            update(Task).where(Task.id.in_(some)).values(state="withdrawn", done_at=work.now, alarm_at=None)
        )
    work.session.execute(
        delete(Waiting).where(Waiting.document_id == document.id, Waiting.token == token, Waiting.type == "rows")
    )


def holds(work: Work, parent: Task) -> bool:
    """Whether something asked before the row is still open."""
    asked = (Task.parent_id == parent.id, Task.asked.in_(("before", "again")), Task.state.in_(("open", "held")))
    return work.session.scalar(select(Task.id).where(*asked).limit(1)) is not None


def reopened(work: Work, parent: Task) -> list[int]:
    """Opens a held row again, because what was asked before it is answered; gives its people."""
    parent.state = "open"
    people = list(work.session.scalars(select(Candidate.person_id).where(Candidate.task_id == parent.id)))
    work.session.execute(update(Candidate).where(Candidate.task_id == parent.id).values(open=True))
    return people


def set_aside(work: Work, task: Task) -> None:
    """Closes a held row that nobody will decide any more."""
    task.state, task.done_at, task.alarm_at = "withdrawn", work.now, None
    close_candidates(work, task)


def must_be_excusable(work: Work, task: Task, initiator: int, reason: str) -> None:
    """Raises what is wrong with leaving a person of a list out: NotAllowed, WrongState, Invalid."""
    if not (work.actor.has("hr", "records_admin") or work.actor.person == initiator):
        raise NotAllowed("Expected the initiator or the HR department to note why somebody is not acquainted.")
    if task.state != "open" or not task.item or task.stage in ("on_approval", "on_signing", "on_registration"):
        raise WrongState("Expected an open task of a list, but {task} is none.", task=task.id)
    if not reason.strip() or len(reason) > LONGEST_REASON or "\0" in reason:
        raise Invalid.one(
            "reason",
            "Expected a reason of 1 to {most} characters, but it has {count}.",
            most=LONGEST_REASON,
            count=len(reason.strip()),
        )


def portion(held: Waiting, size: int) -> Sequence[tuple[str, int]]:
    """The next elements of a list whose rows are being made."""
    return [(str(item), int(person)) for item, person in held.parameters["left"][:size]]
