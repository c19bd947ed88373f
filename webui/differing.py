"""What two texts say differently, word by word."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

Piece = tuple[str, str]  # "same", "gone" or "new", and its words

NEAR = 6  # words kept beside a change
LONGEST_SAME = 3 * NEAR
LEAST_ALIKE = 0.3  # below that the whole text is another one


def pieces(before: str, now: str) -> list[Piece]:
    """The text as it is now with what is gone and what is new marked in it; of long runs that stayed only the ends."""
    old, new = _words(before), _words(now)
    matcher = SequenceMatcher(None, [one.strip() for one in old], [one.strip() for one in new])
    if matcher.ratio() < LEAST_ALIKE:
        return _filled([("gone", before), ("new", now)])
    found: list[Piece] = []
    for sort, i1, i2, j1, j2 in matcher.get_opcodes():
        if sort == "equal":
            found.append(("same", _shortened(new[j1:j2], first=j1 == 0, last=j2 == len(new))))
        else:
            found += [("gone", "".join(old[i1:i2])), ("new", "".join(new[j1:j2]))]
    return _filled(found)


def _words(text: str) -> list[str]:
    """Words, each with the space before it."""
    return re.findall(r"\s*\S+", text)


def _shortened(words: Sequence[str], *, first: bool, last: bool) -> str:
    if len(words) <= LONGEST_SAME:
        return "".join(words)
    begin = "" if first else "".join(words[:NEAR])
    end = "" if last else "".join(words[-NEAR:])
    return f"{begin} …{end}"


def _filled(found: Sequence[Piece]) -> list[Piece]:
    return [(sort, text) for sort, text in found if text.strip()]
