"""Fills a template over plain data: a small interpreter of the tree, bounded in steps and in what it puts out."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, tzinfo
from decimal import Decimal
from html import escape, unescape
from typing import Any

from jinja2 import nodes

from engine.errors import Invalid, KindRefused
from engine.rendering.filters import FILTERS, Asked, Html, as_text, bounded
from engine.rendering.grammar import LANGUAGE, step
from engine.rendering.markup import clean
from engine.rendering.template import Template, read_template

_MOST_STEPS = 200_000
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda one, other: one == other,
    "ne": lambda one, other: one != other,
    "lt": lambda one, other: one < other,
    "lteq": lambda one, other: one <= other,
    "gt": lambda one, other: one > other,
    "gteq": lambda one, other: one >= other,
    "in": lambda one, other: one in other,
    "notin": lambda one, other: one not in other,
}
Texts = Callable[[str, str], str]
Scope = Mapping[str, Any]


def fill(
    template: Template,
    data: Mapping[str, Any],
    language: str,
    *,
    texts: Texts | None = None,
    zone: tzinfo = UTC,
) -> str:
    """The HTML body of a document.

    `texts(key, language)` gives the kind's translations for `t("key")`; moments are worded in `zone`. A missing name is
    empty. Raises KindRefused for a template with problems, Invalid when it makes too much or data do not fit a filter.
    """
    if template.tree is None or template.trouble:
        raise KindRefused(template.trouble)
    filling = _Filling(language, texts, zone)
    try:
        filling.run(template.tree.body, {**data, LANGUAGE: language})
    except RecursionError as problem:
        raise Invalid.one("template", "Expected a simpler document, but its parts are nested too deeply.") from problem
    return clean("".join(filling.out))


def fill_text(source: str, data: Mapping[str, Any], language: str, *, zone: tzinfo = UTC) -> str:
    """Plain text of a template that holds no markup; raises KindRefused and Invalid as `fill` does."""
    template = read_template(source, "translations.yaml")
    if template.tree is None or template.trouble:
        raise KindRefused(template.trouble)
    filling = _Filling(language, None, zone)
    filling.run(template.tree.body, {**data, LANGUAGE: language})
    return unescape("".join(filling.out)).strip()


class _Filling:
    """What has been put out so far, and how much work it took."""

    def __init__(self, language: str, texts: Texts | None, zone: tzinfo) -> None:
        self.language, self.texts = language, texts
        self.asked = Asked(language, zone)
        self.out: list[str] = []
        self.steps = self.characters = 0

    def run(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            self._step()
            if isinstance(node, nodes.Output):
                for piece in node.nodes:
                    self._put(piece, scope)
            elif isinstance(node, nodes.If):
                self._if(node, scope)
            elif isinstance(node, nodes.For):
                self._for(node, scope)

    def _put(self, piece: nodes.Node, scope: Scope) -> None:
        if isinstance(piece, nodes.TemplateData):
            text: str = piece.data
        else:
            value = self.value(piece, scope)
            text = value if isinstance(value, Html) else escape(as_text(value, self.language))
        self.characters += len(text)
        bounded(self.characters)
        self.out.append(text)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        for branch in (node, *node.elif_):
            if self.value(branch.test, scope):
                self.run(branch.body, scope)
                return
        self.run(node.else_, scope)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        name = node.target.name if isinstance(node.target, nodes.Name) else ""
        items = self.value(node.iter, scope)
        items = list(items) if isinstance(items, (list, tuple)) else []
        if node.test is not None:
            items = [item for item in items if self.value(node.test, {**scope, name: item})]
        for number, item in enumerate(items, 1):
            loop = {"index": number, "first": number == 1, "last": number == len(items), "length": len(items)}
            self.run(node.body, {**scope, name: item, "loop": loop})
        if not items:
            self.run(node.else_, scope)

    def value(self, node: nodes.Node, scope: Scope) -> Any:
        """What an expression is; only plain values come out, whatever was in the data."""
        self._step()
        return _VALUES[type(node)](self, node, scope)

    def _step(self) -> None:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise Invalid.one(
                "template", "Expected at most {most} steps, but the template takes more.", most=_MOST_STEPS
            )

    def path(self, node: nodes.Getattr | nodes.Getitem, scope: Scope) -> Any:
        under, key = self.value(node.node, scope), step(node)
        if isinstance(under, Mapping):
            return plain(under.get(key))
        if isinstance(under, (list, tuple)) and key is not None and key.isdigit() and int(key) < len(under):
            return plain(under[int(key)])
        return None

    def compared(self, node: nodes.Compare, scope: Scope) -> bool:
        left = self.value(node.expr, scope)
        for operand in node.ops:
            right = self.value(operand.expr, scope)
            try:
                if not _COMPARED[operand.op](left, right):
                    return False
            except TypeError:
                return False
            left = right
        return True

    def filtered(self, node: nodes.Filter, scope: Scope) -> Any:
        value = self.value(node.node, scope) if node.node is not None else None
        arguments = [self.value(argument, scope) for argument in node.args]
        return FILTERS[node.name].do(value, self.asked, *arguments)

    def tested(self, node: nodes.Test, scope: Scope) -> bool:
        return (self.value(node.node, scope) is not None) is (node.name == "defined")

    def translated(self, node: nodes.Call, scope: Scope) -> str:
        key, *other = [str(self.value(argument, scope)) for argument in node.args]
        return self.texts(key, other[0] if other else self.language) if self.texts is not None else key

    def joined(self, node: nodes.Concat, scope: Scope) -> str:
        pieces = [as_text(self.value(one, scope), self.language) for one in node.nodes]
        bounded(sum(len(piece) for piece in pieces))
        return "".join(pieces)


def plain(value: object) -> Any:
    """The value when it is plain data, else nothing."""
    if value is None or isinstance(value, (str, bool, int, float, Decimal, date, Mapping, list, tuple)):
        return value
    return None


_VALUES: Mapping[type[nodes.Node], Callable[[_Filling, Any, Scope], Any]] = {
    nodes.Name: lambda filling, node, scope: plain(scope.get(node.name)),
    nodes.Const: lambda filling, node, scope: node.value,
    nodes.Getattr: _Filling.path,
    nodes.Getitem: _Filling.path,
    nodes.Filter: _Filling.filtered,
    nodes.Test: _Filling.tested,
    nodes.Compare: _Filling.compared,
    nodes.And: lambda filling, node, scope: filling.value(node.left, scope) and filling.value(node.right, scope),
    nodes.Or: lambda filling, node, scope: filling.value(node.left, scope) or filling.value(node.right, scope),
    nodes.Not: lambda filling, node, scope: not filling.value(node.node, scope),
    nodes.Neg: lambda filling, node, scope: -filling.value(node.node, scope),
    nodes.CondExpr: lambda filling, node, scope: (
        filling.value(node.expr1, scope)
        if filling.value(node.test, scope)
        else filling.value(node.expr2, scope)
        if node.expr2 is not None
        else None
    ),
    nodes.Concat: _Filling.joined,
    nodes.List: lambda filling, node, scope: [filling.value(item, scope) for item in node.items],
    nodes.Tuple: lambda filling, node, scope: [filling.value(item, scope) for item in node.items],
    nodes.Call: _Filling.translated,
}
