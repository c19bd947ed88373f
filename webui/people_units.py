"""The tree of units, and the forms that change it."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from engine.errors import NotAllowed, NotFound
from engine.office import Work
from engine.people import commands, looking
from engine.people.rights import UNITS
from webui import filling
from webui.filling import Asked, Sheet, Typed
from webui.languages import _
from webui.people_words import UNIT_TYPES
from webui.port import actor, office

pages = Blueprint("people_units", __name__)
HERE = "/administration/units"


@pages.get(HERE)
def tree() -> str:
    if not actor().has("hr", *UNITS):
        raise NotAllowed("Expected a system administrator to change units and roles, but you are none.")
    with office().look(actor()) as work:
        lines = looking.tree(work)
    return render_template("administration/units.html", lines=lines, may=actor().has(*UNITS), TYPES=UNIT_TYPES)


def _lines() -> list[looking.UnitLine]:
    if not actor().has(*UNITS):
        raise NotAllowed("Expected a system administrator to change units and roles, but you are none.")
    with office().look(actor()) as work:
        return looking.tree(work)


def _one(lines: list[looking.UnitLine], code: str) -> looking.UnitLine:
    found = next((one for one in lines if one.code == code), None)
    if found is None:
        raise NotFound("Expected to find the unit {code}, but there is none.", code=code)
    return found


def _offered(lines: list[looking.UnitLine], none: str) -> list[tuple[str, str]]:
    return [("", none), *((one.code, "\u2003" * one.depth + one.name) for one in lines)]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Administration"), "/administration"), (_("Units"), HERE)]


@pages.route("/administration/new-unit", methods=["GET", "POST"])
def new() -> Response | tuple[str, int]:
    types = [(one, _(words)) for one, words in UNIT_TYPES.items()]
    asked = [
        Asked("code", _("Code"), needed=True, help=_("Latin letters and digits; it never changes.")),
        Asked("type", _("Type"), "department", "select", options=types),
        *filling.in_languages("name", _("Name"), {}),
        Asked("index", _("Index in registration numbers")),
        Asked("parent", _("Stands under"), type="select", options=_offered(_lines(), _("nothing"))),
    ]
    sheet = Sheet(_("A new unit"), asked, _("Save"), _crumbs())
    if request.method == "GET":
        return filling.page(sheet)

    def act(work: Work, typed: Typed) -> None:
        name = filling.of_languages(typed, "name")
        commands.open_unit(work, typed["code"], typed["type"], name, index=typed["index"], parent=typed["parent"])

    return filling.saved(sheet, act, _("Kept."), HERE)


@pages.route(f"{HERE}/<code>", methods=["GET", "POST"])
def edit(code: str) -> Response | tuple[str, int]:
    lines = _lines()
    one = _one(lines, code)
    asked = [
        *filling.in_languages("name", _("Name"), one.names),
        Asked("index", _("Index in registration numbers"), one.index),
        Asked("parent", _("Stands under"), one.parent, "select", options=_offered(lines, _("nothing"))),
    ]
    sheet = Sheet(one.name, asked, _("Save"), _crumbs(), version=one.version)
    if request.method == "GET":
        return filling.page(sheet)

    def act(work: Work, typed: Typed) -> None:
        name, seen = filling.of_languages(typed, "name"), filling.seen()
        commands.change_unit(work, code, name, index=typed["index"], parent=typed["parent"], seen_version=seen)

    return filling.saved(sheet, act, _("Kept."), HERE)


@pages.route(f"{HERE}/<code>/close", methods=["GET", "POST"])
def close(code: str) -> Response | tuple[str, int]:
    lines = _lines()
    one = _one(lines, code)
    others = _offered([line for line in lines if line.code != code], _("the records administrator's list"))
    asked = [Asked("successor", _("Its work goes to"), type="select", options=others)]
    said = _(
        "Posts in it end. Open tasks find their people anew; what nobody takes waits for the records administrator."
    )
    title = _("Close {unit}", unit=one.name)
    sheet = Sheet(title, asked, _("Close the unit"), _crumbs(), said, one.version, danger=True)
    if request.method == "GET":
        return filling.page(sheet)

    def act(work: Work, typed: Typed) -> None:
        commands.close_unit(work, code, successor=typed["successor"], seen_version=filling.seen())

    return filling.saved(sheet, act, _("The unit is closed."), HERE)
