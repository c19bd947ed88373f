"""A form as pages draw it, and the buttons of a form that only change the page.

`view` is drawn by the macro `form_fields` of `fields/fields.html`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import FieldProblem
from engine.forms import Field, Form, parse, visible
from webui.controls import Choices, Control, Drawing, anchor, controls, with_rows
from webui.languages import say

__all__ = ["Choices", "Control", "Pressed", "Problem", "View", "anchor", "pressed", "view"]

Problem = FieldProblem | Mapping[str, str]


@dataclass(frozen=True)
class View:
    """A form ready to be drawn; `lines` are the summary of what to mend, `conditional` whether fields depend on answers,
    `lists` the datalists by id.
    """

    controls: tuple[Control, ...]
    lines: tuple[Mapping[str, str], ...] = ()
    conditional: bool = False
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    enter: tuple[str, str] = ("_enter", "1")


@dataclass(frozen=True)
class Pressed:
    """The answers after a button of the page, and the field to stand in next."""

    raw: dict[str, Any]
    focus: str = ""


def view(
    form: Form,
    raw: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    language: str = "kk",
    choices: Choices | None = None,
    *,
    sources: Mapping[str, str] | None = None,
    fresh: bool = False,
    focus: str = "",
    enter: tuple[str, str] = ("_enter", "1"),
) -> View:
    """The form with these answers, as it is drawn.

    `problems` are those of Invalid, or already told ones ({field, message}). `choices` holds pairs of value and words by list:
    the form's own `valuesKey`s, `people`, `units`, and `files` (what is attached). `sources` says where a list can be searched
    (`people`, `units`). `fresh`: nobody has answered yet, so that fields with conditions are shown with a note where there
    is no script. `enter` is the button pressed by the Enter key.
    """
    told = _told(problems, language)
    raw = with_rows(form.fields, raw)
    drawing = Drawing(language, choices or {}, sources or {}, visible(form, raw), fresh, focus, dict(told))
    drawn = tuple(controls(form.fields, raw, "", drawing))
    lines = tuple(_line(path, words, drawing) for path, words in told)
    return View(
        drawn,
        lines,
        conditional=any(one.hide for one in _every(form.fields)),
        lists=drawing.lists,
        enter=enter,
    )


def _told(problems: Iterable[Problem], language: str) -> list[tuple[str, str]]:
    return [
        (one.field, say(one.template, language, one.facts))
        if isinstance(one, FieldProblem)
        else (one["field"], one["message"])
        for one in problems
    ]


def _line(path: str, words: str, drawing: Drawing) -> Mapping[str, str]:
    label = drawing.named.get(path, "")
    return {"field": anchor(path) if label else "", "message": f"{label}: {words}" if label else f"{path}: {words}"}


def _every(fields: Iterable[Field]) -> Iterator[Field]:
    for one in fields:
        yield one
        yield from _every(one.children)


def pressed(form: Form, pairs: Iterable[tuple[str, str]]) -> Pressed | None:
    """The answers after one of the buttons that only change the page (add or remove a row, add a name, look again at the
    conditions); None when another button was pressed.
    """
    sent = list(pairs)
    buttons = {name: value for name, value in sent if name in {"_add_row", "_remove_row", "_add_name", "_refresh"}}
    if not buttons:
        return None
    raw = parse(form, sent, keep_empty=True)
    if "_add_row" in buttons:
        rows = _found(raw, buttons["_add_row"])
        if isinstance(rows, list):
            rows.append({})
            return Pressed(raw, f"{buttons['_add_row']}[{len(rows) - 1}]")
    if "_remove_row" in buttons:
        path, _bracket, at = buttons["_remove_row"].rpartition("[")
        rows, at = _found(raw, path), at.rstrip("]")
        if isinstance(rows, list) and at.isdecimal() and int(at) < len(rows):
            del rows[int(at)]
            return Pressed(raw, path)
    return Pressed(raw, buttons.get("_add_name", ""))


def _found(raw: object, path: str) -> object:
    """What stands at a path such as `trips[0].costs`."""
    for part in path.replace("]", "").replace("[", ".").split("."):
        if isinstance(raw, Mapping):
            raw = raw.get(part)
        elif isinstance(raw, list) and part.isdecimal() and len(part) < 5 and int(part) < len(raw):
            raw = raw[int(part)]
        else:
            return None
    return raw
