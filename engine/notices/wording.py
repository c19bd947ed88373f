"""Facts of a line as the reader's language calls them: steps, decisions, kinds, moments."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine import wording
from engine.calendar.queries import working_time
from engine.catalogue.queries import current
from engine.errors import NotFound
from engine.kinds.labels import decided_label
from engine.texts import said
from engine.work import Work


def in_words(work: Work, facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The facts with the step and the decision in that language, and `kind_title`."""
    given, step = dict(facts), facts.get("step")
    if "outcome" in given:
        given["outcome"] = decided_label(str(given["outcome"]), language)
    if isinstance(facts.get("due"), str) and facts["due"]:
        zone = ZoneInfo(work.tools.settings.timezone)
        given["due"] = wording.moment(datetime.fromisoformat(facts["due"]), language, zone)
    if isinstance(facts.get("date"), str) and facts["date"]:
        given["date"] = wording.long_date(date.fromisoformat(facts["date"]), language)
    try:
        kind = current(work, str(facts.get("kind", ""))).kind
    except NotFound:
        kind = None
    given["kind_title"] = kind.texts("title", language) if kind else str(facts.get("kind", ""))
    if step:
        given["step"] = said(step, language) if isinstance(step, Mapping) else step
        drawn = list(step.values()) if isinstance(step, Mapping) else [step]
        steps = kind.diagram.steps if kind else {}
        known = next((id for id, one in steps.items() if one.name in drawn), "")
        given["step"] = kind.step_name(known, language) if kind and known else given["step"]
    return given


def term_phrase(work: Work, facts: Mapping[str, Any], language: str) -> tuple[str, str]:
    """How much is left of the term the facts name, and its moment; both empty when they name none."""
    due = facts.get("due")
    if not isinstance(due, str) or not due:
        return "", ""
    end, zone = datetime.fromisoformat(due), ZoneInfo(work.tools.settings.timezone)
    hours = working_time(work).hours_between(work.now, end) if end >= work.now else 0.0
    return (
        wording.due_phrase(end, work.now, language, zone=zone, left=timedelta(hours=hours)),
        wording.moment(end, language, zone),
    )
