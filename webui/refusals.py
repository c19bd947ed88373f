"""The one table refusal → status, and how it is told: a page for people, problem+json for programs.

A page says what happened, why, and the next step. Under /api everything is `application/problem+json` with `type`,
`title`, `status`, `detail` and, where fields need mending, `problems: [{field, message}]`.
"""

import logging
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from apiflask import HTTPError
from flask import Flask, Response, current_app, g, json, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from engine import errors
from webui.languages import _, language, say

log = logging.getLogger("bagyt.web")
TYPE = "urn:bagyt:problem:"


@dataclass(frozen=True)
class Telling:
    """How a refusal is told: the status, what happened in a few words, and what to do next."""

    status: int
    title: str
    step: str


TOLD: Mapping[type[errors.Refusal], Telling] = {
    errors.NotSignedIn: Telling(401, "Sign in first", "Sign in and open the page again."),
    errors.NotFound: Telling(404, "Not found", "Check the address, or look for it in the search."),
    errors.AccountLocked: Telling(403, "The account is locked", "Ask the responsible person to unlock it."),
    errors.AgreementMissing: Telling(
        403, "The agreement is not accepted", "Sign in with a browser and accept the agreement."
    ),
    errors.PasswordChange: Telling(
        403, "The password is to be changed", "Sign in with a browser and change the password."
    ),
    errors.NotAllowed: Telling(403, "Not allowed", "If you need it for your work, ask the responsible person."),
    errors.Stale: Telling(409, "The page is out of date", "Go back, reload the page and look again."),
    errors.WrongState: Telling(409, "Already decided", "Go back and reload the page to see how it stands now."),
    errors.Invalid: Telling(422, "Some fields need mending", "Go back, mend the fields and send it again."),
    errors.KindRefused: Telling(422, "The kind has problems", "Mend the listed places and try again."),
    errors.TooMany: Telling(429, "Too many tries", "Wait a minute and try again."),
    errors.Unavailable: Telling(503, "No answer from outside", "Nothing is lost. Try again in a few minutes."),
    errors.Refusal: Telling(400, "This cannot be done", "Go back and try another way."),
}

BY_STATUS: Mapping[int, tuple[str, Telling, str]] = {
    400: ("bad-request", Telling(400, "The request is not understood", "Go back and try again."),
          "Expected a well formed request, but it cannot be read."),
    401: ("not-signed-in", TOLD[errors.NotSignedIn], "Expected a signed-in person, but nobody is signed in."),
    403: ("not-allowed", TOLD[errors.NotAllowed], "Expected a person with the right to do this, but it is not yours."),
    404: ("not-found", TOLD[errors.NotFound], "Expected to find it, but there is no such thing."),
    405: ("wrong-method", Telling(405, "Not done this way", "Go back and use the buttons of the page."),
          "Expected another method for this address, but it does not take {method}."),
    406: ("not-acceptable", Telling(406, "No such format", "Ask for another format."),
          "Expected a format this address can give, but another was asked for."),
    413: ("too-large", Telling(413, "Too large", "Make the file or the text smaller and send it again."),
          "Expected a smaller request, but it is over the limit."),
    415: ("wrong-media-type", Telling(415, "Not this format", "Send it in the expected format."),
          "Expected another content type, but it is {type}."),
    422: ("invalid", TOLD[errors.Invalid], "Expected a well filled form, but some fields need mending."),
    429: ("too-many", TOLD[errors.TooMany], "Expected fewer tries, but there were too many. Wait and try again."),
    500: ("fault", Telling(500, "Something broke on our side",
                           "Try again. If it repeats, tell the administrator the number {id}."),
          "Expected everything to work, but the program has a fault. It is noted under the number {id}."),
    503: ("unavailable", TOLD[errors.Unavailable], "Expected an answer from outside, but none came. Try again later."),
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """A refusal ready to be shown: sentences are in the reader's language already."""

    code: str
    status: int
    title: str
    detail: str
    step: str
    problems: tuple[dict[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)


def told(refusal: errors.Refusal) -> Problem:
    """The refusal as the reader of this request will see it."""
    telling = next(TOLD[one] for one in type(refusal).__mro__ if one in TOLD)
    return Problem(
        code=refusal.code,
        status=telling.status,
        title=_(telling.title),
        detail=_(refusal.template, **refusal.facts),
        step=_(telling.step),
        problems=tuple(_problems(refusal)),
        headers=_headers(refusal, telling.status),
        facts=refusal.facts,
    )


def _problems(refusal: errors.Refusal) -> Iterator[dict[str, str]]:
    if isinstance(refusal, errors.Invalid):
        for one in refusal.problems:
            yield {"field": one.field, "message": sentence(one)}
    if isinstance(refusal, errors.KindRefused):
        for each in refusal.problems:
            yield {
                "field": each.element or each.place,
                "message": sentence(each),
                "place": each.place,
                "element": each.element,
                "name": each.name,
                "severity": each.severity,
            }


def as_line(problem: errors.KindProblem) -> dict[str, Any]:
    """What is wrong with a kind, as plain data: where, how grave, and its sentence."""
    return {
        "place": problem.place,
        "element": problem.element,
        "name": problem.name,
        "severity": problem.severity,
        "message": sentence(problem),
    }


def sentence(problem: errors.FieldProblem | errors.KindProblem) -> str:
    """What is wrong with one field or place, in the reader's language."""
    return say(problem.template, language(), problem.facts)


def _headers(refusal: errors.Refusal, status: int) -> dict[str, str]:
    if status in {429, 503}:
        wait = refusal.facts.get("retry_after", 60)
        return {"Retry-After": str(wait)}
    if status == 401 and _for_program():
        return {"WWW-Authenticate": 'Bearer realm="bagyt"'}
    return {}


def _plain(status: int, facts: Mapping[str, object], **more: Any) -> Problem:
    code, telling, text = BY_STATUS.get(status) or BY_STATUS[400 if status < 500 else 500]
    return Problem(code, status, _(telling.title), _(text, **facts), _(telling.step, **facts), facts=facts, **more)


def answer(problem: Problem) -> AnyResponse:
    """The answer for whoever asked: a page, or problem+json."""
    response = _program_answer(problem) if _for_program() else Response(_page(problem), problem.status)
    response.headers.extend(dict(problem.headers))
    return response


def _for_program() -> bool:
    return request.path.startswith("/api/") and request.path != "/api/docs"


def _program_answer(problem: Problem) -> Response:
    body: dict[str, object] = {
        "type": TYPE + problem.code,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.problems or problem.status == 422:
        body["problems"] = list(problem.problems)
    return Response(json.dumps(body), problem.status, mimetype="application/problem+json")


def _page(problem: Problem) -> str:
    return render_template("refusal.html", problem=problem)


def on_refusal(refusal: errors.Refusal) -> AnyResponse:
    log.info("refused %s: %s", refusal.code, refusal)
    if isinstance(refusal, errors.NotAllowed) and "note" in current_app.extensions:
        current_app.extensions["note"](refusal)
    if isinstance(refusal, errors.NotSignedIn) and not _for_program():
        return _to_sign_in()
    return answer(told(refusal))


def _to_sign_in() -> AnyResponse:
    wanted = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else "/"
    target = url_for("session.sign_in", next=wanted) if wanted != "/" else url_for("session.sign_in")
    if request.headers.get("HX-Request"):
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target, 303)


def on_http(error: HTTPException) -> AnyResponse:
    """What Werkzeug refuses (address, method, size, body) in the same shapes."""
    if isinstance(error, RequestRedirect) or error.code is None or error.code < 400:
        return error.get_response()
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    facts = {"method": request.method, "type": request.mimetype or "—"}
    if error.code >= 500 and error.code != 503:
        return on_fault(error)
    return answer(_plain(error.code, facts, headers=kept))


def on_parsed(error: HTTPError) -> AnyResponse:
    """What APIFlask's own parsing refuses: one problem for each field."""
    problems = tuple(_flat(error.detail)) if isinstance(error.detail, dict) else ()
    return answer(_plain(error.status_code, {"method": request.method, "type": request.mimetype}, problems=problems))


def _flat(detail: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for location in detail.values():
        for name, messages in location.items() if isinstance(location, dict) else [("", location)]:
            for message in messages if isinstance(messages, list) else [messages]:
                yield {"field": str(name), "message": str(message)}


def on_fault(error: Exception) -> AnyResponse:
    """A bug: told with a number under which the log holds the whole story."""
    number = secrets.token_hex(4)
    g.fault = number
    log.error("fault %s at %s %s", number, request.method, request.path, exc_info=error)
    try:
        return answer(_plain(500, {"id": number}))
    except Exception:
        log.exception("the page about fault %s failed too", number)
        return Response(f"Fault {number}", 500, mimetype="text/plain")


def init_app(app: Flask) -> None:
    """Registers the table for everything that may be raised."""
    app.register_error_handler(errors.Refusal, on_refusal)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(HTTPError, on_parsed)
    app.register_error_handler(Exception, on_fault)
