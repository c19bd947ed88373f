"""What a person can type, set or meet is in the documentation, and what the documentation points to is there."""

import re
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

import pytest

from engine import errors
from engine.cli.table import COMMANDS
from engine.config import Settings
from engine.kinds.settings import KEYS
from engine.steps import VERBS
from tests.house.sources import ROOT, files

# Commands of the next releases: documented as such, and not in this one.
LATER = {"kind import", "kind export", "backup make", "backup check", "backup restore"}
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"


def _page(name: str) -> str:
    return (REFERENCE / name).read_text()


def _refusals(base: type[errors.Refusal] = errors.Refusal) -> set[type[errors.Refusal]]:
    return {base}.union(*(_refusals(one) for one in base.__subclasses__()))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)
def test_every_command_is_documented_and_there(command) -> None:
    assert f"`bagyt {command.words}" in _page("cli.md")
    assert (find_spec(command.module) is None) == (command.words in LATER)


def test_the_documentation_knows_no_other_command() -> None:
    told = re.findall(r"^\| `bagyt ([a-z ]+?)(?: [A-Z\[][^`]*)?`", _page("cli.md"), re.MULTILINE)

    assert told == sorted(told, key=told.index)
    assert set(told) == {command.words for command in COMMANDS}


def test_the_table_of_settings_is_the_programs() -> None:
    rows = dict(re.findall(r"^\| `(BAGYT_\w+)` \| .*? \| (.*) \|$", _page("settings.md"), re.MULTILINE))

    assert rows == {f"BAGYT_{one.name.upper()}": one.metadata["help"] for one in fields(Settings)}


def test_every_refusal_is_documented() -> None:
    told = _page("refusals.md")

    assert not [one.code for one in _refusals() if one.__module__ == errors.__name__ and f"`{one.code}`" not in told]


def test_the_table_of_verbs_is_the_programs() -> None:
    told = re.findall(r"^\| `(\w+)` \|", _page("verbs.md"), re.MULTILINE)

    assert set(told) == set(VERBS)


def test_the_table_of_a_kinds_keys_is_the_programs() -> None:
    told = re.findall(r"^\| `(\w+)` \|", _page("kind-yaml.md"), re.MULTILINE)

    assert told == list(KEYS)


def test_links_between_pages_lead_somewhere() -> None:
    dead = []
    for page in [path for path in files() if path.suffix == ".md" and "node_modules" not in path.parts]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            if not (page.parent / target).exists():
                dead.append(f"{page.relative_to(ROOT)} -> {target}")

    assert not dead


def test_a_clause_that_is_met_names_a_test_that_is_there() -> None:
    rows = re.findall(
        r"^\| ([KYJM]-\d+) \|.*\| met \| .*? \| (.*?) \|$", (DOCS / "clauses.md").read_text(), re.MULTILINE
    )
    named = {clause: re.findall(r"`(tests/[^`]+)`", tests) for clause, tests in rows}

    assert named
    assert not [clause for clause, tests in named.items() if not tests]
    assert not [test for tests in named.values() for test in tests if not (ROOT / Path(test.split("::")[0])).exists()]
