"""Every invariant of the data in one look (security 1.1): nothing, or a list of what is broken."""

from collections.abc import Callable, Iterator

from sqlalchemy import and_, func, select

from engine import audit
from engine.catalogue.models import KindVersion
from engine.documents.commands import content_sha256
from engine.documents.models import Attachment, Document, Rendition, Revision
from engine.fsck import runs
from engine.instances.models import Candidate, Instance, Task
from engine.notices.models import Notice
from engine.registration.models import Counter, Registration
from engine.sheets.models import Sheet
from engine.signing.commands import event_sha256
from engine.signing.models import Signature, SignedFile
from engine.work import Work
from engine.workflow import OUTCOMES


def fsck(work: Work) -> Iterator[str]:
    """A sentence for each thing that is not as it must be."""
    for check in CHECKS:
        yield from check(work)


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
    acts = [f"task.{outcome}" for outcome in OUTCOMES]
    noted = select(audit.AuditRecord.stream, func.count()).where(audit.AuditRecord.act.in_(acts))
    known = {one.stream: one[1] for one in work.session.execute(noted.group_by(audit.AuditRecord.stream))}
    done = select(Task.document_id, func.count()).where(Task.state == "done").group_by(Task.document_id)
    for document_id, count in work.session.execute(done):
        if known.get(f"document:{document_id}", 0) != count:
            yield f"document {document_id}: {count} tasks are done, the audit knows {known.get(f'document:{document_id}', 0)}"


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
    """(8) A signature is of the bytes that were shown; (9) its person had the task."""
    had = and_(Candidate.task_id == Signature.task_id, Candidate.person_id == Signature.person_id)
    rows = work.session.execute(
        select(Signature, Rendition.sha256, Task.done_by, Candidate.person_id)
        .join(Rendition, Rendition.id == Signature.rendition_id)
        .join(Task, Task.id == Signature.task_id)
        .outerjoin(Candidate, had)
    )
    for signature, sha256, done_by, place in rows:
        if signature.shown_sha256 != sha256:
            yield f"signature {signature.id}: shown {signature.shown_sha256}, signed {sha256}"
        if done_by not in (None, signature.person_id):
            yield f"signature {signature.id}: the task was done by somebody else"
        if place is None:
            yield f"signature {signature.id}: its person had no such task"
        if event_sha256(signature.event) != signature.event_sha256:
            yield f"signature {signature.id}: what its person did was changed afterwards"


def _newest(work: Work) -> Iterator[str]:
    """(8) A rendition's newest file is the last that was made and not set aside."""
    last = _last_files(work)
    for id, sha256, latest in work.session.execute(select(Rendition.id, Rendition.sha256, Rendition.latest)):
        if latest != last.get(id, sha256):
            yield f"rendition {id}: its newest file is {latest}, the last one kept is {last.get(id, sha256)}"


def _last_files(work: Work) -> dict[str, str]:
    """The last file of each rendition that was not set aside.

    Set aside is one whose signature was found invalid: that of its field which was the newest when the file was made.
    """
    attempts: dict[tuple[str, str], list[Signature]] = {}
    for one in work.session.scalars(select(Signature).order_by(Signature.attempt)):
        attempts.setdefault((one.rendition_id, one.field), []).append(one)
    last: dict[str, str] = {}
    for file in work.session.scalars(select(SignedFile).order_by(SignedFile.rendition_id, SignedFile.number)):
        before = [one.state for one in attempts.get((file.rendition_id, file.field), []) if one.at <= file.at]
        if before[-1:] != ["invalid"]:
            last[file.rendition_id] = file.sha256
    return last


def _content(work: Work) -> Iterator[str]:
    """(10) What a document says is what its newest revision says, and has its hash; one that was sent has a run."""
    files: dict[str, list[str]] = {}
    of_content = select(Attachment.document_id, Attachment.sha256).where(Attachment.content_part, ~Attachment.removed)
    for document_id, sha256 in work.session.execute(of_content.order_by(Attachment.document_id, Attachment.number)):
        files.setdefault(document_id, []).append(sha256)
    newest = and_(Revision.document_id == Document.id, Revision.number == Document.revision)
    query = select(Document, Revision.sha256, Instance.document_id).outerjoin(Revision, newest)
    for document, sha256, run in work.session.execute(
        query.outerjoin(Instance, Instance.document_id == Document.id).execution_options(yield_per=1000)
    ):
        whole = content_sha256(document.answers, files.get(document.id, []))
        if not whole == document.content_sha256 == sha256:
            yield f"document {document.id}: its content is not that of revision {document.revision}"
        if (document.state == "draft") != (run is None):
            yield f"document {document.id}: it is {document.state}, but its run says otherwise"


CHECKS: tuple[Callable[[Work], Iterator[str]], ...] = (
    runs.runs,
    runs.open_tasks,
    runs.held,
    runs.rows,
    runs.steps,
    runs.states,
    _numbers,
    _files,
    _audit,
    _acts,
    _notices,
    _signatures,
    _newest,
    _content,
)
