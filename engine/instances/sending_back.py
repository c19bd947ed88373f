"""A document is sent back by hand to a person's step it has been at (ADR 0023)."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from engine.documents.models import Document
from engine.documents.queries import rendition
from engine.instances import progress
from engine.instances.commands import resolve_incidents
from engine.instances.models import LogEntry, Task, Waiting
from engine.instances.moving import Held
from engine.work import Work
from engine.workflow import Diagram, Entry

STATES = ("on_approval", "on_signing")
BEFORE_SIGNING = ("on_approval", "on_signing", "rework")


def targets(work: Work, held: Held) -> list[str]:
    """The persons' steps before the signature that lie behind the document in this round, in the order it was there."""
    instance, document, published = held
    if instance.status != "running" or document.state not in STATES:
        return []
    diagram, frozen = published.kind.diagram, _is_frozen(work, document)
    return [
        id
        for id in _behind(work, held)
        if diagram.steps[id].stage in BEFORE_SIGNING
        and not diagram.steps[id].of
        and (frozen or diagram.steps[id].stage == "rework")
        and not in_branch(diagram, id)
    ]


def _behind(work: Work, held: Held) -> list[str]:
    """The persons' steps the document has passed since it was last sent, without those it came back from."""
    instance, document, published = held
    steps, way = published.kind.diagram.steps, list[str]()
    log = select(LogEntry.kind, LogEntry.token, LogEntry.data).where(LogEntry.document_id == document.id)
    for kind, token, data in work.session.execute(log.order_by(LogEntry.number)):
        step = str(data["data"]["to"]) if kind == "move" else token.partition("#")[0]
        if kind not in ("finish", "move") or step not in steps or steps[step].type != "person":
            continue
        way = [] if steps[step].stage == "rework" else _before(way, step)
        way += [step] if kind == "finish" else []
    for one in work.tools.machine.open_tokens(published.spec, instance.state):
        way = _before(way, one.step_id)
    return way


def _before(way: list[str], step: str) -> list[str]:
    return way[: way.index(step)] if step in way else way


def _is_frozen(work: Work, document: Document) -> bool:
    """Whether the file of this round is there, which approvers decide on."""
    frozen = rendition(work, document.id)
    return frozen is not None and frozen.round == document.round


def in_branch(diagram: Diagram, step: str) -> bool:
    """Whether the step stands between a split and the join that waits for all of its branches."""
    reached = _reached(diagram, step, without="")
    joins = [id for id in reached if diagram.steps[id].element == "parallelGateway" and len(diagram.arriving(id)) > 1]
    for join in joins:
        here = _reached(diagram, step, without=join) | {step}
        if any(flow.source not in here for flow in diagram.arriving(join)):
            return True
    return False


def _reached(diagram: Diagram, step: str, *, without: str) -> set[str]:
    found, todo = set[str](), [step]
    while todo:
        for flow in diagram.leaving(todo.pop()):
            if flow.target != without and flow.target not in found:
                found.add(flow.target)
                todo.append(flow.target)
    return found


def carry_out(work: Work, held: Held, token: str, step: str, why: str) -> None:
    """The token waits at that step now; what waited where it was is withdrawn. Raises WrongState, Stopped."""
    instance, document, published = held
    ids = _open_rows(work, document, token)
    advance = work.tools.machine.put(published.spec, instance.state, token, step, work.now)
    work.session.execute(delete(Waiting).where(Waiting.document_id == document.id, Waiting.token == token))
    resolve_incidents(work, document.id, token, "")
    entry = Entry("move", work.now, token=token, data={"to": step})
    progress.apply(work, instance, document, published, advance, entry)
    told = {"template": "The document was sent back: {reason}", "facts": {"reason": why}}
    work.session.execute(update(Task).where(Task.id.in_(ids)).values(why=told, comment=why))


def _open_rows(work: Work, document: Document, token: str) -> Sequence[str]:
    point = (Task.document_id == document.id, Task.token == token, Task.state.in_(("open", "held")))
    return work.session.scalars(select(Task.id).where(*point)).all()
