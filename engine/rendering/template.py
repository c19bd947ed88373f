"""Templates of document kinds: read, checked node by node, never compiled.

The syntax is Jinja's, read by its lexer and parser to a tree; what `grammar` does not list is a problem with its line,
and only a tree without problems is filled (`filling`).
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError, nodes

from engine.errors import KindProblem
from engine.rendering.grammar import check_tree
from engine.rendering.markup import check_markup

_LARGEST = 200_000
_READER = Environment(autoescape=True)


@dataclass(frozen=True)
class Template:
    """A template as it was written, its tree (None when it cannot be read) and what is wrong with it."""

    source: str
    place: str
    tree: nodes.Template | None = field(default=None, compare=False, repr=False)
    trouble: tuple[KindProblem, ...] = ()


def read_template(html: str, place: str = "template.html") -> Template:
    """The template of a kind; never raises on an author's mistake, see `problems`."""
    if len(html) > _LARGEST:
        return _unread(html, place, 1, f"it is longer than {_LARGEST} characters")
    try:
        tree = _READER.parse(html)
        pieces = list(_READER.lex(html))
    except TemplateSyntaxError as problem:
        return _unread(html, place, problem.lineno, problem.message or "its syntax is wrong")
    except (RecursionError, MemoryError, ValueError, OverflowError):
        return _unread(html, place, 1, "it is nested too deeply or holds a number that is too large")
    try:
        trouble = [*check_tree(tree, place), *check_markup(pieces, place)]
    except RecursionError:
        return _unread(html, place, 1, "it is nested too deeply")
    return Template(html, place, tree, tuple(sorted(trouble, key=_line)))


def problems(
    template: Template, known: Collection[str] | None = None, keys: Collection[str] | None = None
) -> list[KindProblem]:
    """Everything wrong with the template, by line (`element` holds it).

    `known` are the names it may use, dotted ("doc.subject"; a name without dots under it stands for all below);
    `keys` the keys of `t(…)`. Without them names and keys are not looked at.
    """
    found = list(template.trouble)
    if template.tree is not None and not found:
        found += check_tree(template.tree, template.place, known, keys)
    return found


def _unread(html: str, place: str, line: int, why: str) -> Template:
    sentence = "Expected a template that can be read, but in line {line} it cannot: {why}"
    return Template(html, place, None, (KindProblem(place, sentence, {"line": line, "why": why}, str(line)),))


def _line(problem: KindProblem) -> int:
    return int(problem.element or 0)
