"""One thing, one word: the words of docs/glossary.md, and no others, in what we name."""

import ast
import re

import pytest

from tests.house.sources import functions, python

# What nobody may call a module, a class, a function or an argument; in brackets the word to say instead.
ALLOWED = {"call_service", "_services"}  # SpiffWorkflow's and certomancer's own words
VAGUE = {"utils", "util", "helper", "helpers", "manager", "service", "services", "misc", "stuff", "ctx"}
SYNONYMS = {
    "workitem": "Task",
    "work_item": "Task",
    "approval_task": "Task",
    "document_type": "Kind",
    "doc_type": "Kind",
    "doctype": "Kind",
    "kind_revision": "KindVersion",
    "route_version": "KindVersion",
    "document_version": "Revision",
    "document_route": "process",
    "document_case": "Dossier",
    "printout": "Rendition",
    "deputy": "Substitution",
    "department": "Unit",
    "employee_group": "Role",
    "logbook": "Journal",
    "dao": "queries",
    "repository": "queries",
    "dto": "card",
    "container": "Office",
    "unit_of_work": "Work",
}
CLASSES = {
    "Case",
    "Route",
    "User",
    "Group",
    "Department",
    "Approval",
    "Item",
    "Context",
    "Error",
    "History",
    "Log",
    "Event",
}


def _words(name: str) -> list[str]:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_")


def _named(tree: ast.Module) -> list[tuple[str, int]]:
    named = [(node.name, node.lineno) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for function in functions(tree):
        named.append((function.name, function.lineno))
        arguments = function.args
        named += [(one.arg, one.lineno) for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return named


def test_nothing_has_a_vague_name() -> None:
    vague = [
        f"{name}:{line} {word}"
        for name, _, tree in python("engine", "webui")
        for word, line in _named(tree)
        if VAGUE & {*_words(word)} and word not in ALLOWED
    ]
    files = [name for name, _, _ in python("engine", "webui") if VAGUE & {*re.split(r"[/_.]", name)}]

    assert not vague + files


@pytest.mark.parametrize("synonym", sorted(SYNONYMS))
def test_one_thing_has_one_word(synonym: str) -> None:
    pattern = re.compile(rf"(^|_){synonym}(_|$)")
    said = [
        f"{name}:{line} {word}: say {SYNONYMS[synonym]}"
        for name, _, tree in python("engine", "webui")
        for word, line in _named(tree)
        if pattern.search("_".join(_words(word)))
    ]

    assert not said


def test_no_class_takes_a_name_of_another_trade() -> None:
    taken = [
        f"{name}:{node.lineno} {node.name}"
        for name, _, tree in python("engine", "webui")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name in CLASSES
    ]

    assert not taken


def test_no_function_hides_in_a_class_without_using_it() -> None:
    static = [
        f"{name}:{function.lineno} {function.name}"
        for name, _, tree in python("engine", "webui")
        for function in functions(tree)
        if any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in function.decorator_list)
    ]

    assert not static
