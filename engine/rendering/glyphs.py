"""Which characters the bundled fonts lack; one of those in a document would break PDF/A."""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

_FONTS = Path(__file__).resolve().parent / "fonts"


def missing_characters(text: str) -> set[str]:
    """The characters of the text that not every bundled font can draw; white space and line ends never count."""
    known = _drawn()
    return {character for character in set(text) if ord(character) not in known and not character.isspace()}


@cache
def _drawn() -> frozenset[int]:
    drawn: frozenset[int] | None = None
    for path in sorted(_FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            points = frozenset(font.getBestCmap())
        drawn = points if drawn is None else drawn & points
    return drawn or frozenset()
