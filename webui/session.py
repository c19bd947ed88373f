"""Who is here: the port to the accounts, sign-in and sign-out, and the cookies that carry choices.

The cookie is an opaque random id; everything it stands for is a row behind the port.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn, Protocol
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response as AnyResponse

from engine.errors import AccountLocked, AgreementMissing, Invalid, NotSignedIn, PasswordChange, Refusal, TooMany
from engine.texts import LANGUAGES
from webui import languages
from webui.asked import readable

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "bagyt-theme"
YEAR = 365 * 24 * 3600
OPEN_ROOMS = frozenset({"session", "health"})
BEFORE_ALL = frozenset({"static", "account.agreement", "account.accept", "api.get_me"})


@dataclass(frozen=True)
class Who(UserMixin):
    """A person who is here, as pages need him. `sees` names the rail's pages he may use, `unread` is his feed's count,
    `overdue` that of his tasks whose term has passed.

    `session` is "" and `csrf` is "" when a bearer token speaks for him. `change_by` is until when a password that somebody
    else chose is to be changed; after that he `must_change` it before anything else.
    """

    person: int
    login: str
    name: str
    post: str = ""
    language: str = ""
    theme: str = ""
    shortcuts: bool = True
    roles: frozenset[str] = frozenset()
    sees: frozenset[str] = field(default=frozenset({"tasks", "documents"}))
    unread: int = 0
    overdue: int = 0
    session: str = ""
    csrf: str = ""
    agreed: bool = True
    change_by: datetime | None = None
    must_change: bool = False

    def get_id(self) -> str:
        return self.session


class Sessions(Protocol):
    """What pages ask of the accounts."""

    def find(self, session: str) -> Who | None:
        """Who holds this session, if it is alive; it counts as a sign of life."""

    def bearer(self, token: str) -> Who | None:
        """Whom this API token speaks for, if it is alive. Raises AccountLocked."""

    def start(self, login: str, password: str, address: str, agent: str) -> str:
        """A new session's id. Raises Invalid (wrong login or password), AccountLocked, TooMany."""

    def end(self, session: str) -> None:
        """The session is over, also if it was unknown."""

    def prefer(self, session: str, *, language: str | None = None, theme: str | None = None) -> None:
        """Keeps the person's choice."""


def cookie_name() -> str:
    """`__Host-` when the address is https, so no neighbour can set it."""
    return "__Host-bagyt" if current_app.config["SESSION_COOKIE_SECURE"] else "bagyt"


def set_cookie(response: AnyResponse, name: str, value: str, *, age: int | None = None) -> None:
    """A cookie scripts cannot read, for this site alone; without an age it ends with the browser."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(name, value, max_age=age, secure=secure, httponly=True, samesite="Lax", path="/")


def safe_next(wanted: str | None) -> str:
    """The wanted page if it is one of ours, else the first page. Only a plain path is ours."""
    first = "/"
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return first
    if any(ord(letter) < 33 or letter == "\\" for letter in wanted):
        return first
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return first
    return first if parts.scheme or parts.netloc else wanted


def sessions() -> Sessions:
    found: Sessions = current_app.extensions["sessions"]
    return found


def theme() -> str:
    """The theme of this request: the person's choice, else the cookie, else the device's."""
    for wanted in (getattr(current_user, "theme", None), request.cookies.get(THEME_COOKIE)):
        if wanted in THEMES:
            return str(wanted)
    return "auto"


def here() -> str:
    """The address to come back to after a switch of language or theme."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return request.path if current_app.url_map.bind("").test(request.path, "GET") else "/"


pages = Blueprint("session", __name__)


@pages.get("/sign-in")
def sign_in() -> str | AnyResponse:
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")), 303)
    return render_template("signin.html", next=safe_next(request.args.get("next")), login="", problem=None)


@pages.post("/sign-in")
def enter() -> AnyResponse | tuple[str, int]:
    """One sentence for an unknown login and for a wrong password, so that logins cannot be tried out."""
    login, after = request.form.get("login", "").strip(), safe_next(request.form.get("next"))
    login = login if readable(login) else ""
    try:
        session = sessions().start(
            login, request.form.get("password", ""), request.remote_addr or "", request.user_agent.string[:300]
        )
    except (Invalid, AccountLocked, TooMany) as refusal:
        status = 422 if isinstance(refusal, Invalid) else 403 if isinstance(refusal, AccountLocked) else 429
        return render_template("signin.html", next=after, login=login, problem=refusal), status
    response = redirect(after, 303)
    set_cookie(response, cookie_name(), session)
    return response


@pages.post("/sign-out")
def sign_out() -> AnyResponse:
    if current_user.is_authenticated:
        sessions().end(current_user.session)
    return forget_cookie(redirect(url_for("session.sign_in"), 303))


def forget_cookie(response: AnyResponse) -> AnyResponse:
    """The answer that also takes the session's cookie and what the browser kept of pages."""
    response.delete_cookie(cookie_name(), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@pages.post("/language")
def choose_language() -> AnyResponse:
    return _chosen("language", LANGUAGES, languages.COOKIE)


@pages.post("/theme")
def choose_theme() -> AnyResponse:
    return _chosen("theme", THEMES, THEME_COOKIE)


def _chosen(name: str, allowed: tuple[str, ...], cookie: str) -> AnyResponse:
    value = request.form.get(name, "")
    if value not in allowed:
        raise Invalid.one(name, "Expected one of the offered choices, but it is another.")
    if current_user.is_authenticated and current_user.session:
        sessions().prefer(current_user.session, **{name: value})
    response = redirect(safe_next(request.form.get("next")), 303)
    set_cookie(response, cookie, value, age=YEAR)
    return response


def _load(_request: object) -> Who | None:
    """Who is here, or nobody; why not (a locked account) is kept for whoever needs a person."""
    try:
        return _found()
    except Refusal as refusal:
        g.no_entry = refusal
        return None


def _found() -> Who | None:
    if request.path.startswith("/api/"):
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme:
            return sessions().bearer(token.strip()) if scheme.lower() == "bearer" else None
    held = request.cookies.get(cookie_name(), "")
    return sessions().find(held) if held else None


def _must_first() -> AnyResponse | None:
    """Who has not agreed, or has not changed a given password in time, reaches that page and no other (Y-04, Y-24).

    So does a program that speaks for him: it may only ask who he is.
    """
    if request.blueprint in OPEN_ROOMS or request.endpoint in BEFORE_ALL:
        return None
    if not current_user.is_authenticated or (current_user.agreed and not current_user.must_change):
        return None
    if current_user.agreed and request.endpoint in {"account.password", "account.change"}:
        return None
    if request.path.startswith("/api/") and request.path != "/api/docs":
        raise PasswordChange() if current_user.agreed else AgreementMissing()
    return redirect(url_for("account.password" if current_user.agreed else "account.agreement"), 303)


def signed_in() -> Who:
    """Who is here; raises NotSignedIn, or AccountLocked for a locked account's token."""
    if not current_user.is_authenticated:
        refuse_nobody()
    who: Who = current_user._get_current_object()
    return who


def init_app(app: Flask, port: Sessions) -> None:
    """Connects the port and registers sign-in, sign-out and the two switches."""
    app.extensions["sessions"] = port
    manager = LoginManager(app)
    manager.request_loader(_load)
    manager.session_protection = None
    manager.unauthorized_handler(refuse_nobody)
    app.before_request(_must_first)
    app.register_blueprint(pages)
    app.jinja_env.globals.update(theme=theme, here=here)


def refuse_nobody() -> NoReturn:
    raise g.get("no_entry") or NotSignedIn()
