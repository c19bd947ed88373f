"""The body of a call: strict JSON, then only the named fields of their own types; what is wrong is said by field."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn, TypeVar

from flask import request
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from engine.errors import FieldProblem, Invalid
from webui.api.bodies import Body
from webui.asked import readable
from webui.languages import N_

DEEPEST = 32
MOST_PROBLEMS = 50
B = TypeVar("B", bound=Body)
UNREADABLE = N_("Expected text, but it holds characters that cannot be shown.")
WRONG = {
    "extra_forbidden": N_("Expected only fields this call knows, but {field} is none of them."),
    "missing": N_("Expected a value, but there is none."),
    "string_type": N_("Expected text, but it is something else."),
    "bool_type": N_("Expected true or false, but it is something else."),
    "dict_type": N_("Expected an object with fields, but it is something else."),
    "model_type": N_("Expected an object with fields, but it is something else."),
    "string_too_long": N_("Expected at most {most} characters, but there are more."),
}
OTHER = N_("Expected another value, but it is not of the kind this field takes.")


def read_body(model: type[B]) -> B:
    """The body of this request as the model; an empty one counts as no fields.

    Raises BadRequest (not JSON), UnsupportedMediaType, Invalid (fields).
    """
    content = request.get_data(cache=True)
    if content and request.mimetype and not request.is_json:
        raise UnsupportedMediaType
    raw = parse(content) if content.strip() else {}
    wrong = list(_unreadable(raw))[:MOST_PROBLEMS]
    if wrong:
        raise Invalid(wrong)
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise Invalid(_problems(error.errors(include_url=False, include_input=False))) from None


def parse(content: bytes) -> Any:
    """JSON by its own rules: UTF-8, numbers that are numbers, each name once, nothing too deep; raises BadRequest."""
    try:
        raw = json.loads(
            content.decode("utf-8-sig"), parse_constant=_refuse, parse_float=_number, object_pairs_hook=_once
        )
    except (ValueError, RecursionError):
        raise BadRequest from None
    if _deeper(raw, DEEPEST):
        raise BadRequest
    return raw


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _number(text: str) -> float:
    found = float(text)
    return found if abs(found) < 1e300 else _refuse(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _refuse("a name twice")


def _deeper(raw: Any, most: int) -> bool:
    layer = [raw]
    for _ in range(most):
        layer = [
            inner
            for one in layer
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not layer:
            return False
    return True


def _unreadable(raw: Any, place: str = "") -> Iterator[FieldProblem]:
    if isinstance(raw, str) and not readable(raw):
        yield FieldProblem(place, UNREADABLE)
    elif isinstance(raw, list):
        for number, one in enumerate(raw):
            yield from _unreadable(one, f"{place}[{number}]")
    elif isinstance(raw, dict):
        for name, one in raw.items():
            if readable(name):
                yield from _unreadable(one, f"{place}.{name}" if place else name)
            else:
                yield FieldProblem(place or "?", UNREADABLE)


def _problems(errors: list[ErrorDetails]) -> Iterator[FieldProblem]:
    for error in errors[:MOST_PROBLEMS]:
        field = ".".join(str(part)[:80] for part in error["loc"])
        most = (error.get("ctx") or {}).get("max_length", "")
        yield FieldProblem(field, WRONG.get(error["type"], OTHER), {"field": field, "most": most})
