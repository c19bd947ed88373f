from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import forms
from tests.engine.forms.making import checked, form, one

SENT: list[tuple[dict[str, Any], list[str], Any]] = [
    (one("textfield"), ["a", "b"], "b"),
    (one("textfield"), [], None),
    (one("number"), ["1\u00a0500,5"], 1500.5),
    (one("number"), ["-3"], -3),
    (one("number"), ["three"], "three"),
    (one("number"), ["1e5"], "1e5"),
    (one("number"), ["1" * 10_000], "1" * 10_000),
    (one("money"), ["148 500,00"], "148 500,00"),
    (one("checkbox"), ["yes"], True),
    (one("checkbox"), [], False),
    (one("datetime"), ["24.11.2026"], "2026-11-24"),
    (one("datetime"), ["4.1.2026"], "2026-01-04"),
    (one("datetime"), ["2026-11-24"], "2026-11-24"),
    (one("select"), [""], ""),
    (one("checklist"), ["annual", "unpaid"], ["annual", "unpaid"]),
    (one("checklist"), [], []),
    (one("employee"), ["Омаров Б. Т., декан (omarov)"], "omarov"),
    (one("employee"), ["omarov "], "omarov"),
    (one("people"), ["Кафедра (каб. 3) (it)", "", "dean"], ["it", "dean"]),
    (one("filepicker"), ["f1"], ["f1"]),
]


@pytest.mark.parametrize(("field", "values", "raw"), SENT)
def test_what_a_browser_sends_becomes_a_raw_answer(field: dict[str, Any], values: list[str], raw: Any) -> None:
    assert forms.parse(form(field), [("k", value) for value in values]) == {"k": raw}


def test_what_is_not_of_the_form_is_passed_over() -> None:
    pairs = [
        ("csrf_token", "x"),
        ("outcome", "approve"),
        ("_add_row", "k"),
        ("k", "v"),
        ("k[0].a", "x"),
        ("typename", "T"),
    ]

    assert forms.parse(form(one("textfield")), pairs) == {"k": "v"}


def test_files_that_are_kept_come_under_a_name_of_their_own() -> None:
    assert forms.parse(form(one("filepicker")), [("k.kept", "f1"), ("k.kept", "f2")]) == {"k": ["f1", "f2"]}


COSTS = one(
    "dynamiclist",
    "costs",
    components=[
        one("textfield", "item"),
        one("checkbox", "paid"),
        one("dynamiclist", "parts", components=[one("number", "n")]),
    ],
)


def test_rows_are_put_together_in_their_order_and_empty_ones_left_out() -> None:
    pairs = [
        ("costs[2].item", "c"),
        ("costs[0].item", "a"),
        ("costs[0].parts[0].n", "1"),
        ("costs[1].item", ""),
        ("costs[2].paid", "yes"),
    ]

    assert forms.parse(form(COSTS), pairs)["costs"] == [
        {"item": "a", "paid": False, "parts": [{"n": 1}]},
        {"item": "c", "paid": True, "parts": []},
    ]
    assert [row["item"] for row in forms.parse(form(COSTS), pairs, keep_empty=True)["costs"]] == ["a", "", "c"]


def test_ten_thousand_rows_are_not_taken_apart() -> None:
    pairs = [(f"costs[{at}].item", "x") for at in range(9_999)]

    raw = forms.parse(form(COSTS), pairs)

    assert checked(form(COSTS), raw) == [("costs", "Expected at most 200 rows, but there are 201.")]


def test_a_group_with_a_path_holds_its_own_answers() -> None:
    inner = [one("textfield", "city")]
    asked = form(
        one("group", "trip", components=inner), {"type": "group", "id": "g", "components": [one("textfield", "x")]}
    )

    assert forms.parse(asked, [("trip.city", "Астана"), ("x", "y"), ("city", "Ош")]) == {
        "trip": {"city": "Астана"},
        "x": "y",
    }


def test_a_form_begins_with_what_is_given_and_its_own_defaults() -> None:
    trip = one("group", "trip", components=[one("textfield", "city", defaultValue="Ош"), one("textfield", "by")])
    asked = form(
        one("textfield", "a", defaultValue="own"),
        one("textfield", "b", defaultValue="own"),
        one("textfield", "c"),
        trip,
    )

    began = forms.defaults(asked, {"b": "given", "z": "of another form", "trip": {"by": "bus", "z": 1}})

    assert began == {"a": "own", "b": "given", "trip": {"city": "Ош", "by": "bus"}}


def test_what_is_asked_is_told_by_path() -> None:
    hide = {"hide": '=kind = "annual"'}
    rows = one(
        "dynamiclist",
        "rows",
        components=[one("textfield", "a"), one("textfield", "b", conditional={"hide": '=this.a = "x"'})],
    )
    asked = form(one("select", "kind"), one("textfield", "why", conditional=hide), rows)

    assert forms.visible(asked, {"kind": "annual", "rows": [{"a": "x"}, {"a": "y"}]}) == {
        "kind", "rows", "rows[0].a", "rows[1].a", "rows[1].b",
    }  # fmt: skip


names = st.sampled_from(
    [
        "costs[0].item",
        "costs[1].parts[0].n",
        "costs[99999].item",
        "costs[-1].item",
        "costs[٣].item",
        "costs",
        "k",
        "k.kept",
    ]
)


@given(st.lists(st.tuples(names | st.text(max_size=8), st.text(max_size=8)), max_size=12))
def test_any_pairs_become_raw_answers(pairs: list[tuple[str, str]]) -> None:
    asked = form(COSTS, one("datetime"), one("number", "m"), one("people", "p"))

    assert forms.parse(asked, pairs).keys() == {"costs", "k", "m", "p"}
