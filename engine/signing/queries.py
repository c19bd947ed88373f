"""Looking at signatures."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from engine.accounts.queries import key_stopped_at
from engine.documents.models import Document, Rendition
from engine.people.queries import PersonCard, cards
from engine.signing.models import Credential, Signature, SignedFile, Verdict
from engine.work import Work


@dataclass(frozen=True)
class SignatureCard:
    """A signature as the document's page shows it."""

    id: str
    field: str
    person: PersonCard
    acting_for: PersonCard | None
    level: str
    state: str
    at: datetime
    shown_sha256: str
    event_sha256: str
    reason: Mapping[str, Any] | None
    round: int


def of_document(work: Work, document_id: str) -> list[SignatureCard]:
    """All signatures of a document, in the order they were made."""
    rows = work.session.execute(
        select(Signature, Rendition.round)
        .join(Rendition, Rendition.id == Signature.rendition_id)
        .where(Signature.document_id == document_id)
        .order_by(Signature.at, Signature.id)
    ).all()
    people = cards(work, {person for row in rows for person in (row[0].person_id, row[0].acting_for) if person})
    return [
        SignatureCard(
            one.id,
            one.field,
            people[one.person_id],
            people.get(one.acting_for) if one.acting_for else None,
            one.level,
            one.state,
            one.at,
            one.shown_sha256,
            one.event_sha256,
            one.reason,
            round,
        )
        for one, round in rows
    ]


def rendition(work: Work, document: Document) -> Rendition | None:
    """The frozen file of the document's round, or None while it is being made."""
    return work.session.scalar(
        select(Rendition).where(Rendition.document_id == document.id, Rendition.round == document.round)
    )


def signed_in(work: Work, rendition_id: str) -> bool:
    """Whether anybody has signed that file, or asked to."""
    return work.session.scalar(select(Signature.id).where(Signature.rendition_id == rendition_id).limit(1)) is not None


def newest_rendition(work: Work, document_id: str) -> Rendition | None:
    """The frozen file of the newest round that has one."""
    return work.session.scalar(
        select(Rendition).where(Rendition.document_id == document_id).order_by(Rendition.round.desc()).limit(1)
    )


def open_signature(work: Work, rendition_id: str, field: str) -> Signature | None:
    """The newest signature of a field that was not found invalid."""
    return work.session.scalar(
        select(Signature)
        .where(Signature.rendition_id == rendition_id, Signature.field == field, Signature.state != "invalid")
        .order_by(Signature.attempt.desc())
        .limit(1)
    )


def undecided(work: Work, rendition_id: str) -> Signature | None:
    """The oldest signature of a rendition that nothing has been said of yet, the registrar's excepted by being later."""
    query = select(Signature).where(Signature.rendition_id == rendition_id, Signature.state.in_(("asked", "put")))
    return work.session.scalar(query.order_by(Signature.at, Signature.id).limit(1))


def files(work: Work, rendition_id: str) -> list[SignedFile]:
    """The files a rendition became, oldest first."""
    return list(
        work.session.scalars(
            select(SignedFile).where(SignedFile.rendition_id == rendition_id).order_by(SignedFile.number)
        )
    )


def grown_from(work: Work, stages: Collection[str]) -> Rendition | None:
    """The rendition that one of these files (by SHA-256, the first known one) is or became."""
    signed = select(SignedFile.rendition_id).where(SignedFile.sha256.in_(stages))
    query = select(Rendition).where(or_(Rendition.sha256.in_(stages), Rendition.id.in_(signed)))
    return work.session.scalar(query.order_by(Rendition.round.desc()).limit(1))


def credential(work: Work, person_id: int) -> bytes | None:
    """The person's demo key (PKCS#12), if he has one that was not stopped (Y-28)."""
    row = work.session.get(Credential, person_id)
    stopped = key_stopped_at(work, person_id)
    return None if row is None or (stopped is not None and row.added <= stopped) else row.pkcs12


def kept_verdict(work: Work, sha256: str) -> Verdict | None:
    """What was said of that file before."""
    return work.session.get(Verdict, sha256)


def is_signed(work: Work, document: Document) -> bool:
    """Whether somebody has signed the document's present rendition, be the signature checked yet or not."""
    frozen = rendition(work, document)
    if frozen is None:
        return False
    held = select(Signature.id).where(Signature.rendition_id == frozen.id, Signature.state != "invalid").limit(1)
    return work.session.scalar(held) is not None
