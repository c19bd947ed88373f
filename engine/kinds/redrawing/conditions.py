"""Conditions rewritten where they ask about one step: everything else in them stays as it was written."""

import ast
from collections.abc import Callable

from engine.errors import WrongState
from engine.workflow.written import BACK

Said = str | bool
TOO_ODD = "Expected a condition that compares the decision of {step} with one button, but it says: {condition}. Change it in the diagram."


def asks_outcome(condition: str) -> bool:
    """Whether the condition asks how the last person's step ended."""
    body = _read(condition)
    return body is not None and any(isinstance(one, ast.Name) and one.id == "outcome" for one in ast.walk(body))


def asks_about(condition: str, step: str) -> bool:
    """Whether the condition asks how that step ended."""
    body = _read(condition)
    return body is not None and any(_names(one, step) for one in ast.walk(body))


def answers_wanted(condition: str) -> set[str]:
    """The buttons a condition compares with."""
    body = _read(condition)
    compared = [one for one in ast.walk(body) if isinstance(one, ast.Compare)] if body is not None else []
    parts = [part for one in compared for right in one.comparators for part in getattr(right, "elts", [right])]
    return {one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def beside(condition: str, step: str, other: str) -> str:
    """The condition that asks about `other` too wherever it asks about `step`: going back is enough of one, going on needs both.

    Raises WrongState when it asks in a way that cannot be said of two.
    """

    def both(node: ast.Compare, written: str) -> Said:
        outcome, same = _compared(node, step, condition)
        asked = f'get(outcomes, "{other}", "") {"==" if same else "!="} "{outcome}"'
        return f"({written} {'or' if same == (outcome in BACK) else 'and'} {asked})"

    return str(_rewritten(condition, step, both))


def without(condition: str, step: str) -> Said:
    """The condition when nobody asks that step any more; True or False when it always or never holds then."""

    def gone(node: ast.Compare, _written: str) -> Said:
        outcome, same = _compared(node, step, condition)
        return same != (outcome in BACK)

    return _rewritten(condition, step, gone)


def _rewritten(condition: str, step: str, change: Callable[[ast.Compare, str], Said]) -> Said:
    source = condition.strip()
    body = _read(source)
    if body is None:
        return condition
    told = _told(body, source, step, change)
    if isinstance(told, str) and asks_about(told, step) and change.__name__ == "gone":
        raise WrongState(TOO_ODD, step=step, condition=source[:200])
    return told[1:-1] if isinstance(told, str) and isinstance(body, ast.Compare) and told.startswith("(") else told


def _told(node: ast.expr, source: str, step: str, change: Callable[[ast.Compare, str], Said]) -> Said:
    written = ast.get_source_segment(source, node) or ""
    if not any(_names(one, step) for one in ast.walk(node)):
        return written
    if isinstance(node, ast.Compare):
        return change(node, written)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _told(node.operand, source, step, change)
        return not inner if isinstance(inner, bool) else f"not {_bracketed(inner, node.operand)}"
    if isinstance(node, ast.BoolOp):
        return _joined(node, [(one, _told(one, source, step, change)) for one in node.values])
    raise WrongState(TOO_ODD, step=step, condition=source[:200])


def _joined(node: ast.BoolOp, parts: list[tuple[ast.expr, Said]]) -> Said:
    ends = isinstance(node.op, ast.Or)
    if any(part is ends for _one, part in parts):
        return ends
    left = [(one, part) for one, part in parts if isinstance(part, str)]
    if not left:
        return not ends
    if len(left) == 1:
        return left[0][1]
    return (" or " if ends else " and ").join(_bracketed(part, one) for one, part in left)


def _bracketed(written: str, node: ast.expr) -> str:
    return f"({written})" if isinstance(node, ast.BoolOp) and not _whole(written) else written


def _whole(written: str) -> bool:
    """Whether one pair of brackets stands around all of it, or it is one thing."""
    found = _read(written)
    return found is not None and not isinstance(found, ast.BoolOp)


def _compared(node: ast.Compare, step: str, condition: str) -> tuple[str, bool]:
    """The button a comparison asks for, and whether it asks for that one or for any other."""
    right = node.comparators[0]
    plain = len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq | ast.NotEq) and _names(node.left, step)
    if not plain or not isinstance(right, ast.Constant) or not isinstance(right.value, str):
        raise WrongState(TOO_ODD, step=step, condition=condition[:200])
    return right.value, isinstance(node.ops[0], ast.Eq)


def _names(node: ast.AST, step: str) -> bool:
    match node:
        case ast.Subscript(value=ast.Name(id="outcomes"), slice=ast.Constant(value=found)):
            return bool(found == step)
        case ast.Call(func=ast.Name(id="get"), args=[ast.Name(id="outcomes"), ast.Constant(value=found), *_]):
            return bool(found == step)
    return False


def _read(condition: str) -> ast.expr | None:
    try:
        return ast.parse(condition.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
