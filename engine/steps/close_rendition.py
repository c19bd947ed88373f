"""`close_rendition`: the registrar's signature with number, date and QR, the closing seal, long-term data, the verdict.

The document is registered only when the strict check says valid; until then its state stays `on_registration`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import pades
from engine.catalogue.queries import version
from engine.documents.commands import let_read, move
from engine.documents.models import Document, Rendition
from engine.errors import NotFound, WrongState
from engine.instances.progress import facts
from engine.instances.telling import part_takers
from engine.notices.commands import announce
from engine.people.queries import person
from engine.registration.commands import registered
from engine.registration.queries import of_document
from engine.sheets.making import leave
from engine.signing import commands, queries
from engine.signing.models import Signature
from engine.signing.pictures import picture_facts, signer_name
from engine.steps.apply_signature import REASON
from engine.steps.pictures import registrar_picture
from engine.steps.verb import Later, Verb
from engine.work import Tools, Work
from engine.workflow import VerbShape


@dataclass(frozen=True)
class Gathered:
    """The newest file, the registrar's signature, and the fields a whole document has."""

    rendition: str
    latest: str
    signature: str
    asked: bool
    field: str
    name: str
    event_sha256: str
    picture: Mapping[str, Any]
    expected: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """The files made, in order, and the verdict on the last."""

    signed: str
    closed: str
    certificate: bytes
    verdict: Mapping[str, Any]


def gather(work: Work, document: Document, parameters: Mapping[str, Any]) -> Gathered:
    kind = version(work, document.version_id).kind
    rendition = queries.rendition(work, document)
    signature = queries.open_signature(work, rendition.id, kind.registrar) if rendition else None
    if rendition is None or signature is None:
        raise NotFound("Expected the registrar's signature, but there is none.")
    return Gathered(
        rendition=rendition.id,
        latest=rendition.latest,
        signature=signature.id,
        asked=signature.state == "asked",
        field=signature.field,
        name=signer_name(work, signature.person_id, document.language),
        event_sha256=signature.event_sha256,
        picture=picture_facts(
            work,
            document,
            rendition,
            signature.field,
            person=signature.person_id,
            level=signature.level,
            at=signature.at,
            certificate={},
            task=signature.task_id,
            acting_for=signature.acting_for,
        ),
        expected=(commands.OPENING, *kind.signers, kind.registrar, commands.CLOSING),
    )


def do(tools: Tools, gathered: Gathered) -> Result | Later:
    pdf = tools.files.get(gathered.latest)
    signed = ""
    if gathered.asked:
        pdf = pades.sign(
            pdf,
            gathered.field,
            tools.seal,
            tools.outside,
            name=gathered.name,
            reason=REASON,
            event_sha256=gathered.event_sha256,
            picture=registrar_picture(tools, gathered.picture),
        )
        signed = tools.files.put(pdf)
    closed = tools.files.put(pades.close(pdf, commands.CLOSING, tools.seal, tools.outside))
    found = pades.verdict(tools.files.get(closed), tools.outside, expected=gathered.expected, sha256=closed)
    if found.verdict == "not_yet_verifiable":
        return Later(found.reasons[0].template, found.reasons[0].facts)
    if found.verdict != "valid":
        reason = found.reasons[0].template if found.reasons else found.verdict
        raise WrongState("Expected the closed document to be valid, but it is not: {reason}", reason=reason)
    return Result(signed, closed, tools.seal.certificate.dump(), found.to_dict())


def keep(work: Work, document: Document, gathered: Gathered, result: Result) -> str:
    rendition = work.get(Rendition, gathered.rendition, hold=True)
    signature = work.get(Signature, gathered.signature, hold=True)
    built_on = gathered.latest
    if result.signed:
        commands.put(
            work, signature, rendition, built_on=built_on, sha256=result.signed, certificate=result.certificate
        )
        built_on = result.signed
    commands.keep_file(work, rendition, field=commands.CLOSING, built_on=built_on, sha256=result.closed)
    commands.decide(work, signature, "valid")
    commands.keep_verdict(work, result.closed, dict(result.verdict))
    registration = of_document(work, document.id)
    if registration is None:
        raise NotFound("Expected a number, but the document has none.")
    registered(work, registration)
    document.access = str(registration.card.get("access") or document.access)
    move(work, document, "registered")
    _tell(work, document)
    leave(work, document.id, "approval")
    return document.number or ""


def _tell(work: Work, document: Document) -> None:
    named = [str(one) for one in document.added.get("co_executors") or []]
    known = [person(work, login).id for login in named if "@" not in login and _is_person(work, login)]
    let_read(work, document.id, known, "co-executor")
    announce(
        work,
        part_takers(work, document) | set(known),
        "document.registered",
        document=document.id,
        facts=facts(document),
    )


def _is_person(work: Work, login: str) -> bool:
    try:
        person(work, login)
    except NotFound:
        return False
    return True


VERB = Verb(VerbShape("close_rendition"), gather, do, keep)
