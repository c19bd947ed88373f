"""How a call is declared, and what all calls share: who calls, its words and body, paging, waiting, one effect per key.

`@call("POST", "/documents", takes=NewDocument, gives=Document, status=201)` registers the address and notes what the
call takes and gives; the description for programs (`openapi`) and the reference page are made from these notes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Response, current_app, jsonify, request
from itsdangerous import BadData, URLSafeSerializer
from pydantic import BaseModel

from engine.errors import Invalid, NotFound, WrongState
from webui.api import api
from webui.api.bodies import Body
from webui.api.keys import once
from webui.api.reading import read_body, readable
from webui.port import actor, office

LONGEST_WAIT = 20
MOST = 200
View = Callable[..., Any]


@dataclass(frozen=True)
class Word:
    """A word of the query: its name, what it means, and its values as JSON schema."""

    name: str
    means: str
    values: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})


LIMIT = Word("limit", "How many at most", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50})
CURSOR = Word("cursor", "The `next` of the page before")
WAIT = Word(
    "wait",
    "Seconds to wait for the automatic steps that follow; `settled` says whether they are done",
    {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT, "default": 0},
)


@dataclass(frozen=True)
class Call:
    """What a call takes and gives. `sends` is the media type of a body that is no JSON, `gives` a model or a media type."""

    method: str
    rule: str
    name: str
    means: str
    takes: type[Body] | None
    sends: str
    gives: type[BaseModel] | str
    status: int
    words: tuple[Word, ...]

    @property
    def room(self) -> str:
        return self.rule.split("/")[1]


CALLS: list[Call] = []
TOLD_AGAIN: dict[object, Callable[[Mapping[str, Any], str], Any]] = {}  # by what a call gives (`lost`)


def call(
    method: str,
    rule: str,
    *,
    gives: type[BaseModel] | str,
    takes: type[Body] | None = None,
    sends: str = "",
    status: int = 200,
    words: tuple[Word, ...] = (),
) -> Callable[[View], View]:
    """Declares a call of the API; the view answers with plain data or a Response and gets `body` when it takes one."""

    def declared(view: View) -> View:
        acts = (WAIT,) if method in {"POST", "PUT"} else ()
        means = (view.__doc__ or "").strip()
        noted = Call(method, rule, view.__name__, means, takes, sends, gives, status, (*words, *acts))
        CALLS.append(noted)
        api.add_url_rule(rule, view.__name__, _served(noted, view), methods=[method])
        return view

    return declared


def _served(noted: Call, view: View) -> View:
    @wraps(view)
    def served(**place: Any) -> Response:
        actor()
        _check_words(noted)
        _check_place(place)
        given = {"body": read_body(noted.takes)} if noted.takes else {}

        def act() -> Response:
            return _answer(view(**place, **given), noted.status)

        def tell(document: str) -> Response:
            return _as_it_stands(noted, place, document)

        return once(act, tell) if noted.method == "POST" else act()

    return served


def _as_it_stands(noted: Call, place: Mapping[str, Any], document: str) -> Response:
    """The answer of an act that was kept while its answer was lost; raises WrongState where it cannot be told again."""
    how = TOLD_AGAIN.get(noted.gives)
    if how is None:
        raise WrongState(
            "Expected to give the first answer again, but it was lost. What was asked is kept: look at how it stands now."
        )
    return _answer(how(place, document), noted.status)


def _answer(made: Any, status: int) -> Response:
    if isinstance(made, Response):
        return made
    answer = jsonify(made) if status != 204 else Response()
    answer.status_code = status
    return answer


def _check_words(noted: Call) -> None:
    known = [word.name for word in noted.words]
    for name, value in request.args.items(multi=True):
        if name not in known:
            raise Invalid.one(
                name[:80] if readable(name) else "?",
                "Expected only words this call knows ({known}), but {value} is none of them.",
                known=", ".join(known) or "–",
                value=name[:40] if readable(name) else "?",
            )
        if not readable(value):
            raise Invalid.one(name, "Expected text, but it holds characters that cannot be shown.")
    if "wait" in request.args:
        whole("wait", 0, 0, LONGEST_WAIT)


def _check_place(place: Mapping[str, Any]) -> None:
    if not all(readable(value) for value in place.values() if isinstance(value, str)):
        raise NotFound


def paging() -> tuple[int, str]:
    """`?limit=&cursor=` of a list: how many, and the cursor this list gave before; raises Invalid."""
    return whole("limit", 50, 1, MOST), _opened(request.args.get("cursor", ""))


def page(items: list[Any], cursor: str | None) -> dict[str, Any]:
    """A page of a list; the cursor is sealed, so that only a list's own one comes back."""
    return {"items": items, "next": None if cursor is None else _cursors().dumps(cursor)}


def _opened(cursor: str) -> str:
    if not cursor:
        return ""
    try:
        return str(_cursors().loads(cursor))
    except (BadData, ValueError):
        raise Invalid.one("cursor", "Expected a cursor of this list, but {value} is none.", value=cursor[:60]) from None


def _cursors() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"cursor:{request.path}")


def whole(name: str, default: int, least: int, most: int) -> int:
    """A whole number of the query, within bounds."""
    value = request.args.get(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdecimal() or len(value) > 9 or not least <= int(value) <= most:
        raise Invalid.one(
            name,
            "Expected a whole number from {least} to {most}, but it is {value}.",
            least=least,
            most=most,
            value=value[:40],
        )
    return int(value)


def one_of(name: str, choices: tuple[str, ...]) -> str:
    """A word of the query that is one of these; the first when it is not said."""
    value = request.args.get(name) or choices[0]
    if value not in choices:
        raise Invalid.one(
            name, "Expected one of {known}, but it is {value}.", known=", ".join(choices), value=value[:40]
        )
    return value


def settle(document: str) -> bool:
    """Waits for the document's automatic steps as long as `?wait=` says; whether they have settled."""
    return office().settled(document, whole("wait", 0, 0, LONGEST_WAIT))


def sent_file(most: int) -> tuple[str, bytes]:
    """The name and the bytes of the multipart field `file`; raises Invalid when there is none or it is too large."""
    file = request.files.get("file")
    if file is None:
        raise Invalid.one("file", "Expected a file in the field “file”, but there is none.")
    content = file.stream.read(most + 1)
    if len(content) > most:
        raise Invalid.one(
            "file",
            "Expected a file of at most {most} MB, but {name} is larger.",
            most=most // 1024 // 1024,
            name=(file.filename or "")[-100:] if readable(file.filename or "") else "",
        )
    return file.filename or "", content
