"""When a way of the route is taken, in the reader's words; what has no words yet stands as it is written."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webui.languages import N_, _

COMPARED: Mapping[type[ast.cmpop], str] = {
    ast.Eq: N_("{what} is {value}"),
    ast.NotEq: N_("{what} is not {value}"),
    ast.Gt: N_("{what} is more than {value}"),
    ast.GtE: N_("{what} is {value} or more"),
    ast.Lt: N_("{what} is less than {value}"),
    ast.LtE: N_("{what} is {value} or less"),
    ast.In: N_("{what} is one of: {value}"),
    ast.NotIn: N_("{what} is none of: {value}"),
}
ANSWERS: Mapping[str, str] = {"valid": N_("valid"), "invalid": N_("not valid")}


@dataclass(frozen=True)
class Called:
    """What is meant by the names of a condition: a step by its id, a button of a step (empty: any), an answer, its value."""

    step: Callable[[str], str]
    button: Callable[[str, str], str]
    field: Callable[[str], str]
    value: Callable[[str, object], str]


def condition_words(condition: str, called: Called) -> str:
    """The condition in words."""
    try:
        return _said(ast.parse(condition.strip(), mode="eval").body, called, condition)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return condition


def _said(node: ast.expr, called: Called, source: str) -> str:
    match node:
        case ast.BoolOp(op=op, values=values):
            word = _("and") if isinstance(op, ast.And) else _("or")
            parts = [_inner(one, called, source) for one in values]
            return f" {word} ".join(parts)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="is_empty"), args=[held])):
            return _("“{field}” is filled in", field=_what(held, called, source)[0])
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _("not: {what}", what=_inner(inner, called, source))
        case ast.Call(func=ast.Name(id="is_empty"), args=[held]):
            return _("“{field}” is empty", field=_what(held, called, source)[0])
        case ast.Compare(ops=[op], comparators=[ast.Constant() | ast.List() | ast.Tuple() as right]):
            return _compared(node, op, right, called, source)
        case ast.Compare():
            return _written(source, node)
    words, key, _sort = _what(node, called, source)
    return _("{what}: {value}", what=words, value=_("yes")) if key else words


def _inner(node: ast.expr, called: Called, source: str) -> str:
    words = _said(node, called, source)
    return f"({words})" if isinstance(node, ast.BoolOp) else words


def _compared(
    node: ast.Compare, op: ast.cmpop, right: ast.Constant | ast.List | ast.Tuple, called: Called, source: str
) -> str:
    what, key, sort = _what(node.left, called, source)
    if not sort or type(op) not in COMPARED:
        return _written(source, node)
    values = [right] if isinstance(right, ast.Constant) else right.elts
    told = [_value(one, sort, key, called, source) for one in values]
    if sort == "doc" and told == [""] and isinstance(op, ast.Eq):
        return _("“{field}” is empty", field=what)
    return _(COMPARED[type(op)], what=what, value=", ".join(told))


def _value(node: ast.expr, sort: str, key: str, called: Called, source: str) -> str:
    if not isinstance(node, ast.Constant):
        return _written(source, node)
    value = node.value
    if sort == "outcome":
        return _("“{words}”", words=called.button(key, str(value)))
    if sort == "doc":
        return called.value(key, value)
    return _(ANSWERS[value]) if isinstance(value, str) and value in ANSWERS else str(value)


def _what(node: ast.expr, called: Called, source: str) -> tuple[str, str, str]:
    """What is asked: words, the key, and the sort (outcome, doc, result or none)."""
    match node:
        case ast.Name(id="outcome"):
            return _("the decision"), "", "outcome"
        case ast.Name(id="round"):
            return _("the round"), "round", "round"
        case ast.Subscript(value=ast.Name(id=held), slice=ast.Constant(value=str(key))):
            return _named(held, key, called, source, node)
        case ast.Call(func=ast.Name(id="get"), args=[ast.Name(id=held), ast.Constant(value=str(key)), *_default]):
            return _named(held, key, called, source, node)
    return _written(source, node), "", ""


def _named(held: str, key: str, called: Called, source: str, node: ast.expr) -> tuple[str, str, str]:
    if held == "outcomes":
        return _("the decision at “{step}”", step=called.step(key)), key, "outcome"
    if held == "doc":
        return called.field(key), key, "doc"
    if held == "result":
        return _("what came of “{step}”", step=called.step(key)), key, "result"
    return _written(source, node), "", ""


def _written(source: str, node: ast.expr) -> str:
    return ast.get_source_segment(source.strip(), node) or ""
