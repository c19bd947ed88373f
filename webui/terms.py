"""Terms as people say them, how urgent they are, and the groups of a list of tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from engine import wording
from engine.calendar.queries import working_time
from engine.catalogue.queries import version
from engine.instances.queries import TaskCard
from engine.office import Work
from webui.languages import N_, _, language, say

SOON_HOURS = 8  # working hours that are left of a term when it is called near
GROUPS = (("overdue", N_("Overdue")), ("today", N_("Today")), ("week", N_("This week")), ("later", N_("Later")))


@dataclass(frozen=True)
class Term:
    """A term: `phrase` as people say it, `exact` the moment, `urgency` overdue, soon or calm, `group` of the list."""

    phrase: str
    exact: str
    urgency: str
    group: str


@dataclass(frozen=True)
class Line:
    """A row of a list of tasks: what is to be done, on which kind, by when, and why by this person."""

    task: TaskCard
    verb: str
    kind: str
    term: Term | None
    why: str
    who: Sequence[str] = ()  # by name, for whom it waits


def term(work: Work, due: datetime | None) -> Term | None:
    """The term as the page shows it, or None when there is none."""
    if due is None:
        return None
    zone, tongue = ZoneInfo(work.tools.settings.timezone), language()
    left = working_time(work).hours_between(work.now, due) if due >= work.now else 0.0
    span = timedelta(hours=left)
    phrase = wording.due_phrase(due, work.now, tongue, zone=zone, left=span)
    urgency = "overdue" if due < work.now else "soon" if left < SOON_HOURS else "calm"
    return Term(phrase, wording.moment(due, tongue, zone), urgency, _group(due, work.now, zone))


def _group(due: datetime, now: datetime, zone: ZoneInfo) -> str:
    day, today = due.astimezone(zone).date(), now.astimezone(zone).date()
    if due < now:
        return "overdue"
    if day == today:
        return "today"
    return "week" if day <= today + timedelta(days=6 - today.weekday()) else "later"


def line(work: Work, task: TaskCard) -> Line:
    """One task as a row."""
    kind = version(work, task.version_id).kind
    return Line(
        task, kind.step_name(task.step, language()), kind.texts("title", language()), term(work, task.due), _why(task)
    )


def together(tasks: Iterable[TaskCard]) -> list[tuple[TaskCard, tuple[str, ...]]]:
    """Each task and the names of whom it waits for; open rows of one list with one term as a single one."""
    found: dict[tuple[object, ...], tuple[TaskCard, tuple[str, ...]]] = {}
    for one in tasks:
        names = tuple(who.name for who in ((one.claimed_by,) if one.claimed_by else one.candidates) if who)
        row = (one.token, one.due) if one.item and one.state == "open" else (one.id,)
        first, before = found.get(row, (one, ()))
        found[row] = first, (*before, *(name for name in names if name not in before))
    return list(found.values())


def lines_together(work: Work, tasks: Iterable[TaskCard]) -> list[Line]:
    """Open tasks as rows, those of one list as one."""
    return [replace(line(work, task), who=who) for task, who in together(tasks)]


def _why(task: TaskCard) -> str:
    if task.acting_for is not None:
        return _("instead of {person}", person=task.acting_for.name)
    if task.queue:
        return _("taken by {person}", person=task.claimed_by.name) if task.claimed_by else _("from the queue")
    return ""


def asked_as(task: TaskCard) -> str:
    """Why this person is asked, in a sentence."""
    facts = task.why.get("facts") or {}
    return say(str(task.why.get("template", "")), language(), facts) if task.why.get("template") else ""


def grouped(lines: Iterable[Line]) -> Sequence[tuple[str, str, list[Line]]]:
    """The lines by urgency: (key, words, lines); empty groups are left out."""
    held: dict[str, list[Line]] = {key: [] for key, _words in GROUPS}
    for one in lines:
        held[one.term.group if one.term else "later"].append(one)
    return [(key, _(words), held[key]) for key, words in GROUPS if held[key]]
