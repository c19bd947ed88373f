"""Calls about the nomenclature, how documents are kept, and paper duplicates."""

from typing import Any

from flask import g, request

from engine.documents import rights
from engine.errors import NotAllowed, NotFound
from engine.office import Work
from engine.registration import cases, keeping
from engine.registration.cases import CaseCard
from engine.registration.keeping import Kept
from webui.api import answers, shapes
from webui.api.bodies import CaseChange, Filing, NewCase, PaperPlace
from webui.api.calling import CURSOR, LIMIT, Word, call, page, paging
from webui.asked import bounded
from webui.port import actor, office

DONE = Word("done", "Those that are made, or those that are due", {"type": "string", "enum": ["true", "false"]})
WORDS = (DONE, Word("q", "Words of the number, the title or the place"), LIMIT, CURSOR)


@call("GET", "/cases", gives=answers.Page[answers.CaseLine])
def list_cases() -> dict[str, Any]:
    """The nomenclature of cases."""
    with office().look(actor()) as work:
        if not actor().has(*keeping.READERS):
            raise NotAllowed("Expected a records officer to read journals, but you are none.")
        return page([_case(one) for one in cases.cases(work)], None)


@call("POST", "/cases", takes=NewCase, gives=answers.CaseLine, status=201)
def open_case(body: NewCase) -> dict[str, Any]:
    """Opens a case. For the records administrator."""
    with office().work(actor(), once=g.once) as work:
        cases.open_case(work, body.index, body.title, _years(body.retention_years))
    with office().look(actor()) as work:
        return _case(cases.case(work, body.index.strip()))


@call("PUT", "/cases/<index>", takes=CaseChange, gives=answers.CaseLine)
def change_case(index: str, body: CaseChange) -> dict[str, Any]:
    """Another title or retention of a case; registered documents keep their own. For the records administrator."""
    with office().work(actor()) as work:
        cases.change_case(work, index, body.title, _years(body.retention_years), version=body.version)
        return _case(cases.case(work, index))


@call("GET", "/documents/<id>/filing", gives=answers.KeptLine)
def get_filing(id: str) -> dict[str, Any]:
    """In which case a registered document is kept, how long, and where its paper lies."""
    with office().look(actor()) as work:
        rights.seen(work, id)
        return _kept(work, id)


@call("POST", "/documents/<id>/filing", takes=Filing, gives=answers.KeptLine)
def refile(id: str, body: Filing) -> dict[str, Any]:
    """Another case or retention: by a registrar until the number is sealed, then by the records administrator."""
    with office().work(actor(), once=g.once) as work:
        rights.seen(work, id)
        keeping.refile(
            work,
            id,
            case=body.case,
            kept_for=_years(body.retention_years),
            reason=body.reason or "",
            seen=body.seen,
        )
        return _kept(work, id)


@call("GET", "/paper-duplicates", gives=answers.Page[answers.KeptLine], words=WORDS)
def list_paper_duplicates() -> dict[str, Any]:
    """Paper duplicates that are due, or that are made."""
    limit, cursor = paging()
    first = bounded(cursor)
    with office().look(actor()) as work:
        done, text = request.args.get("done") == "true", request.args.get("q", "")[:200]
        found = keeping.papers(work, done=done, text=text, after=first, limit=limit + 1)
    return page([_line(one) for one in found[:limit]], str(first + limit) if len(found) > limit else None)


@call("POST", "/documents/<id>/paper", takes=PaperPlace, gives=answers.KeptLine)
def lay_paper(id: str, body: PaperPlace) -> dict[str, Any]:
    """Notes where the paper duplicate lies. For records officers."""
    with office().work(actor(), once=g.once) as work:
        rights.seen(work, id)
        keeping.lay_paper(work, id, body.place)
        return _kept(work, id)


def _years(years: int | None) -> str:
    return "permanent" if years is None else str(years)


def _case(one: CaseCard) -> dict[str, Any]:
    return {
        "index": one.index,
        "title": dict(one.title),
        "retention_years": one.retention_years,
        "version": one.version,
        "documents": one.documents,
    }


def _kept(work: Work, id: str) -> dict[str, Any]:
    found = keeping.kept(work, id)
    if found is None:
        raise NotFound("Expected to find the registration, but the document has no number.")
    return _line(found)


def _line(one: Kept) -> dict[str, Any]:
    return {
        "document": one.document,
        "number": one.number,
        "date": one.dated.isoformat(),
        "case": one.case,
        "retention_years": one.retention_years,
        "state": one.state,
        "paper": one.paper,
        "place": one.place,
        "made": shapes.moment(one.made),
        "seen": keeping.seen_as(one.case, one.retention_years),
    }
