"""A form's file changed field by field, everything else in it kept: texts in four languages, rules, choices, order."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import Invalid, NotFound
from engine.forms.form import CHOICES, LISTS, NESTED, SILENT, TYPES
from engine.texts import LANGUAGES, Text

LONGEST_TEXT = 2_000
DEEPEST = 40
FRESH_CHOICE = "choice_1"
Source = dict[str, Any]
Place = tuple[list[Any], int]


@dataclass(frozen=True)
class Saying:
    """One text of a form: `id` of its field, `name` (`label`, `description`, `text`, `values.<value>`), what it says by language."""

    id: str
    name: str
    said: Text


@dataclass(frozen=True)
class Change:
    """What a field is to be: texts by name, and where given its key, rule, condition, and choices in order (value, words)."""

    texts: Mapping[str, Text]
    key: str | None = None
    required: bool | None = None
    hide: str | None = None
    choices: Sequence[tuple[str, Text]] | None = None


def opened(content: bytes, place: str) -> Source:
    """The file's own JSON; raises Invalid when it is no form-js file."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("components"), list) or _deep(found):
        raise Invalid.one(place, "Expected a form-js file (JSON with components), but it is something else.")
    return found


def _deep(found: object) -> bool:
    """Whether so much stands inside each other that it is no form anybody drew."""
    level = [found]
    for _ in range(DEEPEST):
        inner = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [each for one in inner for each in one]
    return bool(level)


def written(source: Mapping[str, Any]) -> bytes:
    """The JSON as files of forms are kept."""
    return (json.dumps(source, ensure_ascii=False, indent=2) + "\n").encode(errors="replace")


def blank(name: str, language: str) -> bytes:
    """A form without fields, written in that language."""
    texts: Source = {one: {} for one in LANGUAGES if one != language}
    return written(
        {
            "type": "default",
            "id": name,
            "schemaVersion": 19,
            "x-language": language,
            "components": [],
            "x-i18n": texts,
        }
    )


def written_in(source: Mapping[str, Any]) -> str:
    """The language of the texts that stand in the fields themselves."""
    own, texts = source.get("x-language"), source.get("x-i18n")
    held = texts if isinstance(texts, Mapping) else {}
    return str(own) if own in LANGUAGES else next((one for one in ("ru", "en", "kk", "ky") if one not in held), "en")


def sayings(source: Mapping[str, Any]) -> list[Saying]:
    """Every text people see, in the order of the fields."""
    return [Saying(name_of(one), name, _said(source, one, name)) for one in fields(source) for name in texts_of(one)]


def fields(source: Mapping[str, Any]) -> Iterator[Source]:
    """Every component, those within groups and rows too."""
    for held, at in _places(source):
        yield held[at]


def name_of(one: Mapping[str, Any]) -> str:
    """What a component is called by: its id, else its key or path."""
    return str(one.get("id") or one.get("key") or one.get("path") or "")


def texts_of(one: Mapping[str, Any]) -> list[str]:
    """The names of a component's texts."""
    kind = str(one.get("type") or "")
    if kind in {"separator", "spacer"}:
        return []
    if kind == "text":
        return ["text"]
    values = one.get("values") if kind in CHOICES | LISTS else None
    shown = values if isinstance(values, list) else []
    named = [f"values.{value['value']}" for value in shown if isinstance(value, dict) and value.get("value")]
    return ["label", *([] if kind in {"group", "button"} else ["description"]), *named]


def _said(source: Mapping[str, Any], one: Mapping[str, Any], name: str) -> dict[str, str]:
    own = _choice(one, name).get("label") if name.startswith("values.") else one.get(name)
    held = source.get("x-i18n")
    found = {written_in(source): own}
    for language, texts in held.items() if isinstance(held, Mapping) else ():
        if language not in found and isinstance(texts, Mapping):
            found[language] = texts.get(f"{name_of(one)}.{name}")
    return {language: text for language, text in found.items() if isinstance(text, str) and text}


def _choice(one: Mapping[str, Any], name: str) -> Source:
    value = name.removeprefix("values.")
    return next((it for it in one["values"] if isinstance(it, dict) and it.get("value") == value), {})


def changed(content: bytes, place: str, id: str, change: Change) -> bytes:
    """The form with that field as it is to be; raises NotFound, Invalid."""
    source = opened(content, place)
    held, at = _found(source, id)
    one = held[at]
    kind = str(one.get("type") or "")
    if change.choices is not None and kind in CHOICES | LISTS:
        _choose(source, one, change.choices)
    for name in texts_of(one):
        if name in change.texts:
            _say(source, one, name, change.texts[name])
    if change.key is not None and kind not in SILENT:
        _put(one, "path" if kind in NESTED else "key", change.key)
    if change.required is not None:
        rules = one.get("validate")
        _put(one, "validate", {**(rules if isinstance(rules, dict) else {}), "required": change.required or None})
    if change.hide is not None:
        _put(one, "conditional", {"hide": change.hide or None})
    return written(source)


def _put(one: Source, name: str, value: Any) -> None:
    """Puts a value in, or takes the name out when nothing is left of it."""
    if isinstance(value, dict):
        value = {key: inner for key, inner in value.items() if inner is not None}
    if value in (None, "", {}):
        one.pop(name, None)
    else:
        one[name] = value


def _say(source: Source, one: Source, name: str, texts: Text) -> None:
    own = written_in(source)
    for language in LANGUAGES:
        text = texts.get(language, "").strip()
        if len(text) > LONGEST_TEXT:
            sentence = "Expected at most {most} characters, but there are {count}."
            raise Invalid.one(f"{name}_{language}", sentence, most=LONGEST_TEXT, count=len(text))
        if language == own:
            _put(_choice(one, name) if name.startswith("values.") else one, name if "." not in name else "label", text)
        else:
            _put(_translations(source, language), f"{name_of(one)}.{name}", text)


def _translations(source: Source, language: str) -> Source:
    if not isinstance(source.get("x-i18n"), dict):
        source["x-i18n"] = {}
    held: Source = source["x-i18n"]
    if not isinstance(held.get(language), dict):
        held[language] = {}
    found: Source = held[language]
    return found


def _choose(source: Source, one: Source, choices: Sequence[tuple[str, Text]]) -> None:
    values = one.get("values")
    held = [it for it in values if isinstance(it, dict)] if isinstance(values, list) else []
    before = {it["value"]: it for it in held if isinstance(it.get("value"), str)}
    for value in before.keys() - {value for value, _words in choices}:
        _say(source, one, f"values.{value}", {})
    one["values"] = [before.get(value, {"value": value}) for value, _words in choices]
    for value, words in choices:
        _say(source, one, f"values.{value}", words)


def added(content: bytes, place: str, kind: str, key: str, label: Text) -> bytes:
    """The form with one more field at its end; raises Invalid."""
    source = opened(content, place)
    if kind not in TYPES:
        sentence = "Expected one of the field types {known}, but {type} is none."
        raise Invalid.one("type", sentence, known=", ".join(sorted(TYPES)), type=kind[:40])
    made: Source = {"type": kind, "id": _free(source, key or kind)}
    if kind not in SILENT:
        made["path" if kind in NESTED else "key"] = key or made["id"]
    if kind in CHOICES | LISTS:
        made["values"] = [{"value": FRESH_CHOICE}]
    if kind in NESTED:
        made["components"] = []
    source["components"].append(made)
    for name in texts_of(made)[:1]:
        _say(source, made, name, label)
    return written(source)


def _free(source: Source, wanted: str) -> str:
    taken = {name_of(one) for one in fields(source)}
    return next(name for name in (wanted, *(f"{wanted}_{at}" for at in range(2, 1_000))) if name not in taken)


def moved(content: bytes, place: str, id: str, by: int) -> bytes:
    """The form with that field so many places lower among those beside it; raises NotFound, Invalid."""
    source = opened(content, place)
    held, at = _found(source, id)
    held.insert(max(0, at + by), held.pop(at))
    return written(source)


def removed(content: bytes, place: str, id: str) -> bytes:
    """The form without that field, its texts too; raises NotFound, Invalid."""
    source = opened(content, place)
    held, at = _found(source, id)
    gone = held.pop(at)
    for one in [gone, *fields(gone)]:
        for name in texts_of(one):
            for language in LANGUAGES:
                _put(_translations(source, language), f"{name_of(one)}.{name}", "")
    return written(source)


def _places(held: Mapping[str, Any]) -> Iterator[Place]:
    found = held.get("components")
    for at, one in enumerate(found if isinstance(found, list) else []):
        if isinstance(one, dict):
            yield found, at  # type: ignore[misc]
            yield from _places(one)


def _found(source: Source, id: str) -> Place:
    wanted: Callable[[Place], bool] = lambda place: name_of(place[0][place[1]]) == id  # noqa: E731
    found = next(filter(wanted, _places(source)), None)
    if found is None:
        raise NotFound("Expected to find the field {field} in the form, but there is none.", field=id[:80])
    return found
