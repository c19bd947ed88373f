"""The description of the API for programs (OpenAPI 3.1), made from the notes of its calls."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from flask import Response, jsonify
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

import engine
from webui.api import answers, api
from webui.api.calling import CALLS, Call, Word

REFUSALS = {
    400: "The request cannot be read",
    401: "No token, or one that is not valid",
    403: "It exists, but is not the caller's to see or to do; `type` ends in `account-locked` for a locked account",
    404: "There is no such thing",
    409: "Already done, no longer open, or gone on since the caller looked",
    413: "The request is too large",
    415: "Another content type was expected",
    422: "Fields or words of the query are wrong; `problems` names them",
    429: "Too many wrong passwords from this address",
    503: "An answer from outside (certificate, time-stamp) did not come; nothing was kept",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 200},
    "description": "The same key gives the first answer again, for a day; the act is done once",
}
ABOUT = (
    "What a person can do in Bagyt, a program can do here. Codes of people are logins, codes of units come from"
    " `GET /units`. Times are RFC 3339 with offset, dates YYYY-MM-DD. Refusals are `application/problem+json`."
)


@api.get("/openapi.json")
def describe() -> Response:
    """This description; needs no token."""
    return jsonify(description())


@cache
def description() -> dict[str, Any]:
    """The whole description."""
    names = {one: _component(one) for one in _models()}
    _, made = models_json_schema([(one, "validation") for one in names], ref_template="#/components/schemas/{model}")
    schemas = {_plain(name): _renamed(schema) for name, schema in made["$defs"].items()}
    paths: dict[str, dict[str, Any]] = {}
    for one in CALLS:
        paths.setdefault(address(one), {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Bagyt", "version": engine.__version__, "description": ABOUT},
        "servers": [{"url": "/api/v1"}],
        "security": [{"bearer": []}],
        "tags": [{"name": room} for room in sorted({one.room for one in CALLS})],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {_refusal(status): _refused(means) for status, means in REFUSALS.items()},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "Made by `bagyt token create LOGIN`"}
            },
        },
    }


def address(one: Call) -> str:
    """The call's path as OpenAPI writes it."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", one.rule)


def refusals(one: Call) -> list[int]:
    """The statuses the call may refuse with."""
    found = {401, 403}
    found |= {404} if "<" in one.rule or one.rule == "/demo/clock" else set()
    found |= {422} if one.words or one.takes or one.sends else set()
    found |= {400, 413, 415, 409} if one.takes or one.sends else {409} if one.method != "GET" else set()
    found |= {429, 503} if one.name in {"complete_task", "submit_document"} else set()
    return sorted(found)


def _models() -> list[type[BaseModel]]:
    given = [one.gives for one in CALLS if not isinstance(one.gives, str)]
    return list(dict.fromkeys([*given, *(one.takes for one in CALLS if one.takes), answers.Problem]))


def _component(model: type[BaseModel]) -> str:
    return _plain(model.__name__)


def _plain(name: str) -> str:
    return re.sub(r"Page[\[_](\w+?)[\]_]?$", r"PageOf\1", name).replace("PageOfPage", "PageOf")


def _renamed(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            name: f"#/components/schemas/{_plain(value.rpartition('/')[2])}" if name == "$ref" else _renamed(value)
            for name, value in schema.items()
        }
    return [_renamed(one) for one in schema] if isinstance(schema, list) else schema


def _operation(one: Call) -> dict[str, Any]:
    summary, _, _more = one.means.partition("; ")
    made: dict[str, Any] = {
        "operationId": one.name,
        "summary": summary.rstrip("."),
        "description": one.means,
        "tags": [one.room],
        "parameters": [*_places(one.rule), *map(_word, one.words), *([KEY] if one.method == "POST" else [])],
        "responses": {str(one.status): _given(one)}
        | {str(status): {"$ref": f"#/components/responses/{_refusal(status)}"} for status in refusals(one)},
    }
    if one.takes:
        schema = {"$ref": f"#/components/schemas/{_component(one.takes)}"}
        needed = any(field.is_required() for field in one.takes.model_fields.values())
        made["requestBody"] = {"required": needed, "content": {"application/json": {"schema": schema}}}
    if one.sends:
        made["requestBody"] = {"required": True, "content": dict(_files(one.sends))}
    return made


def _files(media_type: str) -> Iterable[tuple[str, Any]]:
    form = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
    yield "multipart/form-data", {"schema": form}
    if media_type != "multipart/form-data":
        yield media_type, {"schema": {"type": "string", "format": "binary"}}


def _places(rule: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer"} if kind == "int:" else {"type": "string"},
        }
        for kind, name in re.findall(r"<(\w+:)?(\w+)>", rule)
    ]


def _word(one: Word) -> dict[str, Any]:
    return {"name": one.name, "in": "query", "description": one.means, "schema": dict(one.values)}


def _given(one: Call) -> dict[str, Any]:
    if isinstance(one.gives, str):
        if not one.gives:
            return {"description": "Done"}
        return {"description": "The bytes", "content": {one.gives: {"schema": {"type": "string", "format": "binary"}}}}
    schema = {"$ref": f"#/components/schemas/{_component(one.gives)}"}
    told = (one.gives.__doc__ or "").strip().splitlines()
    return {"description": told[0] if told else "Done", "content": {"application/json": {"schema": schema}}}


def _refusal(status: int) -> str:
    return f"Refused{status}"


def _refused(means: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": means, "content": {"application/problem+json": {"schema": schema}}}
