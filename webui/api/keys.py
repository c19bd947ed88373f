"""One effect per Idempotency-Key: the same key of the same person gives the first answer again.

The key is kept in the act's own transaction (`g.once`), its answer right after; a second request that meets the first
one at work waits for that answer. When the process died between the two, the act is kept and its answer lost: half a
minute later the thing is told as it stands now.
"""

import hashlib
from collections.abc import Callable
from time import sleep

from flask import Response, g, jsonify, request

from engine.accounts.commands import give_answer
from engine.accounts.queries import given_answer, lost
from engine.errors import Invalid, Refusal, WrongState
from webui.api.reading import readable
from webui.port import actor, office

PATIENCE = 25.0  # seconds: longer than the longest `?wait=`
PAUSE = 0.05


Tell = Callable[[str], Response]  # by the id of the document an act was about: how the thing stands now


def once(act: Callable[[], Response], tell: Tell) -> Response:
    """The answer of the act, or the one its Idempotency-Key got before; raises Invalid for a key used otherwise."""
    key = request.headers.get("Idempotency-Key", "")
    g.once = None
    if not key:
        return act()
    if len(key) > 200 or "|" in key or not key.isprintable() or not readable(key):
        raise Invalid.one("Idempotency-Key", "Expected a key of at most 200 printable characters, but it is another.")
    said = _request_print()
    before = _before(key, said, tell)
    if before is not None:
        return before
    g.once = f"{key}|{said}"
    try:
        answer = act()
    except Refusal:
        before = _before(key, said, tell)
        if before is not None:
            return before
        raise
    _keep(key, said, answer)
    return answer


def _keep(key: str, said: str, answer: Response) -> None:
    with office().work(actor()) as work:
        give_answer(work, key, said, answer.status_code, answer.get_json())


def _request_print() -> str:
    """What was asked, apart from how it was packed: a file sent again has another boundary around it."""
    found = hashlib.sha256(f"{request.method} {request.path}\0".encode())
    if request.mimetype != "multipart/form-data":
        found.update(request.get_data(cache=True))
        return found.hexdigest()
    for name, value in sorted(request.form.items(multi=True)):
        found.update(f"{name}\0{value}\0".encode(errors="replace"))
    for name, file in sorted(request.files.items(multi=True), key=lambda one: one[0]):
        found.update(f"{name}\0{file.filename}\0".encode(errors="replace"))
        while part := file.stream.read(1 << 20):
            found.update(part)
        file.stream.seek(0)
    return found.hexdigest()


def _before(key: str, said: str, tell: Tell) -> Response | None:
    for _ in range(int(PATIENCE / PAUSE)):
        with office().look(actor()) as work:
            held = given_answer(work, key)
            gone = held is not None and lost(work, held)
        if held is None:
            return None
        if held.request != said:
            raise Invalid.one(
                "Idempotency-Key",
                "Expected this key with the request it was first used for, but the request is another.",
            )
        if held.status:
            return _again(held.body, held.status)
        if gone:
            answer = tell(str(held.body or ""))
            _keep(key, said, answer)
            return _again(answer.get_json(), answer.status_code)
        sleep(PAUSE)
    raise WrongState("Expected a new Idempotency-Key, but this one was used already.")


def _again(body: object, status: int) -> Response:
    answer = jsonify(body)
    answer.status_code = status
    answer.headers["Idempotent-Replayed"] = "true"
    return answer
