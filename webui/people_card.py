"""The card of a colleague, for everybody: where he works, how to reach him, who stands in for him."""

from flask import Blueprint, render_template

from engine.people import queries
from engine.people.rights import PEOPLE
from engine.texts import said
from webui.languages import language
from webui.port import actor, office

pages = Blueprint("people_card", __name__)


@pages.get("/people/<login>")
def card(login: str) -> str:
    with office().look(actor()) as work:
        one = queries.person(work, login)
        posts = [
            (said(title, language()), said(unit, language())) for title, unit, _ in queries.appointments(work, one.id)
        ]
        stands = [(sub, queries.card(work, sub.substitute)) for sub in queries.substitutes(work, [one.id])]
        shown = queries.card(work, one.id)
    may = actor().has(*PEOPLE)
    return render_template("people/card.html", card=shown, one=one, posts=posts, stands=stands, may=may)
