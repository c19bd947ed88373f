"""Forms with every type of field and condition, and random answers to them."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from engine import forms
from engine.forms import Field, Form, editing
from engine.forms.form import SILENT
from tests.engine.forms.making import form, one

ROOT = Path(__file__).resolve().parents[2]
CHOICES = [{"value": "train", "label": "Train"}, {"value": "bus", "label": "Bus"}, {"value": "car", "label": "Car"}]
EVERY = form(
    one("textfield", "short", validate={"required": True, "minLength": 3, "maxLength": 10}),
    one("textfield", "digits", validate={"pattern": r"^\d{3}$", "patternErrorMessage": "three"}),
    one("textfield", "mail", validate={"validationType": "email"}),
    one("textfield", "phone", validate={"validationType": "phone", "required": True}),
    one("textarea", "long", validate={"minLength": 5}),
    one("number", "days", validate={"required": True, "min": 1, "max": 30}, decimalDigits=0),
    one("number", "part", decimalDigits=2, increment=0.25),
    one("money", "sum", validate={"required": True, "min": 10, "max": 1000}),
    one("checkbox", "agree", validate={"required": True}),
    one("checkbox", "maybe"),
    one("select", "way", values=CHOICES, validate={"required": True}),
    one("radio", "back", values=CHOICES),
    one("checklist", "meals", values=CHOICES, validate={"required": True}),
    one("taglist", "tags", values=CHOICES),
    one("datetime", "day", subtype="date", validate={"required": True}),
    one("datetime", "clock", subtype="time"),
    one("datetime", "moment", subtype="datetime"),
    one("employee", "who", validate={"required": True}),
    one("employees", "several"),
    one("unit", "unit"),
    one("units", "units", validate={"required": True}),
    one("people", "people"),
    one("documents", "papers"),
    one("filepicker", "files"),
    one("text", "words", text="# Words"),
    one("separator", "line"),
)
HIDING = form(
    one("number", "days"),
    one("select", "way", values=CHOICES),
    one("checkbox", "far"),
    one("textfield", "a", validate={"required": True}, conditional={"hide": "=days > 5"}),
    one("textfield", "b", validate={"required": True}, conditional={"hide": "=days != null and days > 5"}),
    one("number", "c", validate={"required": True}, conditional={"hide": '=way = "train" or far'}),
    one("textarea", "d", validate={"required": True}, conditional={"hide": "=not(far)"}),
    one("datetime", "e", validate={"required": True}, conditional={"hide": "=days in [2..4]"}),
    one(
        "taglist",
        "f",
        values=CHOICES,
        validate={"required": True},
        conditional={"hide": '=(way in ["bus", "car"]) and days <= 3'},
    ),
    one("text", "g", text="seen", conditional={"hide": "=far = true"}),
    one("checkbox", "h", validate={"required": True}, conditional={"hide": "=way = null"}),
    one("money", "i", validate={"required": True}, conditional={"hide": '=days >= 1 and not(way = "car")'}),
)
CHAIN = form(
    one("checkbox", "first"),
    one("checkbox", "second", conditional={"hide": "=first"}),
    one("textfield", "third", validate={"required": True}, conditional={"hide": "=second"}),
    one("number", "fourth", validate={"required": True}, conditional={"hide": '=third = "abc"'}),
    one("textfield", "fifth", validate={"required": True}, conditional={"hide": "=fourth < 3 or fourth > 5"}),
)
INSIDE = form(
    one("checkbox", "abroad"),
    one(
        "group",
        "trip",
        components=[
            one("textfield", "city", validate={"required": True}),
            one("number", "nights", validate={"min": 1}, conditional={"hide": "=abroad = false"}),
            one("group", "host", components=[one("textfield", "name", validate={"required": True, "minLength": 3})]),
        ],
    ),
    one(
        "group",
        "",
        components=[one("textfield", "loose", validate={"required": True})],
        conditional={"hide": "=abroad"},
    ),
)
ROWS = form(
    one("number", "limit"),
    one(
        "dynamiclist",
        "costs",
        components=[
            one("textfield", "item", validate={"required": True, "maxLength": 8}),
            one("number", "price", validate={"required": True, "min": 0}, decimalDigits=2),
            one("select", "how", values=CHOICES),
            one("textfield", "why", validate={"required": True}, conditional={"hide": "=this.price < 10"}),
            one("checkbox", "agreed", validate={"required": True}, conditional={"hide": "=parent.limit > 5"}),
        ],
    ),
    one("textfield", "after", validate={"required": True}),
)
ROWS_IN_ROWS = form(
    one(
        "dynamiclist",
        "days",
        components=[
            one("datetime", "day", validate={"required": True}),
            one(
                "dynamiclist",
                "talks",
                components=[
                    one("textfield", "title", validate={"required": True}),
                    one("textfield", "room", validate={"minLength": 2}, conditional={"hide": '=this.title = "abc"'}),
                ],
            ),
        ],
    ),
)
BOUNDS = form(
    one("number", "least"),
    one("number", "most"),
    one("number", "between", validate={"min": "=least", "max": "=most"}),
    one("textfield", "text", validate={"minLength": "=least", "maxLength": "=most"}),
    one("number", "locked", validate={"max": 3}, disabled=True),
    one("textfield", "shut", validate={"required": True, "minLength": 4}, readonly=True),
)
TRIALS = {
    "every": EVERY,
    "hiding": HIDING,
    "chain": CHAIN,
    "inside": INSIDE,
    "rows": ROWS,
    "rows_in_rows": ROWS_IN_ROWS,
    "bounds": BOUNDS,
}


def trials() -> dict[str, Form]:
    """The forms made for this, and the bundled ones that ask something."""
    files = sorted([*ROOT.glob("forms/*.form"), *ROOT.glob("processes/*/*.form")])
    read = {f"{one.parent.name}/{one.stem}": forms.read(one.read_bytes(), one.name) for one in files}
    return TRIALS | {name: one for name, one in read.items() if one.fields}


def every(fields: Iterable[Field]) -> Iterator[Field]:
    for one_ in fields:
        yield one_
        yield from every(one_.children)


def for_viewer(form: Form) -> dict[str, Any]:
    """The form as form-js is given it: the form's own id would be a field's in some, and it has no rule of how many for lists."""
    source: dict[str, Any] = json.loads(json.dumps(form.source))
    lists = {field.id for field in every(form.fields) if field.many}
    for component in editing.fields(source):
        if editing.name_of(component) in lists:
            rules = component.get("validate") or {}
            component["validate"] = {
                name: rule for name, rule in rules.items() if name not in {"minLength", "maxLength"}
            }
    return source | {"id": "Form_whole"}


def filled(fields: Iterable[Field], random: Random) -> dict[str, Any]:
    """Answers of the right types, near the edges of the rules; some are left out."""
    found: dict[str, Any] = {}
    for field in fields:
        if field.loose:
            found |= filled(field.children, random)
        elif field.type == "group":
            found[field.key] = filled(field.children, random)
        elif field.type == "dynamiclist":
            found[field.key] = [filled(field.children, random) for _ in range(random.randint(1, 3))]
        elif field.type not in SILENT and random.random() < 0.85:
            found[field.key] = _answer(field, random)
    return found


TEXTS = [
    "",
    "ab",
    "abc",
    "  ab  ",
    " abc ",
    "abcd",
    "123",
    "1234",
    "a@b.kz",
    "a@b",
    "a b@c.kz",
    "қ@b.kz",
    "+77271234567",
]
TEXTS += [
    "00996312123456",
    "87271234567",
    "Ұзақ себеп",
    "x" * 9,
    "x" * 11,
    "x" * 301,
    "x" * 501,
    "{=days}",
    "=days",
    "null",
]
NUMBERS = [0, 1, 2, 3, 4, 5, 6, 30, 31, -1, 0.1, 0.25, 0.3, 2.5, 10.25, 10.255, 9.99, 10, 1e-7, 1.0]
SUMS = ["0.00", "9.99", "10.00", "1000.00", "1000.01", "148500.50"]
DAYS = ["2026-11-01", "2026-12-31", "2027-02-28", "1999-01-01"]


def _answer(field: Field, random: Random) -> Any:
    if field.type == "datetime":
        return _moment(field, random)
    if field.type in {"select", "radio", "checklist", "taglist"}:
        offered = [one.value for one in field.options] or ["memos", "orders"]
        return random.choice(offered) if not field.many else random.sample(offered, random.randint(0, len(offered)))
    return _MADE[field.type](random)


def _some(of: list[str]) -> Callable[[Random], list[str]]:
    return lambda random: random.sample(of, random.randint(0, len(of)))


_MADE: dict[str, Callable[[Random], Any]] = {
    "textfield": lambda random: random.choice(TEXTS),
    "textarea": lambda random: random.choice([*TEXTS, "two\nlines"]),
    "number": lambda random: random.choice(NUMBERS),
    "money": lambda random: random.choice(SUMS),
    "checkbox": lambda random: random.random() < 0.5,
    "employee": lambda random: random.choice(["chair", "dean"]),
    "employees": _some(["chair", "dean", "omarov"]),
    "unit": lambda random: random.choice(["it", "legal"]),
    "units": _some(["it", "legal"]),
    "people": _some(["it", "legal", "dean"]),
    "documents": _some(["05-07/214", "412 НҚ"]),
    "filepicker": _some(["f1"]),
}


def _moment(field: Field, random: Random) -> str:
    day, clock = random.choice(DAYS), random.choice(["09:00", "23:59", "00:00"])
    return {"time": clock, "datetime": f"{day}T{clock}"}.get(str(field.props.get("subtype") or "date"), day)
