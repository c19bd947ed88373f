"""What is asked before a term is moved."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.control.deciders import deciders
from engine.control.models import DueChange
from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, WrongState
from engine.instances.commands import place_of
from engine.instances.models import Task
from engine.people.queries import today
from engine.work import Work
from engine.workflow import Step

YEAR = timedelta(days=366)
FURTHEST = 5 * YEAR
EXPLAINED = 30  # letters of a reason for a term beyond a year


def day_of(work: Work, moment: datetime) -> date:
    """The day of a moment where the organisation is."""
    return moment.astimezone(ZoneInfo(work.tools.settings.timezone)).date()


def must_hold(work: Work, task: Task) -> None:
    """Raises NotAllowed for anybody but whose task it is."""
    if place_of(work, task) is None or task.claimed_by not in (None, work.actor.person):
        raise NotAllowed("Expected a task of yours, but this one is not.", task=task.id)


def must_be_open(task: Task) -> None:
    """Raises WrongState when nobody works at the task any more."""
    if task.state != "open":
        raise WrongState(
            "Expected task {task} to be open, but it is already {state}.",
            task=task.id,
            state=task.outcome or task.state,
        )


def may_move(task: Task, step: Step) -> bool:
    """Whether a term of such a task is moved by request: of execution, not of acquaintance, which has the law's term."""
    return (
        task.stage == "on_execution"
        and task.due is not None
        and not any(one.id in {"acknowledge", "accept"} for one in step.outcomes)
    )


def must_move(task: Task, step: Step) -> None:
    """Raises WrongState when the term of the task is not moved by request."""
    must_be_open(task)
    if not may_move(task, step):
        raise WrongState("Expected a task of execution with a term, but the term of this one is not moved by request.")


def must_decide(work: Work, document: Document, change: DueChange) -> None:
    """Raises NotAllowed for anybody but who decides on the request: never the one who asked."""
    if work.actor.person == change.by_id:
        raise NotAllowed("Expected somebody else to decide on a request, but it is your own.", document=document.id)
    people = deciders(work, document, change.by_id)
    if work.actor.person not in people and (people or not work.actor.has("records_admin")):
        raise NotAllowed(
            "Expected the author of the resolution or the controller to decide on the term, but you are neither.",
            document=document.id,
        )


def good_day(work: Work, task: Task, day: date, reason: str, field: str) -> date:
    """The day, when a term may end on it; raises Invalid."""
    now = today(work)
    if day < now:
        raise Invalid.one(field, "Expected a day from today on, but {day} is past.", day=day.isoformat())
    if day - now > FURTHEST:
        raise Invalid.one(
            field, "Expected a day within {years} years, but it is {day}.", years=FURTHEST // YEAR, day=day.isoformat()
        )
    if day - now > YEAR and len(reason.strip()) < EXPLAINED:
        raise Invalid.one(
            field,
            "Expected a day within a year, or a reason of at least {least} characters, but it is {day}.",
            least=EXPLAINED,
            day=day.isoformat(),
        )
    if task.due is not None and day == day_of(work, task.due):
        raise Invalid.one(field, "Expected another day than the present term, but {day} is that.", day=day.isoformat())
    return day


def must_be_ahead(work: Work, moment: datetime) -> None:
    """Raises Invalid when a term would end before now."""
    if moment <= work.now:
        raise Invalid.one("due", "Expected a term that ends after now, but it has passed. Choose another day.")
