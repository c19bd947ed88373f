"""The language of expressions: Python's syntax for comparing, counting and choosing, and nothing more.

A text passes our own token table before Python's parser sees it, and a whitelist of nodes after. Nothing is ever
compiled to code.
"""

import ast
import re
import unicodedata
from functools import lru_cache

from engine.workflow.functions import FUNCTIONS, TRUTHS
from engine.workflow.values import FORBIDDEN_KEY, ExpressionError, take

MAX_LENGTH = 2000
MAX_NODES = 300
MAX_DEPTH = 25
WORDS = frozenset(("and", "or", "not", "in", "if", "else", "True", "False", "None"))
_TURNING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)|(?P<text>'[^'\\\r\n]*'|"[^"\\\r\n]*")|(?P<number>[0-9]+(?:\.[0-9]+)?)"""
    r"""|(?P<name>[^\W\d](?:\w|[\u0300-\u036f])*)|(?P<sign>==|!=|<=|>=|//|[()\[\]{},:+\-*/%<>])"""
)
_SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod)
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn)


class Parsed:
    """An expression that passed: its tree and the names it reads."""

    __slots__ = ("body", "names")

    def __init__(self, body: ast.expr, names: frozenset[str]) -> None:
        self.body = body
        self.names = names


@lru_cache(maxsize=4096)
def parse(source: str) -> Parsed:
    """The tree of an expression; raises ExpressionError for anything outside the language."""
    text = _tame(source)
    try:
        body = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ExpressionError(
            "Expected an expression, but this is not written as one: {text}", text=source[:80]
        ) from None
    walk = _Walk()
    walk.visit(body, 1)
    return Parsed(body, frozenset(walk.names))


def parse_condition(source: str) -> Parsed:
    """Like `parse`, and refuses what can never be yes or no (a number, a text, a list)."""
    parsed = parse(source)
    if not _may_be_truth(parsed.body):
        raise ExpressionError("Expected a question with yes or no as its answer, but found: {text}", text=source[:80])
    return parsed


def _may_be_truth(node: ast.expr) -> bool:
    if isinstance(node, (ast.Compare, ast.BoolOp, ast.Name, ast.Subscript)):
        return True
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    if isinstance(node, ast.Constant):
        return type(node.value) is bool
    if isinstance(node, ast.IfExp):
        return _may_be_truth(node.body) and _may_be_truth(node.orelse)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TRUTHS | {"get", "min", "max"}
    )


def checked_name(name: str) -> str:
    """The name in its one normal form; raises for hidden look-alikes and names that begin with an underscore."""
    normal = unicodedata.normalize("NFC", name)
    if not normal.isidentifier() or unicodedata.normalize("NFKC", normal) != normal or _mixed(normal):
        raise ExpressionError(
            'Expected a name in letters of one alphabet, but "{name}" has look-alikes.', name=name[:60]
        )
    if normal.startswith("_") or len(normal) > 100 or normal == FORBIDDEN_KEY:
        raise ExpressionError('Expected a name that begins with a letter, but found "{name}".', name=name[:60])
    return normal


def _mixed(name: str) -> bool:
    if name.isascii():
        return False
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1


def _tame(source: str) -> str:
    if type(source) is not str or not source.strip():
        raise ExpressionError("Expected an expression, but it is empty.")
    if len(source) > MAX_LENGTH:
        raise ExpressionError(
            "Expected at most {limit} characters in an expression, but it is longer.", limit=MAX_LENGTH
        )
    if _TURNING.search(source):
        raise ExpressionError("Expected visible characters only, but the expression hides control characters.")
    tokens = list(_tokens(source.strip()))
    _check_brackets(tokens)
    return " ".join(text for _, text in tokens)


def _tokens(source: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, before = 0, ""
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise ExpressionError(
                'Expected letters, numbers and signs of the language, but found "{sign}".', sign=source[at]
            )
        sort, text = str(match.lastgroup), match.group()
        if sort in ("name", "number", "text") and before in ("name", "number", "text"):
            raise ExpressionError('Expected a sign before "{text}", but there is none.', text=text[:40])
        if sort == "name" and text not in WORDS:
            text = checked_name(text)
        if sort != "space":
            found.append((sort, text))
        at, before = match.end(), sort
    return found


def _check_brackets(tokens: list[tuple[str, str]]) -> None:
    depth = 0
    for before, (sort, text) in zip([("", ""), *tokens], tokens, strict=False):
        if sort == "sign":
            depth += (text in "([{") - (text in ")]}")
        if depth > MAX_DEPTH:
            raise ExpressionError(
                "Expected at most {limit} brackets inside each other, but there are more.", limit=MAX_DEPTH
            )
        if sort == "text" and before[0] == "text":
            raise ExpressionError('Expected a sign before "{text}", but there is none.', text=text[:40])


class _Walk:
    """Keeps how many nodes and which names have been seen."""

    def __init__(self) -> None:
        self.nodes = 0
        self.names: set[str] = set()

    def visit(self, node: ast.expr, depth: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise ExpressionError("Expected a shorter expression, but it is too long or too deep. Split it in two.")
        if isinstance(node, ast.Name):
            self.names.add(node.id)
        for child in _children(node):
            self.visit(child, depth + 1)


def _children(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.Constant():
            return _literal(node)
        case ast.Name():
            return []
        case ast.BoolOp():
            return node.values
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            return [node.operand]
        case ast.BinOp() if isinstance(node.op, _SIGNS):
            return _operands(node)
        case ast.Compare() if all(isinstance(sign, _COMPARISONS) for sign in node.ops):
            return [node.left, *node.comparators]
        case ast.IfExp():
            return [node.test, node.body, node.orelse]
        case ast.Subscript() if not isinstance(node.slice, (ast.Slice, ast.Tuple)):
            return [node.value, node.slice]
        case ast.List():
            return node.elts
        case ast.Dict():
            return _entries(node)
        case ast.Call():
            return _arguments(node)
    raise ExpressionError("Expected what the language of conditions has, but {what} is not in it.", what=_spoken(node))


def _spoken(node: ast.AST) -> str:
    name = type(node).__name__
    return {"Tuple": "a list without [ ]", "Subscript": "a slice", "Starred": "*"}.get(name, name)


def _literal(node: ast.Constant) -> list[ast.expr]:
    if type(node.value) not in (int, float, str, bool, type(None)):
        raise ExpressionError("Expected a number, a text, True, False or None, but found another literal.")
    take(node.value)
    return []


def _operands(node: ast.BinOp) -> list[ast.expr]:
    both = [node.left, node.right]
    for operand in both:
        text = isinstance(operand, ast.Constant) and type(operand.value) not in (int, float)
        if not isinstance(node.op, ast.Add) and (text or isinstance(operand, (ast.List, ast.Dict))):
            raise ExpressionError("Expected numbers to count with, but found a text, a list or an object.")
    return both


def _entries(node: ast.Dict) -> list[ast.expr]:
    keys = [key for key in node.keys if isinstance(key, ast.Constant) and type(key.value) is str]
    if len(keys) != len(node.keys) or any(key.value == FORBIDDEN_KEY for key in keys):
        raise ExpressionError("Expected texts as names in an object, but found something else.")
    return [*keys, *node.values]


def _arguments(node: ast.Call) -> list[ast.expr]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTIONS:
        raise ExpressionError(
            'Expected one of the functions {functions}, but "{name}" is none of them.',
            name=name[:60],
            functions=", ".join(FUNCTIONS),
        )
    _, fewest, most = FUNCTIONS[name]
    if node.keywords or not fewest <= len(node.args) <= most:
        raise ExpressionError(
            "Expected {fewest} to {most} values for {name}, but found {found}.",
            fewest=fewest, most=most, name=name, found=len(node.args) + len(node.keywords),
        )  # fmt: skip
    return node.args
