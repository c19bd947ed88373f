"""Keeping signatures: what a person did, the file it made, what the check said."""

import hashlib
import json
from typing import Any

from sqlalchemy import func, select, update

from engine.db import new_id, put_new
from engine.documents.models import Document, Rendition
from engine.errors import Stale
from engine.instances.models import Task
from engine.signing.models import Credential, Signature, SignedFile, Verdict
from engine.work import Work

OPENING, CLOSING = "seal_open", "seal_close"  # the fields of the organisation's seals


def event(work: Work, document: Document, task: Task, shown: str, level: str, acting_for: int | None) -> dict[str, Any]:
    """What the person did, as it is hashed into his signature: who, which bytes, where, when, how."""
    return {
        "act": "sign",
        "person": work.actor.login,
        "acting_for": acting_for,
        "document": document.id,
        "round": document.round,
        "step": task.step,
        "task": task.id,
        "rendition_sha256": shown,
        "level": level,
        "at": work.now.isoformat(),
        "address": work.actor.address,
    }


def event_sha256(event: dict[str, Any]) -> str:
    """The hash of an event in canonical form."""
    canonical = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"event-v1\0" + canonical.encode()).hexdigest()


def ask(
    work: Work, rendition: Rendition, task: Task, event: dict[str, Any], level: str, acting_for: int | None
) -> Signature:
    """Notes a person's signature of a rendition, to be put into its field."""
    attempts = (
        select(func.count())
        .select_from(Signature)
        .where(Signature.rendition_id == rendition.id, Signature.field == task.step)
    )
    signature = work.add(
        Signature(
            id=new_id(),
            document_id=rendition.document_id,
            rendition_id=rendition.id,
            field=task.step,
            attempt=(work.session.scalar(attempts) or 0) + 1,
            task_id=task.id,
            person_id=work.actor.person,
            acting_for=acting_for,
            level=level,
            state="asked",
            shown_sha256=event["rendition_sha256"],
            event=event,
            event_sha256=event_sha256(event),
            at=work.now,
        )
    )
    work.session.flush()
    work.record(
        f"document:{rendition.document_id}",
        "signature.asked",
        signature.id,
        after={"field": task.step, "level": level, "event": signature.event_sha256},
    )
    return signature


def put(
    work: Work, signature: Signature, rendition: Rendition, *, built_on: str, sha256: str, certificate: bytes
) -> None:
    """Keeps the file with the signature in its field; raises Stale when the rendition has gone on meanwhile."""
    keep_file(work, rendition, field=signature.field, built_on=built_on, sha256=sha256)
    signature.state, signature.certificate = "put", certificate
    work.record(f"document:{signature.document_id}", "signature.put", signature.id, after={"file": sha256})


def keep_file(work: Work, rendition: Rendition, *, field: str, built_on: str, sha256: str) -> None:
    """Makes a file the rendition's newest; the one it was built on must still be the newest."""
    if rendition.latest != built_on:
        raise Stale(
            "Expected to add to the file {built_on}, but the document has gone on to {latest}.",
            built_on=built_on,
            latest=rendition.latest,
        )
    last = select(func.coalesce(func.max(SignedFile.number), 0)).where(SignedFile.rendition_id == rendition.id)
    number = (work.session.scalar(last) or 0) + 1
    work.add(SignedFile(rendition_id=rendition.id, number=number, sha256=sha256, field=field, at=work.now))
    rendition.latest = sha256
    work.session.flush()


SET_ASIDE = "Expected the signature beneath yours to hold, but it was found invalid and yours went with it. Sign again."


def roll_back(work: Work, rendition: Rendition, signature: Signature) -> None:
    """Takes the rendition back to the file that a signature found invalid was put into; every file stays.

    What was signed on top of it goes with it: signatures the office put are asked anew, to be put by the next check;
    one by a person's own key has to be made again.
    """
    made = _files(work, rendition.id)
    spoilt = next((one for one in reversed(made) if one.field == signature.field), None)
    if signature.certificate is not None and spoilt is not None:
        content = work.tools.files.get(spoilt.sha256)
        beneath = [one for one in made if one.number < spoilt.number and _grew(work, one.sha256, content)]
        rendition.latest = beneath[-1].sha256 if beneath else rendition.sha256
        above = [one for one in made if one.number > spoilt.number]
        grown = {one.field for one in above if work.tools.files.get(one.sha256).startswith(content)}
        _take_along(work, rendition, grown - {signature.field})
    work.record(
        f"document:{rendition.document_id}", "signature.set_aside", signature.id, after={"file": rendition.latest}
    )


def _grew(work: Work, sha256: str, content: bytes) -> bool:
    """Whether a file is one that the content grew from."""
    return content.startswith(work.tools.files.get(sha256))


def _take_along(work: Work, rendition: Rendition, fields: set[str]) -> None:
    """The signatures in those fields are in no file any more."""
    query = select(Signature).where(Signature.rendition_id == rendition.id, Signature.field.in_(fields))
    for one in work.session.scalars(query.where(Signature.state.in_(("put", "valid")))):
        if one.level == "certificate":
            decide(work, one, "invalid", {"template": SET_ASIDE, "facts": {}})
        else:
            one.state, one.certificate, one.decided = "asked", None, None


def _files(work: Work, rendition_id: str) -> list[SignedFile]:
    return list(
        work.session.scalars(
            select(SignedFile).where(SignedFile.rendition_id == rendition_id).order_by(SignedFile.number)
        )
    )


def decide(work: Work, signature: Signature, state: str, reason: dict[str, Any] | None = None) -> None:
    """Notes what the check said: valid or invalid, with its reason."""
    signature.state, signature.decided, signature.reason = state, work.now, reason
    work.record(f"document:{signature.document_id}", f"signature.found_{state}", signature.id, after=reason)


def keep_verdict(work: Work, sha256: str, report: dict[str, Any]) -> None:
    """Keeps what the strict check said of a file, by the file's hash."""
    said = {"verdict": report["verdict"], "report": report, "at": work.now}
    if not put_new(work.session, Verdict, [{"sha256": sha256, **said}]):
        work.session.execute(update(Verdict).where(Verdict.sha256 == sha256).values(**said))


def keep_credential(work: Work, person_id: int, pkcs12: bytes) -> None:
    """Keeps a demo key, encrypted by the demo password."""
    work.session.merge(Credential(person_id=person_id, pkcs12=pkcs12, added=work.now))
