"""A file is read at one sitting, a function at one glance, and one place closes transactions."""

import ast

from tests.house.sources import functions, python

FILE, FUNCTION = 300, 40
MADE = "engine/migrations/versions/"  # written by Alembic, read step by step
OFFICE = ("engine/office.py", "engine/office/")
OPENS = ("engine/db.py", "engine/upgrade.py", *OFFICE)


def test_no_file_is_longer_than_one_sitting() -> None:
    long = [
        f"{name}: {count} lines"
        for name, text, _ in python("engine", "webui", "tests")
        if (count := text.count("\n")) > FILE and not name.startswith(MADE)
    ]

    assert not long


def test_no_function_is_longer_than_one_glance() -> None:
    long = [
        f"{name}:{function.lineno} {function.name}: {size} lines"
        for name, _, tree in python("engine", "webui")
        for function in functions(tree)
        if (size := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION and not name.startswith(MADE)
    ]

    assert not long


def _calls(tree: ast.Module, *names: str) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in names]


def test_only_the_office_closes_transactions() -> None:
    elsewhere = [
        f"{name}:{call.lineno}"
        for name, _, tree in python("engine", "webui")
        for call in _calls(tree, "commit", "rollback")
        if not name.startswith(OFFICE)
    ]

    assert not elsewhere


def test_only_the_office_opens_transactions() -> None:
    elsewhere = [
        f"{name}:{call.lineno}"
        for name, _, tree in python("engine", "webui")
        for call in _calls(tree, "begin", "begin_nested", "writing")
        if not name.startswith((*OPENS, "engine/migrations/"))
    ]

    assert not elsewhere


def test_nothing_is_imported_inside_a_function() -> None:
    """WeasyPrint may: it needs system libraries, and everything but PDFs has to work without them."""
    inside = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name, _, tree in python("engine", "webui")
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and not name.startswith("engine/rendering/")
    ]

    assert not inside
