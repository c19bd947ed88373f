"""A kind's files read into a Kind, or refused with everything that is wrong, all at once."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields as dataclass_fields
from functools import partial
from typing import Any, TypeVar

from engine import forms as form_craft
from engine import rendering
from engine.errors import KindProblem, KindRefused
from engine.forms import Form
from engine.kinds.bundle import check_names
from engine.kinds.checks import check_certificates, check_ends, check_lanes, check_settings
from engine.kinds.complete import check_texts
from engine.kinds.kind import Kind, Settings
from engine.kinds.plain import Plain, read_yaml
from engine.kinds.scenario import Scenario, read_scenario
from engine.kinds.settings import read_settings
from engine.kinds.sheet import Sheet
from engine.kinds.translations import Translations, read_translations
from engine.rendering import Template
from engine.texts import LANGUAGES
from engine.workflow import Diagram, Reading, VerbShape
from engine.workflow import read as read_diagram

SHARED = "shared:"
DIAGRAM = "process.bpmn"
SETTINGS = "kind.yaml"
TRANSLATIONS = "translations.yaml"
KNOWN_FILES = (DIAGRAM, SETTINGS, TRANSLATIONS, "README.md")
PERSON = ("name", "post", "unit", "to", *(f"post_in.{one}" for one in LANGUAGES))
PAPER = (
    "number",
    "date",
    "title",
    *(f"{part}.{one}" for part in ("number_in", "kind_in", "title_in") for one in LANGUAGES),
)
TEMPLATE_NAMES = (
    "organisation",
    "unit",
    "unit_index",
    "kind",
    "title",
    "round",
    "today",
    *(f"initiator.{one}" for one in PERSON),
    *(f"organisation_in.{one}" for one in LANGUAGES),
    *(f"attachments.{one}" for one in ("number", "name", "size")),
    *(f"{relation}.{one}" for relation in ("basis", "amends", "repeals") for one in PAPER),
)
T = TypeVar("T")


class _Desk:
    """Keeps the files and every problem found in them."""

    def __init__(self, files: Mapping[str, bytes], shared: Mapping[str, bytes]) -> None:
        self.files, self.shared = files, shared
        self.problems: list[KindProblem] = []

    def try_to(self, do: Callable[[], T], otherwise: T) -> T:
        """What it gives; a refusal's problems are kept."""
        try:
            return do()
        except KindRefused as refused:
            self.problems += refused.problems
            return otherwise

    def miss(self, place: str, template: str, **facts: object) -> None:
        self.problems.append(KindProblem(place, template, facts))


def read(
    files: Mapping[str, bytes],
    shared: Mapping[str, bytes],
    verbs: Mapping[str, VerbShape],
    *,
    published: bool = False,
) -> Kind:
    """The kind of a folder's files. `shared` holds the forms used by many, by file name; `verbs` what diagrams may ask for.

    Raises KindRefused with all errors and warnings; warnings alone are kept with the kind. What was `published` once
    is opened as far as it can be read, because its documents are on their way: its problems are kept with the kind.
    """
    desk = _Desk(files, shared)
    desk.try_to(lambda: check_names(files), None)
    forms = _forms(desk)
    reading = _reading(desk, verbs, forms)
    sheet = Sheet(desk.try_to(lambda: read_yaml(_file(desk, SETTINGS) or b"", SETTINGS), Plain({})), SETTINGS)
    settings = read_settings(sheet)
    translations = _translations(desk)
    scenarios = _scenarios(desk)
    template = _template(desk, sheet, settings, forms, translations)
    style = _style(desk, sheet, settings)
    sample = _sample(desk, sheet, settings, forms)
    _check_together(desk, sheet, settings, reading.diagram, forms, translations)
    wrong = any(one.severity == "error" for one in desk.problems)
    if reading.diagram is None or (wrong and not published):
        raise KindRefused(desk.problems)
    said: dict[str, Any] = {one.name: getattr(settings, one.name) for one in dataclass_fields(Settings)}
    return Kind(
        **said,
        reading=reading,
        diagram=reading.diagram,
        forms=forms,
        translations=translations,
        template=template,
        style=style,
        scenarios=scenarios,
        sample=sample,
        warnings=tuple(desk.problems),
    )


def _check_together(
    desk: _Desk,
    sheet: Sheet,
    settings: Settings,
    diagram: Diagram | None,
    forms: Mapping[str, Form],
    translations: Translations,
) -> None:
    """What the parts of a folder say of each other."""
    if diagram is not None:
        check_settings(sheet, settings, diagram, forms)
        desk.problems += [*check_ends(diagram), *check_lanes(diagram), *check_certificates(diagram)]
        desk.problems += check_texts(settings, diagram, forms, translations)
    desk.problems += sheet.problems
    _check_files(desk, settings)


def _file(desk: _Desk, name: str) -> bytes | None:
    if name not in desk.files:
        raise KindRefused(
            [KindProblem(name, "Expected the file {name} in the kind's folder, but there is none.", {"name": name})]
        )
    return desk.files[name]


def _forms(desk: _Desk) -> dict[str, Form]:
    found: dict[str, Form] = {}
    for prefix, held in (("", desk.files), (SHARED, desk.shared)):
        for name in sorted(one for one in held if one.endswith(".form")):
            form = desk.try_to(partial(_form, held[name], prefix + name), None)
            if form is not None:
                found[prefix + name.removesuffix(".form")] = form
    return found


def _form(content: bytes, place: str) -> Form | None:
    return form_craft.read(content, place)


def _reading(desk: _Desk, verbs: Mapping[str, VerbShape], forms: Mapping[str, Form]) -> Reading:
    content = desk.try_to(partial(_file, desk, DIAGRAM), None)
    if content is None:
        return Reading(None, (), b"")
    reading = read_diagram(content, verbs=verbs, forms=set(forms))
    desk.problems += reading.problems
    return reading


def _translations(desk: _Desk) -> Translations:
    if TRANSLATIONS not in desk.files:
        return Translations()
    sheet = Sheet(desk.try_to(lambda: read_yaml(desk.files[TRANSLATIONS], TRANSLATIONS), Plain({})), TRANSLATIONS)
    found = read_translations(sheet)
    desk.problems += sheet.problems
    return found


def _scenarios(desk: _Desk) -> tuple[Scenario, ...]:
    found = []
    for name in sorted(one for one in desk.files if one.startswith("tests/") and one.endswith(".yaml")):
        plain = desk.try_to(partial(_yaml, desk.files[name], name), None)
        if plain is not None:
            sheet = Sheet(plain, name)
            found.append(read_scenario(sheet))
            desk.problems += sheet.problems
    return tuple(found)


def read_story(content: bytes, place: str) -> tuple[Scenario | None, tuple[KindProblem, ...]]:
    """One scenario file by itself, and what is wrong with it."""
    try:
        sheet = Sheet(read_yaml(content, place), place)
    except KindRefused as refused:
        return None, refused.problems
    return read_scenario(sheet), tuple(sheet.problems)


def _yaml(content: bytes, place: str) -> Plain | None:
    return read_yaml(content, place)


def _template(
    desk: _Desk, sheet: Sheet, settings: Settings, forms: Mapping[str, Form], translations: Translations
) -> Template:
    name = settings.rendition.template
    content = _named(desk, sheet, ("rendition", "template"), name) if name else None
    if content is None:
        return rendering.read_template("", name)
    template = rendering.read_template(content, name)
    form = forms.get(settings.start.form)
    answers = [f"doc.{field.key}" for field in form.all() if field.key not in settings.requisites] if form else ["doc"]
    for key in settings.requisites:
        if re.search(rf"\bdoc\.{re.escape(key)}\b", content):
            sentence = "Expected the page to leave out {key}, because it is a requisite, but it prints it."
            desk.miss(name, sentence, key=key)
    people = [f"people.{lane}.{one}" for lane in settings.people for one in PERSON]
    known = {*TEMPLATE_NAMES, *answers, *people}
    desk.problems += rendering.problems(template, known, set(translations.template))
    for step in settings.fields:
        if f'id="sig-{step}"' not in content:
            sentence = 'Expected a place with id="sig-{step}" for the signature of step {step}, but there is none.'
            desk.miss(name, sentence, step=step)
    return template


def _style(desk: _Desk, sheet: Sheet, settings: Settings) -> str:
    name = settings.rendition.style
    content = _named(desk, sheet, ("rendition", "style"), name) if name else None
    if content is None:
        return ""
    desk.problems += rendering.check_css(content, name)
    return content


def _named(desk: _Desk, sheet: Sheet, path: tuple[str | int, ...], name: str) -> str | None:
    if name not in desk.files:
        sheet.wrong(path, "Expected the file {name} in the kind's folder, but there is none.", name=name)
        return None
    try:
        return desk.files[name].decode()
    except UnicodeDecodeError:
        desk.miss(name, "Expected text in UTF-8, but it is written in another encoding.")
        return None


def _sample(desk: _Desk, sheet: Sheet, settings: Settings, forms: Mapping[str, Form]) -> Mapping[str, Any]:
    name = settings.sample_file
    content = _named(desk, sheet, ("sample",), name) if name else None
    if content is None:
        return {}
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("kind") != settings.name or not isinstance(found.get("answers"), dict):
        desk.miss(
            name, "Expected a request with kind {kind} and answers, but it is something else.", kind=settings.name
        )
        return {}
    keys = (
        {field.key for field in forms[settings.start.form].all()}
        if settings.start.form in forms
        else set(found["answers"])
    )
    for key in sorted(set(found["answers"]) - keys):
        desk.miss(name, "Expected a field of the form {form}, but found {found}.", form=settings.start.form, found=key)
    return found


def _check_files(desk: _Desk, settings: Settings) -> None:
    used = {*KNOWN_FILES, settings.rendition.template, settings.rendition.style, settings.sample_file}
    for name in sorted(desk.files):
        known = name in used or name.startswith("tests/") or name.endswith((".form", ".svg", ".png", ".md"))
        if not known:
            desk.miss(name, "Expected a file that kind.yaml names, but {name} is not named there.", name=name)
