"""Whatever a person may see is said in Kazakh, Russian and Kyrgyz, with the same places filled."""

import string

import pytest

from tests.house.sentences import gather, missing
from webui.languages import read_catalogue

LANGUAGES = ("kk", "ru", "ky")


def places(sentence: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    gathered = gather()

    lacking = missing(language, gathered)

    assert not lacking, "\n".join(f"{gathered[one][0]}: {one}" for one in lacking)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_fill_the_same_places(language: str) -> None:
    catalogue = read_catalogue(language)

    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        sentences = (message.id,) if isinstance(message.id, str) else message.id
        wanted = set().union(*(places(one) for one in sentences))
        strings = (message.string,) if isinstance(message.string, str) else message.string
        wrong += [
            (message.id, one)
            for one in strings
            if places(one) - wanted or (len(strings) == 1 and places(one) != wanted)
        ]

    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_rooms_translate_a_sentence_differently(language: str) -> None:
    assert read_catalogue(language, strict=True)


def test_the_gathering_itself_finds_sentences_of_every_sort() -> None:
    gathered = gather()

    assert "Expected a signed-in person, but nobody is signed in." in gathered  # a class's own words
    assert "Expected one of the offered choices, but it is another." in gathered  # Invalid.one
    assert ("{count} new message", "{count} new messages") in gathered  # a page's plural
    assert "Never let the browser save the password, and sign out when you finish." in gathered  # a page
    assert "Sign in first" in gathered  # the table of refusals
    assert "Being reworked" in gathered  # a kept word


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_nobody_says_are_named(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Only named, not refused: a room may translate before it speaks."""
    said = {one if isinstance(one, str) else one[0] for one in gather()}

    idle = [m.id for m in read_catalogue(language) if m.id and (m.id if isinstance(m.id, str) else m.id[0]) not in said]

    with capsys.disabled():
        if idle:
            print(f"\n{language}: {len(idle)} translations nobody says, e.g. {idle[:3]}")
