"""The table of calls for docs/reference/api.md: `python -m webui.api.reference` prints it."""

from itertools import groupby

from pydantic import BaseModel
from pydantic.fields import FieldInfo

import webui.api  # noqa: F401  (all calls are noted)
from webui.api.calling import CALLS, Call

MARK = "<!-- made by python -m webui.api.reference -->"


def table() -> str:
    """Every call by room, with its body and its words, then every answer with its fields, as Markdown."""
    rooms = [_room(name, list(calls)) for name, calls in groupby(sorted(CALLS, key=_order), lambda one: one.room)]
    return "\n".join([*rooms, "## Bodies", "", *_bodies(), "", "## Answers", "", *_answers(), ""])


def _order(one: Call) -> tuple[str, str, str]:
    return one.room, one.rule, one.method


def _room(name: str, calls: list[Call]) -> str:
    rows = [
        f"| `{one.method} {_shown(one.rule)}` | {_sent(one)} | {one.status} {_given(one)} | {one.means} |"
        for one in calls
    ]
    return "\n".join([f"## {name}", "", "| call | takes | gives | means |", "|---|---|---|---|", *rows, ""])


def _shown(rule: str) -> str:
    return rule.replace("<int:", "{").replace("<", "{").replace(">", "}")


def _sent(one: Call) -> str:
    words = [f"`?{word.name}=`" for word in one.words if word.name != "wait"]
    body = [f"`{one.takes.__name__}`"] if one.takes else [f"{one.sends}"] if one.sends else []
    return " ".join([*body, *words]) or "–"


def _given(one: Call) -> str:
    if isinstance(one.gives, str):
        return one.gives or "nothing"
    name = one.gives.__name__
    return f"list of `{name[5:-1]}`" if name.startswith("Page[") else f"`{name}`"


def _bodies() -> list[str]:
    found = sorted({one.takes for one in CALLS if one.takes}, key=lambda model: model.__name__)
    return [f"* `{model.__name__}`: {_fields(model) or 'no fields; the body may be empty'}" for model in found]


def _fields(model: type[BaseModel]) -> str:
    return ", ".join(_field(name, field) for name, field in model.model_fields.items())


def _field(name: str, field: FieldInfo) -> str:
    shown = f"**`{name}`**" if field.is_required() else f"`{name}`"
    return f"{shown} ({field.description})" if field.description else shown


def _answers() -> list[str]:
    found: dict[str, type[BaseModel]] = {}
    for one in CALLS:
        if not isinstance(one.gives, str):
            _gather(one.gives, found)
    return [f"* `{name}`: {_told(model)} {_names(model)}" for name, model in sorted(found.items())]


def _gather(model: type[BaseModel], found: dict[str, type[BaseModel]]) -> None:
    if model.__name__ in found:
        return
    if not model.__name__.startswith("Page["):
        found[model.__name__] = model
    for field in model.model_fields.values():
        for inner in _inside(field.annotation):
            _gather(inner, found)


def _inside(kind: object) -> list[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [model for part in getattr(kind, "__args__", ()) for model in _inside(part)]


def _told(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split())


def _names(model: type[BaseModel]) -> str:
    return " ".join(f"`{name}`" for name in model.model_fields)


if __name__ == "__main__":
    print(table())
