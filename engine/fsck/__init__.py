"""Every invariant of the data in one look (security 1.1): nothing, or a list of what is broken."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import and_, func, select

from engine import audit
from engine.catalogue.models import KindVersion
from engine.documents import relations
from engine.documents.commands import content_sha256
from engine.documents.models import Attachment, Document, Rendition, Revision
from engine.fsck import runs
from engine.instances.models import Candidate, Instance, Task
from engine.jobs import Job
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


_OF_COUNTER = and_(Registration.journal == Counter.journal, Registration.year == Counter.year)
_COUNTED = (
    select(
        Counter.journal,
        Counter.year,
        Counter.last,
        func.count(Registration.id).label("count"),
        func.coalesce(func.max(Registration.serial), 0).label("highest"),
        func.coalesce(func.min(Registration.serial), 1).label("first"),
    )
    .outerjoin(Registration, _OF_COUNTER)
    .group_by(Counter.journal, Counter.year, Counter.last)
)
_UNCOUNTED = select(Registration.number).outerjoin(Counter, _OF_COUNTER).where(Counter.journal.is_(None))
_UNREGISTERED = (
    select(Document.id)
    .outerjoin(Registration, Registration.document_id == Document.id)
    .where(Document.number.is_not(None), Registration.id.is_(None))
)
_OTHERWISE_NUMBERED = (
    select(Document.id, Document.number, Registration.number.label("registered"))
    .join(Registration, Registration.document_id == Document.id)
    .where(
        Document.number.is_distinct_from(Registration.number) | Document.dated.is_distinct_from(Registration.dated),
    )
)


def _numbers(work: Work) -> Iterator[str]:
    """(3) Numbers 1 to last without hole or double in each journal and year; the document carries its own."""
    for one in work.session.execute(_COUNTED):
        if not one.count == one.highest == one.last or one.first != 1:
            yield (
                f"journal {one.journal} {one.year}: {one.count} registrations, highest {one.highest}, counter {one.last}"
            )
    for number in work.session.scalars(_UNCOUNTED):
        yield f"number {number}: its journal has no counter of that year"
    for document_id in work.session.scalars(_UNREGISTERED):
        yield f"document {document_id}: it has a number that stands in no journal"
    for document_id, given, registered in work.session.execute(_OTHERWISE_NUMBERED):
        yield f"document {document_id}: its number {given} is not the journal's {registered}"


_SPOKEN = tuple(
    (select(column).distinct(), what)
    for column, what in (
        (Attachment.sha256, "attachment"),
        (Rendition.sha256, "rendition"),
        (Rendition.latest, "rendition"),
        (SignedFile.sha256, "signed file"),
        (KindVersion.bundle, "kind"),
        (Sheet.sha256, "sheet"),
    )
)


def _files(work: Work) -> Iterator[str]:
    """(4) Every file that is spoken of is there, with the bytes its name says."""
    spoken: dict[str, str] = {}
    for names, what in _SPOKEN:
        spoken |= dict.fromkeys(work.session.scalars(names), what)
    for sha256, what in spoken.items():
        if not work.tools.files.whole(sha256):
            yield f"file {sha256} ({what}): it is missing or has changed"


def chains(work: Work) -> Iterator[str]:
    """(5) The chains of the audit are whole."""
    yield from audit.verify(work.session)


_NOTED = (
    select(audit.AuditRecord.stream, func.count())
    .where(audit.AuditRecord.act.in_([f"task.{outcome}" for outcome in OUTCOMES]))
    .group_by(audit.AuditRecord.stream)
)
_DONE = select(Task.document_id, func.count()).where(Task.state == "done").group_by(Task.document_id)


def _acts(work: Work) -> Iterator[str]:
    """(6) Every task a person has done stands in the audit of its document."""
    known = {one.stream: one[1] for one in work.session.execute(_NOTED)}
    for document_id, count in work.session.execute(_DONE):
        if known.get(f"document:{document_id}", 0) != count:
            yield f"document {document_id}: {count} tasks are done, the audit knows {known.get(f'document:{document_id}', 0)}"


_OF_NOTHING = (
    select(Notice.id)
    .outerjoin(Document, Document.id == Notice.document_id)
    .where(Notice.document_id.is_not(None), Document.id.is_(None))
)


def _notices(work: Work) -> Iterator[str]:
    """(7) Nobody was told of a document that is not there."""
    for notice in work.session.scalars(_OF_NOTHING):
        yield f"notice {notice}: its document is not there"


_SIGNED = (
    select(
        Signature.id,
        Signature.person_id,
        Signature.shown_sha256,
        Signature.event,
        Signature.event_sha256,
        Rendition.sha256,
        Task.done_by,
        Candidate.person_id.label("place"),
    )
    .join(Rendition, Rendition.id == Signature.rendition_id)
    .join(Task, Task.id == Signature.task_id)
    .outerjoin(Candidate, and_(Candidate.task_id == Signature.task_id, Candidate.person_id == Signature.person_id))
)


def _signatures(work: Work) -> Iterator[str]:
    """(8) A signature is of the bytes that were shown; (9) its person had the task."""
    for one in work.session.execute(_SIGNED):
        if one.shown_sha256 != one.sha256:
            yield f"signature {one.id}: shown {one.shown_sha256}, signed {one.sha256}"
        if one.done_by not in (None, one.person_id):
            yield f"signature {one.id}: the task was done by somebody else"
        if one.place is None:
            yield f"signature {one.id}: its person had no such task"
        if event_sha256(one.event) != one.event_sha256:
            yield f"signature {one.id}: what its person did was changed afterwards"


_RENDITIONS = select(Rendition.id, Rendition.sha256, Rendition.latest)
_ATTEMPTS = select(Signature.rendition_id, Signature.field, Signature.at, Signature.state).order_by(Signature.attempt)
_KEPT = select(SignedFile.rendition_id, SignedFile.field, SignedFile.at, SignedFile.sha256).order_by(
    SignedFile.rendition_id, SignedFile.number
)


def _newest(work: Work) -> Iterator[str]:
    """(8) A rendition's newest file is the last that was made and not set aside."""
    last = _last_files(work)
    for id, sha256, latest in work.session.execute(_RENDITIONS):
        if latest != last.get(id, sha256):
            yield f"rendition {id}: its newest file is {latest}, the last one kept is {last.get(id, sha256)}"


def _last_files(work: Work) -> dict[str, str]:
    """The last file of each rendition that was not set aside.

    Set aside is one whose signature was found invalid: that of its field which was the newest when the file was made.
    """
    attempts: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
    for one in work.session.execute(_ATTEMPTS):
        attempts.setdefault((one.rendition_id, one.field), []).append((one.at, one.state))
    last: dict[str, str] = {}
    for file in work.session.execute(_KEPT):
        before = [state for at, state in attempts.get((file.rendition_id, file.field), []) if at <= file.at]
        if before[-1:] != ["invalid"]:
            last[file.rendition_id] = file.sha256
    return last


_PARTS = (
    select(Attachment.document_id, Attachment.sha256)
    .where(Attachment.content_part, ~Attachment.removed)
    .order_by(Attachment.document_id, Attachment.number)
)
_SAID = (
    select(
        Document.id,
        Document.answers,
        Document.content_sha256,
        Document.revision,
        Document.state,
        Revision.sha256,
        Instance.document_id.label("run"),
    )
    .outerjoin(Revision, and_(Revision.document_id == Document.id, Revision.number == Document.revision))
    .outerjoin(Instance, Instance.document_id == Document.id)
    .execution_options(yield_per=1000)
)


def _content(work: Work) -> Iterator[str]:
    """(10) What a document says is what its newest revision says, and has its hash; one that was sent has a run."""
    files: dict[str, list[str]] = {}
    for document_id, sha256 in work.session.execute(_PARTS):
        files.setdefault(document_id, []).append(sha256)
    for one in work.session.execute(_SAID):
        whole = content_sha256(one.answers, files.get(one.id, []))
        if not whole == one.content_sha256 == one.sha256:
            yield f"document {one.id}: its content is not that of revision {one.revision}"
        if (one.state == "draft") != (one.run is None):
            yield f"document {one.id}: it is {one.state}, but its run says otherwise"


_COUNTED_SOON = select(Job.document).where(Job.name == relations.STAND, Job.state != "dead")


def _standings(work: Work) -> Iterator[str]:
    """(10) A document stands as those in force that amend or repeal it say, or is being counted anew."""
    soon = set(work.session.scalars(_COUNTED_SOON))
    for document_id in relations.misplaced(work):
        if document_id not in soon:
            yield f"document {document_id}: its standing is not what those that amend or repeal it say"


CHECKS: tuple[Callable[[Work], Iterator[str]], ...] = (
    runs.runs,
    runs.open_tasks,
    runs.held,
    runs.rows,
    runs.steps,
    runs.states,
    _numbers,
    _files,
    chains,
    _acts,
    _notices,
    _signatures,
    _newest,
    _content,
    _standings,
)
