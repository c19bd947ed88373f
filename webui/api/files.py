"""Calls about the files of documents."""

import re
import unicodedata
from typing import Any
from urllib.parse import quote

from flask import Response, g, request

from engine.acts import files
from engine.documents import queries, rights, uploads
from engine.errors import Invalid
from engine.office import looking, papers
from engine.texts import LANGUAGES
from webui.api import answers, shapes
from webui.api.calling import Word, call, sent_file
from webui.port import actor, office

FORM = "multipart/form-data"
BYTES = "application/octet-stream"
TONGUE = Word(
    "language", "In which language; the document's when left out", {"type": "string", "enum": list(LANGUAGES)}
)
OF_TASK = Word("task", "For the report of this task of the caller's; left out: the one that asks for files")


@call("POST", "/documents/<id>/attachments", sends=FORM, gives=answers.Attachment, status=201, words=(OF_TASK,))
def attach_file(id: str) -> dict[str, Any]:
    """Attaches a file to a draft or a returned document, or to the report of one's own open task."""
    with office().look(actor()) as work:
        rights.seen(work, id)
    name, content = sent_file(uploads.LARGEST)
    kind = uploads.media_type(name, content)
    sha256 = office().tools.files.put(content)
    with office().work(actor(), once=g.once) as work:
        task = request.args.get("task", "")
        made = files.attach(work, id, name=name, media_type=kind, size=len(content), sha256=sha256, task=task)
        number = made.number
    with office().look(actor()) as work:
        return shapes.attachment(queries.attachment(work, id, number))


@call("GET", "/documents/<id>/attachments/<int:number>", gives=BYTES)
def get_attachment(id: str, number: int) -> Response:
    """The bytes of a file."""
    with office().work(actor()) as work:
        card = files.fetched(work, id, number)
    return file_answer(office().tools.files.get(card.sha256), card.media_type, card.name, card.sha256)


@call("DELETE", "/documents/<id>/attachments/<int:number>", gives="", status=204)
def remove_attachment(id: str, number: int) -> None:
    """Takes a file out of a draft or a returned document."""
    with office().work(actor()) as work:
        files.detach(work, id, number)


@call("GET", "/documents/<id>/rendition", gives="application/pdf")
def get_rendition(id: str) -> Response:
    """The frozen bytes of this round: what a decision is about."""
    return _pdf(id, latest=False)


@call("GET", "/documents/<id>/pdf", gives="application/pdf")
def get_pdf(id: str) -> Response:
    """The newest file, with the signatures made so far."""
    return _pdf(id, latest=True)


def _pdf(id: str, *, latest: bool) -> Response:
    with office().work(actor()) as work:
        sha256, name = files.paper(work, id, latest=latest)
    return file_answer(office().tools.files.get(sha256), "application/pdf", f"{name.replace('/', '-')}.pdf", sha256)


@call("GET", "/documents/<id>/approval-sheet", gives="application/pdf", words=(TONGUE,))
def get_approval_sheet(id: str) -> Response:
    """The approval sheet as of now: every round and act, sealed."""
    return _sheet(id, "approval")


@call("GET", "/documents/<id>/familiarisation-sheet", gives="application/pdf", words=(TONGUE,))
def get_familiarisation_sheet(id: str) -> Response:
    """The familiarisation sheet as of now: who has read it, when, or why not, sealed. A long one answers 503 while it is made."""
    return _sheet(id, "familiarisation")


@call("GET", "/documents/<id>/settlement-sheet", gives="application/pdf", words=(TONGUE,))
def get_settlement_sheet(id: str) -> Response:
    """The settlement sheet of a trip as of now: planned, advanced and spent sums with the difference, sealed; 404 before there are any."""
    return _sheet(id, "settlement")


def _sheet(id: str, type: str) -> Response:
    tongue = request.args.get("language", "")
    if tongue and tongue not in LANGUAGES:
        raise Invalid.one(
            "language", "Expected one of {known}, but it is {value}.", known=", ".join(LANGUAGES), value=tongue[:40]
        )
    found = papers.sheet(office(), actor(), id, type, tongue)
    content = office().tools.files.get(found.sha256)
    return file_answer(content, "application/pdf", f"{type}-sheet-{found.language}.pdf", found.sha256)


@call("GET", "/documents/<id>/evidence", gives="application/zip")
def get_evidence(id: str) -> Response:
    """The evidence package: card, history, files, signatures, verdict, in one ZIP."""
    return file_answer(looking.evidence(office(), actor(), id), "application/zip", f"evidence-{id}.zip")


def file_answer(content: bytes, media_type: str, name: str, sha256: str = "") -> Response:
    """A file to be kept, not to be run: downloaded, typed, sandboxed; in parts and unchanged when asked so."""
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = kept_as(name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if not sha256:
        return answer
    answer.set_etag(sha256)
    return answer.make_conditional(request, accept_ranges=True, complete_length=len(content))  # type: ignore[return-value]


def kept_as(name: str) -> str:
    """The header that offers a file under its name: in ASCII for old readers, whole for all others (RFC 6266)."""
    plain = re.sub(r"[^\w .()+-]+", "_", unicodedata.normalize("NFKD", name), flags=re.ASCII).strip("_ .") or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
