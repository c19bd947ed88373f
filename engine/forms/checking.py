"""Checking answers: form-js's own rules, and what a browser cannot send but a program can."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine.errors import FieldProblem, Invalid
from engine.forms.feel import holds
from engine.forms.form import SILENT, TEXTS, Field, Form
from engine.forms.rules import broken
from engine.forms.values import Lookup, Wrong, empty, quoted, typed

MOST_ROWS = 200
MOST_PROBLEMS = 100


def check(form: Form, raw: Mapping[str, Any], look: Lookup, *, now: date) -> dict[str, Any]:
    """The typed answers, plain JSON values; empty ones and those of fields that are not asked (hidden, disabled) are left out.

    Dates are YYYY-MM-DD, money a string with two decimals, rows and lists are lists. Lengths are counted in characters
    without the spaces at both ends. Raises Invalid with every problem by path (`costs[0].amount`); a field the form does
    not have is one.
    """
    checking = _Checking(look, now)
    answers = checking.all(form.fields, raw, names(form, raw), "")
    if checking.problems:
        raise Invalid(checking.problems[:MOST_PROBLEMS])
    return answers


class _Checking:
    """The problems found so far, and what there is."""

    def __init__(self, look: Lookup, now: date) -> None:
        self.look, self.now = look, now
        self.problems: list[FieldProblem] = []

    def wrong(self, path: str, template: str, **facts: object) -> None:
        self.problems.append(FieldProblem(path, template, facts))

    def all(self, fields: Iterable[Field], raw: object, names: Mapping[str, Any], path: str) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            self.wrong(path.rstrip(".") or "answers", "Expected named answers, but they are something else.")
            return {}
        found: dict[str, Any] = {}
        known: set[str] = set()
        for one in fields:
            self._one(one, raw, names, path, found, known)
        for extra in sorted(str(key) for key in raw if key not in known)[:MOST_PROBLEMS]:
            sentence = "Expected only the fields of this form, but it has no {field}."
            self.wrong(f"{path}{quoted(extra)}", sentence, field=quoted(extra))
        return found

    def _one(
        self,
        one: Field,
        raw: Mapping[str, Any],
        names: Mapping[str, Any],
        path: str,
        found: dict[str, Any],
        known: set[str],
    ) -> None:
        if one.type in SILENT:
            return
        unasked = hidden(one, names) or one.props.get("disabled") is True
        if one.loose:
            for child in one.children:
                if unasked:
                    known |= _keys(child)
                else:
                    self._one(child, raw, names, path, found, known)
            return
        known.add(one.key)
        answer = None if unasked else self._answer(one, raw.get(one.key), names, f"{path}{one.key}")
        if not empty(answer):
            found[one.key] = answer

    def _answer(self, one: Field, given: Any, names: Mapping[str, Any], path: str) -> Any:
        if one.type == "group":
            given = {} if empty(given) else given
            return self.all(one.children, given, names, f"{path}.") or None
        try:
            if one.type == "dynamiclist":
                return self._rows(one, given, names, path)
            answer = None if empty(given) else typed(one, given, self.look)
            if one.required and (empty(answer) or answer is False):
                raise Wrong("Expected an answer, but there is none.")
            for wrong in broken(one, answer, names, self.now) if answer is not None else ():
                raise wrong
            return answer
        except Wrong as wrong:
            self.wrong(path, wrong.template, **wrong.facts)
            return None

    def _rows(self, one: Field, given: Any, names: Mapping[str, Any], path: str) -> list[dict[str, Any]]:
        rows = [] if empty(given) else given
        if not isinstance(rows, list):
            raise Wrong("Expected rows, but it is something else.")
        if len(rows) > MOST_ROWS:
            raise Wrong("Expected at most {most} rows, but there are {count}.", most=MOST_ROWS, count=len(rows))
        if one.required and not rows:
            raise Wrong("Expected at least one row, but there is none.")
        for wrong in broken(one, rows, names, self.now):
            self.wrong(path, wrong.template, **wrong.facts)
        return [self.all(one.children, row, inside(names, one, row), f"{path}[{at}].") for at, row in enumerate(rows)]


def names(form: Form, raw: object) -> Mapping[str, Any]:
    """The names a condition of the form sees: its answers, and `this`, which is the same outside of rows."""
    found = seen(form.fields, raw)
    return {"this": found, **found}


def seen(fields: Iterable[Field], given: object) -> dict[str, Any]:
    """The answers, and for a field nobody has answered what form-js holds there: "" for text, false for a tick, no entries, else
    null.
    """
    held: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    found = dict(held)
    for one in fields:
        if one.loose:
            found |= seen(one.children, held)
        elif one.type == "group":
            found[one.key] = seen(one.children, held.get(one.key))
        elif one.type in TEXTS:
            found[one.key] = "" if held.get(one.key) is None else held[one.key]
        elif one.answers and empty(held.get(one.key)):
            found[one.key] = False if one.type == "checkbox" else [] if one.many and one.type != "filepicker" else None
    return found


def inside(around: Mapping[str, Any], rows: Field, row: object) -> Mapping[str, Any]:
    """The names a condition sees within a row: the whole form's, its own row as `this`, what is around the rows as `parent`."""
    outer = around.get("this")
    held = outer if isinstance(outer, Mapping) else {}
    parent = {**held, "this": held, "parent": around.get("parent")}
    return {**around, "this": seen(rows.children, row), "parent": parent}


def hidden(one: Field, names: Mapping[str, Any]) -> bool:
    """Whether the field is not asked, given these answers."""
    return bool(one.hide) and holds(one.hide, names)


def _keys(one: Field) -> set[str]:
    return {key for child in one.children for key in _keys(child)} if one.loose else {one.key}
