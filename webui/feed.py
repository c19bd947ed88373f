"""The feed: what happened with documents I take part in."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import wording
from engine.catalogue.queries import current
from engine.errors import NotFound
from engine.notices.commands import read
from engine.notices.queries import NoticeCard, feed
from engine.office import Work
from engine.texts import said
from webui import asked
from webui.languages import language, say
from webui.port import actor, office

pages = Blueprint("feed", __name__)
PAGE = 50


@pages.get("/feed")
def lines() -> str:
    before = asked.whole("before")
    with office().look(actor()) as work:
        found = feed(work, before=before, limit=PAGE)
        shown = [(one, say(one.sentence, language(), _facts(work, one)), _leads(one)) for one in found]
    older = found[-1].id if len(found) == PAGE else 0
    return render_template("feed/feed.html", lines=shown, older=older, before=before)


def _facts(work: Work, one: NoticeCard) -> Mapping[str, object]:
    """The facts of a line with the step called as the reader's language calls it."""
    step, kind = one.facts.get("step"), str(one.facts.get("kind", ""))
    given = _in_words(work, one.facts)
    if not step:
        return given
    try:
        published = current(work, kind).kind
    except NotFound:
        return given
    drawn = step.values() if isinstance(step, Mapping) else [step]
    known = next((id for id, drawn_step in published.diagram.steps.items() if drawn_step.name in drawn), "")
    named = (
        published.step_name(known, language())
        if known
        else said(step, language())
        if isinstance(step, Mapping)
        else step
    )
    return {**given, "step": named}


def _in_words(work: Work, facts: Mapping[str, object]) -> Mapping[str, object]:
    """The facts with a moment said in the reader's language."""
    if not isinstance(facts.get("due"), str):
        return facts
    zone = ZoneInfo(work.tools.settings.timezone)
    return {**facts, "due": wording.moment(datetime.fromisoformat(str(facts["due"])), language(), zone)}


def _leads(one: NoticeCard) -> str:
    if one.task:
        return url_for("deciding.task", id=one.task)
    return url_for("documents.document", id=one.document) if one.document else ""


@pages.post("/feed/read")
def mark() -> Response:
    """Everything up to the newest line that was shown is read."""
    up_to = asked.bounded(request.form.get("up_to", ""))
    with office().work(actor()) as work:
        read(work, up_to)
    return redirect(url_for("feed.lines"), 303)
