"""What comes by mail: a person's switches, and the outbox for whoever looks after it."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.errors import Invalid, Stale
from engine.notices.commands import choose
from engine.notices.letters import LETTERS
from engine.notices.queries import outbox, switches
from engine.notices.sending import send_again
from engine.notices.sentences import EVENTS, SENTENCES, WAYS, event_of
from webui import asked
from webui.languages import N_, _, language, ngettext, say
from webui.port import actor, office

pages = Blueprint("notices", __name__)

WORDS: Mapping[str, str] = {
    "asked": N_("A task for me"),
    "soon": N_("A term is near or was moved"),
    "overdue": N_("A term has passed"),
    "returned": N_("Returned, rejected, withdrawn or annulled"),
    "registered": N_("Registered or executed"),
    "progress": N_("Every other step of my documents"),
    "stopped": N_("An automatic step stopped"),
}
WAY_WORDS: Mapping[str, str] = {
    "now": N_("at once"),
    "digest": N_("in the letter of the morning"),
    "none": N_("not by mail"),
}
STATES: Mapping[str, str] = {
    "queued": N_("Waiting"),
    "sent": N_("Sent"),
    "held": N_("Held"),
    "failed": N_("Given up"),
    "dropped": N_("Left out"),
}


@pages.get("/me/notices")
def chosen() -> str:
    with office().look(actor()) as work:
        card = switches(work)
    return _page(dict(card.events), card.quiet)


def _page(events: Mapping[str, str], quiet: bool, refused: str = "") -> str:
    with office().look(actor()) as work:
        card = switches(work)
    return render_template(
        "people/letters.html", card=card, events=events, quiet=quiet, words=WORDS, ways=WAY_WORDS, refused=refused
    )


@pages.post("/me/notices")
def keep() -> Response | tuple[str, int]:
    """Keeps the switches; who saw older ones is shown what he chose, to keep it once more."""
    events = {event: request.form.get(event, "") for event in EVENTS}
    quiet = request.form.get("quiet") == "on"
    try:
        with office().work(actor()) as work:
            choose(work, events, quiet=quiet, seen=asked.bounded(request.form.get("version", "")))
    except (Stale, Invalid) as refusal:
        valid = {event: way if way in WAYS else EVENTS[event] for event, way in events.items()}
        problem = refusal.problems[0] if isinstance(refusal, Invalid) else refusal
        words = say(problem.template, language(), problem.facts)
        return _page(valid, quiet, words), 409 if isinstance(refusal, Stale) else 422
    flash(_("Kept."), "success")
    return redirect(url_for("notices.chosen"), 303)


@pages.get("/administration/letters")
def letters() -> str:
    with office().look(actor()) as work:
        found = outbox(work)
    names = {one.letter: _name(one.letter) for one in found.letters}
    return render_template("people/outbox.html", outbox=found, states=STATES, names=names)


def _name(letter: str) -> str:
    """What its keeper calls a letter: the switch it goes by, or what it is about."""
    return _(WORDS[event_of(letter)]) if letter in SENTENCES else say(LETTERS[letter].subject, language())


@pages.post("/administration/letters")
def again() -> Response:
    """What was given up or is held is tried once more."""
    with office().work(actor()) as work:
        count = send_again(work)
    flash(ngettext("{count} letter is on its way again.", "{count} letters are on their way again.", count), "success")
    return redirect(url_for("notices.letters"), 303)
