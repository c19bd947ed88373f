"""The web: pages for people and the API for programs, thin over the office."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from apiflask import APIFlask
from jinja2 import StrictUndefined

from webui import asked, languages, refusals, security, session, static_files, wording, words
from webui.languages import N_

BLUEPRINTS: tuple[str, ...] = (
    "webui.health:pages",
    "webui.docs:pages",
    "webui.api:api",
    "webui.tasks:pages",
    "webui.several:pages",
    "webui.deciding:pages",
    "webui.handing:pages",
    "webui.desk:pages",
    "webui.paper:pages",
    "webui.documents:pages",
    "webui.document_acts:pages",
    "webui.starting:pages",
    "webui.journals:pages",
    "webui.cases:pages",
    "webui.filing:pages",
    "webui.control:pages",
    "webui.control_overviews:pages",
    "webui.control_absent:pages",
    "webui.feed:pages",
    "webui.notices:pages",
    "webui.searching:pages",
    "webui.me:pages",
    "webui.account:pages",
    "webui.account_safety:pages",
    "webui.account_admin:pages",
    "webui.people:pages",
    "webui.administration:pages",
    "webui.people_card:pages",
    "webui.people_list:pages",
    "webui.people_import:pages",
    "webui.people_units:pages",
    "webui.people_substitutions:pages",
    "webui.workshop_draft:pages",
    "webui.workshop_diagram:pages",
    "webui.workshop_table:pages",
    "webui.workshop_forms:pages",
    "webui.workshop_form_preview:pages",
    "webui.workshop_form_fields:pages",
    "webui.workshop_publish:pages",
    "webui.workshop_play:pages",
    "webui.workshop_rules:pages",
    "webui.workshop_template:pages",
    "webui.workshop_try:pages",
    "webui.workshop_running:pages",
    "webui.workshop_watch:pages",
    "webui.workshop_incidents:pages",
    "webui.workshop_document:pages",
    "webui.workshop:pages",
    "webui.verifying:pages",
    "webui.calendar:pages",
    "webui.calendar_changes:pages",
    "webui.document_events:pages",
)
"""Every room of pages as `module:blueprint`; a new room is a line here."""

RAIL: tuple[tuple[str, str, str, str], ...] = (
    ("tasks", N_("My tasks"), "check2-square", "/tasks"),
    ("documents", N_("My documents"), "file-earmark-text", "/documents"),
    ("unit", N_("Unit"), "people", "/unit"),
    ("journals", N_("Journals"), "journal-text", "/journals"),
    ("control", N_("Control"), "flag", "/control"),
    ("workshop", N_("Workshop"), "diagram-3", "/workshop"),
    ("people", N_("People"), "person-lines-fill", "/people"),
    ("administration", N_("Administration"), "sliders", "/administration"),
)
"""The places of the left rail: key (see `Who.sees`), words, icon, address."""


def create_app(
    office: Any,
    sessions: session.Sessions,
    *,
    base_url: str = "http://127.0.0.1:8000",
    secret_key: str | bytes,
    timezone: str = "Asia/Almaty",
    demo: bool = False,
    hosts: tuple[str, ...] | None = None,
    max_upload: int = 64 * 1024 * 1024,
    blueprints: tuple[str, ...] = BLUEPRINTS,
    config: Mapping[str, Any] | None = None,
) -> APIFlask:
    """The application over an open office.

    `sessions` is the port to accounts; `hosts` the names answered to (None: the base address and the loopback);
    `max_upload` the largest body in bytes; `timezone` the zone moments are shown in.
    Views reach the office as `current_app.extensions["office"]`.
    """
    app = APIFlask("webui", title="Bagyt", version="1", spec_path=None, docs_path=None, json_errors=False)
    app.config.update(_config(base_url, secret_key, max_upload), **(config or {}))
    app.extensions["office"] = office
    app.config["BAGYT_TIMEZONE"] = timezone
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(demo=demo, RAIL=RAIL)
    languages.init_app(app)
    static_files.init_app(app)
    words.init_app(app)
    wording.init_app(app, timezone)
    security.init_app(app, base_url, hosts)
    asked.init_app(app)
    session.init_app(app, sessions)
    refusals.init_app(app)
    for place in blueprints:
        module, _colon, name = place.partition(":")
        app.register_blueprint(getattr(import_module(module), name))
    return app


def _config(base_url: str, secret_key: str | bytes, max_upload: int) -> dict[str, Any]:
    secure = base_url.startswith("https://")
    return {
        "SECRET_KEY": secret_key,
        "SESSION_COOKIE_NAME": "__Host-bagyt-flash" if secure else "bagyt-flash",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": max_upload,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "BAGYT_PLAIN_BODY": 8 * 1024 * 1024,
        "AUTO_SERVERS": False,
        "SERVERS": [{"url": "/"}],
    }
