from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import forms
from engine.errors import Invalid
from engine.forms.checking import MOST_PROBLEMS, MOST_ROWS
from tests.engine.forms.making import NOW, Known, checked, form, one

# type (with its attributes) → what was sent, what is kept
KEPT: list[tuple[dict[str, Any], Any, Any]] = [
    (one("textfield"), "Тақырып 🙂", "Тақырып 🙂"),
    (one("textarea"), "a\r\nb\rc", "a\nb\nc"),
    (one("textarea", validate={"maxLength": 30_000}), "ы" * 30_000, "ы" * 30_000),
    (one("number"), 3, 3),
    (one("number"), -2.5, -2.5),
    (one("money"), "148 500,00", "148500.00"),
    (one("money"), "148\u00a0500,5", "148500.50"),
    (one("money"), "148\u202f500.50", "148500.50"),
    (one("money"), "148,500.50", "148500.50"),
    (one("money"), 148500, "148500.00"),
    (one("money"), 0.1, "0.10"),
    (one("checkbox"), False, False),
    (one("datetime"), "2028-02-29", "2028-02-29"),
    (one("datetime", subtype="time"), "09:05:30", "09:05"),
    (one("datetime", subtype="datetime"), "2026-11-24T14:30", "2026-11-24T14:30"),
    (one("select"), "annual", "annual"),
    (one("select", valuesKey="journals"), "memos", "memos"),
    (one("radio"), "unpaid", "unpaid"),
    (one("checklist"), ["unpaid", "unpaid", "annual"], ["unpaid", "annual"]),
    (one("taglist"), ["annual"], ["annual"]),
    (one("employee"), "omarov", "omarov"),
    (one("employees"), ["dean", "", "omarov"], ["dean", "omarov"]),
    (one("unit"), "it", "it"),
    (one("units"), ["it", "legal"], ["it", "legal"]),
    (one("people"), ["it", "dean"], ["it", "dean"]),
    (one("filepicker"), ["f1"], ["f1"]),
    (one("filepicker", multiple=False), "f1", "f1"),
    (one("dynamiclist", components=[one("textfield", "a")]), [{"a": "x"}], [{"a": "x"}]),
    (one("group", components=[one("textfield", "a")]), {"a": "x"}, {"a": "x"}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "sent", "kept"), KEPT)
def test_an_answer_is_kept_as_a_plain_value(field: dict[str, Any], sent: Any, kept: Any) -> None:
    assert checked(form(field), {"k": sent}) == {"k": kept}


@pytest.mark.parametrize("field", [field for field, _, _ in KEPT], ids=lambda field: field["type"])
@pytest.mark.parametrize("nothing", [None, "", "  ", []])
def test_nothing_is_left_out(field: dict[str, Any], nothing: Any) -> None:
    assert checked(form(field), {"k": nothing}) == {}


@pytest.mark.parametrize(
    "field", [field for field, _, _ in KEPT if field["type"] != "group"], ids=lambda field: field["type"]
)
def test_nothing_is_too_little_where_an_answer_is_required(field: dict[str, Any]) -> None:
    field = {**field, "validate": {"required": True}}

    found = checked(form(field), {})

    assert isinstance(found, list) and [path for path, _ in found] == ["k"]


FORGED: list[tuple[dict[str, Any], Any]] = [
    (one("textfield"), 7), (one("textfield"), ["a"]), (one("textfield"), {"a": 1}), (one("textfield"), True),
    (one("textfield"), "a\nb"), (one("textfield"), "a\0b"), (one("textfield"), "\x1b[31m"), (one("textfield"), "\ud800"),
    (one("textfield"), "x" * 2_001), (one("textarea"), "x" * 20_001), (one("textarea"), "x" * 10_000_000), (one("textarea"), "\u009b"),
    (one("textarea", validate={"maxLength": 30_000}), "x" * 30_001),
    (one("number"), "3"), (one("number"), True), (one("number"), float("inf")), (one("number"), float("nan")), (one("number"), 10**400),
    (one("number"), [1]), (one("money"), "12.345"), (one("money"), "1e5"), (one("money"), "∞"), (one("money"), "--1"), (one("money"), True),
    (one("money"), float("nan")), (one("money"), 10**20), (one("money"), {"a": 1}), (one("money"), "٣"),
    (one("checkbox"), "yes"), (one("checkbox"), 1), (one("checkbox"), [True]),
    (one("datetime"), "2026-02-30"), (one("datetime"), "20261124"), (one("datetime"), "2026-11-24T10:00"), (one("datetime"), "1899-12-31"),
    (one("datetime"), "2201-01-01"), (one("datetime"), "24.11.2026"), (one("datetime"), 20261124), (one("datetime"), "٢٠٢٦-١١-٢٤"),
    (one("datetime", disallowPassedDates=True), "2026-11-20"),
    (one("datetime", subtype="time"), "25:00"), (one("datetime", subtype="time"), "9"), (one("datetime", subtype="datetime"), "2026-11-24"),
    (one("select"), "sick"), (one("select"), ["annual"]), (one("select"), {"value": "annual"}), (one("select"), 1), (one("radio"), "annual "),
    (one("select", valuesKey="journals"), "secret"), (one("select", valuesKey="nowhere"), "memos"),
    (one("checklist"), ["annual", "sick"]), (one("checklist"), "annual"), (one("checklist"), [["annual"]]), (one("checklist"), {"annual": True}),
    (one("employee"), "nobody"), (one("employee"), ["dean"]), (one("employee"), "it"), (one("employee"), "dean\0"), (one("employees"), "dean"),
    (one("employees"), ["dean"] * 10_001), (one("unit"), "dean"), (one("units"), ["it", "nowhere"]), (one("people"), ["nobody"]),
    (one("people"), [7]), (one("filepicker"), ["f2"]), (one("filepicker"), "f1"), (one("filepicker"), ["../../etc/passwd"]),
    (one("dynamiclist", components=[one("textfield", "a")]), {"a": "x"}), (one("dynamiclist", components=[one("textfield", "a")]), "x"),
    (one("group", components=[one("textfield", "a")]), ["x"]), (one("group", components=[one("textfield", "a")]), 0),
]  # fmt: skip


@pytest.mark.parametrize(("field", "sent"), FORGED, ids=lambda part: str(part)[:40])
def test_what_a_browser_cannot_send_is_refused_by_name(field: dict[str, Any], sent: Any) -> None:
    found = checked(form(field), {"k": sent})

    assert isinstance(found, list) and [path for path, _ in found] == ["k"]
    assert len(found[0][1]) < 200
    found[0][1].encode()


def test_fields_of_no_form_are_refused_by_name() -> None:
    asked = form(one("textfield"), one("dynamiclist", "rows", components=[one("textfield", "a")]), one("text", "t"))

    found = checked(
        asked, {"k": "x", "typename": "Person", "\ud800": 1, "id_t": "x", "rows": [{"a": "b", "typename": "x"}, "y"]}
    )

    assert isinstance(found, list)
    assert [path for path, _ in found] == ["rows[0].typename", "rows[1]", "id_t", "typename", "�"]
    assert checked(asked, ["k"]) == [("answers", "Expected named answers, but they are something else.")]  # type: ignore[arg-type]


def test_all_problems_are_told_at_once_but_not_without_end() -> None:
    assert len(checked(form(one("textfield")), {f"x{at}": 1 for at in range(5_000)})) == MOST_PROBLEMS
    assert len(checked(form(COSTS), {"costs": [{"amount": "x", "y": 1}] * 100})) == MOST_PROBLEMS


COSTS = one(
    "dynamiclist", "costs", validate={"minLength": 1, "maxLength": 3},
    components=[one("textfield", "item", validate={"required": True}), one("money", "amount")],
)  # fmt: skip


def test_rows_are_checked_each_by_its_path() -> None:
    found = checked(form(COSTS), {"costs": [{"item": "Билет", "amount": "1"}, {"amount": "x"}]})

    assert found == [
        ("costs[1].item", "Expected an answer, but there is none."),
        ("costs[1].amount", "Expected an amount such as 148 500,00, but it is x."),
    ]


def test_rows_are_counted() -> None:
    free = form({**COSTS, "validate": {}})

    assert checked(form(COSTS), {"costs": []}) == [("costs", "Expected at least 1 rows, but there are 0.")]
    assert checked(form(COSTS), {"costs": [{"item": "x"}] * 4}) == [
        ("costs", "Expected at most 3 rows, but there are 4.")
    ]
    assert len(checked(free, {"costs": [{"item": "x"}] * MOST_ROWS})["costs"]) == MOST_ROWS  # type: ignore[call-overload]
    assert checked(free, {"costs": [{"item": "x"}] * (MOST_ROWS + 1)}) == [
        ("costs", "Expected at most 200 rows, but there are 201.")
    ]


def test_what_is_not_asked_is_neither_checked_nor_kept() -> None:
    reason = one("textfield", "reason", validate={"required": True}, conditional={"hide": '=kind = "annual"'})
    block = {
        "type": "group",
        "id": "g",
        "components": [one("number", "n")],
        "conditional": {"hide": '=kind = "annual"'},
    }
    asked = form(one("select", "kind"), reason, block, one("textfield", "fixed", disabled=True))

    assert checked(asked, {"kind": "annual", "reason": 7, "n": "x", "fixed": "forged"}) == {"kind": "annual"}
    assert checked(asked, {"kind": "unpaid", "n": 1}) == [("reason", "Expected an answer, but there is none.")]


def test_a_condition_in_a_row_sees_its_row_and_what_stands_outside() -> None:
    hide = {"hide": '=(this.sort = "own") or trip = false'}
    rows = one(
        "dynamiclist", "rows", components=[one("textfield", "sort"), one("textfield", "ticket", conditional=hide)]
    )
    asked = form(one("checkbox", "trip"), rows)

    kept = checked(asked, {"trip": True, "rows": [{"sort": "own", "ticket": "x"}, {"sort": "bus", "ticket": "y"}]})

    assert kept == {"trip": True, "rows": [{"sort": "own"}, {"sort": "bus", "ticket": "y"}]}


def test_conditions_name_rows_around_them_and_groups_by_their_path() -> None:
    inner = one(
        "dynamiclist", "inner", components=[one("textfield", "c", conditional={"hide": "=parent.a = 1 or g.b = 2"})]
    )
    rows = one("dynamiclist", "rows", components=[one("number", "a"), inner])
    asked = form(one("group", "g", components=[one("number", "b")]), rows)

    kept = checked(asked, {"g": {"b": 3}, "rows": [{"a": 1, "inner": [{"c": "x"}]}, {"a": 2, "inner": [{"c": "y"}]}]})

    assert kept == {"g": {"b": 3}, "rows": [{"a": 1, "inner": [{}]}, {"a": 2, "inner": [{"c": "y"}]}]}


def test_what_nobody_answered_is_empty_text_no_or_an_empty_list_to_a_condition() -> None:
    hides = ["=tick = false", '=words = ""', "=many = null", "=day = null", '=trip.city = ""']
    asked = form(
        one("checkbox", "tick"),
        one("textfield", "words"),
        one("checklist", "many"),
        one("datetime", "day"),
        one("group", "trip", components=[one("textfield", "city")]),
        *(one("number", f"n{at}", conditional={"hide": hide}) for at, hide in enumerate(hides)),
    )

    for sent in ({}, {"tick": None, "day": "", "trip": None, "many": None}):
        assert forms.visible(asked, sent) & {"n0", "n1", "n2", "n3", "n4"} == {"n2"}


OVER_ONE = {"hide": "=this.a > 1"}
EVERY = form(*[{**field, "id": f"id{at}", "key": f"k{at}", "path": f"k{at}"} for at, (field, _, _) in enumerate(KEPT) if "components" not in field],
             one("group", "g", components=[one("textfield", "a", id="ga")]),
             one("dynamiclist", "rows", components=[one("number", "a", id="ra"), one("checklist", "b", conditional=OVER_ONE)]))  # fmt: skip
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["annual", "2026-11-24", "dean", "1,5"])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "typename"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([field.key for field in EVERY.all()]) | st.text(max_size=3), anything, max_size=8)
)
def test_whatever_is_sent_is_kept_or_refused_with_sentences(raw: dict[str, Any]) -> None:
    try:
        kept = forms.check(EVERY, raw, Known(), now=NOW)
    except Invalid as refused:
        assert all(each.message.startswith("Expected ") for each in refused.problems)
    else:
        assert forms.check(EVERY, kept, Known(), now=NOW) == kept


defaulted = st.sampled_from([
    one("textfield", defaultValue="x"), one("number", defaultValue=5, validate={"min": 1}), one("checkbox", defaultValue=True),
    one("select", defaultValue="annual"), one("checklist", defaultValue=["unpaid"]), one("money", defaultValue="5"),
    one("datetime", defaultValue="2026-11-24"), one("radio"), one("textarea"),
])  # fmt: skip


@given(st.lists(defaulted, max_size=6), st.booleans())
def test_what_a_form_begins_with_passes_its_own_check(fields: list[dict[str, Any]], grouped: bool) -> None:
    named = [{**field, "id": f"id{at}", "key": f"k{at}"} for at, field in enumerate(fields)]
    asked = form(one("group", "g", components=named)) if grouped else form(*named)

    began = forms.defaults(asked, {})

    assert isinstance(checked(asked, began), dict)
