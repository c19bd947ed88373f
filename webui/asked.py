"""What an address asks for, within bounds."""

from flask import Flask, request
from werkzeug.routing import IntegerConverter, ValidationError

from engine.errors import Invalid, NotFound

MOST = 2_000_000_000  # whole numbers of addresses are serials and ids; the database takes them up to here


class Whole(IntegerConverter):
    """`<int:…>` of an address; one out of bounds is no address of this site."""

    def to_python(self, value: str) -> int:
        if bounded(value, -1) < 0:
            raise ValidationError
        return int(value)


def whole(name: str, default: int = 0) -> int:
    """A whole number of the query; another text or a number out of bounds is the default."""
    return bounded(request.args.get(name, ""), default)


def bounded(text: str, default: int = 0) -> int:
    """The number a text says, if it is one within bounds."""
    found = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else default
    return found if found <= MOST else default


def readable(text: str) -> bool:
    """Whether databases and files can hold the text: no NUL, no half of a pair."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _check() -> None:
    if not all(readable(one) for one in (request.view_args or {}).values() if isinstance(one, str)):
        raise NotFound
    sent = request.form.items(multi=True) if request.method == "POST" and not request.path.startswith("/api/") else ()
    for name, value in (*request.args.items(multi=True), *sent):
        if not readable(name + value):
            shown = name[:80] if readable(name) else "?"
            raise Invalid.one(shown, "Expected text, but it holds characters that cannot be shown.")


def init_app(app: Flask) -> None:
    """Looks at every address before anybody acts on it."""
    app.url_map.converters["int"] = Whole
    app.before_request(_check)
