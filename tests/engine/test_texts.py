"""What a person may write in a line of his own, and facts said in several languages."""

import pytest

from engine.errors import Invalid
from engine.texts import WHY, check_words, worded


@pytest.mark.parametrize(
    ("text", "needed", "sentence"),
    [
        ("", "", ""),
        ("  ", WHY, WHY),
        ("abcde", WHY, ""),
        ("abcdef", "", "Expected at most {most} characters, but there are {count}."),
        ("a\0", "", "Expected text, but it holds characters that cannot be shown."),
    ],
)
def test_what_is_missing_too_long_or_cannot_be_shown_is_refused(text: str, needed: str, sentence: str) -> None:
    said = ""
    try:
        check_words(text, "comment", most=5, needed=needed)
    except Invalid as refused:
        [problem] = refused.problems
        assert problem.field == "comment"
        said = problem.template

    assert said == sentence


def test_facts_said_in_several_languages_are_worded_for_the_reader() -> None:
    facts = {"who": {"kk": "Сейіт Д.", "ru": "Сеит Д."}, "count": 3, "title": "Т"}

    assert worded(facts, "ru") == {"who": "Сеит Д.", "count": 3, "title": "Т"}
    assert worded(facts, "ky")["who"] == "Сеит Д."
