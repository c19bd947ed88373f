"""Every invariant of the data in one look (security 1.1): nothing, or a list of what is broken."""

from collections.abc import Callable, Iterator

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from engine import audit
from engine.catalogue.models import KindVersion
from engine.catalogue.queries import Published, version
from engine.documents.commands import attached, content_sha256
from engine.documents.models import Attachment, Document, Rendition, Revision
from engine.errors import Refusal
from engine.instances.models import Candidate, Incident, Instance, LogEntry, Task, Waiting
from engine.jobs import Job
from engine.notices.models import Notice
from engine.registration.models import Counter, Registration
from engine.sheets.models import Sheet
from engine.signing.commands import event_sha256
from engine.signing.models import Signature, SignedFile
from engine.signing.queries import files
from engine.work import Work
from engine.workflow import OUTCOMES, Entry, Open


def fsck(work: Work) -> Iterator[str]:
    """A sentence for each thing that is not as it must be."""
    for check in CHECKS:
        yield from check(work)


def _runs(work: Work) -> Iterator[str]:
    """(1) Open tasks equal the tokens that wait for people, waits equal the rest; (2) nobody is silently stuck or ended."""
    for instance in work.session.scalars(select(Instance)):
        name = f"run {instance.document_id}"
        try:
            published = version(work, instance.version_id)
            tokens = work.tools.machine.open_tokens(published.spec, instance.state)
        except Refusal as refusal:
            yield f"{name}: its state cannot be opened: {refusal}"
            continue
        yield from _tokens(work, instance, tokens, name)
        yield from _log(work, instance, published, tokens, name)


def _tokens(work: Work, instance: Instance, tokens: tuple[Open, ...], name: str) -> Iterator[str]:
    if instance.status == "ended":
        if tokens and instance.end not in {"withdrawn", "cancelled", "annulled"}:
            yield f"{name}: it has ended and {[one.token for one in tokens]} are open"
        return
    people = {one.token for one in tokens if one.type == "person"}
    tasks = set(
        work.session.scalars(
            select(Task.token).where(Task.document_id == instance.document_id, Task.state.in_(("open", "held")))
        )
    )
    waiting = work.session.execute(
        select(Waiting.token, Waiting.type).where(Waiting.document_id == instance.document_id)
    ).all()
    tasks |= {token for token, type in waiting if type == "rows"}
    if people != tasks:
        yield f"{name}: the route waits for {sorted(people)}, the tasks are {sorted(tasks)}"
    others = {one.token for one in tokens if one.type != "person"}
    waits = {token for token, type in waiting if type != "rows"}
    if others != waits:
        yield f"{name}: the route waits for {sorted(others)}, the waits are {sorted(waits)}"
    if not tokens and not _has_incident(work, instance.document_id):
        yield f"{name}: it waits for nobody and has not ended"


def _has_incident(work: Work, document_id: str) -> bool:
    return (
        work.session.scalar(
            select(Incident.id).where(Incident.document_id == document_id, Incident.state == "open").limit(1)
        )
        is not None
    )


def _log(work: Work, instance: Instance, published: Published, tokens: tuple[Open, ...], name: str) -> Iterator[str]:
    rows = work.session.scalars(
        select(LogEntry).where(LogEntry.document_id == instance.document_id).order_by(LogEntry.number)
    )
    entries = [
        Entry(
            one.kind,
            one.at,
            token=one.token,
            data=one.data["data"],
            message=one.data["message"],
            key=one.data["key"],
            code=one.data["code"],
        )
        for one in rows
    ]
    try:
        again = work.tools.machine.open_tokens(published.spec, work.tools.machine.replay(published.spec, entries).state)
    except Refusal as refusal:
        yield f"{name}: its log cannot be replayed: {refusal}"
        return
    if {(one.token, one.type) for one in again} != {(one.token, one.type) for one in tokens}:
        yield f"{name}: its log gives {sorted(one.token for one in again)}, its state {sorted(one.token for one in tokens)}"


def _steps(work: Work) -> Iterator[str]:
    """(2) Every step the office owes has a job that will do it, or an incident."""
    for waiting in work.session.scalars(select(Waiting).where(Waiting.type == "verb")):
        job = work.session.scalar(select(Job.id).where(Job.key == f"step:{waiting.document_id}:{waiting.token}"))
        if job is None and not _has_incident(work, waiting.document_id):
            yield f"run {waiting.document_id}: nothing will do its step {waiting.token}"


def _open_tasks(work: Work) -> Iterator[str]:
    """(2) Every open task has somebody who may do it, or an incident; places of closed tasks are closed."""
    for task in work.session.scalars(select(Task).where(Task.state == "open")):
        somebody = work.session.scalar(
            select(Candidate.person_id).where(Candidate.task_id == task.id, Candidate.open).limit(1)
        )
        if somebody is None and not _has_incident(work, task.document_id):
            yield f"task {task.id}: nobody may do it"
    left = (
        select(Candidate.task_id).join(Task, Task.id == Candidate.task_id).where(Task.state != "open", Candidate.open)
    )
    for task_id in work.session.scalars(left):
        yield f"task {task_id}: it is closed but stands in somebody's list"


def _held(work: Work) -> Iterator[str]:
    """(2) A task that is held waits for something asked before it."""
    asked = aliased(Task)
    waits = exists().where(asked.parent_id == Task.id, asked.state.in_(("open", "held")))
    for task_id in work.session.scalars(select(Task.id).where(Task.state == "held", ~waits)):
        yield f"task {task_id}: it is held, but nothing was asked before it"


def _numbers(work: Work) -> Iterator[str]:
    """(3) Numbers 1 to last without hole or double in each journal and year; the document carries its own."""
    for counter in work.session.scalars(select(Counter)):
        same = (Registration.journal == counter.journal, Registration.year == counter.year)
        count, last = work.session.execute(
            select(func.count(), func.coalesce(func.max(Registration.serial), 0)).where(*same)
        ).one()
        first = work.session.scalar(select(func.coalesce(func.min(Registration.serial), 1)).where(*same))
        if not count == last == counter.last or first != 1:
            yield f"journal {counter.journal} {counter.year}: {count} registrations, highest {last}, counter {counter.last}"
    uncounted = (
        select(Registration.number)
        .outerjoin(Counter, (Counter.journal == Registration.journal) & (Counter.year == Registration.year))
        .where(Counter.journal.is_(None))
    )
    for number in work.session.scalars(uncounted):
        yield f"number {number}: its journal has no counter of that year"
    unregistered = (
        select(Document.id)
        .outerjoin(Registration, Registration.document_id == Document.id)
        .where(Document.number.is_not(None), Registration.id.is_(None))
    )
    for document_id in work.session.scalars(unregistered):
        yield f"document {document_id}: it has a number that stands in no journal"
    for registration, document in work.session.execute(
        select(Registration, Document).join(Document, Document.id == Registration.document_id)
    ):
        if (document.number, document.dated) != (registration.number, registration.dated):
            yield f"document {document.id}: its number {document.number} is not the journal's {registration.number}"


def _files(work: Work) -> Iterator[str]:
    """(4) Every file that is spoken of is there, with the bytes its name says."""
    spoken: dict[str, str] = {}
    for column, what in (
        (Attachment.sha256, "attachment"),
        (Rendition.sha256, "rendition"),
        (Rendition.latest, "rendition"),
        (SignedFile.sha256, "signed file"),
        (KindVersion.bundle, "kind"),
        (Sheet.sha256, "sheet"),
    ):
        spoken |= dict.fromkeys(work.session.scalars(select(column).distinct()), what)
    for sha256, what in spoken.items():
        if not work.tools.files.whole(sha256):
            yield f"file {sha256} ({what}): it is missing or has changed"


def _audit(work: Work) -> Iterator[str]:
    """(5) The chains of the audit are whole."""
    yield from audit.verify(work.session)


def _acts(work: Work) -> Iterator[str]:
    """(6) Every task a person has done stands in the audit of its document."""
    done = select(Task.document_id, func.count()).where(Task.state == "done").group_by(Task.document_id)
    for document_id, count in work.session.execute(done):
        noted = select(func.count()).where(
            audit.AuditRecord.stream == f"document:{document_id}",
            audit.AuditRecord.act.in_([f"task.{outcome}" for outcome in OUTCOMES]),
        )
        if work.session.scalar(noted) != count:
            yield f"document {document_id}: {count} tasks are done, the audit knows {work.session.scalar(noted)}"


def _notices(work: Work) -> Iterator[str]:
    """(7) Nobody was told of a document that is not there."""
    lost = (
        select(Notice.id)
        .outerjoin(Document, Document.id == Notice.document_id)
        .where(Notice.document_id.is_not(None), Document.id.is_(None))
    )
    for notice in work.session.scalars(lost):
        yield f"notice {notice}: its document is not there"


def _signatures(work: Work) -> Iterator[str]:
    """(8) A signature is of the bytes that were shown; (9) its person had the task; a rendition's newest file is its last."""
    rows = work.session.execute(
        select(Signature, Rendition, Task)
        .join(Rendition, Rendition.id == Signature.rendition_id)
        .join(Task, Task.id == Signature.task_id)
    )
    for signature, rendition, task in rows:
        if signature.shown_sha256 != rendition.sha256:
            yield f"signature {signature.id}: shown {signature.shown_sha256}, signed {rendition.sha256}"
        if task.done_by not in (None, signature.person_id):
            yield f"signature {signature.id}: the task was done by somebody else"
        if work.session.get(Candidate, (task.id, signature.person_id)) is None:
            yield f"signature {signature.id}: its person had no such task"
        if event_sha256(signature.event) != signature.event_sha256:
            yield f"signature {signature.id}: what its person did was changed afterwards"


def _newest(work: Work) -> Iterator[str]:
    """(8) A rendition's newest file is the last that was made and not set aside."""
    for rendition in work.session.scalars(select(Rendition)):
        left = [rendition.sha256, *(one.sha256 for one in files(work, rendition.id) if not _set_aside(work, one))]
        if rendition.latest != left[-1]:
            yield f"rendition {rendition.id}: its newest file is {rendition.latest}, the last one kept is {left[-1]}"


def _set_aside(work: Work, file: SignedFile) -> bool:
    """Whether the file's signature was found invalid: that of its field which was the newest when the file was made."""
    state = (
        select(Signature.state)
        .where(Signature.rendition_id == file.rendition_id, Signature.field == file.field, Signature.at <= file.at)
        .order_by(Signature.attempt.desc())
        .limit(1)
    )
    return work.session.scalar(state) == "invalid"


def _content(work: Work) -> Iterator[str]:
    """(10) What a document says is what its newest revision says, and has its hash; one that was sent has a run."""
    for document in work.session.scalars(select(Document)):
        revision = work.session.get(Revision, (document.id, document.revision))
        whole = content_sha256(document.answers, attached(work, document.id))
        if revision is None or not whole == document.content_sha256 == revision.sha256:
            yield f"document {document.id}: its content is not that of revision {document.revision}"
        if (document.state == "draft") != (work.session.get(Instance, document.id) is None):
            yield f"document {document.id}: it is {document.state}, but its run says otherwise"


CHECKS: tuple[Callable[[Work], Iterator[str]], ...] = (
    _runs,
    _open_tasks,
    _held,
    _steps,
    _numbers,
    _files,
    _audit,
    _acts,
    _notices,
    _signatures,
    _newest,
    _content,
)
