"""Drafts of kinds for their owners: new kinds, files for the editors, what is wrong, exporting, throwing away."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import kinds
from engine.acts import drafting
from engine.catalogue import drafts
from engine.catalogue.queries import all_current
from engine.errors import Invalid, KindRefused, NotFound, Refusal
from engine.texts import LANGUAGES
from webui import asked
from webui.draft_check import checked
from webui.languages import _, language
from webui.port import actor, office
from webui.refusals import told

pages = Blueprint("workshop_draft", __name__)
MOST = kinds.LARGEST_FILE
ZIP = "application/zip"
BYTES = "application/octet-stream"


@pages.get("/workshop/new")
def new() -> str:
    with office().look(actor()) as work:
        drafts.must_own(work)
    return _form({}, [])


def _form(typed: dict[str, str], problems: list[dict[str, str]]) -> str:
    with office().look(actor()) as work:
        origins = [(one.kind.name, one.kind.texts("title", language())) for one in all_current(work)]
    return render_template("workshop/new.html", origins=origins, typed=typed, problems=problems, languages=LANGUAGES)


@pages.post("/workshop/new")
def make() -> AnyResponse | tuple[str, int]:
    typed = {name: request.form.get(name, "")[:200].strip() for name in ("name", "origin", *_titles())}
    title = {one: typed[f"title_{one}"] for one in LANGUAGES if typed[f"title_{one}"]}
    sent = request.files.get("file")
    content = sent.stream.read(kinds.LARGEST_BUNDLE + 1) if sent and sent.filename else b""
    try:
        with office().work(actor()) as work:
            made = _begun(work, typed, title, content)
    except (Invalid, KindRefused) as refused:
        return _form(typed, list(told(refused).problems or [])), 422
    flash(_("The draft is begun. Nobody but process owners sees it."), "success")
    return redirect(url_for("workshop.kind", kind=made.kind))


def _titles() -> list[str]:
    return [f"title_{one}" for one in LANGUAGES]


def _begun(work: Any, typed: dict[str, str], title: dict[str, str], content: bytes) -> drafts.Draft:
    if content.startswith(b"PK"):
        return drafting.import_bundle(work, content)
    if content:
        return drafting.import_diagram(work, typed["name"], title, content)
    if typed["origin"]:
        return drafting.copy(work, typed["origin"], typed["name"], title)
    return drafting.begin_blank(work, typed["name"], title)


@pages.post("/workshop/<kind>/draft")
def begin(kind: str) -> AnyResponse:
    with office().work(actor()) as work:
        drafting.open_draft(work, kind)
    flash(_("The draft is begun. Nobody but process owners sees it."), "success")
    return redirect(url_for("workshop.kind", kind=kind))


@pages.get("/workshop/<kind>/draft/file")
def file(kind: str) -> Response:
    name = request.args.get("name", "")
    with office().look(actor()) as work:
        found = drafts.draft(work, kind).files.get(name)
    if found is None:
        raise NotFound("Expected to find the file {name} in the draft, but there is none.", name=name[:100])
    answer = Response(found, mimetype=BYTES)
    answer.headers["Content-Disposition"] = "attachment"
    return answer


@pages.post("/workshop/<kind>/draft/file")
def save(kind: str) -> Response | tuple[Response, int]:
    """Saves what an editor holds; the answer is for the editor's script."""
    name, seen = request.args.get("name", ""), asked.whole("version")
    content = request.stream.read(MOST + 1)
    try:
        if len(content) > MOST:
            raise Invalid.one("file", "Expected a file of at most {most} bytes, but it is larger.", most=MOST)
        with office().work(actor()) as work:
            made = drafts.save(work, kind, seen, {name: content})
    except Refusal as refused:
        if refused.code in {"not-allowed", "not-found"}:
            raise
        problem = told(refused)
        return jsonify({"detail": problem.detail, "problems": problem.problems or []}), problem.status
    return jsonify({"version": made.version})


@pages.post("/workshop/<kind>/draft/check")
def check(kind: str) -> Response:
    """What the draft is worth now, for the editor's script."""
    with office().look(actor()) as work:
        held = drafts.draft(work, kind)
    return jsonify(checked(held, drafting.check(office().tools, held.files)))


@pages.get("/workshop/<kind>/draft.zip")
def export(kind: str) -> Response:
    with office().look(actor()) as work:
        return _archive(drafts.draft(work, kind).files, f"{kind}-draft.zip")


@pages.get("/workshop/<kind>/versions/<int:number>.zip")
def export_version(kind: str, number: int) -> Response:
    with office().look(actor()) as work:
        drafts.must_own(work)
        return _archive(drafting.files_of(work, kind, number), f"{kind}-{number}.zip")


def _archive(files: Any, name: str) -> Response:
    answer = Response(kinds.pack(files), mimetype=ZIP)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@pages.post("/workshop/<kind>/draft/take_back")
def take_back(kind: str) -> AnyResponse:
    seen, to = asked.bounded(request.form.get("version", "")), asked.bounded(request.form.get("to", ""))
    with office().work(actor()) as work:
        drafts.take_back(work, kind, seen, to)
    flash(_("The draft is as it was then. What came after stays in the list of saves."), "success")
    return redirect(url_for("workshop.kind", kind=kind))


@pages.post("/workshop/<kind>/draft/end")
def throw_away(kind: str) -> AnyResponse:
    with office().work(actor()) as work:
        drafts.end(work, kind, asked.bounded(request.form.get("version", "")))
    flash(_("The draft is thrown away. What is published stays as it is."), "success")
    return redirect(url_for("workshop.shelf"))
