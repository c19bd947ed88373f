"""Numbers of journals: what is made can be read back, and sorts as numbers do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Invalid
from engine.numbering import check_pattern, number, read, sort_key

MEMO = "{unit.index}-{case.index}/{seq}"
FACTS = {"unit": {"index": "05"}, "case": {"index": "07"}, "dossier": "05-07", "year": 2026}
INDEX = st.text("0123456789АБНҚЛС", min_size=1, max_size=6)
LITERAL = st.text("-/. №НҚ", min_size=1, max_size=3)
SEQ = st.sampled_from(["{seq}", "{seq:03}", "{seq:09}"])
OTHERS = st.lists(st.sampled_from(["{year}", "{unit.index}", "{case.index}"]), unique=True, max_size=3)


@st.composite
def patterns(draw):
    places = draw(st.permutations([draw(SEQ), *draw(OTHERS)]))
    separators = [draw(st.sampled_from(["-", "/", " ", "."])) for _ in places]
    return "".join(place + sign for place, sign in zip(places, separators, strict=True)).rstrip(" -/.")


def test_a_memo_gets_the_number_of_the_example():
    assert number(MEMO, 214, FACTS) == "05-07/214"
    assert number("{seq} НҚ", 412, FACTS) == "412 НҚ"
    assert number("{seq:03}-М/{year}", 1, FACTS) == "001-М/2026"


@given(patterns(), st.integers(1, 10**9), INDEX, INDEX, st.integers(1990, 2100))
def test_what_was_numbered_reads_back(pattern, seq, unit, case, year):
    made = number(pattern, seq, {"unit": {"index": unit}, "case": {"index": case}, "year": year})

    back = read(pattern, made)

    assert back.seq == seq
    assert back.year in (None, year)
    assert back.facts.get("unit.index", unit) == unit


@given(patterns(), st.lists(st.integers(1, 10**6), min_size=2, max_size=20))
def test_numbers_sort_by_year_and_serial_not_by_text(pattern, serials):
    made = [number(pattern, seq, FACTS) for seq in serials]

    made.sort(key=lambda text: sort_key(pattern, text, 2026))

    assert [read(pattern, text).seq for text in made] == sorted(serials)


@given(patterns(), st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_serials_never_give_one_number(pattern, one, other):
    assert (number(pattern, one, FACTS) == number(pattern, other, FACTS)) == (one == other)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "№",
        "{seq}{seq}",
        "{seq}/{seq:03}",
        "{unit.index}{seq}",
        "{n}",
        "{seq:3}",
        "{seq:00}",
        "{year:02}/{seq}",
        "{seq",
        "{seq}}",
        "{seq.__class__}",
        "{}",
        "{seq}\n",
        "{seq}<b>",
        "x" * 81,
    ],
)
def test_a_pattern_that_cannot_number_is_refused_with_a_sentence(pattern):
    with pytest.raises(Invalid) as refused:
        check_pattern(pattern)

    assert refused.value.problems[0].field == "pattern"
    assert refused.value.problems[0].message.startswith("Expected")


@given(st.text(max_size=90))
def test_any_text_is_a_pattern_or_refused(pattern):
    try:
        check_pattern(pattern)
    except Invalid:
        return

    assert "{seq" in pattern


@pytest.mark.parametrize("facts", [{}, {"unit": {"index": ""}, "case": {"index": "07"}}, {"unit": None, "case": 3}])
def test_a_place_without_a_fact_is_refused_by_its_name(facts):
    with pytest.raises(Invalid) as refused:
        number(MEMO, 1, facts)

    assert "unit.index" in refused.value.problems[0].message


@pytest.mark.parametrize("text", ["", "05-07", "05-07/", "05-07/x", "05-07/١", "05-07/214 ", "05/214"])
def test_a_text_that_is_no_number_of_the_journal_is_refused(text):
    with pytest.raises(Invalid):
        read(MEMO, text)


def test_a_serial_below_one_and_a_number_too_long_are_refused():
    with pytest.raises(Invalid):
        number(MEMO, 0, FACTS)
    with pytest.raises(Invalid):
        number(MEMO, 1, {"unit": {"index": "9" * 60}, "case": {"index": "07"}})
