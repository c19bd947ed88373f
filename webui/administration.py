"""The overview of administration: a card for each page a person may use."""

from flask import Blueprint, render_template

from engine.errors import NotAllowed
from webui.languages import N_, _
from webui.port import actor

pages = Blueprint("administration", __name__)

PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (N_("People"), "/administration/people", ("hr", "admin")),
    (N_("Units"), "/administration/units", ("hr", "admin")),
    (N_("Substitutions"), "/administration/substitutions", ("hr", "admin", "records_admin")),
    (N_("Calendar"), "/administration/calendar", ("admin", "records_admin")),
    (N_("Letters"), "/administration/letters", ("admin",)),
    (N_("Stopped steps"), "/workshop/incidents", ("records_admin", "admin")),
    (N_("Vacant posts"), "/administration/vacancies", ("records_admin", "admin")),
)
"""Words, address, whose it is; a page more is a line here."""


@pages.get("/administration")
def overview() -> str:
    shown = [(_(words), address) for words, address, whose in PAGES if actor().has(*whose)]
    if not shown:
        raise NotAllowed("Expected somebody who looks after the house, but you do not.")
    return render_template("administration/overview.html", shown=shown)
