"""A small safe part of FEEL for the conditions of forms: comparisons, and, or, not(), in, ranges, paths, null.

Parsed once into a tree of tuples, evaluated by walking it; what is outside of it is refused when the form is read.
Null behaves as in form-js 1.23 (feelin 6.1): a condition is a unary test whose input is null, so one that gives null holds.
`=days > 5` hides its field until days are answered; `=days != null and days > 5` does not.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

LONGEST = 1000
DEEPEST = 30
LARGEST = 1e300
_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<string>\"(?:[^\"\\]|\\.)*\")|(?P<sign><=|>=|!=|\.\.|[=<>()\[\],])"
    r"|(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*))"
)
_UNREAD = "Expected comparisons joined by and, or, not() and in, but the condition cannot be read at {place}"
_COMPARING = {"=", "!=", "<", ">", "<=", ">="}
Node = tuple[Any, ...]


class Unreadable(Exception):
    """The condition cannot be read: a sentence with its facts."""

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template)
        self.template, self.facts = template, facts


@lru_cache(maxsize=2000)
def parse(text: str) -> Node:
    """The tree of a condition (a leading `=` is form-js's mark and is dropped); raises Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable("Expected a condition of at most {most} characters, but it is longer.", most=LONGEST)
    reader = _Reader(_tokens(text.strip().removeprefix("=")))
    tree = reader.either(0)
    reader.take("")
    return tree


def named(text: str) -> set[str]:
    """The first names of all paths in a condition that can be read."""
    return set(_named(parse(text)))


def _named(node: Any) -> Iterator[str]:
    if isinstance(node, tuple) and node and node[0] == "path":
        yield node[1][0]
    elif isinstance(node, tuple) and node and node[0] != "literal":
        for inner in node[1:]:
            yield from (name for one in inner for name in _named(one)) if node[0] == "list" else _named(inner)


def holds(text: str, names: Mapping[str, Any]) -> bool:
    """Whether the condition is met for these answers; one that compares what has no order is not."""
    try:
        return _met(parse(text), names)
    except _NoOrder:
        return False


def _met(tree: Node, names: Mapping[str, Any]) -> bool:
    negated = tree[0] == "not"
    found: object = value(tree[1] if negated else tree, names)
    return (found is None or found is True) is not negated


class _NoOrder(Exception):
    """Two things were compared of which none is before the other."""


def bound(rule: Any, names: Mapping[str, Any]) -> Decimal | None:
    """The number a rule gives: its own, or its expression's (`=days`); None where the expression gives no number."""
    try:
        found = value(parse(rule), names) if isinstance(rule, str) and rule.startswith("=") else rule
    except _NoOrder:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        return None
    try:
        number = Decimal(str(found))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unreadable(_UNREAD, place=text[at : at + 20].strip())
        kind = match.lastgroup or ""
        found.append((kind, match.group(kind)))
        at = match.end()
    return [*found, ("end", "")]


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._at = tokens, 0

    def _next(self) -> tuple[str, str]:
        return self._tokens[self._at]

    def take(self, wanted: str | None = None) -> tuple[str, str]:
        token = self._tokens[self._at]
        if wanted is not None and token[1] != wanted:
            raise Unreadable(_UNREAD, place=token[1] or "…")
        self._at += 1
        return token

    def either(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise Unreadable("Expected at most {most} brackets inside each other, but there are more.", most=DEEPEST)
        left = self._both(depth)
        while self._next() == ("name", "or"):
            self.take()
            left = ("or", left, self._both(depth))
        return left

    def _both(self, depth: int) -> Node:
        left = self._compared(depth)
        while self._next() == ("name", "and"):
            self.take()
            left = ("and", left, self._compared(depth))
        return left

    def _compared(self, depth: int) -> Node:
        left = self._one(depth)
        kind, text = self._next()
        if kind == "sign" and text in _COMPARING:
            self.take()
            return (text, left, self._one(depth))
        if (kind, text) == ("name", "in"):
            self.take()
            found = ("in", left, self._one(depth, ranges=True))
            if self._next()[1] in {"and", "or"}:
                # form-js takes what follows for a part of the list.
                raise Unreadable(
                    "Expected brackets around (… in …) before {word}, but there are none.", word=self._next()[1]
                )
            return found
        return left

    def _one(self, depth: int, ranges: bool = False) -> Node:
        kind, text = self.take()
        if kind == "number":
            return ("literal", float(text))
        if kind == "string":
            return ("literal", re.sub(r"\\(.)", r"\1", text[1:-1]))
        if kind == "name":
            return self._named(text, depth)
        if text == "(":
            inner = self.either(depth + 1)
            self.take(")")
            return ("bracket", inner) if inner[0] == "not" else inner
        if text == "[":
            return self._listed(depth, ranges)
        raise Unreadable(_UNREAD, place=text or "…")

    def _named(self, text: str, depth: int) -> Node:
        if text in {"true", "false", "null"}:
            return ("literal", {"true": True, "false": False, "null": None}[text])
        if self._next()[1] == "(":
            if text != "not":
                raise Unreadable(
                    "Expected only the function not() in a condition, but there is {name}().", name=text[:40]
                )
            self.take()
            inner = self.either(depth + 1)
            self.take(")")
            return ("not", inner)
        return ("path", tuple(text.split(".")))

    def _listed(self, depth: int, ranges: bool) -> Node:
        items: list[Node] = []
        while self._next()[1] != "]":
            items.append(self.either(depth + 1))
            if ranges and len(items) == 1 and self._next()[1] == "..":
                self.take()
                last = self.either(depth + 1)
                self.take("]")
                if items[0][0] != "literal" or last[0] != "literal":
                    raise Unreadable(_UNREAD, place="..")
                return ("range", items[0], last)
            if self._next()[1] != "]":
                self.take(",")
        self.take("]")
        return ("list", tuple(items))


def value(node: Node, names: Mapping[str, Any]) -> Any:
    """What a tree gives for these answers."""
    kind = node[0]
    if kind == "literal":
        return node[1]
    if kind == "path":
        return _found(node[1], names)
    if kind == "list":
        return [value(one, names) for one in node[1]]
    if kind == "bracket":
        return value(node[1], names)
    if kind == "not":
        inner = value(node[1], names)
        return not inner if isinstance(inner, bool) else None
    left = value(node[1], names)
    if kind in {"and", "or"}:
        return _joined(kind, left, value(node[2], names))
    if kind == "in":
        return _within(left, node[2], names)
    return _compare(kind, left, value(node[2], names))


def _found(path: tuple[str, ...], names: Mapping[str, Any]) -> Any:
    found: Any = names
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return [_comparable(one) for one in found] if isinstance(found, list) else _comparable(found)


def _comparable(found: Any) -> Any:
    if isinstance(found, bool) or not isinstance(found, int | float):
        return found
    return float(found) if abs(found) < LARGEST else None


def _joined(kind: str, left: Any, right: Any) -> bool | None:
    one, other = (side if isinstance(side, bool) else None for side in (left, right))
    decisive = kind == "or"
    if decisive in (one, other):
        return decisive
    return None if one is None or other is None else not decisive


def _within(left: Any, node: Node, names: Mapping[str, Any]) -> bool | None:
    if node[0] == "range":
        low, high = value(node[1], names), value(node[2], names)
        return left is not None and _compare("<=", low, left) is True and _compare("<=", left, high) is True
    held = value(node, names)
    if held is None:
        return None
    return any(_compare("=", one, left) is True for one in (held if isinstance(held, list) else [held]))


def _compare(sign: str, left: Any, right: Any) -> bool | None:
    if sign == "!=":
        return _compare("=", left, right) is not True
    if sign == "=":
        if left is None or right is None:
            return left is right
        return bool(left == right) if type(left) is type(right) else None
    if left is None or right is None:
        return None
    if type(left) is not type(right) or not isinstance(left, float | str):
        raise _NoOrder
    return bool({"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[sign])
