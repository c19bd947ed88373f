"""What stands before everything else: the agreement, a new password, and a forgotten one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from engine.accounts.agreement import VERSION, agree, text
from engine.errors import AccountLocked, Invalid, NotFound, Refusal, Stale, TooMany
from engine.office import access
from webui.languages import _, language
from webui.port import actor, office
from webui.refusals import TOLD, sentence
from webui.session import signed_in

pages = Blueprint("account", __name__)


@pages.get("/agreement")
def agreement() -> str:
    """The text, with the box until it is accepted."""
    who = signed_in()
    return _agreement(agreed=who.agreed)


@pages.post("/agreement")
def accept() -> Response | tuple[str, int]:
    if request.form.get("accepted") != "on":
        return _agreement(problem=_("Expected the box to be ticked, but it is empty.")), 422
    try:
        with office().work(actor()) as work:
            agree(work, version=request.form.get("version", ""))
    except Stale as refusal:
        return _agreement(problem=_(refusal.template)), 409
    return redirect("/", 303)


def _agreement(*, agreed: bool = False, problem: str = "") -> str:
    return render_template(
        "account/agreement.html", lines=text(language()), version=VERSION, agreed=agreed, problem=problem
    )


@pages.get("/me/password")
def password() -> str:
    signed_in()
    return _password()


@pages.post("/me/password")
def change() -> Response | tuple[str, int]:
    """The old password once, the new one twice; other sessions end."""
    who, given = signed_in(), request.form
    try:
        access.change_password(
            office(),
            actor(),
            given.get("old", ""),
            given.get("password", ""),
            given.get("again", ""),
            cookie=who.session,
        )
    except Invalid as refusal:
        return _password(refusal), 422
    flash(_("The password is changed. Other sessions are ended."), "success")
    return redirect("/" if who.must_change else url_for("me.profile"), 303)


def _password(refusal: Invalid | None = None) -> str:
    return render_template("account/password.html", wrong=wrong(refusal), must=current_user.must_change)


def wrong(refusal: Invalid | None) -> list[dict[str, str]]:
    """What is to be mended, field by field, in the reader's language."""
    return [{"field": one.field, "message": sentence(one)} for one in refusal.problems] if refusal else []


@pages.get("/forgot")
def forgotten() -> str:
    return render_template("account/forgot.html", sent=False, problem="")


@pages.post("/forgot")
def ask() -> str | tuple[str, int]:
    """The same answer whether the name is known or not (Y-18)."""
    try:
        access.forgot(office(), request.form.get("login", ""), address=request.remote_addr or "")
    except TooMany:
        told = _("Too many tries from this place. Wait a minute and try again.")
        return render_template("account/forgot.html", sent=False, problem=told), 429
    return render_template("account/forgot.html", sent=True, problem="")


@pages.get("/forgot/<code>")
def link(code: str) -> str | tuple[str, int]:
    return _by_link(code)


@pages.post("/forgot/<code>")
def use(code: str) -> Response | str | tuple[str, int]:
    given = request.form
    try:
        access.use_link(
            office(), code, given.get("password", ""), given.get("again", ""), address=request.remote_addr or ""
        )
    except Invalid as refusal:
        return _by_link(code, refusal)
    except (NotFound, AccountLocked, Stale) as refusal:
        return _no_link(refusal)
    flash(_("The password is kept. Sign in with it."), "success")
    return redirect(url_for("session.sign_in"), 303)


def _by_link(code: str, refusal: Invalid | None = None) -> str | tuple[str, int]:
    try:
        login = access.link_login(office(), code)
    except (NotFound, AccountLocked) as gone:
        return _no_link(gone)
    shown: dict[str, Any] = {"code": code, "login": login, "wrong": wrong(refusal)}
    page = render_template("account/link.html", **shown)
    return (page, 422) if refusal else page


def _no_link(refusal: Refusal) -> tuple[str, int]:
    said = _(refusal.template, **refusal.facts)
    status = next(TOLD[one].status for one in type(refusal).__mro__ if one in TOLD)
    return render_template("account/link_gone.html", said=said), status
