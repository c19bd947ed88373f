"""Whether conditions name fields as form-js finds them: within rows by `this`, within a group by its path."""

from collections.abc import Iterable, Iterator, Mapping

from engine.forms import feel
from engine.forms.form import Field, answering
from engine.forms.rules import BOUNDS

_WITHIN = (
    "Expected {wanted} for a field within rows or a group, but it says {name}, which names none of the whole form."
)


def misnamed(fields: tuple[Field, ...]) -> Iterator[tuple[Field, str, Mapping[str, object]]]:
    """Every condition or bound that names a field of its own rows or group as if it stood outside of them: its field, a sentence."""
    yield from _misnamed(fields, {one.key for one in answering(fields)}, {}, "")


def _misnamed(
    fields: Iterable[Field], whole: set[str], near: Mapping[str, str], path: str
) -> Iterator[tuple[Field, str, Mapping[str, object]]]:
    for one in fields:
        for name in sorted(_names(one) & near.keys() - whole):
            yield one, _WITHIN, {"wanted": near[name], "name": name}
        if one.loose:
            yield from _misnamed(one.children, whole, near, path)
        elif one.children:
            rows = one.type == "dynamiclist"
            inner = "this." if rows else f"{path}{one.key}."
            around = {name: _farther(said) for name, said in near.items()} if rows else near
            own = {each.key: f"{inner}{each.key}" for each in answering(one.children)}
            yield from _misnamed(one.children, whole, {**around, **own}, inner)


def _farther(said: str) -> str:
    """How rows within rows say what their own row is to the ones around them."""
    if said.startswith("this."):
        return f"parent.{said.removeprefix('this.')}"
    return f"parent.{said}" if said.startswith("parent.") else said


def _names(one: Field) -> set[str]:
    rules = [
        rule for rule in (one.rules.get(name) for name in BOUNDS) if isinstance(rule, str) and rule.startswith("=")
    ]
    found: set[str] = set()
    for text in (one.hide, *rules):
        try:
            found |= feel.named(text) if text else set()
        except feel.Unreadable:
            continue  # told where it is read
    return found
