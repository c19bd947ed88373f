"""Whether what a form says of a field can be kept: its rules, its expressions, its default value."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.forms import patterns
from engine.forms.feel import Unreadable, bound, parse
from engine.forms.form import OWN, Field
from engine.forms.rules import BOUNDS, broken
from engine.forms.values import Wrong, empty, typed

Told = tuple[str, Mapping[str, object]]
_RULES = {*BOUNDS, "required", "pattern", "patternErrorMessage", "validationType"}
_SUBTYPES = {"date", "time", "datetime"}
_DAY = date(1900, 1, 1)


def problems(one: Field) -> Iterator[Told]:
    """Every sentence against the field, with its facts."""
    found = [*_bounds(one), *_rules(one), *_props(one)]
    yield from found
    if not found:
        yield from _default(one)


def _bounds(one: Field) -> Iterator[Told]:
    for name in BOUNDS:
        rule = one.rules.get(name)
        if isinstance(rule, str) and rule.startswith("="):
            yield from _expression(rule)
        elif rule is not None and bound(rule, {}) is None:
            yield "Expected a number for the rule {rule}, but it is something else.", {"rule": name}


def _expression(text: str) -> Iterator[Told]:
    try:
        parse(text)
    except Unreadable as error:
        yield error.template, error.facts


def _rules(one: Field) -> Iterator[Told]:
    for name in sorted(str(rule) for rule in one.rules.keys() - _RULES):
        yield "Expected a known rule, but {rule} is not one.", {"rule": name[:40]}
    if not isinstance(one.rules.get("required", False), bool):
        yield "Expected true or false for {name}, but it is something else.", {"name": "required"}
    if str(one.rules.get("validationType", "")) not in ("", "custom", "email", "phone"):
        yield "Expected email or phone, but it is {found}.", {"found": str(one.rules["validationType"])[:40]}
    pattern = one.rules.get("pattern")
    if pattern is None or pattern == "":
        return
    try:
        patterns.compiled(pattern if isinstance(pattern, str) else "(")
    except patterns.PatternError:
        yield "Expected a pattern that can be checked safely, but {pattern} cannot.", {"pattern": str(pattern)[:80]}


def _props(one: Field) -> Iterator[Told]:
    for name in ("disabled", "readonly"):
        if not isinstance(one.props.get(name) or False, bool):
            yield "Expected true or false for {name}, but it is something else.", {"name": name}
    if one.props.get("valuesExpression"):
        yield "Expected choices as values or valuesKey, but they are an expression.", {}
    subtype = one.props.get("subtype", "date")
    if one.type == "datetime" and not (isinstance(subtype, str) and subtype in _SUBTYPES):
        yield "Expected date, time or datetime, but it is {found}.", {"found": str(subtype)[:40]}
    digits, step = one.props.get("decimalDigits"), one.props.get("increment")
    if digits is not None and (isinstance(digits, bool) or not isinstance(digits, int) or not 0 <= digits <= 10):
        yield "Expected a number for the rule {rule}, but it is something else.", {"rule": "decimalDigits"}
    if step not in (None, "") and (bound(step, {}) or Decimal(0)) <= 0:
        yield "Expected a number for the rule {rule}, but it is something else.", {"rule": "increment"}


class _Nobody:
    """Knows nobody: a default value names only what the form itself offers."""

    def person(self, login: str) -> bool:
        return False

    def unit(self, code: str) -> bool:
        return False

    def file(self, id: str) -> bool:
        return False

    def options(self, key: str) -> Collection[str]:
        return ()


def _default(one: Field) -> Iterator[Told]:
    given: Any = one.props.get("defaultValue")
    if empty(given) or not one.answers or one.children or one.type in OWN - {"money"} or one.options_from:
        return
    try:
        answer = typed(one, given, _Nobody())
        kept = not any(broken(one, answer, {}, _DAY))
    except Wrong:
        kept = False
    if not kept:
        sentence = "Expected a default value that the field itself would accept, but {value} is not."
        yield sentence, {"value": given[:40] if isinstance(given, str) else json.dumps(given)[:40]}
