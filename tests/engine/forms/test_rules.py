"""The rules of form-js. `count` is how many errors form-js 1.23 itself gave (1 or more: refused)."""

from typing import Any

import pytest

from engine.forms import patterns
from tests.engine.forms.making import checked, form, one

TEXT: list[tuple[dict[str, Any], str, int]] = [
    ({"minLength": 3}, "ab", 1),
    ({"minLength": 3}, "  ab  ", 1),
    ({"minLength": 3}, "abc", 0),
    ({"minLength": 3}, "", 0),
    ({"maxLength": 3}, "abcd", 1),
    ({"maxLength": 3}, "  abc  ", 0),
    ({"required": True}, "", 1),
    ({"required": True}, "a", 0),
    ({"pattern": r"^\d{12}$"}, "123456789012", 0),
    ({"pattern": r"^\d{12}$"}, "12", 1),
    ({"pattern": r"^\d{12}$"}, "123456789012\n", 1),
    ({"pattern": "b$"}, "ab", 0),
    ({"pattern": r"^[\u0410-\u044f]+$"}, "Проверка", 0),
    ({"pattern": r"^[\u0410-\u044f]+$"}, "әріп", 1),
    ({"pattern": r"^[\u0410-\u044f]+$"}, "0410", 1),
    ({"pattern": r"^[[:alpha:]]$"}, "a]", 0),
    ({"pattern": r"^[а-яәіңғүұқөһё]+$"}, "әріп", 0),
    ({"pattern": r"^\S+$"}, "1\u00a02", 1),
    ({"pattern": r"^a\sb$"}, "a\u00a0b", 0),
    ({"pattern": r"^[\s\w]+$"}, "a\u2003b", 0),
    ({"pattern": r"^\w+$"}, "ә", 1),
    ({"pattern": r"^[[]$"}, "[", 0),
    ({"pattern": "^(a+)+$"}, "a" * 27 + "!", 1),
    ({"validationType": "email"}, "a@b.kz", 0),
    ({"validationType": "email"}, "a@b", 0),
    ({"validationType": "email"}, "қ@b.kz", 1),
    ({"validationType": "email"}, "a b@c.kz", 1),
    ({"validationType": "email"}, "a@-b.kz", 1),
    ({"validationType": "phone"}, "+77271234567", 0),
    ({"validationType": "phone"}, "00996312123456", 0),
    ({"validationType": "phone"}, "87271234567", 1),
    ({"validationType": "phone"}, "telephone", 1),
]
NUMBER: list[tuple[dict[str, Any], float, int]] = [
    ({"validate": {"min": 0}}, -1, 1),
    ({"validate": {"min": 0}}, 0, 0),
    ({"validate": {"min": "2"}}, 1, 1),
    ({"validate": {"max": 2.5}}, 2.5, 0),
    ({"validate": {"max": 2.5}}, 3, 1),
    ({"decimalDigits": 0}, 2.5, 1),
    ({"decimalDigits": 0}, 10.0, 0),
    ({"decimalDigits": 2}, 10.255, 1),
    ({"decimalDigits": 2}, 1.1, 0),
    ({"decimalDigits": 3}, 1e-7, 1),
    ({"increment": 0.1}, 0.3, 0),
    ({"increment": "0.1"}, 0.25, 1),
    ({"increment": 3}, -7.5, 1),
    ({"increment": 3}, 33, 0),
    ({"validate": {"min": "=least"}}, 5, 1),
    ({"validate": {"min": "=nothing"}}, 5, 0),
]


@pytest.mark.parametrize(("rules", "text", "count"), TEXT)
def test_a_text_is_judged_as_form_js_judges_it(rules: dict[str, Any], text: str, count: int) -> None:
    found = checked(form(one("textarea", validate=rules)), {"k": text})

    assert isinstance(found, list) == bool(count), found


@pytest.mark.parametrize(("field", "number", "count"), NUMBER)
def test_a_number_is_judged_as_form_js_judges_it(field: dict[str, Any], number: float, count: int) -> None:
    found = checked(form(one("number", **field), one("number", "least")), {"k": number, "least": 6})

    assert isinstance(found, list) == bool(count), found


@pytest.mark.parametrize(("given", "refused"), [(True, False), (False, True), (None, True)])
def test_a_required_box_has_to_be_ticked(given: bool | None, refused: bool) -> None:
    assert isinstance(checked(form(one("checkbox", validate={"required": True})), {"k": given}), list) == refused


def test_a_telephone_may_be_written_as_people_write_it() -> None:
    asked = form(one("textfield", validate={"validationType": "phone"}))

    assert checked(asked, {"k": "+7 (727) 123-45-67"}) == {"k": "+7 (727) 123-45-67"}


def test_the_sentence_says_what_would_do() -> None:
    asked = form(one("number", "a", increment=0.5), one("textfield", "b", validate={"minLength": 5}),
                 one("textfield", "c", validate={"pattern": "^A", "patternErrorMessage": "begin with A"}))  # fmt: skip

    assert checked(asked, {"a": -0.7, "b": " ab ", "c": "b"}) == [
        ("a", "Expected a multiple of 0.5 such as -1 or -0.5, but it is -0.7."),
        ("b", "Expected at least 5 characters, but there are 2."),
        ("c", "Expected it written another way: begin with A"),
    ]


@pytest.mark.parametrize("pattern", ["(?<=a)b", r"\1", "[]", "[^]", "a{1,2000}", "(" * 300, "a" * 501, "\ud800"])
def test_a_pattern_that_cannot_run_safely_is_told(pattern: str) -> None:
    with pytest.raises(patterns.PatternError):
        patterns.compiled(pattern)
