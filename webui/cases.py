"""The nomenclature of cases: who reads it, who opens and changes a case."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import Invalid, NotAllowed, Stale
from engine.registration import cases
from engine.registration.cases import CaseCard
from engine.registration.keeping import READERS
from webui import asked, refusals
from webui.languages import _
from webui.port import actor, office

pages = Blueprint("cases", __name__)
Page = Response | tuple[str, int] | str


def _reader() -> None:
    if not actor().has(*READERS):
        raise NotAllowed("Expected a records officer to read the journals, but you are none.")


def _editor() -> None:
    if not actor().has("records_admin"):
        raise NotAllowed("Expected the records administrator to change the nomenclature, but you are none.")


@pages.get("/journals/cases")
def nomenclature() -> str:
    """The cases with their retention."""
    _reader()
    with office().look(actor()) as work:
        found = cases.cases(work)
    return render_template("journals/cases.html", cases=found, editor=actor().has("records_admin"))


@pages.get("/journals/cases/new")
def new() -> str:
    _editor()
    return _form("", {}, 0)


@pages.post("/journals/cases/new")
def open_new() -> Page:
    _editor()
    typed = _typed()
    try:
        with office().work(actor()) as work:
            cases.open_case(work, typed["index"], _title(typed), typed["retention_years"])
    except Invalid as refusal:
        told = refusals.told(refusal)
        return _form("", typed, 0, told), told.status
    flash(_("The case is opened."), "success")
    return redirect(url_for("cases.nomenclature"), 303)


@pages.get("/journals/cases/<index>")
def one(index: str) -> str:
    _editor()
    with office().look(actor()) as work:
        card = cases.case(work, index)
    return _form(index, _of(card), card.version)


@pages.post("/journals/cases/<index>")
def change(index: str) -> Page:
    """Saves the case; what somebody else saved meanwhile is told, and what was typed stays."""
    _editor()
    typed, version = _typed(), asked.bounded(request.form.get("version", ""))
    try:
        with office().work(actor()) as work:
            cases.change_case(work, index, _title(typed), typed["retention_years"], version=version)
    except (Invalid, Stale) as refusal:
        told = refusals.told(refusal)
        with office().look(actor()) as work:
            now = cases.case(work, index).version
        return _form(index, typed, now, told), told.status
    flash(_("The case is saved."), "success")
    return redirect(url_for("cases.nomenclature"), 303)


def _form(index: str, typed: Mapping[str, str], version: int, told: refusals.Problem | None = None) -> str:
    return render_template(
        "journals/case.html",
        index=index,
        typed=typed,
        version=version,
        problems=told.problems if told else [],
        note=told.detail if told and not told.problems else "",
    )


def _typed() -> dict[str, str]:
    names = ("index", "retention_years", *(f"title_{tongue}" for tongue in cases.TONGUES))
    typed = {name: request.form.get(name, "")[:1000] for name in names}
    if request.form.get("permanent"):
        typed["retention_years"] = "permanent"
    return typed


def _title(typed: Mapping[str, str]) -> dict[str, str]:
    return {tongue: typed[f"title_{tongue}"] for tongue in cases.TONGUES}


def _of(card: CaseCard) -> dict[str, str]:
    years = "permanent" if card.retention_years is None else str(card.retention_years)
    return {"index": card.index, "retention_years": years} | {
        f"title_{tongue}": card.title.get(tongue, "") for tongue in cases.TONGUES
    }
