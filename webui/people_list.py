"""People for those who look after them: the list, a person's page, and the forms that change him."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.errors import Invalid, NotAllowed, Refusal
from engine.office import Work
from engine.people import commands, looking, queries
from engine.people.checks import PARTS, number_looks_wrong
from engine.people.rights import PEOPLE, UNITS
from webui import filling, refusals
from webui.asked import bounded, whole
from webui.filling import Asked, Sheet, Typed
from webui.languages import _
from webui.people_words import ACTS, ROLES, STATES, WHEN
from webui.port import actor, note_refusal, office

pages = Blueprint("people_list", __name__)
PAGE = 50
HERE = "/administration/people"


def _mine() -> None:
    if not actor().has(*PEOPLE):
        raise NotAllowed("Expected the HR department or an administrator to change people, but you are neither.")


@pages.get(HERE)
def everybody() -> str:
    _mine()
    state = request.args.get("state", "here")
    given = {name: request.args.get(name, "")[:100] for name in ("q", "unit", "role")}
    first = whole("first")
    with office().look(actor()) as work:
        units = queries.units(work)
        unit = given["unit"] if given["unit"] in {one.code for one in units} else ""
        wanted = looking.Wanted(given["q"], unit, given["role"], state if state in STATES else "here")
        lines, total = looking.listed(work, wanted, first=first, limit=PAGE)

    def at(place: int) -> str:
        return f"{HERE}?{urlencode({**given, 'state': wanted.state, 'first': place})}"

    return render_template(
        "administration/people.html",
        lines=lines,
        total=total,
        first=first,
        units=units,
        given={**given, "state": wanted.state},
        previous=at(max(0, first - PAGE)) if first else "",
        next=at(first + PAGE) if first + PAGE < total else "",
        ROLES=ROLES,
        STATES=STATES,
    )


@pages.get(f"{HERE}/<login>")
def person(login: str) -> tuple[str, int]:
    _mine()
    return _person(login)


def _person(login: str, refusal: Refusal | None = None) -> tuple[str, int]:
    with office().look(actor()) as work:
        found, past = looking.whole(work, login), looking.history(work, login)
    told = refusals.told(refusal) if refusal else None
    lines = [one["message"] for one in told.problems] if told and isinstance(refusal, Invalid) else []
    body = render_template(
        "administration/person.html",
        one=found,
        past=past,
        note=" ".join(lines) or (told.detail if told else ""),
        doubtful=number_looks_wrong(found.number),
        grants=actor().has(*UNITS) and actor().login != login,
        himself=actor().login == login,
        ROLES=ROLES,
        ACTS=ACTS,
        WHEN=WHEN,
    )
    return body, told.status if told else 200


def _crumbs(login: str = "") -> list[tuple[str, str]]:
    above = [(_("Administration"), "/administration"), (_("People"), HERE)]
    return [*above, (login, f"{HERE}/{login}")] if login else above


def _fields(found: looking.Whole | None) -> list[Asked]:
    names = found.names if found else {}
    labels = {"family": _("Family name"), "given": _("Given name"), "patronymic": _("Patronymic")}
    parts = [
        asked
        for part in PARTS
        for asked in filling.in_languages(part, labels[part], {one: kept.get(part, "") for one, kept in names.items()})
    ]
    return [
        *parts,
        Asked("number", _("Personal number"), found.number if found else "", help=_("12 digits (IIN) or 14 (PIN)")),
        Asked("email", _("E-mail"), found.email if found else "", "email"),
        Asked("phone_work", _("Work phone"), found.phone_work if found else "", "tel"),
        Asked("phone_mobile", _("Mobile phone"), found.phone_mobile if found else "", "tel"),
    ]


def _given(typed: Typed) -> dict[str, Any]:
    return {name: typed[name] or None for name in ("number", "email", "phone_work", "phone_mobile")}


def _names(typed: Typed) -> dict[str, dict[str, str]]:
    return {one: {part: typed[f"{part}_{one}"] for part in PARTS} for one in ("kk", "ru", "ky", "en")}


@pages.route("/administration/new-person", methods=["GET", "POST"])
def hire() -> Response | tuple[str, int]:
    _mine()
    sheet = Sheet(_("A new person"), [Asked("login", _("Login"), needed=True), *_fields(None)], _("Hire"), _crumbs())
    if request.method == "GET":
        return filling.page(sheet)

    def act(work: Work, typed: Typed) -> None:
        commands.hire(work, typed["login"], _names(typed), **_given(typed))

    return filling.saved(sheet, act, _("Kept."), lambda typed: f"{HERE}/{typed['login'].casefold()}")


@pages.route(f"{HERE}/<login>/edit", methods=["GET", "POST"])
def edit(login: str) -> Response | tuple[str, int]:
    _mine()
    with office().look(actor()) as work:
        found = looking.whole(work, login)
    sheet = Sheet(found.card.name, _fields(found), _("Save"), _crumbs(login), version=found.version)
    if request.method == "GET":
        return filling.page(sheet)

    def act(work: Work, typed: Typed) -> None:
        commands.change_person(work, login, _names(typed), **_given(typed), seen_version=filling.seen())

    return filling.saved(sheet, act, _("Kept."), f"{HERE}/{login}")


@pages.route(f"{HERE}/<login>/appoint", methods=["GET", "POST"])
def appoint(login: str) -> Response | tuple[str, int]:
    _mine()
    with office().look(actor()) as work:
        found, day = looking.whole(work, login), queries.today(work)
        units = [(one.code, one.name) for one in queries.units(work)]
    asked = [
        Asked("unit", _("Unit"), type="select", options=units),
        *filling.in_languages("title", _("Post"), {}),
        Asked(
            "post", _("Code of the post"), "employee", help=_("Routes find people by it: teacher, head, dean, rector.")
        ),
        Asked("is_head", _("Heads the unit"), type="tick"),
        Asked("acting", _("Acting"), type="tick"),
        Asked("since", _("From"), day.isoformat(), "date", needed=True),
        Asked("until", _("Until"), type="date"),
    ]
    sheet = Sheet(_("A post for {person}", person=found.card.name), asked, _("Appoint"), _crumbs(login))
    if request.method == "GET":
        return filling.page(sheet)

    def act(work: Work, typed: Typed) -> None:
        who, title = queries.person(work, login), filling.of_languages(typed, "title")
        commands.appoint(
            work,
            who,
            typed["unit"],
            typed["post"],
            title,
            is_head=bool(typed["is_head"]),
            acting=bool(typed["acting"]),
            since=filling.day(typed, "since"),
            until=filling.maybe_day(typed, "until"),
        )

    return filling.saved(sheet, act, _("Kept."), f"{HERE}/{login}")


@pages.route(f"{HERE}/<login>/dismiss", methods=["GET", "POST"])
def dismiss(login: str) -> Response | tuple[str, int]:
    _mine()
    with office().look(actor()) as work:
        found, day = looking.whole(work, login), queries.today(work)
    asked = [
        Asked("last", _("Last day"), day.isoformat(), "date", needed=True),
        Asked("reason", _("Reason (a decree, an order)")),
    ]
    said = _("Posts and roles end with that day; open tasks go to whoever they belong to then.")
    title = _("{person} leaves", person=found.card.name)
    sheet = Sheet(title, asked, _("Set the last day"), _crumbs(login), said, found.version, danger=True)
    if request.method == "GET":
        return filling.page(sheet)

    def act(work: Work, typed: Typed) -> None:
        last = filling.day(typed, "last")
        commands.dismiss(work, login, last, reason=typed["reason"], seen_version=filling.seen())

    return filling.saved(sheet, act, _("Kept."), f"{HERE}/{login}")


@pages.post(f"{HERE}/<login>/rehire")
def rehire(login: str) -> Response | tuple[str, int]:
    return _changed(login, lambda work, _typed: commands.rehire(work, login, seen_version=filling.seen()))


@pages.post(f"{HERE}/<login>/grant")
def grant(login: str) -> Response | tuple[str, int]:
    def act(work: Work, typed: Typed) -> None:
        commands.grant(work, queries.person(work, login), typed["role"], reason=typed["reason"])

    return _changed(login, act)


@pages.post(f"{HERE}/<login>/end-role")
def end_role(login: str) -> Response | tuple[str, int]:
    def act(work: Work, typed: Typed) -> None:
        commands.end_role(work, queries.person(work, login), typed["role"], reason=typed["reason"])

    return _changed(login, act)


@pages.post(f"{HERE}/<login>/release")
def release(login: str) -> Response | tuple[str, int]:
    def act(work: Work, typed: Typed) -> None:
        commands.release(work, bounded(typed["post"]), filling.day(typed, "last"))

    return _changed(login, act)


def _changed(login: str, act: Callable[[Work, Typed], None]) -> Response | tuple[str, int]:
    """Does what a small form of a person's page asks; the page again when it is refused."""
    _mine()
    with office().look(actor()) as work:
        queries.person(work, login)
    typed = {name: request.form.get(name, "")[:301].strip() for name in ("role", "reason", "post", "last")}
    try:
        with office().work(actor()) as work:
            act(work, typed)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            note_refusal(refusal)
        return _person(login, refusal)
    flash(_("Kept."), "success")
    return redirect(f"{HERE}/{login}", 303)
