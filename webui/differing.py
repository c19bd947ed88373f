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
    if not old or not new:
        return [("gone", before)] if old else [("new", now)] if new else []
    if matcher.ratio() < LEAST_ALIKE:
        return [("gone", before), ("same", "\n"), ("new", now)]
    found: list[Piece] = []
    for sort, i1, i2, j1, j2 in matcher.get_opcodes():
        if sort == "equal":
            found.append(("same", _shortened(new[j1:j2], first=j1 == 0, last=j2 == len(new))))
        else:
            found += [*_marked("gone", "".join(old[i1:i2])), *_marked("new", "".join(new[j1:j2]))]
    return _apart([(sort, text) for sort, text in found if text])


def _words(text: str) -> list[str]:
    """Words, each with the space before it."""
    return re.findall(r"\s*\S+", text)


def _shortened(words: Sequence[str], *, first: bool, last: bool) -> str:
    if len(words) <= LONGEST_SAME:
        return "".join(words)
    begin = "" if first else "".join(words[:NEAR])
    end = "" if last else "".join(words[-NEAR:])
    return f"{begin} …{end}"


def _apart(found: Sequence[Piece]) -> list[Piece]:
    """The pieces with a space between those that would touch."""
    told: list[Piece] = []
    for sort, text in found:
        if told and not told[-1][1][-1].isspace() and not text[0].isspace():
            told.append(("same", " "))
        told.append((sort, text))
    return told


def _marked(sort: str, text: str) -> list[Piece]:
    """The words marked, the space before them not."""
    words = text.lstrip()
    space = text[: len(text) - len(words)]
    return [("same", " " if space and sort == "gone" else space), (sort, words)]
