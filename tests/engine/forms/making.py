"""Small forms for the tests, and a house in which three people, two units and a file are known."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from engine import forms
from engine.errors import Invalid, KindRefused

NOW = date(2026, 11, 21)
OPTIONS = [{"value": "annual", "label": "Annual"}, {"value": "unpaid", "label": "Unpaid"}]


class Known:
    """What the answers may name."""

    def person(self, login: str) -> bool:
        return login in {"chair", "dean", "omarov"}

    def unit(self, code: str) -> bool:
        return code in {"it", "legal"}

    def file(self, id: str) -> bool:
        return id == "f1"

    def options(self, key: str) -> Collection[str]:
        return {"memos", "orders"} if key == "journals" else ()


def one(type: str, key: str = "k", **more: Any) -> dict[str, Any]:
    """A component."""
    named = {} if type in {"text", "separator"} else {"path" if type in {"group", "dynamiclist"} else "key": key}
    values = (
        {"values": OPTIONS} if type in {"select", "radio", "checklist", "taglist"} and "valuesKey" not in more else {}
    )
    return {"type": type, "id": f"id_{key}", "label": key.title(), **named, **values, **more}


def written(*components: Any, **root: Any) -> str:
    return json.dumps({"type": "default", "id": "trial", "components": list(components), **root})


def form(*components: Any, **root: Any) -> forms.Form:
    return forms.read(written(*components, **root), "trial.form")


def problems_of(content: str | bytes) -> list[tuple[str, str]]:
    """What is wrong with a form's file: (element, sentence)."""
    try:
        forms.read(content, "trial.form")
    except KindRefused as refused:
        return [(each.element, each.message) for each in refused.problems]
    return []


def checked(asked: forms.Form, raw: Mapping[str, Any]) -> dict[str, Any] | list[tuple[str, str]]:
    """The typed answers, or what is wrong with them: (path, sentence)."""
    try:
        return forms.check(asked, raw, Known(), now=NOW)
    except Invalid as refused:
        return [(each.field, each.message) for each in refused.problems]
