"""Rounds of approval: who need not be asked again, because only requisites changed (domain 6.0, repeat_scope)."""

from typing import Any

from sqlalchemy import and_, exists, or_, select

from engine.documents.models import Document, Rendition, Revision
from engine.instances import opening
from engine.instances.models import Candidate, Task
from engine.kinds import Kind
from engine.work import Work
from engine.workflow import Step

FOR = ("approve", "approve_with_remark")
WORST = ("reject", "refuse", "return", "decline_registration", "return_report", "return_settlement")  # worst first


def approved_before(work: Work, document: Document, kind: Kind, step: Step, token: str) -> bool:
    """Whether the step was approved in the last round and stays so; its passing over is noted then."""
    if document.round < 2 or kind.repeat != "changed" or step.stage != "on_approval":
        return False
    was = _approval(work, document, step)
    if was is None or _asked_already(work, document, step) or not same_content(work, document, kind):
        return False
    why = {"template": "Approved in round {round}; the content has not changed.", "facts": {"round": _first(was)}}
    opening.pass_over(work, document, step, token, "approve", why)
    return True


def _approval(work: Work, document: Document, step: Step) -> Task | None:
    """How the step was approved in the last round; None when anybody asked there was against."""
    there = (Task.document_id == document.id, Task.step == step.id, Task.round == document.round - 1)
    against = select(Task.id).where(*there, Task.state == "done", Task.outcome.in_(WORST)).limit(1)
    if work.session.scalar(against) is not None:
        return None
    last = select(Task).where(*there, Task.state.in_(("done", "skipped")), Task.outcome.in_(FOR), Task.asked.is_(None))
    return work.session.scalar(last.order_by(Task.opened.desc()).limit(1))


def _asked_already(work: Work, document: Document, step: Step) -> bool:
    """Whether the route has been at the step in this round: who is sent back to it is to look again."""
    there = (Task.document_id == document.id, Task.step == step.id, Task.round == document.round)
    return work.session.scalar(select(Task.id).where(*there).limit(1)) is not None


def approves(work: Work, document: Document, person: int, *, but: str) -> bool:
    """Whether a person has approved this round, or is asked to in his own name, at another task than that one."""
    there = (Task.document_id == document.id, Task.round == document.round, Task.stage == "on_approval", Task.id != but)
    seated = exists().where(Candidate.task_id == Task.id, Candidate.person_id == person, Candidate.acting_for.is_(None))
    waits = and_(Task.state.in_(("open", "held")), seated)
    has = and_(Task.state == "done", Task.done_by == person)
    return work.session.scalar(select(Task.id).where(*there, or_(waits, has)).limit(1)) is not None


def _first(task: Task) -> int:
    """The round somebody decided in, also when it was carried over since."""
    return (
        int(((task.why or {}).get("facts") or {}).get("round") or task.round) if task.state == "skipped" else task.round
    )


def same_content(work: Work, document: Document, kind: Kind, *, since: int = 0) -> bool:
    """Whether the content is that of the last round, or of the round `since`: everything but the kind's requisites, and
    the files.
    """
    frozen = last_rendition(work, document, since)
    if frozen is None:
        return False
    before = work.get(Revision, (document.id, frozen.revision))
    now = work.get(Revision, (document.id, document.revision))
    return _content(before, kind) == _content(now, kind)


def last_rendition(work: Work, document: Document, since: int = 0) -> Rendition | None:
    """The frozen file of the round before, or of the round `since`."""
    before = (Rendition.document_id == document.id, Rendition.round == (since or document.round - 1))
    return work.session.scalar(select(Rendition).where(*before))


def _content(revision: Revision, kind: Kind) -> tuple[dict[str, Any], list[str]]:
    answers = {key: value for key, value in revision.answers.items() if key not in kind.requisites}
    return answers, sorted(revision.attachments)
