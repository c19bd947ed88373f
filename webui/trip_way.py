"""A trip from its request to its settlement, one line each: what has happened and when, and what is still ahead."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine import wording
from engine.acts.views import DocumentView
from engine.documents.queries import card_of
from engine.documents.rights import may_see
from engine.instances.queries import TaskCard
from engine.office import Work
from webui.languages import N_, _, language
from webui.port import office

DONE = {"advance": "pay", "report": "report", "settlement": "settle"}
LINES = {
    "advance": N_("Advance"),
    "report": N_("Trip report"),
    "settlement": N_("Settlement"),
}


def way(work: Work, view: DocumentView) -> list[tuple[str, str]]:
    """Label and words in the order of time; nothing for a document that is no trip."""
    if view.settlement is None or view.kind.purpose != "travel":
        return []
    told = [*_papers(work, view), *_acts(view)]
    order = ("request", "order", "advance", "travel", "report", "settlement")
    return [(label, words) for _at, label, words in sorted(told, key=lambda one: order.index(one[0]))]


def _papers(work: Work, view: DocumentView) -> Iterator[tuple[str, str, str]]:
    document = view.document
    if document.number:
        yield "request", _("Request"), _numbered(document.shown_number, document.date)
    elif document.sent:
        yield "request", _("Request"), _("sent {day}", day=_day(document.sent))
    for relation, other in view.links:
        if relation == "<order_of" and may_see(work, other):
            found = card_of(work, other)
            words = _numbered(found.shown_number, found.date) if found.number else _("being prepared")
            yield "order", _("Order"), words
    since, until = _travel({**document.answers, **document.added})
    if since and until:
        yield "travel", _("Travel"), wording.period(since, until, language())


def _acts(view: DocumentView) -> Iterator[tuple[str, str, str]]:
    for name, outcome in DONE.items():
        steps = [one.id for one in view.kind.diagram.persons() if any(end.id == outcome for end in one.outcomes)]
        tasks = [one for one in view.tasks if one.step in steps]
        words = _said(tasks, outcome)
        if words:
            yield name, _(LINES[name]), words


def _said(tasks: list[TaskCard], outcome: str) -> str:
    done = [one.done_at for one in tasks if one.outcome == outcome and one.done_at]
    waits = [one for one in tasks if one.state == "open"]
    if waits:
        due = waits[-1].due
        return _("due by {day}", day=_day(due)) if due else _("waited for")
    return _day(max(done)) if done else ""


def _travel(answers: dict[str, Any]) -> tuple[date | None, date | None]:
    try:
        return date.fromisoformat(str(answers.get("from"))), date.fromisoformat(str(answers.get("to")))
    except ValueError:
        return None, None


def _numbered(number: str | None, day: date | None) -> str:
    said = wording.long_date(day, language()) if day else ""
    return _("№ {number} of {date}", number=number or "—", date=said)


def _day(at: datetime) -> str:
    return wording.long_date(at.astimezone(ZoneInfo(office().tools.settings.timezone)).date(), language())
