"""The page of a kind: its template, style and texts side by side with what they make of a sample document."""

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from engine import kinds
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.errors import Invalid, KindRefused, Refusal, Stale
from engine.kinds import TEMPLATE_NAMES, Kind
from engine.kinds.plain import read_yaml
from engine.kinds.reading import PERSON
from engine.kinds.redrawing.yaml_text import put
from engine.office import sampling
from engine.rendering.filters import FILTERS
from engine.texts import LANGUAGES
from webui import asked
from webui.languages import NATIVE, _, language
from webui.port import actor, office
from webui.refusals import sentence, told
from webui.workshop_diagram import _title
from webui.workshop_try import _label

pages = Blueprint("workshop_template", __name__)
MOST = 100_000  # signs of a template, a style, a text
MOST_TEXTS = 200
MOST_PAGES = 4  # shown of a sample


@pages.get("/workshop/<kind>/template")
def look(kind: str) -> str:
    held = _draft(kind)
    return _page(held, held.files, {}, drawn=True)


def _draft(kind: str) -> Draft:
    with office().look(actor()) as work:
        return drafts.draft(work, kind)


@pages.post("/workshop/<kind>/template")
def save(kind: str) -> str | AnyResponse | tuple[str, int]:
    """Looks at what was typed, or saves it; what is refused or has changed meanwhile is shown with everything typed."""
    held = _draft(kind)
    changed = _typed(held)
    files = {**held.files, **changed}
    if request.form.get("_act") != "save":
        return _page(held, files, changed, drawn=True)
    try:
        with office().work(actor()) as work:
            drafts.save(work, kind, asked.bounded(request.form.get("version", "")), changed)
    except Stale as refused:
        return _page(held, files, changed, stale=told(refused).detail), 409
    except (Invalid, KindRefused) as refused:
        return _page(held, files, changed, refused=list(told(refused).problems or [])), 422
    flash(_("The page is saved."), "success")
    return redirect(f"/workshop/{kind}/template")


def _names(files: Mapping[str, bytes]) -> tuple[str, str]:
    """The files of the template and of its style, as kind.yaml names them."""
    found = _yaml(files, "kind.yaml").get("rendition")
    named = found if isinstance(found, dict) else {}
    return str(named.get("template") or "template.html"), str(named.get("style") or "template.css")


def _yaml(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        value = read_yaml(files[name], name).value if name in files else None
    except KindRefused:
        return {}
    return value if isinstance(value, dict) else {}


def _texts(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    found = _yaml(files, "translations.yaml").get("template")
    rows = found.items() if isinstance(found, dict) else ()
    return {str(key): {str(k): str(v) for k, v in said.items()} for key, said in rows if isinstance(said, dict)}


def _typed(held: Draft) -> dict[str, bytes]:
    """The files as typed: those that are the same as before are not among them."""
    template, style = _names(held.files)
    made = {}
    for name, field in ((template, "template"), (style, "style")):
        if field in request.form:
            text = request.form[field][:MOST].replace("\r\n", "\n").encode()
            made |= {name: text} if text != held.files.get(name) else {}
    texts = held.files.get("translations.yaml", b"")
    before = _texts(held.files)
    for key, tongue, said in _said():
        if said and said != before.get(key, {}).get(tongue, ""):
            texts = put(texts, ("template", key, tongue), said, "translations.yaml")
    return made | ({"translations.yaml": texts} if texts != held.files.get("translations.yaml", b"") else {})


def _said() -> list[tuple[str, str, str]]:
    found = []
    for name, value in list(request.form.items())[: MOST_TEXTS * len(LANGUAGES)]:
        sort, _dot, rest = name.partition(":")
        key, _dot, tongue = rest.rpartition(":")
        if sort == "text" and key.isidentifier() and tongue in LANGUAGES:
            found.append((key, tongue, value[:2000].strip()))
    fresh = request.form.get("key", "").strip()
    if fresh.isidentifier() and len(fresh) <= 40:
        found += [(fresh, one, request.form.get(f"fresh:{one}", "")[:2000].strip()) for one in LANGUAGES]
    return found


def _page(
    held: Draft,
    files: Mapping[str, bytes],
    changed: Mapping[str, bytes],
    *,
    drawn: bool = False,
    stale: str = "",
    refused: list[dict[str, str]] | None = None,
) -> str:
    template, style = _names(files)
    tools = office().tools
    try:
        kind, problems = kinds.read(files, kinds.read_folder(tools.settings.forms), tools.verbs), ()
    except KindRefused as found:
        kind, problems = None, found.problems
    mine = {template, style, "translations.yaml"}
    shown, broken = _samples(kind, files) if kind and drawn else ([], "")
    return render_template(
        "workshop/template.html",
        kind=held.kind,
        draft=held,
        title=_title(files) or held.kind,
        changed=bool(changed),
        template=files.get(template, b"").decode(errors="replace"),
        style=files.get(style, b"").decode(errors="replace"),
        texts=_texts(files),
        tongues={one: NATIVE[one] for one in LANGUAGES},
        problems=[(one, sentence(one)) for one in problems if one.place in mine],
        elsewhere=[one for one in problems if one.place not in mine],
        names=_palette(kind) if kind else [],
        filters=sorted(FILTERS),
        samples=shown,
        broken=broken,
        stale=stale,
        refused=refused or [],
        chosen="template",
    )


def _samples(kind: Kind, files: Mapping[str, bytes]) -> tuple[list[tuple[str, list[str]]], str]:
    """The sample's pages in the first two languages documents of the kind are written in, as data addresses."""
    answers, shown = _answers(files), []
    try:
        for tongue in kind.languages[:2]:
            pictures = sampling.sample(office(), actor(), kind, {**answers, kind.language_field or "": tongue}, tongue)
            coded = [f"data:image/png;base64,{b64encode(one).decode()}" for one in pictures[:MOST_PAGES]]
            shown.append((tongue, coded))
    except Refusal as refused:
        said = told(refused)
        return shown, " ".join(one["message"] for one in said.problems or []) or said.detail
    return shown, ""


def _answers(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        found = json.loads(files.get("sample.json", b"{}"))
    except (ValueError, RecursionError):
        return {}
    answers = found.get("answers") if isinstance(found, dict) else None
    return answers if isinstance(answers, dict) else {}


def _palette(kind: Kind) -> list[tuple[str, str]]:
    """What the template may name, and what it is: answers by their labels first."""
    form = kind.forms.get(kind.start.form)
    asks = [one for one in form.all() if one.key not in kind.requisites] if form else []
    answered = [(f"doc.{one.key}", _label(kind, one.key)) for one in asks]
    people = [(f"people.{lane}.{one}", kind.lane_name(lane, language())) for lane in kind.people for one in PERSON]
    return [*answered, *people, *((one, "") for one in TEMPLATE_NAMES)]
