"""A form drawn as a page: what a browser would send back is what was drawn, and every word leads to its field."""

from collections.abc import Mapping
from typing import Any

import pytest
from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from engine import forms
from engine.errors import FieldProblem
from tests.engine.forms.making import checked, form, one
from tests.webui.drawing import ANSWERS, CHOICES, COSTS, EVERY, PLAIN, TRIP, drawn, sent
from webui import fields


@pytest.mark.parametrize("language", ["kk", "ru", "ky", "en"])
def test_what_is_drawn_comes_back(app: APIFlask, language: str) -> None:
    root = drawn(app, EVERY, ANSWERS, (), language, CHOICES)

    back = checked(EVERY, forms.parse(EVERY, sent(root)))

    assert back == ANSWERS | {"costs": [{"item": "a", "amount": "1.00", "how": ["annual"]}, {"item": "b"}]}


def test_an_empty_form_sends_nothing_but_boxes_that_are_not_ticked(app: APIFlask) -> None:
    root = drawn(app, EVERY, {}, (), "en", CHOICES)

    assert checked(EVERY, forms.parse(EVERY, sent(root))) == {"checkbox": False}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
    many=st.lists(st.sampled_from("ab\n <&\"'"), max_size=9),
)
def test_any_words_come_back(app: APIFlask, text: str, many: list[str]) -> None:
    asked = form(one("textfield"), one("textarea", "t"))

    root = drawn(app, asked, {"k": text, "t": "".join(many)}, (), "ru")

    assert forms.parse(asked, sent(root)) == {"k": text, "t": "".join(many).replace("\n", "\r\n")}


def test_what_was_typed_wrongly_is_still_there(app: APIFlask) -> None:
    raw = {
        "number": "three",
        "money": "a lot",
        "datetime": "tomorrow",
        "employee": "nobody",
        "unit": "nowhere",
        "costs": [{"amount": "x"}],
    }

    root = drawn(app, EVERY, raw, (), "en", CHOICES)

    back = forms.parse(EVERY, sent(root))
    assert {key: back[key] for key in raw if key != "costs"} == {key: raw[key] for key in raw if key != "costs"}
    assert back["costs"][0]["amount"] == "x"


@pytest.mark.parametrize("raw", [7, None, "x", "\ud800", [1], {"a": {"b": [1]}}, True, 1e999])
def test_answers_of_a_wrong_type_are_drawn_as_nothing_worse(app: APIFlask, raw: Any) -> None:
    assert drawn(app, EVERY, dict.fromkeys(ANSWERS, raw), (), "en", CHOICES).tag == "div"


def test_every_field_has_a_label_and_every_description_its_words(app: APIFlask) -> None:
    problems = [FieldProblem(key, "Expected an answer, but there is none.") for key in ANSWERS]

    root = drawn(app, EVERY, ANSWERS, problems, "en", CHOICES)

    ids = [one.get("id") for one in root.iter() if one.get("id")]
    named = {label.get("for") for label in root.iter("label")}
    described = [id for one in root.iter() for id in (one.get("aria-describedby") or "").split()]
    controls = [
        one
        for one in root.iter("input", "textarea", "select")
        if one.get("type") != "hidden" and not one.get("aria-label")
    ]
    assert len(ids) == len(set(ids))
    assert {one.get("id") for one in controls} <= named <= set(ids)
    assert described and set(described) <= set(ids)
    assert {one.get("list") for one in root.iter("input") if one.get("list")} <= set(ids)


def test_the_summary_leads_to_every_field_that_has_to_be_mended(app: APIFlask) -> None:
    paths = [*ANSWERS, "costs[0].item", "costs[1].how", "trip.city"]
    problems: list[fields.Problem] = [{"field": path, "message": f"mend {path}"} for path in paths]

    root = drawn(app, EVERY, ANSWERS, [*problems, {"field": "typename", "message": "not of this form"}], "en", CHOICES)

    lines = root.xpath("//div[@role='alert']//li")
    targets = {one.get("id") for one in root.iter() if one.get("id")}
    links = [link.get("href").removeprefix("#") for link in root.xpath("//div[@role='alert']//a")]
    assert len(lines) == len(paths) + 1 and len(links) == len(paths)
    assert "typename: not of this form" in lines[-1].text_content()
    assert "Item: mend costs[0].item" in root.text_content()
    assert set(links) <= targets
    assert root.xpath("//input[@id='f-costs-0-item']/@aria-invalid") == ["true"]


def test_a_problem_is_told_in_the_readers_language(app: APIFlask) -> None:
    problem = FieldProblem("number", "Expected at least {least}, but it is {value}.", {"least": 3, "value": "<2>"})

    root = drawn(app, EVERY, {}, [problem], "ru", CHOICES)

    assert "Нужно не меньше 3, но здесь <2>." in root.get_element_by_id("wrong-number").text_content()


def test_what_is_required_is_said_in_words(app: APIFlask) -> None:
    asked = form(
        one("textfield", "a", validate={"required": True}),
        one("checkbox", "b", validate={"required": True}),
        one("textfield", "c"),
    )

    root = drawn(app, asked, {}, (), "en")

    assert [
        "(required)" in " ".join(label.text_content().split()) or "(міндетті)" in label.text_content()
        for label in root.iter("label")
    ] == [
        True,
        True,
        False,
    ]


PAYLOADS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onfocus=alert(1) autofocus '", "javascript:alert(1)", "{{ 7 * 7 }}",
            "</textarea><svg/onload=alert(1)>", "<!--", "]]>", "&lt;b&gt;", "{% raw %}"]  # fmt: skip


def _everywhere(payload: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    words = {
        "label": payload,
        "description": payload,
        "text": payload,
        "appearance": {"prefixAdorner": payload, "suffixAdorner": payload},
        "accept": payload,
    }
    values = {"values": [{"value": payload, "label": payload}]} if "values" in plain else {}
    nested = (
        {"components": [_everywhere(payload, inner) for inner in plain["components"]]} if "components" in plain else {}
    )
    return {**plain, **words, **values, **nested}


def _skeleton(root: html.HtmlElement) -> list[tuple[str, ...]]:
    return [(str(one.tag), *sorted(one.keys())) for one in root.iter()]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_word_of_a_form_or_answer_becomes_markup(app: APIFlask, payload: str) -> None:
    def poured(words: str) -> html.HtmlElement:
        asked = form(
            *[_everywhere(words, each) for each in [*PLAIN, COSTS, TRIP, one("text", "note")]], **{"x-language": "en"}
        )
        raw = {
            key: [words] if key in {"checklist", "taglist", "employees", "units", "people", "filepicker"} else words
            for key in ANSWERS
        }
        raw |= {"costs": [{"item": words}], "trip": {"city": words}}
        problems: list[fields.Problem] = [{"field": key, "message": words} for key in ANSWERS]
        choices = {name: [(words, words)] for name in CHOICES}
        return drawn(app, asked, raw, problems, "en", choices, sources={"people": words}, enter=(words, words))

    assert _skeleton(poured(payload)) == _skeleton(poured("harmless"))


def test_fields_that_depend_on_answers_come_and_go_on_the_server(app: APIFlask) -> None:
    why = one("textfield", "why", conditional={"hide": '=kind = "annual"'})
    asked = form(one("select", "kind"), why)

    fresh = drawn(app, asked, {"kind": "annual"}, (), "en", fresh=True)
    turned = drawn(app, asked, {"kind": "annual"}, (), "en")
    shown = drawn(app, asked, {"kind": "unpaid"}, (), "en")

    hidden = [root.xpath("//div[@data-field='why']/@hidden") for root in (fresh, turned, shown)]
    assert [len(each) for each in hidden] == [0, 1, 0]
    assert fresh.xpath("//div[@data-field='why']/@data-unasked")
    assert fresh.xpath("//button[@name='_refresh']")
    assert not drawn(app, EVERY, {}, (), "en").xpath("//button[@name='_refresh']")


def test_what_may_not_be_changed_is_sent_all_the_same(app: APIFlask) -> None:
    asked = form(*[{**each, "readonly": True} for each in PLAIN])
    answers = {key: value for key, value in ANSWERS.items() if key in {each["key"] for each in PLAIN}}

    root = drawn(app, asked, answers, (), "en", CHOICES)

    assert checked(asked, forms.parse(asked, sent(root))) == answers


def test_the_enter_key_presses_the_button_it_is_told(app: APIFlask) -> None:
    root = drawn(app, EVERY, {}, (), "en", CHOICES, enter=("outcome", "report"))

    first = root.xpath("//form//button")[0]
    assert (first.get("name"), first.get("value")) == ("outcome", "report")
