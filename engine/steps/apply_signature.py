"""`apply_signature`: puts a signer's signature into its field and checks it; answers "valid" or "invalid".

A signature by password is put here, with the organisation's key; one by the person's own key was put when he signed.
No answer about a certificate is neither: the document is `being_checked` and the step is tried again (K-26).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine import pades
from engine.documents.commands import move
from engine.documents.models import Document, Rendition
from engine.errors import NotAllowed, NotFound, Stale, Unavailable
from engine.instances.progress import facts
from engine.notices.commands import announce
from engine.signing import commands, queries
from engine.signing.models import Signature
from engine.signing.pictures import picture_facts, signer_name
from engine.steps.pictures import person_picture
from engine.steps.verb import Later, Verb
from engine.work import Tools, Work
from engine.workflow import VerbShape

NONE = "Expected a whole signature, but the check found none."
REASON = "Простая электронная подпись / Simple electronic signature"


@dataclass(frozen=True)
class Gathered:
    """What the signing needs to know."""

    signature: str
    rendition: str
    field: str
    state: str
    latest: str
    name: str
    event_sha256: str
    picture: Mapping[str, Any]


@dataclass(frozen=True)
class Result:
    """The new file (empty: none was made) and what the check said."""

    sha256: str
    certificate: bytes
    state: str
    reason: dict[str, Any] | None


def gather(work: Work, document: Document, parameters: Mapping[str, Any]) -> Gathered:
    rendition = queries.rendition(work, document)
    signature = queries.undecided(work, rendition.id) if rendition else None
    if rendition is None or signature is None:
        raise NotFound("Expected a signature to check, but there is none.")
    return Gathered(
        signature=signature.id,
        rendition=rendition.id,
        field=signature.field,
        state=signature.state,
        latest=rendition.latest,
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
    )


def do(tools: Tools, gathered: Gathered) -> Result | Later:
    try:
        return _put(tools, gathered) if gathered.state == "asked" else _check(tools, gathered)
    except Unavailable as error:
        return Later(error.template, error.facts, "being_checked")
    except NotAllowed as error:
        return Result("", b"", "invalid", {"template": error.template, "facts": dict(error.facts)})


def _put(tools: Tools, gathered: Gathered) -> Result:
    pdf = pades.sign(
        tools.files.get(gathered.latest),
        gathered.field,
        tools.seal,
        tools.outside,
        name=gathered.name,
        reason=REASON,
        event_sha256=gathered.event_sha256,
        picture=person_picture(tools, gathered.picture),
    )
    return Result(tools.files.put(pdf), tools.seal.certificate.dump(), "valid", None)


def _check(tools: Tools, gathered: Gathered) -> Result | Later:
    found = pades.verdict(tools.files.get(gathered.latest), tools.outside, expected=None, sha256=gathered.latest)
    row = next((one for one in found.signatures if one.field == gathered.field), None)
    if found.verdict == "valid" and row is not None:
        return Result("", b"", "valid", None)
    first = found.reasons[0] if found.reasons else pades.Reason(NONE)
    if found.verdict == "not_yet_verifiable":
        return Later(first.template, first.facts, "being_checked")
    return Result("", b"", "invalid", {"template": first.template, "facts": dict(first.facts)})


def keep(work: Work, document: Document, gathered: Gathered, result: Result) -> str:
    signature = work.get(Signature, gathered.signature, hold=True)
    rendition = work.get(Rendition, gathered.rendition, hold=True)
    if signature.state != gathered.state:
        raise Stale
    if result.sha256:
        commands.put(
            work, signature, rendition, built_on=gathered.latest, sha256=result.sha256, certificate=result.certificate
        )
    commands.decide(work, signature, result.state, result.reason)
    if result.state == "invalid":
        commands.roll_back(work, rendition, signature)
        announce(work, [signature.person_id], "signature.invalid", document=document.id, facts=facts(document))
    if document.state == "being_checked":
        move(work, document, "on_signing")
    return result.state


VERB = Verb(VerbShape("apply_signature"), gather, do, keep)
