"""The editor of a draft's diagram: the page, what its panel may offer, and the words its script says."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template

from engine import kinds
from engine.catalogue import drafts
from engine.errors import KindRefused
from engine.kinds.labels import FINAL, LEVELS, OUTCOMES, STATES
from engine.kinds.plain import read_yaml
from engine.texts import LANGUAGES, said
from engine.workflow.diagram import STAGES
from engine.workflow.diagram import VerbShape as Verb
from webui import security
from webui.languages import N_, NATIVE, _, language
from webui.port import actor, office
from webui.workshop_editor_words import EDITOR
from webui.workshop_words import PANEL

pages = Blueprint("workshop_diagram", __name__)
DEEDS = {
    "make_rendition": N_("Freeze the file of this round"),
    "apply_signature": N_("Put or check the signature"),
    "assign_number": N_("Give the number"),
    "close_rendition": N_("Seal the registered file"),
    "file_away": N_("File the document away"),
    "start_document": N_("Begin another document"),
    "keep_answers": N_("Keep answers with the document"),
    "read_calendar": N_("Look into the calendar"),
    "remind": N_("Remind of a day"),
}


@pages.get("/workshop/<kind>/diagram")
def diagram(kind: str) -> str:
    with office().look(actor()) as work:
        draft = drafts.draft(work, kind)
    security.allow(style_src_attr="'unsafe-inline'")
    return render_template(
        "workshop/diagram.html",
        draft=draft,
        kind=kind,
        title=_title(draft.files) or kind,
        chosen="diagram",
        known=_known(draft.files),
        words={one: _(one) for one in (*EDITOR, *PANEL)},
    )


def _title(files: Mapping[str, bytes]) -> str:
    found = _read(files, "kind.yaml").get("title")
    return said({str(one): str(words) for one, words in found.items()}, language()) if isinstance(found, dict) else ""


def _known(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What the panel offers: forms, states, levels, buttons, verbs, the rules of lanes, names in other languages."""
    tongue = language()
    rules = _read(files, "kind.yaml").get("people")
    names = _read(files, "translations.yaml").get("diagram")
    verbs = office().tools.verbs
    return {
        "forms": _forms(files),
        "stages": [(one, said(STATES[one], tongue)) for one in STAGES],
        "levels": [(one, said(label, tongue)) for one, label in LEVELS.items()],
        "outcomes": [(one, said(label, tongue)) for one, label in OUTCOMES.items()],
        "ends": [(one, said(label, tongue)) for one, label in STATES.items() if one in FINAL],
        "deeds": [(one, _(DEEDS[one]) if one in DEEDS else one) for one in verbs],
        "verbs": {one: _shape(verb) for one, verb in verbs.items()},
        "rules": {lane: str(rule) for lane, rule in rules.items()} if isinstance(rules, dict) else {},
        "names": names if isinstance(names, dict) else {},
        "tongues": {one: NATIVE[one] for one in LANGUAGES},
    }


def _shape(verb: Verb) -> dict[str, Any]:
    return {
        "parameters": {name: kind.__name__ for name, kind in verb.parameters.items()},
        "optional": sorted(verb.optional),
    }


def _forms(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    own = sorted(name.removesuffix(".form") for name in files if name.endswith(".form") and "/" not in name)
    shared = sorted(name for name in kinds.read_folder(office().tools.settings.forms) if name.endswith(".form"))
    common = [f"shared:{name.removesuffix('.form')}" for name in shared]
    return [(one, one) for one in own] + [(one, _("{form}, of all kinds", form=one[7:])) for one in common]


def _read(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    """What a file of settings says; nothing while it cannot be read, which the check tells."""
    try:
        found = read_yaml(files.get(name, b""), name).value
    except KindRefused:
        return {}
    return found if isinstance(found, dict) else {}
