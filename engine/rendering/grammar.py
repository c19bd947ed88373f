"""The whitelist of the template language: which nodes of the tree may stand, and which names they may use."""

from collections.abc import Collection, Iterator

from jinja2 import nodes

from engine.errors import KindProblem
from engine.rendering.filters import FILTERS

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.CondExpr,
    nodes.Concat,
    nodes.List,
    nodes.Tuple,
    nodes.Call,
)
TESTS = ("defined", "undefined", "none")
LOOP = ("index", "first", "last", "length")
LANGUAGE = "language"
_CONSTANTS = (str, int, float, bool, type(None))

_NODE = "Expected only placeholders, for, if and listed filters, but line {line} has {found}."
_FILTER = "Expected a filter of this list: {filters}; but line {line} has {found}."
_ARGUMENTS = "Expected {least} to {most} values in brackets behind {found}, but line {line} has another number."
_CALL = 'Expected no calls but t("key"), but line {line} has another.'
_PRIVATE = "Expected names of the data, but line {line} has {found}."
_NAME = "Expected a name the document has, but line {line} has {found}."
_KEY = 'Expected a key of the translations, but line {line} has t("{found}").'
_LOOP = "Expected a for with one plain name, but line {line} has another."


class _Check:
    """Walks the tree once; keeps which paths the names of loops stand for."""

    def __init__(self, place: str, known: Collection[str] | None, keys: Collection[str] | None) -> None:
        self.place, self.known, self.keys = place, known, keys
        self.found: list[KindProblem] = []

    def problem(self, node: nodes.Node, sentence: str, **facts: object) -> None:
        line = _line(node)
        self.found.append(KindProblem(self.place, sentence, {**facts, "line": line}, str(line)))

    def walk(self, node: nodes.Node, loops: dict[str, str]) -> None:
        if type(node) not in _ALLOWED:
            self.problem(node, _NODE, found=type(node).__name__.lower())
            return
        if isinstance(node, nodes.For):
            self._for(node, loops)
        elif isinstance(node, nodes.Call):
            self._call(node)
        elif isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            self._path(node, loops)
        else:
            self._plain(node)
            for child in node.iter_child_nodes():
                self.walk(child, loops)

    def _plain(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Filter):
            self._filter(node)
        elif isinstance(node, nodes.Test) and (node.name not in TESTS or node.args or node.kwargs):
            self.problem(node, _NODE, found=f"the test {node.name}")
        elif isinstance(node, nodes.Neg) and not _is_number(node.node):
            self.problem(node, _NODE, found="neg")
        elif isinstance(node, nodes.Const) and not isinstance(node.value, _CONSTANTS):
            self.problem(node, _NODE, found="const")

    def _filter(self, node: nodes.Filter) -> None:
        known = FILTERS.get(node.name)
        if known is None or node.node is None:
            self.problem(node, _FILTER, filters=", ".join(sorted(FILTERS)), found=node.name)
        elif node.kwargs or node.dyn_args or node.dyn_kwargs or not known.least <= len(node.args) <= known.most:
            self.problem(node, _ARGUMENTS, found=node.name, least=known.least, most=known.most)

    def _call(self, node: nodes.Call) -> None:
        plain = isinstance(node.node, nodes.Name) and node.node.name == "t"
        named = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        exact = len(named) == len(node.args) in (1, 2) and all(isinstance(value, str) for value in named)
        if not plain or not exact or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self.problem(node, _CALL)
        elif self.keys is not None and named[0] not in self.keys:
            self.problem(node, _KEY, found=named[0])

    def _for(self, node: nodes.For, loops: dict[str, str]) -> None:
        if not isinstance(node.target, nodes.Name) or node.recursive or node.target.name in ("loop", "t", LANGUAGE):
            self.problem(node, _LOOP)
            return
        if node.target.name.startswith("_"):
            self.problem(node, _PRIVATE, found=node.target.name)
        self.walk(node.iter, loops)
        inner = {**loops, node.target.name: _dotted(node.iter, loops) or "", "loop": "loop"}
        for child in [*([node.test] if node.test else []), *node.body]:
            self.walk(child, inner)
        for child in node.else_:
            self.walk(child, loops)

    def _path(self, node: nodes.Expr, loops: dict[str, str]) -> None:
        for name in _names(node):
            if name is None:
                self.problem(node, _NODE, found=type(node).__name__.lower())
                return
            if name.startswith("_"):
                self.problem(node, _PRIVATE, found=name)
                return
        path = _dotted(node, loops)
        if path and self.known is not None and not _is_known(path, self.known):
            self.problem(node, _NAME, found=path)


def check_tree(
    tree: nodes.Template, place: str, known: Collection[str] | None = None, keys: Collection[str] | None = None
) -> list[KindProblem]:
    """What in the tree does not belong to the language, each with its line."""
    check = _Check(place, known, keys)
    check.walk(tree, {})
    return check.found


def _line(node: nodes.Node) -> int:
    """The line of the node; what the parser makes up has none, but something inside has."""
    return next((one.lineno for one in (node, *node.find_all(nodes.Node)) if one.lineno), 1)


def _is_number(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, (int, float))


def _names(node: nodes.Node) -> Iterator[str | None]:
    """The names of a dotted path from the right; None for what is no path."""
    while isinstance(node, (nodes.Getattr, nodes.Getitem)):
        yield step(node)
        node = node.node
    yield node.name if isinstance(node, nodes.Name) and node.ctx == "load" else None


def step(node: nodes.Getattr | nodes.Getitem) -> str | None:
    """The key that is looked up, as text; None when it is not written down plainly."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    value = node.arg.value if isinstance(node.arg, nodes.Const) else None
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None


def _dotted(node: nodes.Node, loops: dict[str, str]) -> str | None:
    """The path in the data, numbers left out, names of loops replaced; empty for what a loop over no path gives."""
    names = list(_names(node))
    if None in names:
        return None
    first, *rest = [str(name) for name in reversed(names)]
    if first in loops:
        if not loops[first]:
            return ""
        first = loops[first]
    return ".".join([first, *(name for name in rest if not name.isdigit())])


def _is_known(path: str, known: Collection[str]) -> bool:
    if path in known or path == LANGUAGE:
        return True
    if path.split(".", maxsplit=1)[0] == "loop":
        return path.split(".")[1:] in [[name] for name in LOOP]
    if any(name.startswith(f"{path}.") for name in known):
        return True
    above = [name for name in known if path.startswith(f"{name}.")]
    return any(not any(other.startswith(f"{name}.") for other in known) for name in above)
