"""What a person can type, set, draw or meet is in the documentation, and what the documentation points to is there."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

import pytest

from engine import errors
from engine.cli.table import COMMANDS, find
from engine.config import Settings
from engine.forms import sound
from engine.forms.form import TYPES
from engine.kinds.labels import LEVELS, OUTCOMES, STATES
from engine.kinds.reading import TEMPLATE_NAMES
from engine.kinds.settings import KEYS
from engine.notices.commands import SENTENCES
from engine.rendering.filters import FILTERS
from engine.rendering.grammar import LOOP, TESTS
from engine.steps import VERBS
from engine.workflow import diagram, subset
from engine.workflow.functions import FUNCTIONS
from tests.house.sources import ROOT, files, functions, python
from webui.refusals import TOLD

# Commands of the next releases: documented as such, and not in this one.
LATER = {"kind import", "kind export", "backup make", "backup check", "backup restore"}
# Acts whose names are put together: what they begin with, and what they may be.
COMPOSED = {
    "task.": {"task.<outcome>", *(f"task.{one}" for one in OUTCOMES)},
    "document.": {"document.withdrawn", "document.cancelled", "document.annulled"},
    "signature.found_": {"signature.found_valid", "signature.found_invalid"},
}
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
ADR = ("Status", "Audience", "Context", "Decision", "Not decided here", "Consequences", "Alternatives")
OLDER_ADR = {"0001", "0002", "0003", "0004"}  # written before the form was agreed


def _page(name: str) -> str:
    return (REFERENCE / name).read_text()


def _pages() -> list[Path]:
    return [path for path in files() if path.suffix == ".md" and "node_modules" not in path.parts]


def _code(text: str) -> set[str]:
    """Everything written as code in the text."""
    return set(re.findall(r"`([^`\n]+)`", text))


def _first(text: str) -> list[str]:
    """What is written as code in the first cells of the text's tables, in order."""
    return [one for row in re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE) for one in re.findall(r"`([^`]+)`", row)]


def _section(text: str, title: str) -> str:
    return re.split(r"^## ", text.split(f"\n## {title}\n")[1], flags=re.MULTILINE)[0]


def _refusals(base: type[errors.Refusal] = errors.Refusal) -> set[type[errors.Refusal]]:
    found = {base}.union(*(_refusals(one) for one in base.__subclasses__()))
    return {one for one in found if one.__module__ == errors.__name__}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)
def test_every_command_is_documented_and_there(command) -> None:
    assert f"`bagyt {command.words}" in _page("cli.md")
    assert (find_spec(command.module) is None) == (command.words in LATER)


def test_the_documentation_knows_no_other_command() -> None:
    told = re.findall(r"^\| `bagyt ([a-z ]+?)(?: [A-Z\[][^`]*)?`", _page("cli.md"), re.MULTILINE)

    assert told == sorted(told, key=told.index)
    assert set(told) == {command.words for command in COMMANDS}


def test_every_command_line_in_a_page_is_one_that_is_there() -> None:
    lines = [
        (path.name, line.split())
        for path in _pages()
        for block in re.findall(r"^ *```sh\n(.*?)```", path.read_text(), re.MULTILINE | re.DOTALL)
        for line in re.findall(r"(?:^|\s|/)bagyt ((?!-)[a-z][^#|\n]*)", block)
        if "clone" not in line and "&&" not in line
    ]
    known = [(page, find(words)) for page, words in lines]

    assert len(lines) > 10
    assert not [(page, words) for (page, words), (_, one) in zip(lines, known, strict=True) if one is None]


def test_the_table_of_settings_is_the_programs() -> None:
    rows = dict(re.findall(r"^\| `(BAGYT_\w+)` \| .*? \| (.*) \|$", _page("settings.md"), re.MULTILINE))

    assert rows == {f"BAGYT_{one.name.upper()}": one.metadata["help"] for one in fields(Settings)}


def test_the_table_of_refusals_is_the_programs() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| `(\w+)` \| (\d+) \|", _page("refusals.md"), re.MULTILINE)
    status = {one: next(TOLD[base].status for base in one.__mro__ if base in TOLD) for one in _refusals()}

    assert {(code, name, int(number)) for code, name, number in rows} == {
        (one.code, one.__name__, number) for one, number in status.items()
    }


def test_the_table_of_verbs_is_the_programs() -> None:
    assert _first(_page("verbs.md")) == list(VERBS)


def test_the_table_of_a_kinds_keys_is_the_programs() -> None:
    told = re.findall(r"^\| `(\w+)` \|", _page("kind-yaml.md"), re.MULTILINE)

    assert told == list(KEYS)


def test_the_page_of_templates_names_every_filter_and_every_name() -> None:
    page = _page("template.md")
    names = set(_first(_section(page, "Names")))

    assert sorted(_first(_section(page, "Filters"))) == sorted(FILTERS)
    known = {re.sub(r"\.(kk|ru|ky|en)$", ".<language>", one) for one in TEMPLATE_NAMES}
    assert names >= {*known, *(f"loop.{one}" for one in LOOP), "language"}
    assert {one.split(".")[0] for one in names} >= _given_to_templates()
    assert _code(page) >= {*TESTS}


def _given_to_templates() -> set[str]:
    tree = ast.parse((ROOT / "engine/steps/content.py").read_text())
    content = next(one for one in functions(tree) if one.name == "content")
    given = next(one for one in ast.walk(content) if isinstance(one, ast.Dict))
    return {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}


def test_the_page_of_diagrams_names_what_may_be_written_and_what_is_refused() -> None:
    page = _page("diagram.md")
    told = _code(page)
    refused = " ".join(_first(_section(page, "What is refused, and what to draw instead")))
    names = _section(page, "Names of Bagyt")

    assert not [one for one in (*subset.REFUSED, *(flag for flag, _ in subset.REFUSED_FLAGS)) if one not in refused]
    assert set(_first(names)) == {f"bagyt:{one}" for one in subset.ALLOWED}
    for element, (attributes, _) in subset.ALLOWED.items():
        row = next(line for line in names.splitlines() if line.startswith(f"| `bagyt:{element}` |"))
        assert not [one for one in attributes if f"`{one}" not in row]
    assert told >= {*diagram.STAGES, *diagram.LEVELS, *diagram.UNITS, *diagram.COMMENTS, *diagram.NAMES, *FUNCTIONS}


def test_the_page_of_forms_names_every_type_and_every_rule() -> None:
    page = _page("forms.md")

    assert set(_first(_section(page, "Field types"))) == TYPES
    assert set(_first(_section(page, "Rules (`validate`)"))) == sound._RULES


def test_the_page_of_scenarios_names_every_key() -> None:
    tree = ast.parse((ROOT / "engine/kinds/scenario.py").read_text())
    known = {
        str(word.value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "known"
        for word in ast.walk(call.args[1])
        if isinstance(word, ast.Constant)
    }

    assert {"scenario", "forward", "state"} <= known <= _code(_page("scenarios.md"))


@pytest.mark.parametrize(
    ("title", "words"), [("States of a document", STATES), ("Outcomes of a task", OUTCOMES)], ids=["states", "outcomes"]
)
def test_states_and_outcomes_are_told_in_the_houses_words(title, words) -> None:
    rows = [line.split(" | ")[:5] for line in _section(_page("states-and-outcomes.md"), title).splitlines()]

    assert [row for row in rows if row[0].startswith("| `")] == [
        [f"| `{name}`", *(said[language] for language in ("kk", "ru", "ky", "en"))] for name, said in words.items()
    ]


def test_every_level_is_told() -> None:
    assert _first(_section(_page("states-and-outcomes.md"), "Levels of an act")) == list(LEVELS)


def test_the_table_of_notices_is_the_programs() -> None:
    rows = dict(re.findall(r"^\| `([\w.]+)` \| .* \| «(.*)» \|$", _page("notices.md"), re.MULTILINE))

    assert rows == SENTENCES


def test_the_table_of_acts_is_the_audits() -> None:
    told = set(_first(_section(_page("audit.md"), "Acts")))
    recorded = {act for act, whole in _recorded() if whole}
    begun = {act for act, whole in _recorded() if not whole}

    assert begun == set(COMPOSED)
    assert told - {one for acts in COMPOSED.values() for one in acts} == recorded - COMPOSED["document."]
    assert told >= {"task.<outcome>", *COMPOSED["document."], *COMPOSED["signature.found_"]}


def _recorded() -> Iterator[tuple[str, bool]]:
    """Every act that is put into the audit, and whether it is written whole; else what it begins with."""
    for name, _, tree in python("engine", "webui"):
        for call in [one for one in ast.walk(tree) if isinstance(one, ast.Call) and len(one.args) > 1]:
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            act = call.args[1]
            if called != "record" and (called != "Entry" or name != "engine/office/__init__.py"):
                continue
            for said in (act.body, act.orelse) if isinstance(act, ast.IfExp) else (act,):
                if isinstance(said, ast.Constant) and "." in str(said.value):
                    yield str(said.value), True
            if isinstance(act, ast.JoinedStr):
                yield str(getattr(act.values[0], "value", "")), False


def test_links_between_pages_lead_somewhere() -> None:
    dead = []
    for page in _pages():
        for target, anchor in re.findall(r"\]\(([^)#:\s]*)(?:#([^)]*))?\)", page.read_text()):
            held = page.parent / target if target else page
            if not held.exists() or (anchor and held.suffix == ".md" and anchor not in _anchors(held)):
                dead.append(f"{page.relative_to(ROOT)} -> {target}#{anchor}")

    assert not dead


def _anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def test_every_page_is_in_the_list_of_pages() -> None:
    listed = set(re.findall(r"\]\(([^)#]+)", (DOCS / "README.md").read_text()))
    pages = {path.relative_to(DOCS).as_posix() for path in _pages() if path.is_relative_to(DOCS)}
    own = {one for one in pages if not one.startswith(("adr/0", "roles/")) and one != "README.md"}

    assert not own - listed


def test_every_decision_is_listed_and_has_its_parts() -> None:
    pages = sorted(path for path in (DOCS / "adr").glob("0*.md"))
    listed = re.findall(r"^\| \[(\d{4})\]\(([\w-]+\.md)\) \|", (DOCS / "adr/README.md").read_text(), re.MULTILINE)

    assert [name for _, name in listed] == [path.name for path in pages]
    for path in pages:
        if path.name[:4] not in OLDER_ADR:
            text = path.read_text()
            assert not [part for part in ADR if f"**{part}**" not in text and f"## {part}" not in text], path.name


def test_every_clause_has_a_state_and_one_that_is_met_names_tests_that_are_there() -> None:
    page = (DOCS / "clauses.md").read_text()
    rows = re.findall(r"^\| ([KYJM]-\d+) \|(.*)\|$", page, re.MULTILINE)
    cells = {clause: [cell.strip() for cell in rest.split("|")] for clause, rest in rows}
    named = {clause: re.findall(r"`(tests/[^`]+)`", row[-1]) for clause, row in cells.items()}

    assert len(cells) == 121
    assert {row[3] for row in cells.values()} <= {"met", "partly", "planned"}
    assert not [clause for clause, row in cells.items() if row[3] == "met" and not named[clause]]
    assert not [test for test in re.findall(r"`(tests/[^`]+)`", page) if not _is_there(test)]


def _is_there(test: str) -> bool:
    name, _, function = test.partition("::")
    path = ROOT / name
    return path.is_file() and bool(function) and f"\ndef {function}(" in path.read_text()
