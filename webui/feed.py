"""The feed: what happened with documents I take part in."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.catalogue.queries import all_current
from engine.notices.commands import read, read_some
from engine.notices.queries import NoticeCard, feed
from engine.notices.wording import in_words
from engine.office import Work
from webui import asked
from webui.languages import N_, language, say
from webui.port import actor, office

pages = Blueprint("feed", __name__)
PAGE = 50
SHOWS = (("", N_("All")), ("unread", N_("Not read")), ("mine", N_("About my documents")))


@dataclass(frozen=True)
class Line:
    """A line as it is shown: its words in the reader's language, and where it leads."""

    notice: NoticeCard
    words: str
    address: str


@pages.get("/feed")
def lines() -> str:
    before, show, kind = asked.whole("before"), request.args.get("show", ""), request.args.get("kind", "")[:60]
    with office().look(actor()) as work:
        found = feed(work, before=before, limit=PAGE + 1, unread=show == "unread", mine=show == "mine", kind=kind)
        shown = [worded(work, one) for one in found[:PAGE]]
        kinds = sorted((one.kind.texts("title", language()), one.kind.name) for one in all_current(work))
        zone = ZoneInfo(work.tools.settings.timezone)
    days = [(day, list(some)) for day, some in groupby(shown, key=lambda one: _day(one, zone))]
    older = shown[-1].notice.id if len(found) > PAGE else 0
    return render_template(
        "feed/feed.html", days=days, older=older, before=before, show=show, kind=kind, shows=SHOWS, kinds=kinds
    )


def _day(one: Line, zone: ZoneInfo) -> date:
    return one.notice.at.astimezone(zone).date()


def worded(work: Work, one: NoticeCard) -> Line:
    """A line in the reader's language."""
    return Line(one, say(one.sentence, language(), in_words(work, one.facts, language())), leads(one))


def leads(one: NoticeCard) -> str:
    """The page a line is about; empty when there is none."""
    if one.task:
        return url_for("deciding.task", id=one.task)
    if one.act == "incident.raised" and one.document:
        return url_for("workshop_document.document", id=one.document)
    return url_for("documents.document", id=one.document) if one.document else ""


@pages.post("/feed/read")
def mark() -> Response:
    """Everything up to the newest line that was shown is read, or one line."""
    up_to, one = asked.bounded(request.form.get("up_to", "")), asked.bounded(request.form.get("id", ""))
    with office().work(actor()) as work:
        if one:
            read_some(work, [one])
        else:
            read(work, up_to)
    kept = {name: request.form[name][:60] for name in ("show", "kind") if request.form.get(name)}
    return redirect(url_for("feed.lines", **kept), 303)
