"""Which form of a word stands behind a number."""

from collections.abc import Sequence


def plural(count: int, forms: Sequence[str], language: str) -> str:
    """Of (one, few, many) in Russian, (one, other) in English; Kazakh and Kyrgyz nouns stay as they are."""
    if language == "ru":
        return forms[_russian(count)]
    if language == "en":
        return forms[0 if count == 1 else 1]
    return forms[0]


def _russian(count: int) -> int:
    if 11 <= count % 100 <= 14:
        return 2
    if count % 10 == 1:
        return 0
    return 1 if 2 <= count % 10 <= 4 else 2
