"""Journals as a clerk reads them: the table of a year, a period, the printed page, the file for a spreadsheet."""

import re
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request

from engine.catalogue.queries import all_current
from engine.errors import Invalid, NotAllowed, NotFound
from engine.exports import tables
from engine.office import Work
from engine.registration import queries as registrations
from engine.registration.queries import JournalCard, RegistrationCard
from webui import asked, exporting, naming
from webui.languages import N_, _, language
from webui.port import actor, office

pages = Blueprint("journals", __name__)
PAGE = 100
PLACES = {
    "seq": N_("serial number"),
    "year": N_("year"),
    "unit.index": N_("index of the unit"),
    "case.index": N_("index of the case"),
    "dossier": N_("index of the case"),
}


def _allowed() -> Any:
    who = actor()
    if not who.has("registrar", "archivist", "records_admin"):
        raise NotAllowed("Expected a records officer to read the journals, but you are none.")
    return who


@pages.get("/journals")
def shelf() -> str:
    with office().look(_allowed()) as work:
        books = registrations.journals(work)
    patterns = {one.code: _in_words(one.pattern) for one in books}
    return render_template("journals/shelf.html", journals=books, patterns=patterns)


def _in_words(pattern: str) -> str:
    """The pattern of a number with its places named: «‹индекс дела›/‹порядковый номер›»."""
    return re.sub(r"\{([^{}:]+)[^{}]*\}", lambda place: f"‹{_(PLACES.get(place[1], place[1]))}›", pattern)


@pages.get("/journals/<code>/<int(max=9999):year>")
def journal(code: str, year: int) -> str:
    since, until = _day("since"), _day("until")
    after = asked.whole("after")
    with office().look(_allowed()) as work:
        book = _book(work, code)
        lines = registrations.page(work, code, year=year, since=since, until=until, after=after, limit=PAGE + 1)
        shown = [_line(work, one) for one in lines[:PAGE]]
        kinds = _kinds(work)
    more = lines[PAGE - 1].serial if len(lines) > PAGE else 0
    return render_template(
        "journals/journal.html",
        book=book,
        year=year,
        lines=shown,
        kinds=kinds,
        since=since,
        until=until,
        after=after,
        more=more,
    )


@pages.get("/journals/<code>/<int(max=9999):year>.<any(xlsx, csv):format>")
def sheet(code: str, year: int, format: str) -> Response:
    """The same lines for a spreadsheet; no cell can be taken for a formula."""
    since, until = _day("since"), _day("until")
    return exporting.sent(lambda work: tables.journal(work, code, year, since, until), format)


def _kinds(work: Work) -> dict[str, str]:
    return {one.kind.name: one.kind.texts("title", language()) for one in all_current(work)}


def _book(work: Work, code: str) -> JournalCard:
    found = next((one for one in registrations.journals(work) if one.code == code), None)
    if found is None:
        raise NotFound("Expected to find the journal {journal}, but there is none.", journal=code)
    return found


def _line(work: Work, one: RegistrationCard) -> tuple[RegistrationCard, str]:
    name = naming.namer(work)
    return one, ", ".join(name("people", code) for code in one.executors)


def _day(name: str) -> date | None:
    given = request.args.get(name, "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Invalid.one(name, "Expected a date, but {value} is none.", value=given[:40]) from None
