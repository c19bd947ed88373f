"""The project's own files, as the house tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LEFT_OUT = ("webui/static/dist/", "node_modules/", ".venv/", "var/")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, part of the project (what git ignores is not)."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = sorted({name for name in listed.split("\0") if name and not name.startswith(LEFT_OUT)})
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


def python(*tops: str) -> Iterator[tuple[str, str, ast.Module]]:
    """Name, text and tree of every Python file under the given top folders."""
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.split("/")[0] in tops:
            text = path.read_text()
            yield name, text, ast.parse(text, name)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file that is text."""
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            yield path.relative_to(ROOT).as_posix(), content.decode(errors="replace")
