"""When a task is due, and when its reminders come (domain 6.0, T1–T4)."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from engine.calendar.queries import term_end, working_time
from engine.documents.models import Document
from engine.instances.models import Task
from engine.work import Work
from engine.workflow import Step

HOLDING = ("before", "again")  # how a row may be asked that another waits for
LEAST = 1.0  # working hours that are left to whoever has waited for another's answer


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


def due_after(work: Work, document: Document, step: Step, task: Task) -> datetime | None:
    """When a task is due by its term, which stands still while somebody asked before it answers.

    When he has answered, the rest of the term is left, and at least one working hour. None without a term.
    """
    due = due_of(work, document, step, task.opened)
    if due is None or not task.shared:
        return due
    pauses = _pauses(work, task)
    if not pauses:
        return due
    time = working_time(work)
    later = time.add_hours(due, sum(time.hours_between(start, end) for start, end in pauses))
    return max(later, time.add_hours(pauses[-1][1], LEAST))


def _pauses(work: Work, task: Task) -> list[tuple[datetime, datetime]]:
    """The spans that are over in which the task was held, each once, in order."""
    asked = (Task.parent_id == task.id, Task.asked.in_(HOLDING), Task.done_at.is_not(None))
    found: list[tuple[datetime, datetime]] = []
    ended = func.coalesce(Task.done_at, Task.opened)
    for start, end in work.session.execute(select(Task.opened, ended).where(*asked).order_by(Task.opened)):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


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
