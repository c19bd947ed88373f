"""Texts in several languages, as kinds and the house's own lists hold them; and what a person may write in a line of his own."""

from collections.abc import Mapping
from typing import TypeAlias

from engine.errors import Invalid

Text: TypeAlias = Mapping[str, str]

LANGUAGES = ("kk", "ru", "ky", "en")
COMMENT, REASON = 4000, 1000  # characters at most: said with a decision; said with what is changed beside the route
WHY = "Expected a comment that says why, but there is none."
_NEAREST = {"kk": ("ru", "en", "ky"), "ru": ("kk", "en", "ky"), "ky": ("ru", "kk", "en"), "en": ("ru", "kk", "ky")}


def said(text: Text | str, language: str) -> str:
    """The text in that language, else in the nearest one that is there, else empty."""
    if isinstance(text, str):
        return text
    for tried in (language, *_NEAREST.get(language, LANGUAGES)):
        if text.get(tried):
            return text[tried]
    return next((value for value in text.values() if value), "")


def worded(facts: Mapping[str, object], language: str) -> dict[str, object]:
    """The facts of a sentence, those that are said in several languages as that one says them."""
    return {name: said(one, language) if isinstance(one, Mapping) else one for name, one in facts.items()}


def check_words(text: str, field: str, *, most: int, needed: str = "") -> None:
    """Raises Invalid when what a person wrote is too long or cannot be shown, or, with the sentence `needed`, is missing."""
    if needed and not text.strip():
        raise Invalid.one(field, needed)
    if len(text) > most:
        sentence = "Expected at most {most} characters, but there are {count}."
        raise Invalid.one(field, sentence, most=most, count=len(text))
    if "\0" in text:
        raise Invalid.one(field, "Expected text, but it holds characters that cannot be shown.")
