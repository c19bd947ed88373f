"""What every answer carries and every changing request must show: headers, origin, CSRF token, host, size."""

import hmac
import secrets
from hashlib import sha256
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from flask_login import current_user
from markupsafe import Markup
from werkzeug.sansio.utils import get_host
from werkzeug.wrappers import Response as AnyResponse

from engine.errors import NotAllowed
from webui.session import refuse_nobody, set_cookie

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
FILES = frozenset({"multipart/form-data", "application/pdf", "application/zip", "application/octet-stream"})
FOREVER = "public, max-age=31536000, immutable"


def allow(**directives: str) -> None:
    """Widens the policy of this answer alone, e.g. `allow(style_src_attr="'unsafe-inline'")` for the modeler."""
    g.policy = {**POLICY, **{name.replace("_", "-"): value for name, value in directives.items()}}


def token() -> str:
    """The token a form of this browser must carry: of its session, or before sign-in of its own cookie."""
    if getattr(current_user, "csrf", ""):
        return str(current_user.csrf)
    return _sealed(_before())


def _before() -> str:
    if "before" not in g:
        g.before = request.cookies.get(_before_name(), "")
        if not 20 <= len(g.before) <= 100:
            g.before, g.fresh_before = secrets.token_urlsafe(24), True
    return str(g.before)


def _before_name() -> str:
    return "__Host-bagyt-before" if current_app.config["SESSION_COOKIE_SECURE"] else "bagyt-before"


def _sealed(value: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"csrf:" + value.encode(), sha256).hexdigest()


def csrf_field() -> Markup:
    """The hidden field for a form that posts."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token())


def _check_host() -> None:
    hosts = current_app.config["BAGYT_HOSTS"]
    if hosts:
        get_host(request.scheme, request.headers.get("Host"), ("", None), hosts)


def _check_size() -> None:
    if request.mimetype not in FILES:
        request.max_content_length = current_app.config["BAGYT_PLAIN_BODY"]


def _check_origin() -> None:
    """A browser says where a request comes from; programs with a bearer token say nothing and need nothing."""
    if request.method in SAFE or _by_token():
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in {None, "same-origin", "none"} or (origin is not None and origin not in _own_origins()):
        raise NotAllowed("Expected a request from a page of this site, but it came from elsewhere.")


def _own_origins() -> set[str]:
    base = urlsplit(current_app.config["BAGYT_BASE_URL"])
    return {request.host_url.rstrip("/"), f"{base.scheme}://{base.netloc}"}


def _by_token() -> bool:
    return request.path.startswith("/api/") and "Authorization" in request.headers


def _check_token() -> None:
    if request.method in SAFE or _by_token() or _speaks_for_nobody():
        return
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(given.encode(), token().encode()):
        if not current_user.is_authenticated and request.blueprint != "session":
            refuse_nobody()
        raise NotAllowed("Expected the form's own token, but it is missing or old. Open the page again and repeat.")


def _speaks_for_nobody() -> bool:
    """A call of the API by nobody cannot do anything in anybody's name; it is told to sign in instead."""
    return request.path.startswith("/api/") and not current_user.is_authenticated


def _dress(response: AnyResponse) -> AnyResponse:
    policy = g.get("policy", POLICY)
    written = "; ".join(f"{name} {value}" for name, value in policy.items())
    response.headers.setdefault("Content-Security-Policy", written)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    _set_caching(response)
    if g.get("fresh_before"):
        set_cookie(response, _before_name(), g.before)
    return response


def _set_caching(response: AnyResponse) -> None:
    if request.endpoint == "static" and response.status_code in {200, 206, 304}:
        response.headers["Cache-Control"] = FOREVER if request.path.startswith("/static/dist/") else "no-cache"
        return
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"


def init_app(app: Flask, base_url: str, hosts: tuple[str, ...] | None) -> None:
    """Checks before every request in this order (host, size, origin, token) and headers after it.

    `hosts` are the names this site answers to; None means those of the base address and the loopback.
    """
    base = urlsplit(base_url)
    own = [base.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
    app.config["BAGYT_BASE_URL"] = base_url
    app.config["BAGYT_HOSTS"] = list(dict.fromkeys(own)) if hosts is None else list(hosts)
    for check in (_check_host, _check_size, _check_origin, _check_token):
        app.before_request(check)
    app.after_request(_dress)
    app.jinja_env.globals.update(csrf_field=csrf_field, csrf_token=token)
