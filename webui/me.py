"""My profile: posts, substitutions, the look of the screen, signing out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.accounts.commands import choose
from engine.people import queries as people
from engine.signing.queries import credential
from engine.texts import said
from webui.languages import _, language
from webui.port import actor, office

pages = Blueprint("me", __name__)


@pages.get("/me")
def profile() -> str:
    with office().look(actor()) as work:
        me = work.actor.person
        posts = [
            (said(title, language()), said(unit, language())) for title, unit, _code in people.appointments(work, me)
        ]
        shown = {
            "card": people.card(work, me),
            "posts": posts,
            "roles": sorted(work.actor.roles),
            "instead": [people.card(work, one) for one in people.substitutes_for(work, me)],
            "substituted": [(one, people.card(work, one.substitute)) for one in people.substitutes(work, [me])],
            "own_key": credential(work, me) is not None,
        }
    return render_template("people/me.html", **shown)


@pages.get("/me/substitution")
def substitution() -> Response:
    return redirect(url_for("me.profile", _anchor="substitution"), 303)


@pages.post("/me")
def change() -> Response:
    """One-key shortcuts on or off."""
    with office().work(actor()) as work:
        choose(work, shortcuts=request.form.get("shortcuts") == "on")
    flash(_("Kept."), "success")
    return redirect(url_for("me.profile"), 303)
