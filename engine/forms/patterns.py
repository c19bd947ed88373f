"""Patterns of forms: written as form-js (JavaScript) has them, run by RE2, whose time grows only with the text."""

from functools import lru_cache
from typing import Any

import re2

LONGEST = 500
_SPACES = r"\s\x{a0}\x{feff}\p{Z}\x{b}"  # what JavaScript calls a space and RE2 does not


class PatternError(ValueError):
    """The pattern cannot be run safely."""


@lru_cache(maxsize=2000)
def compiled(pattern: str) -> Any:
    """The pattern for `search`; raises PatternError for what RE2 does not run (look-around, back references)."""
    if len(pattern) > LONGEST:
        raise PatternError(f"longer than {LONGEST} characters")
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(_translated(pattern), options)
    except (re2.error, UnicodeEncodeError) as error:
        raise PatternError(str(error)) from None


def fits(pattern: str, text: str) -> bool:
    """Whether the pattern is found in the text."""
    return compiled(pattern).search(text) is not None


def _translated(pattern: str) -> str:
    found: list[str] = []
    at, inside = 0, False
    while at < len(pattern):
        sign, taken = pattern[at], 1
        if sign == "\\":
            taken, sign = _escape(pattern, at, inside)
        elif inside:
            inside = sign != "]"
            sign = r"\[" if sign == "[" else sign
        elif sign == "[":
            inside = True
            if pattern[at + 1 : at + 3].removeprefix("^").startswith("]"):
                raise PatternError("an empty class")
        found.append(sign)
        at += taken
    return "".join(found)


def _escape(pattern: str, at: int, inside: bool) -> tuple[int, str]:
    """How many signs an escape takes, and how RE2 writes it."""
    sign = pattern[at + 1 : at + 2]
    code = pattern[at + 2 : at + 6]
    if sign == "u" and len(code) == 4 and all(one in "0123456789abcdefABCDEF" for one in code):
        return 6, rf"\x{{{code}}}"
    if sign == "s":
        return 2, _SPACES if inside else f"[{_SPACES}]"
    if sign == "S" and not inside:
        return 2, f"[^{_SPACES}]"
    if sign in {"Q", "E", "C", "A", "z"}:
        return 2, sign  # without a meaning in JavaScript: the letter itself
    return 2, f"\\{sign}"
