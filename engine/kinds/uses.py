"""Where the forms of a kind are used, as far as its files can be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import KindRefused
from engine.kinds.kind import Kind
from engine.kinds.plain import read_yaml
from engine.texts import Text, said
from engine.workflow import read as read_diagram

SHARED = "shared:"


@dataclass(frozen=True)
class Use:
    """A step that shows a form; without a step: the form a document begins with."""

    step: str
    names: Text

    def called(self, language: str) -> str:
        """The step's name in that language, else in the nearest one."""
        return said(self.names, language) or self.step


def uses(files: Mapping[str, bytes]) -> dict[str, list[Use]]:
    """Who uses each form, by the name the diagram says (`submit`, `shared:approve`); what cannot be read uses none."""
    found: dict[str, list[Use]] = {}
    settings, translated = _read(files, "kind.yaml"), _mapping(_read(files, "translations.yaml").get("diagram"))
    begins = str(_mapping(settings.get("start")).get("form") or "")
    written_in = str(settings.get("written_in") or "ru")
    if begins:
        found[begins] = [Use("", {})]
    diagram = read_diagram(files["process.bpmn"]).diagram if "process.bpmn" in files else None
    for step in diagram.steps.values() if diagram else ():
        if step.form:
            own = {written_in: step.name} if step.name else {}
            names = {**own, **_texts(translated.get(step.id)), **step.names}
            found.setdefault(step.form, []).append(Use(step.id, names))
    return found


def _mapping(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, dict) else {}


def _texts(found: object) -> dict[str, str]:
    return {str(one): str(words) for one, words in _mapping(found).items() if words}


def _read(files: Mapping[str, bytes], name: str) -> Mapping[str, Any]:
    try:
        return _mapping(read_yaml(files.get(name, b""), name).value)
    except KindRefused:
        return {}


def shows(kind: Kind, form: str) -> bool:
    """Whether any step of a published kind shows that form."""
    return any(step.form == form for step in kind.diagram.steps.values())


def renamed(diagram: bytes, before: str, after: str) -> bytes:
    """The diagram whose steps show another form in place of that one; all else byte for byte."""
    pattern = rb"(<[^<>]*\bform\s*=\s*)([\"'])" + re.escape(before.encode()) + rb"\2"
    return re.sub(pattern, lambda found: found[1] + found[2] + after.encode() + found[2], diagram)
