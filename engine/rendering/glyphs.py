"""Which characters the bundled fonts lack; one of those in a document would break PDF/A."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

_FONTS = Path(__file__).resolve().parent / "fonts"


def missing_characters(text: str) -> set[str]:
    """The characters of the text that the bundled fonts cannot draw; white space and line ends never count."""
    known = _drawn()
    return {character for character in set(text) if ord(character) not in known and not character.isspace()}


@cache
def _drawn() -> frozenset[int]:
    """What every face has: a character that only some have would come from another face, and that breaks PDF/A."""
    return frozenset.intersection(*_points())


def _points() -> Iterator[frozenset[int]]:
    for path in sorted(_FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            yield frozenset(font.getBestCmap())
