"""Attaching files to documents and reports, and giving them out."""

from sqlalchemy import select

from engine.catalogue.queries import version
from engine.documents import commands, queries, rights, uploads
from engine.documents.models import Attachment, Document
from engine.errors import NotAllowed, NotFound, WrongState
from engine.instances.models import Candidate, Task
from engine.instances.rows import step_of
from engine.work import Work


def attach(
    work: Work, document_id: str, *, name: str, media_type: str, size: int, sha256: str, task: str = ""
) -> Attachment:
    """A file for the content of one's open document, or for the report of one's open task on it.

    `task` names the task where one has several; left out, it is the one that asks for files.
    """
    document = rights.seen(work, document_id, hold=True)
    kept = uploads.safe_name(name)
    if not task and document.initiator_id == work.actor.person and rights.content_is_open(document):
        return commands.attach(
            work, document, name=kept, media_type=media_type, size=size, sha256=sha256, content_part=True
        )
    own = _own_task(work, document, task)
    return commands.attach(
        work, document, name=kept, media_type=media_type, size=size, sha256=sha256, content_part=False, task_id=own.id
    )


def _own_task(work: Work, document: Document, named: str) -> Task:
    query = select(Task).join(Candidate, Candidate.task_id == Task.id)
    query = query.where(
        Task.document_id == document.id,
        Task.state == "open",
        Candidate.person_id == work.actor.person,
        Task.stage == "on_execution",
    )
    own = [one for one in work.session.scalars(query.order_by(Task.opened, Task.id)) if named in ("", one.id)]
    if not own:
        if document.initiator_id == work.actor.person:
            raise WrongState(
                "Expected a draft or a returned document, but {document} is {state}.",
                document=document.id,
                state=document.state,
            )
        raise NotAllowed("Expected a task of yours to attach a file to, but there is none.", document=document.id)
    return next((one for one in own if _takes_files(work, document, one)), own[0])


def _takes_files(work: Work, document: Document, task: Task) -> bool:
    kind = version(work, document.version_id).kind
    form = kind.forms.get(step_of(kind, task).form)
    return form is not None and any(one.type == "filepicker" for one in form.all())


def detach(work: Work, document_id: str, number: int) -> None:
    """Takes a file out of one's open document."""
    document = rights.seen(work, document_id, hold=True)
    rights.must_be_initiator(work, document)
    if not rights.content_is_open(document):
        raise WrongState(
            "Expected a draft or a returned document, but {document} is {state}.",
            document=document.id,
            state=document.state,
        )
    file = work.session.scalar(
        select(Attachment).where(
            Attachment.document_id == document_id,
            Attachment.number == number,
            ~Attachment.removed,
            Attachment.content_part,
        )
    )
    if file is None:
        raise NotFound("Expected to find attachment {number}, but there is none.", number=number)
    commands.detach(work, document, file)


def fetched(work: Work, document_id: str, number: int) -> queries.AttachmentCard:
    """A file the actor may have; giving it out is an act of its own in the audit (Y-33)."""
    rights.seen(work, document_id)
    file = queries.attachment(work, document_id, number)
    work.record(f"document:{document_id}", "attachment.fetched", number, after={"sha256": file.sha256})
    return file


def paper(work: Work, document_id: str, *, latest: bool, round: int | None = None) -> tuple[str, str]:
    """The SHA-256 of a round's frozen file, or of the newest file it became, and a name for it; noted like any giving out.

    Without a round it is the document's own round, or the newest that has a file. Raises NotFound while it is being made.
    """
    document = rights.seen(work, document_id)
    frozen = queries.rendition(work, document_id, round or document.round)
    if frozen is None and round is None:
        frozen = queries.rendition(work, document_id)
    if frozen is None:
        raise NotFound("Expected a file of document {document}, but it is not made yet.", document=document_id)
    sha256 = frozen.latest if latest else frozen.sha256
    work.record(f"document:{document_id}", "pdf.fetched", document_id, after={"sha256": sha256})
    return sha256, f"{document.number or ''} {document.called(work.actor.language)}".strip()
