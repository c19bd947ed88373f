from engine import forms
from engine.forms import Shown
from tests.engine.forms.making import form, one

NAMES = {("employee", "omarov"): "Омаров Б. Т.", ("people", "it"): "IT"}


def _name(type: str, value: str) -> str:
    return NAMES.get((type, value), value)


def test_answers_are_shown_with_labels_choices_and_names() -> None:
    rows = one("dynamiclist", "rows", components=[one("textfield", "a"), one("number", "n")])
    asked = form(
        one("select", "kind"),
        one("employee", "who"),
        one("people", "all"),
        rows,
        one("textfield", "empty"),
        **{"x-language": "en"},
    )
    answers = {"kind": "annual", "who": "omarov", "all": ["it", "dean"], "rows": [{"a": "x", "n": 0}]}

    assert forms.shown(asked, answers, "ru", _name) == [
        Shown("kind", "Kind", "select", "Annual"),
        Shown("who", "Who", "employee", "Омаров Б. Т."),
        Shown("all", "All", "people", ["IT", "dean"]),
        Shown(
            "rows", "Rows", "dynamiclist", None, ((Shown("a", "A", "textfield", "x"), Shown("n", "N", "number", 0)),)
        ),
    ]


def test_a_group_is_shown_as_one_row() -> None:
    asked = form(one("group", "trip", components=[one("textfield", "city")]), **{"x-language": "en"})

    assert forms.shown(asked, {"trip": {"city": "Ош"}}, "en", _name) == [
        Shown("trip", "Trip", "group", None, ((Shown("city", "City", "textfield", "Ош"),),))
    ]


def test_a_choice_of_a_list_kept_elsewhere_is_named_by_its_list() -> None:
    asked = form(one("select", "journal", valuesKey="journals"), **{"x-language": "en"})

    shown = forms.shown(asked, {"journal": "memos"}, "en", lambda type, value: f"{type}:{value}")

    assert [each.value for each in shown] == ["journals:memos"]
