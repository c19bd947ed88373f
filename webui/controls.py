"""Every field of a form as a control: its words, value, problem and ids."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from engine import wording
from engine.forms import Field
from engine.texts import said

Choices = Mapping[str, Sequence[tuple[str, str]]]
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
    "documents": "names",
    "filepicker": "files",
    "dynamiclist": "rows",
    "group": "group",
    "text": "words",
    "separator": "between",
}
"""How a type of field is drawn; a type that is not here is not drawn."""
LISTS = {
    "employee": ("people",),
    "employees": ("people",),
    "units": ("units",),
    "people": ("people", "named_units"),
    "documents": (),
}


@dataclass(frozen=True)
class Control:
    """One field as it is drawn.

    `name` is what the browser sends (`costs[0].item`), `id` the anchor without `f-`; `kind` one of the values of DRAWN;
    `values` the texts it holds, `options` pairs of value and words, `hide` its condition, `unasked` whether that holds now;
    `hidden` also without a script. `mode` is HTML's inputmode, `list` the id of its datalist, `source` where names are searched.
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
    list: str = ""
    mode: str = ""
    accept: str = ""
    problem: str = ""
    hide: str = ""
    unasked: bool = False
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
        there = {"help": self.help, "hint": self.kind == "date" or bool(self.list), "wrong": self.problem}
        return " ".join(f"{word}-{self.id}" for word, is_there in there.items() if is_there)


@dataclass
class Drawing:
    """What all controls of one form share."""

    language: str
    choices: Choices
    sources: Mapping[str, str]
    visible: set[str]
    fresh: bool
    focus: str
    problems: dict[str, str]
    named: dict[str, str] = field(default_factory=dict)  # path → label, of what was drawn
    lists: dict[str, Sequence[str]] = field(default_factory=dict)


def anchor(path: str) -> str:
    """A path as part of an id: `costs[0].item` → `costs-0-item`."""
    return path.replace("[", "-").replace("].", "-").replace("]", "").replace(".", "-")


def controls(fields: Iterable[Field], raw: object, path: str, drawing: Drawing) -> Iterator[Control]:
    given: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    for one in fields:
        if one.type in DRAWN:
            yield _control(one, given, path, drawing)


def _control(one: Field, given: Mapping[str, Any], path: str, drawing: Drawing) -> Control:
    name = f"{path}{one.key or one.id}"
    value = given.get(one.key) if one.key else given
    label = said(one.label, drawing.language) or one.key
    if one.answers:
        drawing.named[name] = label
    unasked = bool(one.hide) and name not in drawing.visible
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
        unasked=unasked,
        hidden=unasked and not drawing.fresh,
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
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and math.isfinite(value):
        return f"{Decimal(str(value)):f}"  # a person does not read 1e-07, nor does the page's own parser
    return str(value).encode(errors="replace").decode()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, value if isinstance(value, list | tuple) else [value])))


def _as_text(control: Control, one: Field, value: object, _path: str, drawing: Drawing) -> Control:
    lines = one.props.get("rows")
    text = _grouped(_text(value), drawing.language) if one.type == "money" else _text(value)
    mode = "decimal" if one.type in {"number", "money"} else _MODES.get(str(one.rules.get("validationType")), "")
    tall = lines if isinstance(lines, int) and 2 <= lines <= 40 else 6
    return replace(control, values=(text,), lines=tall, mode=mode)


_MODES = {"email": "email", "phone": "tel"}


def _grouped(text: str, language: str) -> str:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    return wording.number(amount, language, 2) if amount.is_finite() and abs(amount) < Decimal(10) ** 15 else text


def _as_date(control: Control, one: Field, value: object, _path: str, drawing: Drawing) -> Control:
    text, subtype = _text(value), str(one.props.get("subtype") or "date")
    try:
        words = wording.long_date(date.fromisoformat(text), drawing.language) if subtype == "date" and text else ""
    except ValueError:
        words = ""
    return replace(control, values=(text,), subtype=subtype, said=words)


def _as_tick(control: Control, _one: Field, value: object, _path: str, _drawing: Drawing) -> Control:
    return replace(control, values=("yes",) if value is True else ())


def _as_choices(control: Control, one: Field, value: object, _path: str, drawing: Drawing) -> Control:
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


def _as_names(control: Control, one: Field, value: object, _path: str, drawing: Drawing) -> Control:
    lists = LISTS[one.type]
    known = {code: words for name in lists for code, words in drawing.choices.get(name, ())}
    list_id = f"list-{'-'.join(lists)}" if lists else ""
    if lists:
        drawing.lists[list_id] = tuple(f"{words} ({code})" for code, words in known.items())
    chosen = tuple(f"{known[code]} ({code})" if code in known else code for code in _texts(value))
    source = next((drawing.sources[name] for name in lists if name in drawing.sources), "")
    return replace(control, values=chosen if chosen and not one.many else (*chosen, ""), list=list_id, source=source)


def _as_files(control: Control, one: Field, value: object, _path: str, drawing: Drawing) -> Control:
    names = dict(drawing.choices.get("files", ()))
    accept = one.props.get("accept")
    kept = tuple((id, names.get(id, id)) for id in _texts(value))
    return replace(control, options=kept, accept=accept if isinstance(accept, str) else "")


def _as_group(control: Control, one: Field, value: object, path: str, drawing: Drawing) -> Control:
    inner = f"{control.name}." if one.key else path
    return replace(control, children=tuple(controls(one.children, value, inner, drawing)))


def _as_rows(control: Control, one: Field, value: object, _path: str, drawing: Drawing) -> Control:
    given = value if isinstance(value, list) else []
    rows = tuple(_row(one, row, f"{control.name}[{at}]", drawing) for at, row in enumerate(given))
    return replace(control, rows=rows, fixed=one.props.get("allowAddRemove") is False)


def _row(one: Field, row: object, path: str, drawing: Drawing) -> tuple[Control, ...]:
    drawn = tuple(controls(one.children, row, f"{path}.", drawing))
    return (replace(drawn[0], focus=True), *drawn[1:]) if drawn and drawing.focus == path else drawn


_FILLED: Mapping[str, Callable[[Control, Field, Any, str, Drawing], Control]] = {
    "date": _as_date,
    "tick": _as_tick,
    "select": _as_choices,
    "choices": _as_choices,
    "names": _as_names,
    "files": _as_files,
    "group": _as_group,
    "rows": _as_rows,
}


def with_rows(fields: Iterable[Field], raw: object) -> dict[str, Any]:
    """The answers with the empty rows a form is drawn with."""
    found: dict[str, Any] = dict(raw) if isinstance(raw, Mapping) else {}
    for one in fields:
        if one.type == "group":
            inner = with_rows(one.children, found.get(one.key) if one.key else found)
            found |= {one.key: inner} if one.key else inner
        if one.type == "dynamiclist":
            given = found.get(one.key)
            rows = [*given] if isinstance(given, list) else []
            wanted = one.props.get("defaultRepetitions")
            least = wanted if isinstance(wanted, int) and 0 <= wanted <= 20 else 1
            found[one.key] = [with_rows(one.children, row) for row in [*rows, *[{}] * (least - len(rows))]]
    return found
