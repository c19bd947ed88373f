"""People brought in from a spreadsheet: the file, what it would do, and how far it is; the list taken out the same way."""

from collections.abc import Mapping
from io import BytesIO
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, send_file
from werkzeug.wrappers import Response

from engine.errors import Invalid, Refusal, Stale, WrongState
from engine.exports import staff
from engine.exports.writing import MEDIA
from engine.people import importing, rights
from engine.people.columns import headings
from engine.people.queries import today
from engine.spreadsheets.reading import LARGEST
from engine.wording import full_name
from webui import exporting, refusals
from webui.asked import whole
from webui.languages import N_, _, language
from webui.port import actor, office
from webui.uploading import safe_name

pages = Blueprint("people_import", __name__)
HERE = "/administration/people/import"
PAGE = 100
STATES: Mapping[str, tuple[str, str, str]] = {
    "added": (N_("new"), "plus-lg", "green"),
    "changed": (N_("changes"), "pencil-square", "accent"),
    "unchanged": (N_("as it is"), "check-circle", ""),
    "refused": (N_("refused"), "x-circle", "brick"),
}
IMPORTS: Mapping[str, str] = {
    "shown": N_("waits for you"),
    "going": N_("going on"),
    "done": N_("done"),
    "stopped": N_("stopped: whoever began it may no more"),
}


@pages.route(HERE, methods=["GET", "POST"])
def send() -> Response | tuple[str, int]:
    with office().look(actor()) as work:
        rights.may_people(work)
    if request.method == "GET":
        return _form(None)
    try:
        return redirect(f"{HERE}/{_taken()}", 303)
    except Invalid as refusal:
        return _form(refusal)


def _taken() -> str:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid.one("file", "Expected a file, but none was chosen.")
    content = file.stream.read(LARGEST + 1)
    table = importing.read_table(content, language())
    with office().work(actor()) as work:
        return importing.show(work, safe_name(file.filename), content, table)


def _form(refusal: Invalid | None) -> tuple[str, int]:
    told = refusals.told(refusal) if refusal else None
    with office().look(actor()) as work:
        latest = importing.latest(work)
    body = render_template(
        "administration/import.html", problems=told.problems if told else (), latest=latest, IMPORTS=IMPORTS
    )
    return body, told.status if told else 200


@pages.get(f"{HERE}/template.xlsx")
def template() -> Response:
    with office().look(actor()) as work:
        rights.may_people(work)
        content = importing.template_file(work)
    return send_file(BytesIO(content), MEDIA["xlsx"], as_attachment=True, download_name="people-template.xlsx")


@pages.get("/administration/people/export.xlsx")
def export() -> Response:
    return exporting.sent(staff.people, "xlsx")


@pages.get(f"{HERE}/<id>")
def shown(id: str) -> tuple[str, int]:
    return _shown(id, None)


def _shown(id: str, refusal: Refusal | None) -> tuple[str, int]:
    state, first = request.args.get("state", ""), whole("first")
    state = state if state in STATES else ""
    with office().look(actor()) as work:
        found = importing.card(work, id, state=state, first=first, limit=PAGE)
        day = today(work)
    told = refusals.told(refusal) if refusal else None

    def at(place: int, which: str = state) -> str:
        return f"{HERE}/{id}?{urlencode({'state': which, 'first': place})}"

    tabs = [("", _("all"), at(0, ""), found.total)]
    tabs += [(one, _(words), at(0, one), found.counts[one]) for one, (words, _icon, _tone) in STATES.items()]
    body = render_template(
        "administration/import_shown.html",
        one=found,
        lines=[_line(line) for line in found.lines],
        state=state,
        tabs=tabs,
        first=first,
        day=day,
        effects=found.counts["added"] + found.counts["changed"],
        previous=at(max(0, first - PAGE)) if first else "",
        next=at(first + PAGE) if first + PAGE < found.matching else "",
        note=told.detail if told else "",
        STATES=STATES,
        IMPORTS=IMPORTS,
    )
    return body, told.status if told else 200


def _line(line: Mapping[str, object]) -> dict[str, object]:
    """A line in the reader's language: who, what changes, what is wrong."""
    said = headings(language())
    ticks = {"1": _("yes"), "": "–"}

    def value(name: str, text: str) -> str:
        return ticks.get(text, text) if name in {"is_head", "acting"} else text or "–"

    changes: list[tuple[str, str, str]] = line["changes"]  # type: ignore[assignment]
    problems: list[tuple[str, str, Mapping[str, object]]] = line["problems"]  # type: ignore[assignment]
    names: Mapping[str, Mapping[str, str]] = line["names"]  # type: ignore[assignment]
    return {
        **line,
        "name": full_name(names, language()),
        "changes": [(said[name], value(name, before), value(name, after)) for name, before, after in changes],
        "problems": [(said.get(name, ""), _(sentence, **facts)) for name, sentence, facts in problems],
    }


@pages.post(f"{HERE}/<id>/apply")
def apply(id: str) -> Response | tuple[str, int]:
    try:
        with office().work(actor()) as work:
            importing.bring_in(work, id, request.form.get("shown", "")[:64])
    except Stale as refusal:
        with office().work(actor()) as work:
            importing.show_again(work, id)
        return _shown(id, refusal)
    except WrongState as refusal:
        return _shown(id, refusal)
    return redirect(f"{HERE}/{id}", 303)
