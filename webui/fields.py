"""What templates need to draw a form: every control with its words, value, problem and ids.

`view` is drawn by the macro `form_fields` of `fields/fields.html`; `pressed` answers the buttons that only change the page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from engine import wording
from engine.errors import FieldProblem
from engine.forms import Field, Form, parse, visible
from engine.texts import said
from webui.languages import say

Choices = Mapping[str, Sequence[tuple[str, str]]]
Problem = FieldProblem | Mapping[str, str]
DRAWN = {
    "textfield": "line",
    "number": "line",
    "money": "line",
    "textarea": "area",
    "select": "select",
    "unit": "select",
    "radio": "choices",
    "checklist": "choices",
    "taglist": "choices",
    "checkbox": "tick",
    "datetime": "date",
    "employee": "names",
    "employees": "names",
    "units": "names",
    "people": "names",
    "filepicker": "files",
    "dynamiclist": "rows",
    "group": "group",
    "text": "words",
    "separator": "line_between",
}
"""How a type of field is drawn; a type that is not here is not drawn."""
LISTS = {"employee": ("people",), "employees": ("people",), "units": ("units",), "people": ("people", "units")}


@dataclass(frozen=True)
class Control:
    """One field as it is drawn.

    `name` is what the browser sends (`costs[0].item`), `id` the anchor without `f-`; `kind` one of the values of DRAWN;
    `values` the texts it holds, `options` pairs of value and words, `hide` its condition, `hidden` whether that holds now.
    """

    name: str
    id: str
    kind: str
    type: str
    label: str
    help: str = ""
    needed: bool = False
    locked: bool = False
    values: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    many: bool = False
    said: str = ""
    subtype: str = ""
    source: str = ""
    problem: str = ""
    hide: str = ""
    hidden: bool = False
    focus: bool = False
    lines: int = 4
    prefix: str = ""
    suffix: str = ""
    fixed: bool = False
    children: tuple["Control", ...] = ()
    rows: tuple[tuple["Control", ...], ...] = ()

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def described(self) -> str:
        """The ids of the words that belong to it, for aria-describedby."""
        there = {"help": self.help, "hint": self.kind == "date", "wrong": self.problem}
        return " ".join(f"{word}-{self.id}" for word, is_there in there.items() if is_there)


@dataclass(frozen=True)
class View:
    """A form ready to be drawn; `lines` are the summary of what to mend, `conditional` whether fields depend on answers."""

    controls: tuple[Control, ...]
    lines: tuple[Mapping[str, str], ...] = ()
    conditional: bool = False
    rows: bool = False
    enter: tuple[str, str] = ("_enter", "1")


@dataclass(frozen=True)
class Pressed:
    """The answers after a button of the page, and the field to stand in next."""

    raw: dict[str, Any]
    focus: str = ""


@dataclass
class _Drawing:
    """What all controls of one form share."""

    language: str
    choices: Choices
    sources: Mapping[str, str]
    visible: set[str]
    fresh: bool
    focus: str
    problems: dict[str, str]
    named: dict[str, str] = field(default_factory=dict)  # path → label, of what was drawn


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
    drawing = _Drawing(language, choices or {}, sources or {}, visible(form, raw), fresh, focus, dict(told))
    controls = tuple(_controls(form.fields, raw, "", drawing))
    lines = tuple(_line(path, words, drawing) for path, words in told)
    fields = tuple(_every(form.fields))
    return View(
        controls,
        lines,
        conditional=any(one.hide for one in fields),
        rows=any(one.type == "dynamiclist" or one.many for one in fields),
        enter=enter,
    )


def _told(problems: Iterable[Problem], language: str) -> list[tuple[str, str]]:
    return [
        (one.field, say(one.template, language, one.facts))
        if isinstance(one, FieldProblem)
        else (one["field"], one["message"])
        for one in problems
    ]


def _line(path: str, words: str, drawing: _Drawing) -> Mapping[str, str]:
    label = drawing.named.get(path, "")
    return {"field": anchor(path) if label else "", "message": f"{label}: {words}" if label else f"{path}: {words}"}


def _every(fields: Iterable[Field]) -> Iterator[Field]:
    for one in fields:
        yield one
        yield from _every(one.children)


def anchor(path: str) -> str:
    """A path as part of an id: `costs[0].item` → `costs-0-item`."""
    return path.replace("[", "-").replace("].", "-").replace("]", "").replace(".", "-")


def _controls(fields: Iterable[Field], raw: object, path: str, drawing: _Drawing) -> Iterator[Control]:
    given: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    for one in fields:
        if one.type in DRAWN:
            yield _control(one, given, path, drawing)


def _control(one: Field, given: Mapping[str, Any], path: str, drawing: _Drawing) -> Control:
    name = f"{path}{one.key or one.id}"
    value = given.get(one.key) if one.key else given
    label = said(one.label, drawing.language) or one.key
    if one.answers:
        drawing.named[name] = label
    control = Control(
        name=name,
        id=anchor(name),
        kind=DRAWN[one.type],
        type=one.type,
        label=label,
        help=said(one.help, drawing.language),
        needed=one.required,
        locked=one.props.get("disabled") is True or one.props.get("readonly") is True,
        many=one.many,
        problem=drawing.problems.get(name, ""),
        hide=one.hide,
        hidden=bool(one.hide) and name not in drawing.visible,
        focus=drawing.focus == name,
        prefix=_side(one, "prefixAdorner"),
        suffix=_side(one, "suffixAdorner"),
    )
    return _FILLED.get(control.kind, _as_text)(control, one, value, path, drawing)


def _side(one: Field, name: str) -> str:
    sides = one.props.get("appearance")
    words = sides.get(name) if isinstance(sides, Mapping) else None
    return words if isinstance(words, str) else ""


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, value if isinstance(value, list | tuple) else [value])))


def _as_text(control: Control, one: Field, value: object, _path: str, drawing: _Drawing) -> Control:
    lines = one.props.get("rows")
    text = _grouped(_text(value), drawing.language) if one.type == "money" else _text(value)
    return replace(control, values=(text,), lines=lines if isinstance(lines, int) and 2 <= lines <= 40 else 6)


def _grouped(text: str, language: str) -> str:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    return wording.number(amount, language, 2) if amount.is_finite() and abs(amount) < Decimal(10) ** 15 else text


def _as_date(control: Control, one: Field, value: object, _path: str, drawing: _Drawing) -> Control:
    text, subtype = _text(value), str(one.props.get("subtype") or "date")
    try:
        words = wording.long_date(date.fromisoformat(text), drawing.language) if subtype == "date" and text else ""
    except ValueError:
        words = ""
    return replace(control, values=(text,), subtype=subtype, said=words)


def _as_tick(control: Control, _one: Field, value: object, _path: str, _drawing: _Drawing) -> Control:
    return replace(control, values=("yes",) if value is True else ())


def _as_choices(control: Control, one: Field, value: object, _path: str, drawing: _Drawing) -> Control:
    if one.type == "unit":
        options = tuple(drawing.choices.get("units", ()))
    elif one.options_from:
        options = tuple(drawing.choices.get(one.options_from, ()))
    else:
        options = tuple((option.value, said(option.label, drawing.language)) for option in one.options)
    values = _texts(value)
    if one.type == "unit":
        options += tuple((lost, lost) for lost in values if lost not in dict(options))
    return replace(control, values=values, options=options)


def _as_names(control: Control, one: Field, value: object, _path: str, drawing: _Drawing) -> Control:
    lists = LISTS[one.type]
    known = {code: words for name in lists for code, words in drawing.choices.get(name, ())}
    options = tuple((code, f"{words} ({code})") for code, words in known.items())
    chosen = tuple(f"{known[code]} ({code})" if code in known else code for code in _texts(value))
    source = next((drawing.sources[name] for name in lists if name in drawing.sources), "")
    return replace(control, values=(*chosen, "") if one.many or not chosen else chosen, options=options, source=source)


def _as_files(control: Control, _one: Field, value: object, _path: str, drawing: _Drawing) -> Control:
    names = dict(drawing.choices.get("files", ()))
    return replace(control, options=tuple((id, names.get(id, id)) for id in _texts(value)))


def _as_group(control: Control, one: Field, value: object, path: str, drawing: _Drawing) -> Control:
    inner = f"{control.name}." if one.key else path
    return replace(control, children=tuple(_controls(one.children, value, inner, drawing)))


def _as_rows(control: Control, one: Field, value: object, _path: str, drawing: _Drawing) -> Control:
    given = [*value] if isinstance(value, list) else []
    least = one.props.get("defaultRepetitions")
    least = least if isinstance(least, int) and 1 <= least <= 20 else 1
    given += [{} for _ in range(least - len(given))]
    rows = tuple(tuple(_controls(one.children, row, f"{control.name}[{at}].", drawing)) for at, row in enumerate(given))
    return replace(control, rows=rows, fixed=one.props.get("allowAddRemove") is False)


_FILLED: Mapping[str, Callable[[Control, Field, Any, str, _Drawing], Control]] = {
    "date": _as_date,
    "tick": _as_tick,
    "select": _as_choices,
    "choices": _as_choices,
    "names": _as_names,
    "files": _as_files,
    "group": _as_group,
    "rows": _as_rows,
}


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
