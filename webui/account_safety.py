"""Where I am signed in, which programs speak for me, my contacts, and what to do when others may use my account."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.accounts import contacts, listing, safety
from engine.errors import Invalid
from engine.office import access
from webui.account import wrong
from webui.languages import _
from webui.port import actor, office
from webui.session import forget_cookie, signed_in

pages = Blueprint("account_safety", __name__)


@pages.get("/me/sessions")
def sessions() -> str:
    who = signed_in()
    with office().look(actor()) as work:
        shown = {
            "sessions": listing.sessions_of(work, who.person, who.session),
            "tokens": listing.tokens_of(work, who.person),
            "idle": work.tools.settings.idle_minutes,
        }
    return render_template("account/sessions.html", **shown)


@pages.post("/me/sessions/end")
def end_session() -> Response:
    with office().work(actor()) as work:
        safety.end_one_session(work, request.form.get("session", ""))
    flash(_("The session is ended."), "success")
    return redirect(url_for("account_safety.sessions"), 303)


@pages.post("/me/sessions/end-others")
def end_others() -> Response:
    who = signed_in()
    with office().work(actor()) as work:
        safety.end_sessions(work, who.person, but=who.session)
    flash(_("All other sessions are ended."), "success")
    return redirect(url_for("account_safety.sessions"), 303)


@pages.post("/me/tokens/end")
def end_token() -> Response:
    with office().work(actor()) as work:
        safety.end_one_token(work, request.form.get("token", ""))
    flash(_("The token is ended."), "success")
    return redirect(url_for("account_safety.sessions"), 303)


@pages.get("/me/compromised")
def compromised() -> str:
    signed_in()
    return render_template("account/compromised.html", problem="")


@pages.post("/me/compromised")
def report() -> Response | tuple[str, int]:
    """One confirmation; from this moment nothing done under the account is the person's."""
    signed_in()
    if request.form.get("sure") != "on":
        told = _("Expected the box to be ticked, but it is empty.")
        return render_template("account/compromised.html", problem=told), 422
    access.report_compromised(office(), actor())
    flash(_("Your account is locked, everything open is ended, and the administrators are told."), "warning")
    return forget_cookie(redirect(url_for("session.sign_in"), 303))


@pages.get("/me/profile")
def profile() -> str:
    with office().look(actor()) as work:
        mine = contacts.contacts_of(work)
    return render_template("account/profile.html", mine=mine, wrong=[])


@pages.post("/me/profile")
def keep() -> Response | tuple[str, int]:
    """The person's own e-mail and telephones (Y-13); another e-mail with his password."""
    given = contacts.Contacts(
        request.form.get("email", ""),
        request.form.get("phone_work", ""),
        request.form.get("phone_mobile", ""),
        request.form.get("version", type=int) or 0,
    )
    try:
        access.keep_contacts(office(), actor(), given, request.form.get("old", ""))
    except Invalid as refusal:
        with office().look(actor()) as work:
            shown = replace(given, opens=contacts.contacts_of(work).opens)
        return render_template("account/profile.html", mine=shown, wrong=wrong(refusal)), 422
    flash(_("Kept."), "success")
    return redirect(url_for("account_safety.profile"), 303)
