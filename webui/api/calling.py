"""What all calls share: who calls, paging, one effect per Idempotency-Key, waiting for the automatic steps."""

import hashlib
from collections.abc import Callable
from functools import wraps
from time import sleep
from typing import Any, TypeVar

from flask import Response, g, jsonify, request

from engine.accounts.commands import give_answer
from engine.accounts.queries import given_answer
from engine.errors import Invalid, WrongState
from webui.port import actor, office

LONGEST_WAIT = 20
MOST = 200
F = TypeVar("F", bound=Callable[..., Any])


def paging() -> tuple[int, str]:
    """`?limit=&cursor=` of a list."""
    return whole("limit", 50, 1, MOST), request.args.get("cursor", "")


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


def known(*names: str) -> None:
    """Refuses query words the call does not know."""
    extra = sorted(set(request.args) - {*names, "wait"})
    if extra:
        raise Invalid.one(
            extra[0], "Expected one of {known}, but it is {value}.", known=", ".join(names), value=extra[0][:40]
        )


def page(items: list[Any], cursor: str | None) -> Response:
    """A page of a list."""
    return jsonify({"items": items, "next": cursor})


def settle(document: str) -> bool:
    """Waits for the document's automatic steps as long as `?wait=` says; whether they have settled."""
    return office().settled(document, whole("wait", 0, 0, LONGEST_WAIT))


def keyed(call: F) -> F:
    """The same Idempotency-Key gives the first answer again, and the act is kept once."""

    @wraps(call)
    def once(*given: Any, **named: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        g.once = None
        if not key:
            return call(*given, **named)
        if len(key) > 200 or "|" in key or not key.isprintable():
            raise Invalid.one(
                "Idempotency-Key", "Expected a key of at most 200 printable characters, but it is another."
            )
        print_of = _request_print()
        before = _before(key, print_of)
        if before is not None:
            return before
        g.once = f"{key}|{print_of}"
        try:
            answer = call(*given, **named)
        except WrongState:
            before = _before(key, print_of)
            if before is not None:
                return before
            raise
        _keep(key, answer)
        return answer

    return once  # type: ignore[return-value]


def _request_print() -> str:
    body = request.get_data(cache=True)
    return hashlib.sha256(f"{request.method} {request.path}\0".encode() + body).hexdigest()


def _before(key: str, print_of: str) -> Any:
    for _ in range(100):
        with office().look(actor()) as work:
            held = given_answer(work, key)
        if held is None:
            return None
        if held.request != print_of:
            raise Invalid.one(
                "Idempotency-Key",
                "Expected this key with the request it was first used for, but the request is another.",
            )
        if held.status:
            return held.body, held.status
        sleep(0.05)
    raise WrongState("Expected a new Idempotency-Key, but this one was used already.")


def _keep(key: str, answer: Any) -> None:
    response, status = answer if isinstance(answer, tuple) else (answer, 200)
    body = response.get_json() if isinstance(response, Response) else response
    with office().work(actor()) as work:
        give_answer(work, key, status, body)
