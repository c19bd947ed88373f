"""Reading a form-js file, with all that is wrong with it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import re2

from engine.errors import KindProblem, KindRefused
from engine.forms.feel import FeelError, parse
from engine.forms.form import CHOICES, LISTS, NESTED, SILENT, TYPES, Field, Form, Option
from engine.texts import LANGUAGES, Text

LARGEST = 256 * 1024
MOST_FIELDS = 200
DEEPEST = 3
_KEPT = {
    "type",
    "id",
    "key",
    "path",
    "label",
    "description",
    "text",
    "values",
    "valuesKey",
    "conditional",
    "validate",
    "components",
}
_RULES = {"required", "min", "max", "minLength", "maxLength", "pattern", "patternErrorMessage", "validationType"}


def read(content: bytes | str, place: str) -> Form:
    """The form of a file; `place` is its name. Raises KindRefused with all problems."""
    reading = _Reading(place)
    source = reading.source(content)
    fields = reading.fields(source.get("components"), 0)
    if reading.problems:
        raise KindRefused(reading.problems)
    return Form(str(source.get("id") or place.rpartition("/")[2].removesuffix(".form")), fields, source)


class _Reading:
    """What was found wrong so far, the keys seen, the translations of the file."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.problems: list[KindProblem] = []
        self.count = 0
        self.translated: Mapping[str, Any] = {}
        self.own = "en"  # the language the file itself is written in: `x-language`, else the one its translations lack

    def wrong(self, element: object, template: str, **facts: object) -> None:
        self.problems.append(KindProblem(self.place, template, facts, str(element or "")[:80]))

    def source(self, content: bytes | str) -> dict[str, Any]:
        if len(content) > LARGEST:
            self.wrong("", "Expected a form of at most {most} KB, but it is larger.", most=LARGEST // 1024)
            return {}
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or not isinstance(found.get("components"), list):
            self.wrong("", "Expected a form-js file (JSON with components), but it is something else.")
            return {}
        texts = found.get("x-i18n") or {}
        self.translated = texts if isinstance(texts, dict) else {}
        missing = [one for one in ("ru", "en", "kk", "ky") if one not in self.translated]
        self.own = str(found.get("x-language") or (missing[0] if missing else "en"))
        return found

    def fields(self, components: object, depth: int) -> tuple[Field, ...]:
        if depth > DEEPEST:
            self.wrong("", "Expected at most {most} forms inside each other, but there are more.", most=DEEPEST)
            return ()
        found: list[Field] = []
        seen: set[str] = set()
        for one in components if isinstance(components, list) else []:
            field = self.field(one, depth)
            if field is None:
                continue
            if field.key and field.key in seen:
                self.wrong(field.id, "Expected each key once, but {key} stands twice.", key=field.key)
            seen.add(field.key)
            found.append(field)
        return tuple(found)

    def field(self, one: object, depth: int) -> Field | None:
        self.count += 1
        if self.count == MOST_FIELDS + 1:
            self.wrong("", "Expected at most {most} fields, but there are more.", most=MOST_FIELDS)
        if not isinstance(one, dict) or self.count > MOST_FIELDS:
            return None
        kind, id = str(one.get("type", "")), str(one.get("id") or one.get("key") or one.get("path") or "")
        if kind not in TYPES:
            self.wrong(id, "Expected a known field type, but {type} is not one.", type=kind[:40])
            return None
        key = str(one.get("path" if kind in NESTED else "key") or "")
        if not key and kind not in SILENT and kind != "group":
            self.wrong(id, "Expected a key for the field, but it has none.")
            return None
        if key and not _is_key(key):
            self.wrong(id, "Expected a key of letters, digits and underscores, but it is {key}.", key=key[:60])
        children = self.fields(one.get("components"), depth + 1) if kind in NESTED else ()
        return self.made(one, kind, key, id, children)

    def made(self, one: dict[str, Any], kind: str, key: str, id: str, children: tuple[Field, ...]) -> Field:
        return Field(
            key=key,
            type=kind,
            id=id,
            label=self.words(one, id, "label"),
            help=self.words(one, id, "text" if kind in {"text", "html"} else "description"),
            options=tuple(self.options(one, id, kind)),
            options_from=str(one.get("valuesKey") or ""),
            hide=self.condition(one, id),
            rules=self.rules(one, id),
            props={name: value for name, value in one.items() if name not in _KEPT},
            children=children,
        )

    def words(self, one: Mapping[str, Any], id: str, name: str) -> Text:
        own = one.get(name)
        found = {self.own: own} if isinstance(own, str) and own else {}
        for language in LANGUAGES:
            texts = self.translated.get(language)
            said = texts.get(f"{id}.{name}") if isinstance(texts, dict) else None
            if isinstance(said, str) and said:
                found[language] = said
        return found

    def options(self, one: Mapping[str, Any], id: str, kind: str) -> Iterator[Option]:
        values = one.get("values")
        if kind not in CHOICES | LISTS:
            return
        if not isinstance(values, list) and not one.get("valuesKey"):
            self.wrong(id, "Expected choices for the field, but it has none.")
        for value in values if isinstance(values, list) else []:
            if not isinstance(value, dict) or not isinstance(value.get("value"), str):
                self.wrong(id, "Expected each choice to have a value, but one has none.")
                continue
            yield Option(value["value"], self.choice(value, id))

    def choice(self, value: Mapping[str, Any], id: str) -> Text:
        """A choice's words; translations are kept as `<id>.values.<value>`."""
        found = {self.own: str(value.get("label") or value["value"])}
        for language, texts in self.translated.items():
            said = texts.get(f"{id}.values.{value['value']}") if isinstance(texts, dict) else None
            if language in LANGUAGES and isinstance(said, str) and said:
                found[language] = said
        return found

    def condition(self, one: Mapping[str, Any], id: str) -> str:
        given = one.get("conditional")
        text = given.get("hide") if isinstance(given, dict) else None
        if not text:
            return ""
        try:
            parse(str(text))
        except (FeelError, RecursionError) as error:
            self.wrong(id, "Expected a condition that can be read, but it is {reason}.", reason=str(error))
        return str(text)

    def rules(self, one: Mapping[str, Any], id: str) -> Mapping[str, Any]:
        given = one.get("validate") or {}
        if not isinstance(given, dict):
            self.wrong(id, "Expected rules for the field, but they are something else.")
            return {}
        for name in given.keys() - _RULES:
            self.wrong(id, "Expected a known rule, but {rule} is not one.", rule=name[:40])
        for name in ("min", "max", "minLength", "maxLength"):
            if name in given and not isinstance(given[name], int | float | str):
                self.wrong(id, "Expected a number for the rule {rule}, but it is something else.", rule=name)
        pattern = given.get("pattern")
        if pattern:
            try:
                re2.compile(str(pattern))
            except re2.error:
                self.wrong(
                    id,
                    "Expected a pattern that can be checked safely, but {pattern} cannot.",
                    pattern=str(pattern)[:80],
                )
        return {name: value for name, value in given.items() if name in _RULES}


def _is_key(key: str) -> bool:
    return key.isidentifier() and not key.startswith("__") and len(key) <= 60 and key != "typename"
