"""The JSON API: what a person can do, a program can do with a bearer token (names: docs/reference/api.md)."""

from apiflask import APIBlueprint

api = APIBlueprint("api", __name__, url_prefix="/api/v1", enable_openapi=False)

from webui.api import (  # noqa: E402, F401
    calendar,
    cases,
    control,
    demo,
    documents,
    drafts,
    exploring,
    feed,
    files,
    forms,
    journals,
    moving,
    openapi,
    people,
    people_changes,
    processes,
    seating,
    stepping_in,
    substitutions,
    table,
    tasks,
    verify,
    watch,
)
