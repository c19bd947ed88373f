"""Accounts for the administrator: lists, unlocking with a reason, blocking, closing, links for new people."""

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.accounts import listing, safety
from engine.errors import Invalid, NotAllowed, NotFound
from engine.office import Actor, access
from engine.people.queries import person
from webui import asked
from webui.account import wrong
from webui.languages import N_, _
from webui.port import actor, office

pages = Blueprint("account_admin", __name__)
PAGE = 50
SHOWN = {
    "all": N_("All"),
    "locked": N_("Locked or closed"),
    "never": N_("Never signed in"),
    "change": N_("Must change the password"),
    "none": N_("Without an account"),
}


def _administrator() -> Actor:
    who = actor()
    if not who.has("admin"):
        raise NotAllowed("Expected an administrator to look after the accounts, but you are none.")
    return who


@pages.get("/administration/accounts")
def everybody() -> str:
    """A page of the list: `which=` one of the filters, `q=` words, `from=` where it begins."""
    which, words, first = request.args.get("which", "all"), request.args.get("q", "")[:100], asked.whole("from")
    which = which if which in listing.FILTERS else "all"
    with office().look(_administrator()) as work:
        found = listing.accounts(work, which=which, text=words, first=first, limit=PAGE + 1)
    shown = {
        "accounts": found[:PAGE],
        "filters": SHOWN,
        "which": which,
        "q": words,
        "previous": _address(which, words, max(first - PAGE, 0)) if first else "",
        "next": _address(which, words, first + PAGE) if len(found) > PAGE else "",
    }
    return render_template("account/accounts.html", **shown)


def _address(which: str, words: str, first: int) -> str:
    query = {"which": which, "q": words, "from": first}
    return url_for(".everybody") + "?" + urlencode({name: value for name, value in query.items() if value})


@pages.get("/administration/accounts/<login>")
def one(login: str) -> str:
    return _one(login)


def _one(login: str, refusal: Invalid | None = None, *, address: str = "") -> str:
    with office().look(_administrator()) as work:
        account = listing.account_of(work, person(work, login))
    typed = {"act": request.form.get("act", ""), "reason": request.form.get("reason", "")}
    return render_template("account/account.html", account=account, wrong=wrong(refusal), address=address, typed=typed)


@pages.post("/administration/accounts/<login>")
def act(login: str) -> Response | str | tuple[str, int]:
    """One of: unlock, block, close (each with a reason), invite."""
    who, wanted, reason = _administrator(), request.form.get("act", ""), request.form.get("reason", "")
    try:
        address = _done(who, login, wanted, reason)
    except Invalid as refusal:
        return _one(login, refusal), 422
    flash(_(DONE[wanted]), "success")
    return _one(login, address=address) if address else redirect(url_for(".one", login=login), 303)


DONE = {
    "unlock": N_("The account is open again."),
    "block": N_("The account is locked."),
    "close": N_("The account is closed."),
    "invite": N_("The link for the first password is made."),
}


def _done(who: Actor, login: str, wanted: str, reason: str) -> str:
    if wanted == "unlock":
        return access.unlock(office(), who, login, reason)
    if wanted == "invite":
        return access.invite(office(), who, login)
    if wanted not in DONE:
        raise NotFound
    with office().work(who) as work:
        safety.block(work, person(work, login), reason, close=wanted == "close")
    return ""
