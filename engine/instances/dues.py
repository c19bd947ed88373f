"""When a task is due, and when its reminders come (domain 6.0, T1–T4)."""

from datetime import datetime, timedelta

from engine.calendar.queries import term_end, working_time
from engine.documents.models import Document
from engine.instances.models import Task
from engine.work import Work
from engine.workflow import Step


def due_of(work: Work, document: Document, step: Step, opened: datetime | None = None) -> datetime | None:
    """When a task opened then (now, when not said) is due: the end of the day an answer names, else its term in
    working time; None without."""
    term = step.term
    if term is None:
        return None
    answered = {**document.answers, **document.added}.get(term.answer) if term.answer else None
    if isinstance(answered, str) and answered:
        try:
            return working_time(work).end_of(datetime.fromisoformat(answered).date())
        except ValueError:
            pass
    return term_end(work, opened or work.now, term.amount, term.unit) if term.amount else None


def first_alarm(work: Work, due: datetime) -> tuple[str | None, datetime | None]:
    """The first reminder of a term: at half of it."""
    if due <= work.now:
        return "due", work.now
    time = working_time(work)
    return "half", time.add_hours(work.now, time.hours_between(work.now, due) / 2)


def next_alarm(work: Work, task: Task) -> tuple[str | None, datetime | None]:
    """What comes after the alarm that has just sounded: half → soon (4 working hours before) → due → escalate, five times."""
    assert task.due is not None
    time = working_time(work)
    if task.alarm == "half":
        soon = due_minus_hours(work, task.due, 4)
        return ("soon", soon) if soon > work.now else ("due", task.due)
    if task.alarm == "soon":
        return "due", task.due
    count = int((task.alarm or "x:0").partition(":")[2] or 0) + 1
    return (f"escalate:{count}", time.add_days(max(task.due, work.now), 1)) if count <= 5 else (None, None)


def due_minus_hours(work: Work, due: datetime, hours: float) -> datetime:
    """The moment so many working hours before the due one."""
    time, low, high = working_time(work), due - timedelta(days=21), due
    for _ in range(40):
        middle = low + (high - low) / 2
        low, high = (middle, high) if time.hours_between(middle, due) > hours else (low, middle)
    return high
