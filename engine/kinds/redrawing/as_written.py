"""Keeps the hand of whoever wrote a file: what a changed file says as before stands in it as it was written."""

import re

_PART = re.compile(r"""(<!--.*?-->|<!\[CDATA\[.*?]]>|<\?.*?\?>|<(?:[^"'<>]|"[^"]*"|'[^']*')*>)""", re.S)


def as_written(original: str, plain: str, changed: str) -> str:
    """The changed file in the original's quotes, spaces and line ends; `plain` is the original as the library writes it."""
    theirs, ours = _PART.split(original), _PART.split(plain)
    if len(theirs) != len(ours):
        return changed
    hand = {ours[at]: theirs[at] for at in range(len(ours) - 1, -1, -1)}
    return "".join(hand.get(part, part) for part in _PART.split(changed))
