"""Journals as a clerk reads them: the table of a year, a period, the printed page, the file for a spreadsheet."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Any

from flask import Blueprint, Response, render_template, request

from engine.catalogue.queries import all_current
from engine.errors import Invalid, NotAllowed, NotFound
from engine.kinds import state_label
from engine.office import Work
from engine.registration import queries as registrations
from engine.registration.queries import JournalCard, RegistrationCard
from webui import asked, naming
from webui.languages import _, language
from webui.port import actor, office

pages = Blueprint("journals", __name__)
PAGE = 100
MOST_LINES = 20_000
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def _allowed() -> Any:
    who = actor()
    if not who.has("registrar", "archivist", "records_admin"):
        raise NotAllowed("Expected a records officer to read the journals, but you are none.")
    return who


@pages.get("/journals")
def shelf() -> str:
    with office().look(_allowed()) as work:
        return render_template("journals/shelf.html", journals=registrations.journals(work))


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


@pages.get("/journals/<code>/<int(max=9999):year>.csv")
def sheet(code: str, year: int) -> Response:
    """The same lines for a spreadsheet; no cell can be taken for a formula."""
    with office().look(_allowed()) as work:
        _book(work, code)
        lines = registrations.page(work, code, year=year, since=_day("since"), until=_day("until"), limit=MOST_LINES)
        kinds = _kinds(work)
        rows = [_row(one, names, kinds) for one, names in (_line(work, line) for line in lines)]
    heads = [
        _("Number"),
        _("Date"),
        _("Kind"),
        _("Title"),
        _("Signer"),
        _("Executors"),
        _("Due"),
        _("Case"),
        _("State"),
        _("Reason"),
    ]
    out = StringIO()
    csv.writer(out, delimiter=";").writerows([heads, *rows])
    answer = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="journal-{year}.csv"'
    return answer


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


def _row(one: RegistrationCard, executors: str, kinds: dict[str, str]) -> Sequence[str]:
    due = one.due.isoformat() if one.due else ""
    state = state_label(one.document_state, language())
    cells = [one.number, one.date.isoformat(), kinds.get(one.kind, one.kind), one.title, one.signer, executors, due]
    return [safe(cell) for cell in (*cells, one.dossier, state, one.reason)]


def safe(cell: str) -> str:
    """A cell a spreadsheet will not compute."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _day(name: str) -> date | None:
    given = request.args.get(name, "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Invalid.one(name, "Expected a date, but {value} is none.", value=given[:40]) from None
