"""What an address asks for, within bounds."""

from flask import request

MOST = 2_000_000_000  # whole numbers of addresses are serials and ids; the database takes them up to here


def whole(name: str, default: int = 0) -> int:
    """A whole number of the query; another text or a number out of bounds is the default."""
    return bounded(request.args.get(name, ""), default)


def bounded(text: str, default: int = 0) -> int:
    """The number a text says, if it is one within bounds."""
    found = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else default
    return found if found <= MOST else default
