"""Substitutions: who stands for whom now, who will and who did; ordered and ended by the HR department."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from engine.errors import NotAllowed
from engine.office import Work
from engine.people import commands, looking, queries
from engine.people.rights import SUBSTITUTIONS
from webui import filling
from webui.asked import whole
from webui.filling import Asked, Sheet, Typed
from webui.languages import _
from webui.people_words import WHEN
from webui.port import actor, office

pages = Blueprint("people_substitutions", __name__)
HERE = "/administration/substitutions"
PAGE = 50
OFFERED = 200


@pages.get(HERE)
def listed() -> str:
    if not actor().has("admin", "records_admin", *SUBSTITUTIONS):
        raise NotAllowed("Expected the HR department to change substitutions, but you are not of it.")
    when, first = request.args.get("when", "now"), whole("first")
    when = when if when in WHEN else "now"
    with office().look(actor()) as work:
        lines = looking.substitutions(work, when=when, first=first, limit=PAGE + 1)
    return render_template(
        "administration/substitutions.html",
        lines=lines[:PAGE],
        when=when,
        tabs=[
            (one, _(words)[:1].upper() + _(words)[1:], f"{HERE}?when={one}", None)
            for one, (words, _tone) in WHEN.items()
        ],
        may=actor().has(*SUBSTITUTIONS),
        previous=f"{HERE}?when={when}&first={max(0, first - PAGE)}" if first else "",
        next=f"{HERE}?when={when}&first={first + PAGE}" if len(lines) > PAGE else "",
    )


def _mine() -> None:
    if not actor().has(*SUBSTITUTIONS):
        raise NotAllowed("Expected the HR department to change substitutions, but you are not of it.")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Administration"), "/administration"), (_("Substitutions"), HERE)]


@pages.route("/administration/new-substitution", methods=["GET", "POST"])
def new() -> Response | tuple[str, int]:
    _mine()
    with office().look(actor()) as work:
        day = queries.today(work).isoformat()
        people = [(one.login, one.name) for one in queries.search(work, "", limit=OFFERED)]
    hint = _("Type a part of the name and choose from the list.")
    asked = [
        Asked("absent", _("Who is away"), type="person", options=people, help=hint, needed=True),
        Asked("substitute", _("Who stands in"), type="person", options=people, help=hint, needed=True),
        Asked("since", _("From"), day, "date", needed=True),
        Asked("until", _("Until, included"), "", "date", needed=True),
        Asked("basis", _("Order: number and date"), needed=True),
        Asked("may_sign", _("May sign, not only approve"), type="tick"),
    ]
    sheet = Sheet(_("A new substitution"), asked, _("Order it"), _crumbs())
    if request.method == "GET":
        return filling.page(sheet)

    def act(work: Work, typed: Typed) -> None:
        absent = queries.person(work, filling.login(typed, "absent"))
        stands = queries.person(work, filling.login(typed, "substitute"))
        since, until = filling.day(typed, "since"), filling.day(typed, "until")
        may_sign = bool(typed["may_sign"])
        commands.substitute(work, absent, stands, since=since, until=until, basis=typed["basis"], may_sign=may_sign)

    return filling.saved(sheet, act, _("The substitution is ordered."), HERE)


@pages.route(f"{HERE}/<int:number>/end", methods=["GET", "POST"])
def end(number: int) -> Response | tuple[str, int]:
    _mine()
    with office().look(actor()) as work:
        one = looking.substitution(work, number)
    asked = [
        Asked("last", _("Last day"), type="date", help=_("Nothing: it ends at once.")),
        Asked("reason", _("Reason (a decree, an order)")),
    ]
    title = _("{substitute} stands for {absent}", substitute=one.substitute.name, absent=one.absent.name)
    sheet = Sheet(title, asked, _("End it"), _crumbs(), version=one.version, danger=True)
    if request.method == "GET":
        return filling.page(sheet)

    def act(work: Work, typed: Typed) -> None:
        last, reason = filling.maybe_day(typed, "last"), typed["reason"]
        commands.end_substitution(work, number, last=last, reason=reason, seen_version=filling.seen())

    return filling.saved(sheet, act, _("The substitution is ended."), HERE)
