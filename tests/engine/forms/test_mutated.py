"""Forms broken at random: each is read or refused in sentences, listed, changed and tried, and nothing else is raised."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine import forms
from engine.errors import Invalid, KindRefused, Refusal
from engine.forms import editing
from engine.forms.editing import Change
from engine.forms.examples import example
from tests.engine.forms.making import NOW, Known

ROOT = Path(__file__).resolve().parents[3]
BUNDLED = sorted([*ROOT.glob("forms/*.form"), *ROOT.glob("processes/*/*.form")])
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e300,
    10**400,
    "",
    "x" * 5000,
    "\x00\ud800",
    [],
    {},
    [1],
    {"a": 1},
    [[]],
    "=",
    "=a >",
    "=a > 1",
    "(a+)+$",
    "\\u00zz",
)
NAMES = """type id key path label values validate conditional components defaultValue subtype x-i18n x-language rows
    defaultRepetitions appearance valuesKey""".split()
TYPES = sorted(forms.form.TYPES | {"iframe", "table", "html"})


def _spots(held: Any) -> Iterator[tuple[Any, Any]]:
    pairs = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    for name, inner in pairs:
        yield held, name
        yield from _spots(inner)


def broken(source: Any, random: Random) -> Any:
    """The JSON with a few of its values replaced, put in twice, or taken out."""
    made = json.loads(json.dumps(source))
    for _ in range(random.randint(1, 4)):
        held, name = random.choice(list(_spots(made)))
        sort = random.random()
        if sort < 0.5:
            held[name] = (
                random.choice(TYPES) if name == "type" and random.random() < 0.5 else deepcopy(random.choice(ODD))
            )
        elif sort < 0.7 and isinstance(held, dict):
            held[random.choice(NAMES)] = deepcopy(random.choice(ODD))
        elif sort < 0.85 and isinstance(held, list):
            held.append(deepcopy(random.choice([held[name], *ODD])))
        else:
            del held[name]
    return made


def _tried(content: bytes) -> None:
    form = forms.read(content, "trial.form")
    answers = example(form, {"people": [("dean", "Dean")], "units": [("it", "IT")]}, "kk", NOW)
    forms.visible(form, answers)
    try:
        forms.check(form, answers, Known(), now=NOW)
    except Invalid:
        return


@pytest.mark.parametrize("many", [300, pytest.param(5_000, marks=pytest.mark.full)])
def test_a_broken_form_is_refused_in_sentences_and_nothing_else_happens(many: int) -> None:
    random, sources = Random(many), [json.loads(one.read_bytes()) for one in BUNDLED]
    read = 0

    for _ in range(many):
        made = broken(random.choice(sources), random)
        content = (
            json.dumps(made).encode() if random.random() < 0.95 else json.dumps(made).encode()[: random.randint(0, 300)]
        )
        try:
            _tried(content)
            read += 1
        except KindRefused as refused:
            assert refused.problems and all(one.message.startswith("Expected") for one in refused.problems)
        try:
            said = editing.sayings(editing.opened(content, "trial.form"))
            for one in said[:3]:
                editing.changed(
                    content, "trial.form", one.id, Change({one.name: one.said}, "k", True, "=a", [("a", {"kk": "А"})])
                )
        except Refusal:
            continue

    assert many / 20 < read < many
