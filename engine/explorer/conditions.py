"""What a condition asks about, and the values worth trying for each answer it reads."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.explorer.states import ABSENT
from engine.forms import Field
from engine.workflow import ExpressionError
from engine.workflow.language import parse

OTHER = "…"  # a text that no condition names
MOST_VALUES = 9
_DECIDED = frozenset(("doc", "item"))  # what is not known while a route is walked, unless values are tried for it


@dataclass
class Asked:
    """What an expression reads. `known` says that trying values for its answers decides it."""

    names: frozenset[str] = frozenset()
    answers: dict[str, set[Any]] = field(default_factory=dict)
    direct: set[str] = field(default_factory=set)
    loose: set[str] = field(default_factory=set)
    results: dict[str, set[Any]] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    known: bool = True


@lru_cache(maxsize=2048)
def asked(expression: str) -> Asked:
    """What the expression reads; of one that cannot be read nothing is known."""
    found = Asked()
    try:
        parsed = parse(expression)
    except ExpressionError:
        found.known = False
        return found
    found.names = parsed.names
    _look(parsed.body, found, yes_or_no=True)
    return found


def _look(node: ast.expr, found: Asked, *, yes_or_no: bool = False) -> None:
    read = _read(node)
    if read is not None:
        _keep(read, {True, False} if yes_or_no else None, found)
        return
    match node:
        case ast.Compare():
            _compared(node, found)
        case ast.BoolOp(values=values):
            for one in values:
                _look(one, found, yes_or_no=True)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            _look(operand, found, yes_or_no=True)
        case ast.Call(func=ast.Name(id="is_empty"), args=[only]) if (inner := _read(only)) is not None:
            _keep(inner, set(), found)
        case ast.Name(id=name) if name in _DECIDED:
            found.known = False
        case _:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr) and not _is_called(node, child):
                    _look(child, found)


def _is_called(node: ast.expr, child: ast.expr) -> bool:
    return isinstance(node, ast.Call) and child is node.func


def _compared(node: ast.Compare, found: Asked) -> None:
    sides = [node.left, *node.comparators]
    for side in sides:
        read = _read(side)
        if read is None:
            _look(side, found)
            continue
        others = [_constants(one) for one in sides if one is not side]
        plain = [one for one in others if one is not None]
        _keep(read, set().union(*plain) if len(plain) == len(others) else None, found)


Read = tuple[str, str, bool]  # what is read, its key, and whether it must be there


def _read(node: ast.expr) -> Read | None:
    match node:
        case ast.Subscript(value=ast.Name(id=whole), slice=ast.Constant(value=str(key))):
            return whole, key, True
        case ast.Call(
            func=ast.Name(id="get" | "has"), args=[ast.Name(id=whole), ast.Constant(value=str(key)), *_default]
        ):
            return whole, key, False
    return None


def _keep(read: Read, constants: set[Any] | None, found: Asked) -> None:
    whole, key, must = read
    if whole == "outcomes":
        found.outcomes.add(key)
    elif whole == "result":
        found.results.setdefault(key, set()).update(constants or ())
    elif whole == "doc":
        found.answers.setdefault(key, set()).update(constants or ())
        (found.direct if must else found.loose).add(key)
        found.known = found.known and constants is not None


def _constants(node: ast.expr) -> set[Any] | None:
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    listed = value if isinstance(value, list | tuple) else [value]
    return {one for one in listed if isinstance(one, str | int | float | bool)}


def values(fields: Iterable[Field], constants: Iterable[Any], *, loose: bool) -> tuple[Any, ...]:
    """The values worth trying for an answer: each way a condition could take it, and none at all where that may be."""
    held = list(fields)
    found = list(_typed(held, sorted(constants, key=repr)))[:MOST_VALUES] or [OTHER]
    may_lack = loose and not any(one.required for one in held)
    return (*dict.fromkeys(found), *((ABSENT,) if may_lack else ()))


def _typed(fields: list[Field], constants: list[Any]) -> Iterator[Any]:
    types = {one.type for one in fields}
    options = [option.value for one in fields for option in one.options]
    numbers = [one for one in constants if isinstance(one, int | float) and not isinstance(one, bool)]
    texts = [one for one in constants if isinstance(one, str)]
    if types == {"checkbox"} or any(isinstance(one, bool) for one in constants):
        yield from (True, False)
    elif any(one.many for one in fields):
        yield from ((OTHER,), ())
    elif options:
        yield from [one for one in options if one in texts]
        yield from [one for one in options if one not in texts][:1]
    elif numbers or types & {"number", "money"}:
        yield from (near for one in numbers or [1] for near in (one - 1, one, one + 1))
    else:
        yield from (*texts, OTHER)


def merged(all_asked: Iterable[Asked], part: str) -> Mapping[str, set[Any]]:
    """Key → constants it is compared with, over all expressions; `part` is answers or results."""
    found: dict[str, set[Any]] = {}
    for one in all_asked:
        for key, constants in getattr(one, part).items():
            found.setdefault(key, set()).update(constants)
    return found
