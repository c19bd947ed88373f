"""The application over an installation."""

from apiflask import APIFlask
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.office import Office
from engine.office.making import secret
from webui import create_app
from webui.port import OfficeSessions, note_refusal


def application(office: Office) -> APIFlask:
    """The web over an open office, by its settings."""
    settings = office.tools.settings
    app = create_app(
        office,
        OfficeSessions(office),
        base_url=settings.base_url,
        secret_key=secret(settings),
        timezone=settings.timezone,
        demo=settings.demo,
        max_upload=settings.max_upload,
    )
    app.extensions["note"] = note_refusal
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
