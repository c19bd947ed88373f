"""People and their accounts, for the administrator."""

from flask import Blueprint, render_template, request

from engine.accounts.queries import of_person
from engine.errors import NotAllowed
from engine.office import Actor
from engine.people import queries as people
from webui.port import actor, office

pages = Blueprint("people", __name__)
PAGE = 200


def _administrator() -> Actor:
    who = actor()
    if not who.has("admin"):
        raise NotAllowed("Expected an administrator to look after the accounts, but you are none.")
    return who


@pages.get("/people")
def everybody() -> str:
    wanted = request.args.get("q", "")[:100]
    with office().look(_administrator()) as work:
        cards = people.search(work, wanted, limit=PAGE)
        shown = [(one, of_person(work, one.id)) for one in cards]
        units = people.units(work)
    shown.sort(key=lambda pair: not (pair[1] and pair[1].locked))
    return render_template("people/people.html", people=shown, units=units, q=wanted, full=len(cards) == PAGE)
