"""Conditions. The expected values of the table are what form-js 1.23 (feelin 6.1) gave for them."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import feel

HELD: list[tuple[str, dict[str, Any], bool]] = [
    ('=kind = "annual"', {"kind": "annual"}, True),
    ('=kind = "annual"', {"kind": "unpaid"}, False),
    ('=kind = "annual"', {}, False),
    ('=kind = "annual"', {"kind": 3}, True),
    ('=kind != "annual"', {}, True),
    ("=days > 5", {"days": 6}, True),
    ("=days > 5", {"days": 5}, False),
    ("=days > 5", {}, True),
    ("=days > 5", {"days": None}, True),
    ("=days != null and days > 5", {}, False),
    ("=days >= 0.5", {"days": 0.5}, True),
    ("=days in [1..3]", {"days": 2}, True),
    ("=days in [1..3]", {"days": 4}, False),
    ("=days in [1..3]", {}, False),
    ("=days in [1, 3]", {"days": 3}, True),
    ("=days in [1, 3]", {}, False),
    ("=days in list", {"days": 1, "list": [3, 1]}, True),
    ('=kind = "annual" or (days != null and (days in [1..3]))', {"days": 3}, True),
    ("=ok", {"ok": True}, True),
    ("=ok", {"ok": False}, False),
    ("=ok", {}, True),
    ("=ok", {"ok": "yes"}, False),
    ("=not(ok)", {"ok": False}, True),
    ("=not(ok)", {"ok": True}, False),
    ("=not(ok)", {}, False),
    ("=not(ok)", {"ok": 3}, True),
    ("=ok and other", {"ok": True}, True),
    ("=ok and other", {"ok": False}, False),
    ("=ok or other", {"ok": True}, True),
    ("=g.x = 1", {"g": {"x": 1}}, True),
    ("=g.x = 1", {}, False),
    ("=g.x = 1", {"g": "text"}, False),
    ("=a = [1]", {"a": [1]}, True),
    ('=a < "b"', {"a": "a"}, True),
    ("=a = null", {}, True),
    ("=a != null", {}, False),
    ("=3", {}, False),
    ('="x"', {}, False),
    ("=ok < true", {"ok": False}, False),
    ('=түрі = "жылдық" and not(бас = "иә")', {"түрі": "жылдық", "бас": "жоқ"}, True),
]


@pytest.mark.parametrize(("condition", "answers", "held"), HELD)
def test_a_condition_means_what_form_js_makes_of_it(condition: str, answers: dict[str, Any], held: bool) -> None:
    assert feel.holds(condition, answers) is held


@pytest.mark.parametrize(
    "condition",
    ["=", "=a +", "=a + 1 > 2", "=count(list) > 1", "=if a then b else c", "=a between 1 and 3", "=a[1]", "=(a", "=a)",
     '="open', "=[1..3]", "=a in [b..3]", "=a in [1..3] and b", "=[1 2]", "=a; b", "=a.b.", "=@x", "=a = b = c", "=not a",
     "=" + "(" * 40 + "a" + ")" * 40, "=" + "a and " * 300 + "a", "={a: 1}", '=date("2026-01-01")', "=some x in a satisfies x",
     "=__import__('os')"],
)  # fmt: skip
def test_what_is_outside_the_subset_is_refused(condition: str) -> None:
    with pytest.raises(feel.Unreadable):
        feel.parse(condition)


def test_a_number_of_any_size_does_no_harm() -> None:
    answers = json.loads('{"a": 1' + "0" * 400 + ', "b": 1e999}')

    assert feel.holds("=a > 5", answers) is True
    assert feel.holds("=b = null", answers) is True


parts = st.sampled_from(
    [
        "a",
        "b.c",
        "this",
        "1",
        "-2.5",
        '"x"',
        "true",
        "null",
        "=",
        "!=",
        "<",
        "<=",
        "and",
        "or",
        "not(",
        "in",
        "(",
        ")",
        "[",
        "]",
        ",",
        "..",
    ]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(parts, max_size=12), st.dictionaries(st.sampled_from(["a", "b", "this"]), values, max_size=3))
def test_any_text_is_refused_or_gives_yes_or_no(words: list[str], answers: dict[str, Any]) -> None:
    condition = "=" + " ".join(words)

    try:
        held = feel.holds(condition, answers)
    except feel.Unreadable as refused:
        assert refused.template.startswith("Expected ")
    else:
        assert held in (True, False)


@given(st.text(max_size=60))
def test_any_signs_are_refused_or_read(text: str) -> None:
    with contextlib.suppress(feel.Unreadable):
        feel.parse(text)
