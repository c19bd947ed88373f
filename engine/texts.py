"""Texts in several languages, as kinds and the house's own lists hold them."""

from collections.abc import Mapping
from typing import TypeAlias

Text: TypeAlias = Mapping[str, str]

LANGUAGES = ("kk", "ru", "ky", "en")
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
