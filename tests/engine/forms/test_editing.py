"""A form's file changed field by field, all else in it kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine import forms
from engine.errors import Invalid, NotFound
from engine.forms import editing, examples
from engine.forms.editing import Change
from engine.texts import LANGUAGES
from tests.engine.forms.making import NOW, checked, form, one, written

ROOT = Path(__file__).resolve().parents[3]
BUNDLED = sorted([*ROOT.glob("forms/*.form"), *ROOT.glob("processes/*/*.form")])
WAY = one("select", "way", values=[{"value": "train", "label": "Train", "x-own": 1}, {"value": "bus", "label": "Bus"}])
TRIP = one("group", "trip", components=[one("textfield", "city"), one("textfield", "land")])
TRIAL = written(
    WAY, TRIP, **{"x-language": "en", "x-i18n": {"ru": {"id_way.label": "Как", "id_way.values.bus": "Автобус"}}}
).encode()


LONG = Change(texts={"label": {"kk": "я" * 2001}})


def _fields(content: bytes) -> list[str]:
    return [editing.name_of(one) for one in editing.fields(json.loads(content))]


def _one(content: bytes, id: str) -> dict[str, Any]:
    return next(one for one in editing.fields(json.loads(content)) if editing.name_of(one) == id)


def _i18n(content: bytes, language: str) -> dict[str, str]:
    return json.loads(content)["x-i18n"].get(language, {})  # type: ignore[no-any-return]


def test_texts_are_said_in_the_field_and_beside_it() -> None:
    change = Change(texts={"label": {"en": "How", "ru": "Чем", "kk": "Немен"}, "description": {"ky": "Эмне менен"}})

    changed = editing.changed(TRIAL, "trial.form", "id_way", change)

    assert _one(changed, "id_way")["label"] == "How"
    assert (_i18n(changed, "ru")["id_way.label"], _i18n(changed, "kk")["id_way.label"]) == ("Чем", "Немен")
    assert _i18n(changed, "ky") == {"id_way.description": "Эмне менен"}
    read = forms.read(changed, "trial.form").fields[0]
    assert read.label == {"en": "How", "ru": "Чем", "kk": "Немен"}


def test_what_is_not_named_in_a_change_stays() -> None:
    rules = one("textfield", "city", validate={"maxLength": 5, "required": True}, custom={"a": 1})

    changed = editing.changed(written(rules).encode(), "t.form", "id_city", Change(texts={}, required=False))

    assert _one(changed, "id_city") == {**rules, "validate": {"maxLength": 5}}


def test_choices_keep_what_they_held_and_texts_of_those_taken_out_go() -> None:
    choices = [("train", {"en": "By train", "kk": "Пойызбен"}), ("plane", {"en": "By plane"})]

    changed = editing.changed(TRIAL, "t.form", "id_way", Change(texts={}, choices=choices))

    assert _one(changed, "id_way")["values"] == [
        {"value": "train", "label": "By train", "x-own": 1},
        {"value": "plane", "label": "By plane"},
    ]
    assert _i18n(changed, "ru") == {"id_way.label": "Как"}
    assert _i18n(changed, "kk") == {"id_way.values.train": "Пойызбен"}


def test_a_field_is_put_in_moved_and_taken_out_with_its_texts() -> None:
    put = editing.added(TRIAL, "t.form", "checklist", "days", {"en": "Days", "ru": "Дни"})
    assert _fields(put) == ["id_way", "id_trip", "id_city", "id_land", "days"]
    assert _i18n(put, "ru")["days.label"] == "Дни"
    assert len(forms.read(put, "t.form").fields) == 3

    moved = editing.moved(editing.moved(put, "t.form", "id_land", -1), "t.form", "days", -9)
    assert _fields(moved) == ["days", "id_way", "id_trip", "id_land", "id_city"]

    gone = editing.removed(editing.removed(moved, "t.form", "days"), "t.form", "id_trip")
    assert _fields(gone) == ["id_way"]
    assert "days.label" not in _i18n(gone, "ru")


def test_a_condition_and_a_name_are_changed_and_emptied() -> None:
    hidden = editing.changed(TRIAL, "t.form", "id_city", Change(texts={}, key="town", hide='=way = "bus"'))
    assert (_one(hidden, "id_city")["key"], _one(hidden, "id_city")["conditional"]) == (
        "town",
        {"hide": '=way = "bus"'},
    )

    shown = editing.changed(hidden, "t.form", "id_city", Change(texts={}, hide=""))
    assert "conditional" not in _one(shown, "id_city")


def test_what_cannot_be_changed_is_refused_in_a_sentence() -> None:
    with pytest.raises(NotFound, match="Expected to find the field nothing"):
        editing.removed(TRIAL, "t.form", "nothing")
    deep = '{"components": ' * 60 + "[]" + "}" * 60

    for sentence, wrong in (
        ("form-js file", lambda: editing.moved(b"[1, 2", "t.form", "id_way", 1)),
        ("form-js file", lambda: editing.opened(f'{{"components": [{deep}]}}'.encode(), "t.form")),
        ("field types", lambda: editing.added(TRIAL, "t.form", "iframe", "x", {})),
        ("at most 2000", lambda: editing.changed(TRIAL, "t.form", "id_way", LONG)),
    ):
        with pytest.raises(Invalid) as refused:
            wrong()
        assert sentence in refused.value.problems[0].message


def test_a_file_of_odd_json_is_shown_as_far_as_it_can_be() -> None:
    odd = [{"type": ["x"], "id": {"a": 1}}, {"type": "select", "id": "s", "values": [{"value": {}}, 5]}, 7]

    said = editing.sayings(json.loads(json.dumps({"components": odd, "x-i18n": [1]})))

    assert {one.name for one in said} >= {"label"}


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_saying_again_what_a_bundled_form_says_changes_nothing_of_it(path: Path) -> None:
    content = path.read_bytes()
    before = forms.read(content, path.name)
    said: dict[str, dict[str, Any]] = {}
    for each in editing.sayings(json.loads(content)):
        said.setdefault(each.id, {})[each.name] = each.said

    for id, texts in said.items():
        content = editing.changed(content, path.name, id, Change(texts=texts))

    assert forms.read(content, path.name).fields == before.fields


def test_a_blank_form_is_read_in_every_language() -> None:
    for language in LANGUAGES:
        content = editing.blank("check", language)
        assert forms.read(content, "check.form").fields == ()
        assert editing.written_in(json.loads(content)) == language


def test_an_example_is_taken_by_its_own_form() -> None:
    asked = form(
        one("textfield", "a", validate={"required": True, "minLength": 30}),
        one("number", "n", validate={"min": 5, "max": 9}),
        one("money", "m"),
        one("checkbox", "c", validate={"required": True}),
        one("select", "s"),
        one("checklist", "l"),
        one("datetime", "d", subtype="datetime"),
        one("employee", "e"),
        one("people", "p"),
        one("dynamiclist", "rows", components=[one("textfield", "x", validate={"validationType": "email"})]),
        one("group", "g", components=[one("textfield", "y", validate={"maxLength": 1})]),
    )
    lists = {"people": [("chair", "Chair"), ("dean", "Dean")], "units": [("it", "IT")]}

    from_example = examples.example(asked, lists, "en", NOW)

    assert isinstance(checked(asked, from_example), dict), checked(asked, from_example)
