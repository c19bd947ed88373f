"""Reading a form-js file, with all that is wrong with it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from engine.errors import KindProblem, KindRefused
from engine.forms import sound
from engine.forms.feel import Unreadable, parse
from engine.forms.form import CHOICES, LISTS, NESTED, SILENT, TYPES, Field, Form, Option
from engine.forms.scopes import misnamed
from engine.texts import LANGUAGES, Text, said

LARGEST = 256 * 1024
MOST_FIELDS = 200
MOST_OPTIONS = 500
MOST_PROBLEMS = 100
DEEPEST = 3
# What the page around a form sends itself.
_TAKEN = {"csrf_token", "outcome", "password", "typename"}
_KEPT = {"type", "id", "key", "path", "label", "description", "text", "values", "valuesKey"} | {
    "conditional",
    "validate",
    "components",
}


def read(content: bytes | str, place: str) -> Form:
    """The form of a file; `place` is its name. Attributes it does not know are kept in `props`.

    Raises KindRefused with all problems.
    """
    reading = _Reading(place)
    source = reading.source(content)
    fields = reading.fields(source.get("components"), 0, set())
    for one, template, facts in misnamed(fields):
        reading.problems.append(KindProblem(place, template, facts, one.id, said(one.label, reading.own)[:80]))
    if reading.problems:
        raise KindRefused(reading.problems[:MOST_PROBLEMS])
    return Form(_text(source.get("id")) or place.rpartition("/")[2].removesuffix(".form"), fields, source)


class _Reading:
    """What was found wrong so far, how much was seen, the translations of the file."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.problems: list[KindProblem] = []
        self.count = 0
        self.ids: set[str] = set()
        self.translated: Mapping[str, Any] = {}
        self.own = "en"  # the language the file itself is written in: `x-language`, else the one its translations lack

    def wrong(self, one: object, template: str, **facts: object) -> None:
        given = one if isinstance(one, dict) else {}
        self.problems.append(KindProblem(self.place, template, facts, _id(given), _text(given.get("label"))[:80]))

    def source(self, content: bytes | str) -> dict[str, Any]:
        if len(content) > LARGEST:
            self.wrong("", "Expected a form of at most {most} KB, but it is larger.", most=LARGEST // 1024)
            return {}
        try:
            found = json.loads(content, parse_constant=_no_number)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or not isinstance(found.get("components"), list):
            self.wrong("", "Expected a form-js file (JSON with components), but it is something else.")
            return {}
        texts = found.get("x-i18n")
        self.translated = texts if isinstance(texts, dict) else {}
        missing = [one for one in ("ru", "en", "kk", "ky") if one not in self.translated]
        self.own = _text(found.get("x-language")) or (missing[0] if missing else "en")
        if self.own not in LANGUAGES:
            self.wrong(
                "",
                "Expected one of the languages {known}, but it is {found}.",
                known=", ".join(LANGUAGES),
                found=self.own[:40],
            )
        return found

    def fields(self, components: object, depth: int, seen: set[str]) -> tuple[Field, ...]:
        if depth > DEEPEST:
            self.wrong(
                "", "Expected at most {most} groups and rows inside each other, but there are more.", most=DEEPEST
            )
            return ()
        found = (self.field(one, depth, seen) for one in (components if isinstance(components, list) else []))
        return tuple(one for one in found if one is not None)

    def field(self, one: object, depth: int, seen: set[str]) -> Field | None:
        self.count += 1
        if self.count == MOST_FIELDS + 1:
            self.wrong("", "Expected at most {most} fields, but there are more.", most=MOST_FIELDS)
        if self.count > MOST_FIELDS:
            return None
        if not isinstance(one, dict):
            self.wrong("", "Expected each component to be an object with a type, but one is something else.")
            return None
        kind = _text(one.get("type"))
        if kind not in TYPES:
            self.wrong(
                one,
                "Expected one of the field types {known}, but {type} is none.",
                known=", ".join(sorted(TYPES)),
                type=kind[:40],
            )
            return None
        key = _text(one.get("path" if kind in NESTED else "key"))
        if kind not in SILENT:
            self.key(one, kind, key, seen)
        children = (
            self.fields(one.get("components"), depth + 1, seen if kind == "group" and not key else set())
            if kind in NESTED
            else ()
        )
        made = self.made(one, kind, "" if kind in SILENT else key, children)
        for template, facts in sound.problems(made):
            self.wrong(one, template, **facts)
        return made

    def key(self, one: dict[str, Any], kind: str, key: str, seen: set[str]) -> None:
        if not key:
            if kind != "group":
                self.wrong(one, "Expected a key for the field, but it has none.")
            return
        if not key.isidentifier() or key.startswith("_") or len(key) > 60 or key in _TAKEN:
            self.wrong(one, "Expected a key of letters, digits and underscores, but it is {key}.", key=key[:60])
        if key in seen:
            self.wrong(one, "Expected each key once, but {key} stands twice.", key=key[:60])
        seen.add(key)

    def made(self, one: dict[str, Any], kind: str, key: str, children: tuple[Field, ...]) -> Field:
        id = _id(one)
        if one.get("id") and id in self.ids:
            self.wrong(one, "Expected each id once, but {id} stands twice.", id=id)
        self.ids.add(id)
        rules = one.get("validate") or {}
        if not isinstance(rules, dict):
            self.wrong(one, "Expected rules for the field, but they are something else.")
            rules = {}
        return Field(
            key=key,
            type=kind,
            id=id,
            label=self.words(one.get("label"), f"{id}.label"),
            help=self.words(one.get("text"), f"{id}.text")
            if kind == "text"
            else self.words(one.get("description"), f"{id}.description"),
            options=tuple(self.options(one, id)) if kind in CHOICES | LISTS else (),
            options_from=_text(one.get("valuesKey")),
            hide=self.condition(one),
            rules=rules,
            props={name: value for name, value in one.items() if name not in _KEPT},
            children=children,
        )

    def words(self, own: object, name: str) -> Text:
        found = {self.own: own} if isinstance(own, str) and own else {}
        for language, texts in self.translated.items():
            said = texts.get(name) if isinstance(texts, dict) else None
            if language in LANGUAGES and isinstance(said, str) and said:
                found[language] = said
        return found

    def options(self, one: dict[str, Any], id: str) -> Iterator[Option]:
        values = one.get("values")
        if not isinstance(values, list):
            if not _text(one.get("valuesKey")):
                self.wrong(one, "Expected choices for the field, but it has none.")
            return
        if len(values) > MOST_OPTIONS:
            self.wrong(
                one, "Expected at most {most} choices, but there are {count}.", most=MOST_OPTIONS, count=len(values)
            )
        seen: set[str] = set()
        for value in values[:MOST_OPTIONS]:
            said = _text(value.get("value")) if isinstance(value, dict) else ""
            if not said or len(said) > 200:
                self.wrong(one, "Expected each choice to have a value, but one has none.")
            elif said in seen:
                self.wrong(one, "Expected each choice once, but {value} stands twice.", value=said[:60])
            else:
                yield Option(said, self.words(_text(value.get("label")) or said, f"{id}.values.{said}"))
            seen.add(said)

    def condition(self, one: dict[str, Any]) -> str:
        given = one.get("conditional")
        text = given.get("hide") if isinstance(given, dict) else None
        if not text:
            return ""
        try:
            parse(str(text))
        except Unreadable as error:
            self.wrong(one, error.template, **error.facts)
        return str(text)


def _no_number(_name: str) -> None:
    raise ValueError("not a number")


def _text(given: object) -> str:
    return given if isinstance(given, str) else ""


def _id(one: Mapping[str, Any]) -> str:
    return (_text(one.get("id")) or _text(one.get("key")) or _text(one.get("path")))[:80]
