"""Works expressions out: conditions, parameters, timers, keys and `name = expression` scripts.

Values in and out are plain data. A missing name or key, unlike kinds compared, or a result out of bounds raises
ExpressionError, which becomes an incident: never a silent branch.
"""

import ast
import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import NamedTuple

from engine.workflow.diagram import NAMES
from engine.workflow.functions import FUNCTIONS, member, ordered
from engine.workflow.language import WORDS, checked_name, parse, parse_condition
from engine.workflow.values import ExpressionError, arithmetic, kind, plain, same, take, text, truth

MAX_LINES = 50
_ASSIGNMENT = re.compile(r"\s*([^\W\d](?:\w|[\u0300-\u036f])*)\s*=(?!=)(.+)", re.DOTALL)
_SIGNS: Mapping[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
}  # fmt: skip


class Assignment(NamedTuple):
    """One line of a script."""

    name: str
    expression: str


def evaluate(expression: str, names: Mapping[str, object]) -> object:
    """What the expression gives, as JSON can hold it (dates as YYYY-MM-DD). Raises ExpressionError."""
    return plain(_worked_out(parse(expression).body, names))


def decide(condition: str, names: Mapping[str, object]) -> bool:
    """What the condition says. Raises ExpressionError, also when the answer is not yes or no."""
    return truth(_worked_out(parse(condition).body, names))


def execute(script: str, names: Mapping[str, object]) -> dict[str, object]:
    """The names a script assigns, with their values; later lines see earlier ones. Raises ExpressionError."""
    assigned: dict[str, object] = {}
    for line in lines(script):
        assigned[line.name] = evaluate(line.expression, {**names, **assigned})
    return assigned


def lines(script: str) -> tuple[Assignment, ...]:
    """The assignments of a script, in order. Raises ExpressionError for any other line."""
    written = [line for line in script.splitlines() if line.strip()]
    if not written or len(written) > MAX_LINES:
        raise ExpressionError(
            "Expected 1 to {limit} lines like name = expression, but found {found}.",
            limit=MAX_LINES,
            found=len(written),
        )
    return tuple(_assignment(line) for line in written)


def _assignment(line: str) -> Assignment:
    match = _ASSIGNMENT.fullmatch(line)
    if match is None:
        raise ExpressionError("Expected a line like name = expression, but found: {line}", line=line.strip()[:80])
    name = checked_name(match[1])
    if name in NAMES or name in WORDS or name in FUNCTIONS:
        raise ExpressionError('Expected a name of your own, but "{name}" is reserved.', name=name)
    return Assignment(name, match[2].strip())


def check_expression(expression: str, names: Collection[str] | None = None) -> str | None:
    """The sentence that is wrong with the expression, or None. With `names`, other names are wrong too."""
    return _sentence(expression_error(expression, names))


def check_condition(condition: str, names: Collection[str] | None = None) -> str | None:
    """Like check_expression, for what must answer yes or no."""
    return _sentence(condition_error(condition, names))


def _sentence(error: ExpressionError | None) -> str | None:
    return None if error is None else str(error)


def expression_error(expression: str, names: Collection[str] | None = None) -> ExpressionError | None:
    """The refusal of the expression, or None."""
    try:
        _known(parse(expression).names, names)
    except ExpressionError as error:
        return error
    return None


def condition_error(condition: str, names: Collection[str] | None = None) -> ExpressionError | None:
    """The refusal of the condition, or None."""
    try:
        _known(parse_condition(condition).names, names)
    except ExpressionError as error:
        return error
    return None


def script_error(script: str, names: Collection[str] | None = None) -> ExpressionError | None:
    """The refusal of the script, or None."""
    known = None if names is None else set(names)
    try:
        for line in lines(script):
            _known(parse(line.expression).names, known)
            if known is not None:
                known.add(line.name)
    except ExpressionError as error:
        return error
    return None


def _known(read: Collection[str], names: Collection[str] | None) -> None:
    unknown = set() if names is None else set(read) - {unicodedata.normalize("NFC", name) for name in names}
    if unknown:
        raise ExpressionError('Expected a name that is known here, but "{name}" is not.', name=min(unknown))


def _worked_out(node: ast.expr, names: Mapping[str, object]) -> object:
    match node:
        case ast.Constant():
            return take(node.value)
        case ast.Name():
            return _looked_up(node.id, names)
        case ast.Subscript():
            return _inside(_worked_out(node.value, names), _worked_out(node.slice, names))
        case ast.Compare():
            return _compared(node, names)
        case ast.BoolOp():
            return _joined(node, names)
        case ast.UnaryOp(op=ast.Not()):
            return not truth(_worked_out(node.operand, names))
        case ast.UnaryOp():
            return arithmetic("-", 0, _worked_out(node.operand, names))
        case ast.BinOp():
            return _counted(_SIGNS[type(node.op)], _worked_out(node.left, names), _worked_out(node.right, names))
        case ast.IfExp():
            return _worked_out(node.body if truth(_worked_out(node.test, names)) else node.orelse, names)
        case ast.List():
            return [_worked_out(item, names) for item in node.elts]
        case ast.Dict():
            return _object(node, names)
        case ast.Call(func=ast.Name(id=name)):
            return take(FUNCTIONS[name][0](*[_worked_out(argument, names) for argument in node.args]))
    raise ExpressionError()


def _looked_up(name: str, names: Mapping[str, object]) -> object:
    if name not in names:
        raise ExpressionError('Expected a value for "{name}", but there is none.', name=name)
    return take(names[name])


def _inside(value: object, key: object) -> object:
    if type(value) is dict and type(key) is str:
        if key in value:
            return take(value[key])
        raise ExpressionError('Expected a value named "{key}", but there is none.', key=key[:60])
    if isinstance(value, (list, tuple)) and type(key) is int:
        if -len(value) <= key < len(value):
            return take(value[key])
        raise ExpressionError("Expected item {key} of the list, but it has {found}.", key=key, found=len(value))
    raise ExpressionError("Expected a list or an object before [ ], but found {found}.", found=kind(value))


def _object(node: ast.Dict, names: Mapping[str, object]) -> dict[str, object]:
    keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
    return {text(key): _worked_out(value, names) for key, value in zip(keys, node.values, strict=True)}


def _joined(node: ast.BoolOp, names: Mapping[str, object]) -> bool:
    stop = isinstance(node.op, ast.Or)
    for value in node.values:
        if truth(_worked_out(value, names)) is stop:
            return stop
    return not stop


def _counted(sign: str, left: object, right: object) -> object:
    if sign == "+" and type(left) is str and type(right) is str:
        return take(left + right)
    if sign == "+" and isinstance(left, list) and isinstance(right, list):
        return take(left + right)
    return arithmetic(sign, left, right)


def _compared(node: ast.Compare, names: Mapping[str, object]) -> bool:
    left = _worked_out(node.left, names)
    for sign, operand in zip(node.ops, node.comparators, strict=True):
        right = _worked_out(operand, names)
        if not _holds(sign, left, right):
            return False
        left = right
    return True


def _holds(sign: ast.cmpop, left: object, right: object) -> bool:
    match sign:
        case ast.Eq():
            return same(left, right)
        case ast.NotEq():
            return not same(left, right)
        case ast.In():
            return member(left, right)
        case ast.NotIn():
            return not member(left, right)
        case ast.Lt():
            return ordered(left, right)
        case ast.Gt():
            return ordered(right, left)
        case ast.LtE():
            return not ordered(right, left)
    return not ordered(left, right)
