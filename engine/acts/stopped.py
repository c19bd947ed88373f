"""Steps that stopped, of all kinds: what, where, since when, and what may be done about each. No content is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select

from engine.catalogue.queries import version
from engine.documents.models import Document
from engine.errors import NotAllowed
from engine.instances.models import Incident, Instance, Waiting
from engine.instances.progress import VACANCIES
from engine.jobs import Job
from engine.kinds import Kind
from engine.texts import LANGUAGES, Text
from engine.work import Work

STATES = ("open", "resolved")
MENDERS = ("owner", "records_admin", "admin")
WITHOUT = ("remind", "start_document")  # verbs a document may do without
READ = 'result["{step}"]'


@dataclass(frozen=True)
class Stop:
    """A stopped step; `sort` is verb, vacancy or run (the run as a whole); `tried` says that it is being tried again."""

    id: int
    kind: str
    kind_title: Text
    document: str
    number: str
    document_state: str
    step: str
    step_name: Text
    token: str
    sort: str
    template: str
    facts: Mapping[str, Any]
    detail: str
    state: str
    at: datetime
    resolved_at: datetime | None
    tried: bool
    skips: bool


def must_mend(work: Work) -> None:
    """Raises NotAllowed for anybody but process owners and administrators."""
    if not (work.actor.is_office or work.actor.has(*MENDERS)):
        raise NotAllowed("Expected a process owner or an administrator, but you are neither.")


def stops(
    work: Work, *, kind: str = "", state: str = "open", document: str = "", before: int = 0, limit: int = 50
) -> tuple[list[Stop], int]:
    """Stopped steps, newest first, and the number the next page goes on before (0: there is none)."""
    must_mend(work)
    query = select(Incident, Document).join(Document, Document.id == Incident.document_id)
    query = query.where(Incident.state == state) if state in STATES else query
    query = query.where(Document.kind == kind) if kind else query
    query = query.where(Document.id == document) if document else query
    query = query.where(Incident.id < before) if before else query
    rows = work.session.execute(query.order_by(Incident.id.desc()).limit(limit + 1)).all()
    shown = rows[:limit]
    return [_stop(work, one, document) for one, document in shown], shown[-1][0].id if len(rows) > limit else 0


def counted(work: Work) -> Mapping[str, int]:
    """How many are open, by kind."""
    must_mend(work)
    query = select(Document.kind, func.count()).join(Incident, Incident.document_id == Document.id)
    rows = work.session.execute(query.where(Incident.state == "open").group_by(Document.kind))
    return {str(kind): int(many) for kind, many in rows}


def _stop(work: Work, one: Incident, document: Document) -> Stop:
    kind = version(work, document.version_id).kind
    sort = sort_of(work, one)
    step = kind.diagram.steps.get(one.step)
    return Stop(
        one.id,
        document.kind,
        {each: kind.texts("title", each) for each in LANGUAGES},
        document.id,
        document.numbered(work.actor.language),
        document.state,
        one.step,
        names(kind, one.step),
        one.token,
        sort,
        one.template,
        one.facts,
        one.detail,
        one.state,
        one.at,
        one.resolved_at,
        one.state == "open" and _tried(work, one),
        one.state == "open" and sort == "verb" and step is not None and why_not_skipped(kind, one.step) == "",
    )


def names(kind: Kind, step: str) -> Text:
    """What a step is called, in every language; its id where the version does not know it."""
    return (kind.element_names(step) if step in kind.diagram.steps else {}) or dict.fromkeys(LANGUAGES, step)


def sort_of(work: Work, one: Incident) -> str:
    """Whether a verb stopped, a post is vacant, or the run as a whole."""
    if one.template in VACANCIES:
        return "vacancy"
    owed = select(Waiting.type).where(Waiting.document_id == one.document_id, Waiting.token == one.token)
    return "verb" if one.token and work.session.scalar(owed) == "verb" else "run"


def _tried(work: Work, one: Incident) -> bool:
    alive = exists().where(Job.document == one.document_id, Job.state.in_(("queued", "running")))
    running = exists().where(Instance.document_id == one.document_id, Instance.status == "running")
    return bool(work.session.scalar(select(alive & running)))


def why_not_skipped(kind: Kind, step: str) -> str:
    """The sentence that says why a document cannot do without a step; empty where it can."""
    verb = kind.diagram.steps[step].verb
    if verb not in WITHOUT:
        return "Expected a step that may be left out, but {step} makes, signs, numbers or keeps the document."
    if any(READ.format(step=step) in one or READ.format(step=step).replace('"', "'") in one for one in _read(kind)):
        return "Expected a step whose answer nobody needs, but the route reads what {step} answers."
    return ""


def _read(kind: Kind) -> Sequence[str]:
    """Everything the diagram computes."""
    found = [one.condition for one in kind.diagram.flows]
    for step in kind.diagram.steps.values():
        found += [step.key, step.timer, step.script, step.of, *step.parameters.values()]
    return found
