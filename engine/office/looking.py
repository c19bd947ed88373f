"""Looking that takes long: the verdict on a document's newest file, and the evidence package."""

import hashlib
import json
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import islice
from typing import Any

from sqlalchemy import exists, update

from engine import jobs, pades
from engine.acts import views
from engine.catalogue.queries import version
from engine.documents import rights
from engine.documents.models import Document
from engine.errors import NotFound
from engine.instances.models import Incident, Instance
from engine.jobs import Job
from engine.office import Office
from engine.office.papers import sheets_now
from engine.people.queries import today
from engine.signing.commands import CLOSING, OPENING, keep_verdict
from engine.signing.queries import files, grown_from, kept_verdict, newest_rendition
from engine.work import OFFICE, Actor, Work

MOST_STAGES = 200
PORTION = 1000  # lines of the history read together
EARLIER = "Expected the document's newest file, but this is an earlier stage of it: the document has gone on since."
EARLIER_ROUND = "Expected the file of the document's last round, but this one is of round {round} of {last}."


def document_verdict(office: Office, actor: Actor, document_id: str) -> dict[str, Any]:
    """What the strict check says of the document's newest file, kept by the file's hash once it is final.

    Raises NotFound, NotAllowed.
    """
    with office.look(actor) as work:
        document = rights.seen(work, document_id)
        sha256, expected = _file(work, document)
        held = kept_verdict(work, sha256)
        if held is not None and held.verdict in {"valid", "invalid"}:
            return dict(held.report)
    found = pades.verdict(
        office.tools.files.get(sha256), office.tools.outside, expected=expected, sha256=sha256
    ).to_dict()
    with office.work(OFFICE) as work:
        keep_verdict(work, sha256, found)
    return found


def file_verdict(office: Office, content: bytes) -> pades.Verdict:
    """What the strict check says of any PDF, knowing the office's own documents.

    A file that grew from one of ours has to be that document's newest file: an earlier stage is invalid, and so is
    anything else that was made of it.
    """
    with office.look(OFFICE) as work:
        known = grown_from(work, _stages(content))
        if known is not None:
            latest, expected = _file(work, work.get(Document, known.document_id))
            newest = newest_rendition(work, known.document_id)
    if known is None or newest is None:
        return pades.verdict(content, office.tools.outside)
    found = pades.verdict(content, office.tools.outside, expected=expected, sha256=latest)
    if found.sha256 == latest:
        return found
    rest = tuple(one for one in found.reasons if one.template != pades.NOT_THE_FILE)
    why = _why_not(known.round, newest.round, earlier=office.tools.files.get(latest).startswith(content))
    return replace(found, verdict="invalid", long_term=False, reasons=(why, *rest))


def _why_not(round: int, last: int, *, earlier: bool) -> pades.Reason:
    if round != last:
        return pades.Reason(EARLIER_ROUND, {"round": round, "last": last})
    return pades.Reason(EARLIER if earlier else pades.NOT_THE_FILE)


def _stages(content: bytes) -> dict[str, None]:
    """The SHA-256 of the file and of every file it may have grown from, newest first."""
    ends = [at.end() for at in islice(re.finditer(rb"%%EOF(?:\r\n|\r|\n)?", content), MOST_STAGES)]
    digest, start, found = hashlib.sha256(), 0, []
    for end in dict.fromkeys([*ends, len(content)]):
        digest.update(content[start:end])
        found.append(digest.hexdigest())
        start = end
    return dict.fromkeys(reversed(found))


def _file(work: Work, document: Document) -> tuple[str, tuple[str, ...]]:
    frozen = newest_rendition(work, document.id)
    if frozen is None:
        raise NotFound("Expected a file of document {document}, but it is not made yet.", document=document.id)
    made = {one.field for one in files(work, frozen.id)}
    order = (OPENING, *version(work, document.version_id).kind.fields, CLOSING)
    return frozen.latest, tuple(field for field in order if field == OPENING or field in made)


def check_now(office: Office, actor: Actor, document_id: str) -> None:
    """Lets what waits for an answer from outside be tried again at once; for a process owner or administrator, also what gave up."""
    with office.work(actor) as work:
        mends = actor.has("owner", "admin", "records_admin")
        work.get(Document, document_id) if mends else rights.seen(work, document_id)
        waiting = update(Job).where(Job.document == document_id, Job.state == "queued").values(run_at=work.now)
        work.session.execute(waiting)
        if mends:
            jobs.revive_all(work.session, document_id, now=work.now)
            _wakes_now(work, document_id)
        work.record(f"document:{document_id}", "document.check_asked", document_id)
        work.hurried = True


def _wakes_now(work: Work, document_id: str) -> None:
    """A run that stopped and was set back has its turn at once."""
    stopped = exists().where(Incident.document_id == document_id, Incident.state == "open")
    due = update(Instance).where(Instance.document_id == document_id, Instance.next_due > work.now, stopped)
    work.session.execute(due.values(next_due=work.now))


def evidence(office: Office, actor: Actor, document_id: str) -> bytes:
    """One ZIP that proves the document elsewhere: the signed file, the attachments, sheets, card, history, signatures, verdict."""
    verdict = document_verdict(office, actor, document_id)
    sheets = sheets_now(office, actor, document_id)
    with office.work(actor) as work:
        view = views.document_view(work, document_id)
        lines = _whole_history(work, document_id)
        day = today(work).isoformat()
        work.record(f"document:{document_id}", "evidence.fetched", document_id)
    assert view.rendition is not None
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("document.pdf", office.tools.files.get(view.rendition.latest))
        for type, sheet in sheets.items():
            package.writestr(f"{type}-sheet.pdf", sheet)
        for file in view.attachments:
            package.writestr(f"attachments/{file.number:02}-{file.name}", office.tools.files.get(file.sha256))
        package.writestr(
            "card.json", _json({"title": view.document.title, "requisites": dict(view.requisites), "exported": day})
        )
        package.writestr("verdict.json", _json(verdict))
        package.writestr("history.json", _json(lines))
        package.writestr(
            "signatures.json",
            _json(
                [
                    {
                        "field": one.field,
                        "person": one.person.name,
                        "level": one.level,
                        "at": one.at,
                        "event_sha256": one.event_sha256,
                    }
                    for one in view.signatures
                ]
            ),
        )
    return out.getvalue()


def _whole_history(work: Work, document_id: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    while some := views.history(work, document_id, after=lines[-1]["number"] if lines else 0, limit=PORTION):
        lines += [vars(one) for one in some]
    return lines


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
