"""Making and changing documents. Whether the actor may is asked in `documents.rights`."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, select, update

from engine.db import new_id, put_new
from engine.documents.models import Attachment, Document, DocumentReader, Draft, Rendition, Revision
from engine.documents.relations import followed
from engine.errors import Invalid
from engine.people.models import Person
from engine.work import Work

MOST_FILES = 20
STATES = (
    "draft on_approval rework on_signing being_checked on_registration registered on_execution executed filed rejected withdrawn cancelled annulled"
).split()


def create(
    work: Work,
    *,
    kind: str,
    version_id: int,
    unit_id: int,
    answers: dict[str, Any],
    title: str,
    titles: Mapping[str, str] | None = None,
    language: str,
    access: str,
    initiator: int = 0,
) -> Document:
    """A new draft of the actor's, or of `initiator` when the office makes it in his name. `titles`: by language, where they differ."""
    owner = initiator or work.actor.person
    document = Document(id=new_id(), public_id=new_id(), kind=kind, version_id=version_id, access=access)
    document.title, document.language, document.answers, document.added = title, language, answers, {}
    document.titles, document.content_sha256 = dict(titles) if titles else None, content_sha256(answers, [])
    document.found_by = found_by(document, answers)
    document.state, document.round, document.revision = "draft", 0, 1
    document.initiator_id, document.unit_id, document.created = owner, unit_id, work.now
    work.add(document)
    work.session.flush()
    _keep_revision(work, document, [])
    let_read(work, document.id, [owner], "initiator")
    work.record(
        f"document:{document.id}",
        "document.created",
        document.id,
        after={"kind": kind, "title": title, "answers": answers},
        acting_for=work.get(Person, owner).login if owner != work.actor.person else None,
    )
    return document


def revise(
    work: Work,
    document: Document,
    answers: dict[str, Any],
    *,
    title: str,
    titles: Mapping[str, str] | None = None,
    language: str,
) -> bool:
    """Puts new answers in place of the old; the old revision stays. Says whether the content changed."""
    files = attached(work, document.id)
    sha = content_sha256(answers, files)
    if sha == document.content_sha256:
        return False
    changed = {key: value for key, value in answers.items() if document.answers.get(key) != value}
    before = {key: document.answers.get(key) for key in changed.keys() | (document.answers.keys() - answers.keys())}
    document.answers, document.title, document.language = answers, title, language
    document.titles, document.content_sha256 = dict(titles) if titles else None, sha
    document.found_by = found_by(document, answers)
    document.revision += 1
    _keep_revision(work, document, files)
    work.record(f"document:{document.id}", "document.revised", document.id, before=before, after=changed)
    return True


def _keep_revision(work: Work, document: Document, files: list[str]) -> None:
    work.add(
        Revision(
            document_id=document.id,
            number=document.revision,
            answers=document.answers,
            attachments=files,
            sha256=document.content_sha256,
            at=work.now,
            by_id=work.actor.person or document.initiator_id,
        )
    )


def content_sha256(answers: dict[str, Any], files: list[str]) -> str:
    """The hash of the content part: answers and the files' hashes (K-23)."""
    canonical = json.dumps([answers, sorted(files)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"content-v1\0" + canonical.encode()).hexdigest()


def found_by(document: Document, answers: dict[str, Any]) -> str:
    """The words a document is found by: its titles in every language and what its answers say."""
    words = [
        document.title,
        *(document.titles or {}).values(),
        *(value for value in answers.values() if isinstance(value, str)),
    ]
    return " ".join(words).casefold().replace("ё", "е")[:20_000]


def attached(work: Work, document_id: str) -> list[str]:
    """The hashes of the files that belong to the content."""
    query = select(Attachment.sha256).where(
        Attachment.document_id == document_id, Attachment.content_part, ~Attachment.removed
    )
    return list(work.session.scalars(query.order_by(Attachment.number)))


def attach(
    work: Work,
    document: Document,
    *,
    name: str,
    media_type: str,
    size: int,
    sha256: str,
    content_part: bool,
    task_id: str | None = None,
) -> Attachment:
    """Attaches a file that is already kept and was found to be what it says."""
    count = select(func.count(), func.max(Attachment.number)).where(Attachment.document_id == document.id)
    held, last = work.session.execute(count).one()
    if held >= MOST_FILES * 3 or len(attached(work, document.id)) >= MOST_FILES:
        raise Invalid.one("file", "Expected at most {most} files, but one more was sent.", most=MOST_FILES)
    file = work.add(
        Attachment(
            id=new_id(),
            document_id=document.id,
            number=(last or 0) + 1,
            name=name,
            media_type=media_type,
            size=size,
            sha256=sha256,
            content_part=content_part,
            task_id=task_id,
            added=work.now,
            by_id=work.actor.person,
            removed=False,
        )
    )
    work.session.flush()
    work.record(
        f"document:{document.id}", "attachment.added", file.number, after={"name": name, "sha256": sha256, "size": size}
    )
    if content_part:
        content_changed(work, document)
    return file


def detach(work: Work, document: Document, file: Attachment) -> None:
    """Takes a file out of the content; its bytes and the record stay."""
    file.removed = True
    work.session.flush()
    work.record(
        f"document:{document.id}", "attachment.removed", file.number, before={"name": file.name, "sha256": file.sha256}
    )
    content_changed(work, document)


def content_changed(work: Work, document: Document) -> None:
    """Notes that the content part is another one now."""
    files = attached(work, document.id)
    document.content_sha256 = content_sha256(document.answers, files)
    document.revision += 1
    _keep_revision(work, document, files)


def move(work: Work, document: Document, state: str) -> None:
    """Puts the document into a state of its life; writes nothing when it is there already."""
    if document.state == state:
        return
    work.record(
        f"document:{document.id}",
        "document.moved",
        document.id,
        before={"state": document.state},
        after={"state": state},
    )
    document.state = state
    if state in {"filed", "rejected", "withdrawn", "cancelled", "annulled"} and document.ended is None:
        document.ended = work.now
    followed(work, document)


def add_rendition(work: Work, document: Document, *, sha256: str, pages: int, boxes: dict[str, Any]) -> Rendition:
    """Keeps the frozen file of the document's round."""
    rendition = work.add(
        Rendition(
            id=new_id(),
            document_id=document.id,
            round=document.round,
            revision=document.revision,
            sha256=sha256,
            latest=sha256,
            pages=pages,
            boxes=boxes,
            made=work.now,
        )
    )
    work.record(
        f"document:{document.id}",
        "rendition.frozen",
        document.id,
        after={"round": document.round, "sha256": sha256, "pages": pages},
    )
    return rendition


def let_read(work: Work, document_id: str, persons: list[int], why: str) -> None:
    """Lets those persons see the document from now on."""
    rows = [{"document_id": document_id, "person_id": person, "why": why} for person in sorted(set(persons))]
    put_new(work.session, DocumentReader, rows)


def keep_draft(work: Work, about: str, answers: dict[str, Any]) -> None:
    """Keeps what the actor has typed so far."""
    row = {"person_id": work.actor.person, "about": about, "answers": answers, "at": work.now}
    if not put_new(work.session, Draft, [row]):
        held = update(Draft).where(Draft.person_id == work.actor.person, Draft.about == about)
        work.session.execute(held.values(answers=answers, at=work.now))


def drop_draft(work: Work, about: str) -> None:
    """Forgets a draft that was sent."""
    work.session.execute(delete(Draft).where(Draft.person_id == work.actor.person, Draft.about == about))
