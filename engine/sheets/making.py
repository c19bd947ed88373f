"""The job that makes a sheet: gathers what it says, lays it out, seals it with a time-stamp, keeps it once for each state.

What the outside does not answer is tried again, ever more seldom; a sheet that came meanwhile is enough. One that cannot
be made is an incident of its document, and whoever asked for it is told.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine import pades
from engine.catalogue.queries import version
from engine.db import put_new
from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, NotFound, Unavailable
from engine.instances import progress
from engine.instances.commands import resolve_incidents
from engine.kinds.labels import state_label
from engine.notices.commands import announce
from engine.people.models import Unit
from engine.sheets import approval, familiarisation, settlement
from engine.sheets.layout import CSS, page
from engine.sheets.models import Sheet
from engine.sheets.people import People
from engine.sheets.queries import showing
from engine.sheets.words import word
from engine.signing.commands import OPENING
from engine.texts import said
from engine.work import Tools, Work

JOB = "make_sheet"
TYPES = ("approval", "familiarisation", "settlement")
PAUSES = (5, 15, 60, 240)  # minutes until the next try, the last one again and again
MOST_TRIES = 30
MOST_REFUSED = 3  # tries of a sheet that cannot be laid out; the house may have been too busy for it


@dataclass(frozen=True)
class Gathered:
    """A sheet that is not made yet: what it says, and the hash of that."""

    document: str
    sheet: Mapping[str, Any]
    shows: str
    rows: int
    now: datetime
    tries: int
    asker: int | None

    @property
    def type(self) -> str:
        return str(self.sheet["type"])

    @property
    def language(self) -> str:
        return str(self.sheet["language"])


@dataclass(frozen=True)
class Made:
    """The sealed file."""

    sha256: str
    pages: int


@dataclass(frozen=True)
class Failed:
    """Why there is no file, and how often it is tried before a person is asked."""

    template: str
    facts: Mapping[str, Any]
    most: int


def gather(work: Work, given: Mapping[str, Any]) -> Gathered | None:
    """What the sheet would say now; None when just that is kept already, or there is nothing to say."""
    document = work.get(Document, str(given["document"]))
    sheet = said_now(work, document, str(given["type"]), str(given.get("language") or document.language))
    found = of(work, document.id, sheet, int(given.get("tries") or 0), given.get("asker"))
    return None if not found.rows or showing(work, document.id, found.type, found.language, found.shows) else found


def of(work: Work, document: str, sheet: Mapping[str, Any], tries: int = 0, asker: int | None = None) -> Gathered:
    """That content, ready to be laid out; `asker` is the person it is made for."""
    return Gathered(document, sheet, _hash(sheet), _rows(sheet), work.now, tries, asker)


def said_now(work: Work, document: Document, type: str, language: str) -> dict[str, Any]:
    """The sheet's content now, as plain data."""
    if type not in TYPES:
        raise NotFound("Expected to find a sheet of document {document}, but there is none.", document=document.id)
    kind = version(work, document.version_id).kind
    organisation = work.session.scalar(select(Unit.name).where(Unit.type == "university").order_by(Unit.id).limit(1))
    day = (document.sent or document.created).astimezone(ZoneInfo(work.tools.settings.timezone)).date()
    initiator = People(work, [document.initiator_id], language).on(document.initiator_id, day)
    head = {
        "type": type,
        "language": language,
        "organisation": said(organisation or {}, language),
        "kind": said(kind.title, language),
        "title": document.called(language),
        "number": document.numbered(language),
        "dated": document.dated.isoformat() if document.dated else "",
        "initiator": ", ".join(one for one in (initiator.name, initiator.place) if one),
        "state": state_label(document.state, language),
    }
    if type == "approval":
        return head | {"rounds": approval.rounds(work, document, language)}
    if type == "settlement":
        return head | settlement.sums(document, language)
    return head | {"lines": familiarisation.lines(work, document, language)}


def _hash(sheet: Mapping[str, Any]) -> str:
    canonical = json.dumps(sheet, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _rows(sheet: Mapping[str, Any]) -> int:
    return len(sheet["lines"]) if "lines" in sheet else sum(len(one["lines"]) for one in sheet["rounds"])


def do(tools: Tools, gathered: Gathered) -> Made | Failed:
    """The sealed file, or why there is none now."""
    try:
        return made(tools, gathered)
    except Unavailable as silent:
        return Failed(silent.template, silent.facts, MOST_TRIES)
    except (Invalid, NotAllowed) as refused:
        said = refused.problems[0] if isinstance(refused, Invalid) and refused.problems else refused
        return Failed(said.template, said.facts, MOST_REFUSED)


def made(tools: Tools, gathered: Gathered) -> Made:
    """The sealed file; raises Unavailable (no seal, no time-stamp, no free renderer), NotAllowed (the seal may not be used)."""
    sheet, language = gathered.sheet, gathered.language
    title = " ".join(one for one in (word(gathered.type, language), sheet["number"] and f"№ {sheet['number']}") if one)
    laid = tools.renderer.pdf(
        page(sheet, gathered.now, ZoneInfo(tools.settings.timezone)),
        CSS,
        title=title,
        language=language,
        author=str(sheet["organisation"]),
        created=gathered.now.replace(microsecond=0),
        identifier=bytes.fromhex(gathered.shows)[:16],
    )
    field = pades.FieldPlace(OPENING, None, "Seal")
    sealed = pades.certify(pades.add_fields(laid.pdf, [field]), OPENING, tools.seal, tools.outside, reason=title)
    return Made(tools.files.put(sealed), laid.pages)


def keep(work: Work, gathered: Gathered, result: Made | Failed) -> None:
    """Keeps the file, or leaves the next try; after the last one those who can mend it and who asked are told."""
    if isinstance(result, Failed):
        tries = gathered.tries + 1
        if tries >= result.most:
            _give_up(work, gathered, result)
        else:
            leave(work, gathered.document, gathered.type, language=gathered.language, tries=tries, asker=gathered.asker)
        return
    row = {
        "document_id": gathered.document,
        "type": gathered.type,
        "language": gathered.language,
        "shows": gathered.shows,
        "rows": gathered.rows,
        "sha256": result.sha256,
        "pages": result.pages,
        "made": work.now,
    }
    resolve_incidents(work, gathered.document, _token(gathered))
    if put_new(work.session, Sheet, [row]):
        work.record(
            f"document:{gathered.document}",
            "sheet.made",
            gathered.type,
            after={"file": result.sha256, "rows": gathered.rows, "language": gathered.language},
        )


def _give_up(work: Work, gathered: Gathered, why: Failed) -> None:
    document = work.get(Document, gathered.document)
    facts = {name: one if isinstance(one, int | float) else str(one) for name, one in why.facts.items()}
    progress.raise_incident(work, document, "", why.template, facts, token=_token(gathered))
    if gathered.asker is not None:
        announce(work, [gathered.asker], "sheet.failed", document=document.id, facts=progress.facts(document))


def _token(gathered: Gathered) -> str:
    return f"sheet:{gathered.type}:{gathered.language}"


def leave(
    work: Work, document: str, type: str, *, language: str = "", tries: int = 0, asker: int | None = None
) -> None:
    """Leaves the making of a sheet for after the commit, for whoever asks; `tries` were in vain so far."""
    pause = timedelta(minutes=PAUSES[min(tries, len(PAUSES)) - 1]) if tries else timedelta()
    args = {"document": document, "type": type, "language": language, "tries": tries, "asker": asker}
    key = None if tries else f"sheet:{document}:{type}:{language}:{work.get(Document, document).state}"
    work.later(JOB, args, at=work.now + pause if tries else None, key=key, document=document)
