"""A form with every type of field, drawn as a page, and what a browser sends back of it."""

from collections.abc import Iterator
from typing import Any

from apiflask import APIFlask
from flask import render_template_string
from lxml import html

from tests.engine.forms.making import form, one
from webui.fields import View, view

PAGE = """{% import "fields/fields.html" as draw with context %}<div>{{ draw.summary(v) }}<form>{{ draw.form_fields(v) }}</form></div>"""
CHOICES = {
    "people": [("dean", "Омаров Б. Т., декан"), ("chair", "Ахметова Г. С. (и. о.)")],
    "units": [("it", "IT"), ("legal", "Құқық")],
    "journals": [("memos", "Memos"), ("orders", "Orders")],
    "files": [("f1", "акт.pdf")],
}
TYPES = """textfield textarea number money checkbox select radio checklist taglist datetime employee employees unit units people
    filepicker""".split()
PLAIN = [one(type, type, label=f"Label {type}", description=f"Help {type}") for type in TYPES]
COSTS = one(
    "dynamiclist", "costs", components=[one("textfield", "item"), one("money", "amount"), one("checklist", "how")]
)
TRIP = one("group", "trip", components=[one("textfield", "city"), one("datetime", "clock", subtype="time")])
NOTE = one("text", "note", text="# Read\nthis first")
EVERY = form(
    *PLAIN,
    one("select", "journal", valuesKey="journals"),
    COSTS,
    TRIP,
    NOTE,
    one("separator", "s"),
    **{"x-language": "en"},
)
ANSWERS: dict[str, Any] = {
    "textfield": 'Projector "in" <305> & 306',
    "textarea": "\nfirst\n\n  second ",
    "number": -2.5,
    "money": "148500.50",
    "checkbox": True,
    "select": "annual",
    "radio": "unpaid",
    "checklist": ["annual", "unpaid"],
    "taglist": ["unpaid"],
    "datetime": "2026-11-24",
    "employee": "chair",
    "employees": ["dean", "chair"],
    "unit": "it",
    "units": ["it", "legal"],
    "people": ["it", "dean"],
    "filepicker": ["f1"],
    "journal": "memos",
    "costs": [{"item": "a", "amount": "1.00", "how": ["annual"]}, {"item": "b"}],
    "trip": {"city": "Ош", "clock": "14:30"},
}


def drawn(app: APIFlask, *given: Any, **more: Any) -> html.HtmlElement:
    with app.test_request_context():
        return page(view(*given, **more))


def page(shown: View) -> html.HtmlElement:
    return html.fromstring(render_template_string(PAGE, v=shown))


def sent(drawn: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """What a browser sends of it, without a button."""
    for control in drawn.iter("input", "textarea", "select"):
        if control.get("disabled") is not None or control.get("type") == "file":
            continue
        if control.tag == "textarea":
            yield control.get("name"), (control.text or "").removeprefix("\n").replace("\n", "\r\n")
        elif control.tag == "select":
            chosen = control.xpath("option[@selected]") or control.xpath("option")[:1]
            yield from ((control.get("name"), option.get("value")) for option in chosen)
        elif control.get("type") not in {"checkbox", "radio"} or control.get("checked") is not None:
            yield control.get("name"), control.get("value") or ""
