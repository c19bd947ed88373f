"""Passwords: their rule (Y-25, Y-26) and their hashes (argon2id)."""

import re
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import FieldProblem

LONGEST = 256


@lru_cache
def _hasher(memory: int) -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=memory, parallelism=1)


def hash_password(password: str, *, memory: int) -> str:
    """The hash to keep."""
    return _hasher(memory).hash(password)


@lru_cache
def nobodys_hash(memory: int) -> str:
    """A hash no password fits: checking against it takes the same time as against a real one."""
    return hash_password("nobody has this password", memory=memory)


def fits(kept: str, password: str, *, memory: int) -> bool:
    """Whether the password is the one whose hash was kept."""
    if len(password) > LONGEST:
        return False
    try:
        return _hasher(memory).verify(kept, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def problems(password: str, login: str, email: str = "") -> list[FieldProblem]:
    """What the rule of the regulation finds wrong: length, kinds of characters, repeats, own names (Y-25, Y-26)."""
    within, box = password.casefold(), email.partition("@")[0].casefold()
    found = [
        (not password.isprintable(), "Expected a password of letters, digits and signs that can be typed."),
        (len(password) < 8, "Expected at least 8 characters."),
        (len(password) > LONGEST, "Expected at most 256 characters."),
        (not re.search(r"\d", password), "Expected at least one digit."),
        (not any(letter.islower() for letter in password), "Expected at least one small letter."),
        (not any(letter.isupper() for letter in password), "Expected at least one capital letter."),
        (not re.search(r"[^\w\s]", password), "Expected at least one special character, such as ! # $ % & * -."),
        (len(set(password)) < 5, "Expected at least five different characters."),
        (login.casefold() in within and len(login) > 2, "Expected a password without the login in it."),
        (box in within and len(box) > 2, "Expected a password without the e-mail address in it."),
    ]
    return [FieldProblem("password", sentence) for wrong, sentence in found if wrong]
