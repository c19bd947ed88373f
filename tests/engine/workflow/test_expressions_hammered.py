"""Expressions under any text, and beside Python where both understand it."""

import ast
import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.workflow import ExpressionError, check_expression, decide, evaluate

PIECES = st.sampled_from(
    "a b doc items ( ) [ ] { } . .. , : ; + - * ** / // % @ < <= == != > >= in not and or if else for lambda is True False "
    'None 1 0 3.5 1e400 99999999999999999999 \'x\' "y" \' " __class__ _x has( len( date( text( sum( min( get(doc, f" \\ # = '
    ":= ... await yield 1j b\"x\" [0] ['k'] ~ & | ^ << é ａ \x00 \u202e \u200b п".split(" ")
)
DATA = {
    "a": 5,
    "b": "x",
    "items": [1, 2, "z"],
    "doc": {"k": 1, "n": None, "s": "q", "d": {"k": [1]}},
    "é": 2,
    "п": True,
}
PLAIN = {type(None), bool, int, float, str, list, dict}


def attempt(text: str) -> None:
    try:
        value = evaluate(text, DATA)
    except ExpressionError:
        return
    assert type(value) in PLAIN
    assert check_expression(text) is None


def hammer(strategy: st.SearchStrategy[str], times: int) -> None:
    checks = list(HealthCheck)
    run = settings(max_examples=times, deadline=None, database=None, derandomize=True, suppress_health_check=checks)
    run(given(strategy)(attempt))()


SOUP = st.lists(PIECES, max_size=30).map(" ".join)
GLUED = st.lists(PIECES, max_size=30).map("".join)


@pytest.mark.parametrize(("strategy", "times"), [(SOUP, 8000), (GLUED, 6000), (st.text(max_size=200), 6000)])
def test_no_text_gives_anything_but_plain_data_or_a_refusal(strategy: st.SearchStrategy[str], times: int) -> None:
    hammer(strategy, times)


@pytest.mark.hand
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("strategy", "times"), [(SOUP, 200_000), (GLUED, 150_000), (st.text(max_size=200), 150_000)])
def test_half_a_million_texts_give_nothing_but_plain_data_or_a_refusal(
    strategy: st.SearchStrategy[str], times: int
) -> None:
    hammer(strategy, times)


NUMBERS = st.sampled_from(["1", "2", "7", "a", 'doc["k"]', "len(b)", "sum([1, 2])", "items[0]", "-3"])
TEXTS = st.sampled_from(['"x"', "b", 'doc["s"]', 'lower("ABC")'])
SIGNS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
SUMS = st.builds(
    "({} {} {})".format, NUMBERS, st.sampled_from(["+", "-", "*", "//", "%"]), st.sampled_from(["2", "7", "a"])
)
TRUTHS = st.recursive(
    st.one_of(
        st.builds("({} {} {})".format, NUMBERS, SIGNS, NUMBERS),
        st.builds("({} {} {})".format, SUMS, SIGNS, SUMS),
        st.builds("({} {} {})".format, TEXTS, st.sampled_from(["==", "!=", "<", "in", "not in"]), TEXTS),
        st.builds("({} in [{}, {}])".format, NUMBERS, NUMBERS, NUMBERS),
    ),
    lambda inner: st.one_of(
        st.builds("(not {})".format, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("({1} if {0} else {2})".format, inner, inner, inner),
    ),
    max_leaves=8,
)


@settings(max_examples=2000, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(TRUTHS)
def test_what_both_understand_means_the_same_as_in_python(text: str) -> None:
    code = compile(ast.parse(text, mode="eval"), "differential", "eval")
    expected = eval(code, {"__builtins__": {}}, {**DATA, "len": len, "sum": sum, "lower": str.lower})

    assert evaluate(text, DATA) == expected


@given(st.decimals(-(10**6), 10**6, places=4), st.decimals(-(10**6), 10**6, places=4).filter(bool))
def test_decimals_are_exact(left: Decimal, right: Decimal) -> None:
    assert decide("a + b == c", {"a": left, "b": right, "c": left + right})
    assert decide("a - (a // b) * b == a % b", {"a": left, "b": right})


def test_dates_leave_as_text() -> None:
    assert evaluate("x", {"x": datetime.date(2026, 9, 1)}) == "2026-09-01"
