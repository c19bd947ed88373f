"""Every sentence a person may see, gathered from the sources: what the catalogues must translate.

`python -m tests.house.sentences kk` prints what Kazakh still lacks, ready to be put into a .po file.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment

from engine import errors
from webui.languages import FOLDER, read_catalogue

ROOT = Path(__file__).resolve().parents[2]
Sentence = str | tuple[str, str]

REFUSALS = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.Refusal)}
# name of what is called → positions of its sentences
CALLS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(REFUSALS, (0,)),
    "Invalid": (1,),
    "KindRefused": (1,),
    "one": (1,),
    "FieldProblem": (1,),
    "KindProblem": (1,),
    "Stuck": (1,),
    "_": (0,),
    "N_": (0,),
    "say": (0,),
    "flash": (),
    "Telling": (1, 2),
    "says": (0,),
}


def from_python(path: Path) -> Iterator[tuple[Sentence, str]]:
    """Sentences of one module with their places ("engine/x.py:12")."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    quiet = _not_for_people(tree)
    for node in ast.walk(tree):
        place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call):
            yield from ((one, place) for one in _of_call(node))
        if isinstance(node, ast.Dict):
            yield from ((text, place) for text in _templates(node))
        if isinstance(node, ast.ClassDef) and any(_name(base) in REFUSALS for base in node.bases):
            yield (ast.get_docstring(node) or "").strip(), place
        if _literal(node).startswith("Expected ") and id(node) not in quiet:
            yield _literal(node), place


def _of_call(node: ast.Call) -> Iterator[Sentence]:
    name = _name(node.func)
    if name == "ngettext":
        if len(node.args) > 2 and _literal(node.args[0]):
            yield (_literal(node.args[0]), _literal(node.args[1]))
        return
    wanted = [node.args[at] for at in CALLS.get(name, ()) if at < len(node.args)]
    wanted += [word.value for word in node.keywords if word.arg == "template" and name in CALLS]
    for given in wanted:
        yield from (text for part in _branches(given) if (text := _literal(part)))


def _templates(node: ast.Dict) -> Iterator[str]:
    """Sentences kept as data: {"template": "…", "facts": {…}}."""
    for key, value in zip(node.keys, node.values, strict=True):
        if key is not None and _literal(key) == "template":
            yield from (text for part in _branches(value) if (text := _literal(part)))


def _branches(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from (*_branches(node.body), *_branches(node.orelse))
    else:
        yield node


def _not_for_people(tree: ast.AST) -> set[int]:
    """Docstrings and the words of programming errors."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            found.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            found.update(id(part) for part in node.values)
        if isinstance(node, ast.Call) and _name(node.func).endswith("Error"):
            found.update(id(part) for part in ast.walk(node))
    return found


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _literal(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def from_template(path: Path) -> Iterator[tuple[Sentence, str]]:
    """Sentences of one page."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    for line, function, found in environment.extract_translations(path.read_text(encoding="utf-8")):
        parts = (found,) if isinstance(found, str) else found or ()
        words = tuple(part for part in parts if isinstance(part, str))
        if function == "ngettext" and len(words) >= 2:
            yield (words[0], words[1]), f"{path.relative_to(ROOT)}:{line}"
        elif words:
            yield words[0], f"{path.relative_to(ROOT)}:{line}"


def gather() -> dict[Sentence, list[str]]:
    """Every sentence and where it is said."""
    found: dict[Sentence, list[str]] = {}
    for sentence, place in _everything():
        if sentence:
            found.setdefault(sentence, []).append(place)
    return found


def _everything() -> Iterator[tuple[Sentence, str]]:
    for room in ("engine", "webui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield from from_python(path)
    for path in sorted((ROOT / "webui" / "templates").rglob("*.html")):
        yield from from_template(path)


def missing(language: str, sentences: Iterable[Sentence]) -> list[Sentence]:
    """What the language does not say yet, or not in all its plural forms."""
    catalogue = read_catalogue(language, FOLDER)
    return [one for one in sentences if not _translated(catalogue, one)]


def _translated(catalogue: object, sentence: Sentence) -> bool:
    message = catalogue.get(sentence if isinstance(sentence, str) else sentence[0])  # type: ignore[attr-defined]
    if message is None or "fuzzy" in message.flags:
        return False
    if isinstance(sentence, str):
        return bool(message.string if isinstance(message.string, str) else message.string[0])
    strings = message.string if isinstance(message.string, tuple | list) else ()
    return len(strings) == catalogue.num_plurals and all(strings)  # type: ignore[attr-defined]


def main() -> None:
    gathered = gather()
    for sentence in missing(sys.argv[1], gathered):
        print(f"# {gathered[sentence][0]}\nmsgid {_quoted(sentence)}\n")


def _quoted(sentence: Sentence) -> str:
    parts = (sentence,) if isinstance(sentence, str) else sentence
    written = ['"' + part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' for part in parts]
    return "\nmsgid_plural ".join(written)


if __name__ == "__main__":
    main()
