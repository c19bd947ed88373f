"""A run that is paused: nothing happens to it until it goes on. Its terms stand still meanwhile.

Jobs of the document stay where they are and are put off when their turn comes; moments are not fired; presses are refused
with the reason.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from engine.calendar.queries import working_time
from engine.errors import WrongState
from engine.instances.models import Candidate, Instance, Task
from engine.jobs import Job
from engine.work import Work

PUT_OFF = timedelta(hours=1)  # until a job whose document is paused has its turn again; going on hurries it
NOT_ITS_WAY = ("make_sheet", "send_letter")  # jobs about a document that do not move it
WAITS = ("open", "held")


def must_go_on(instance: Instance) -> None:
    """Raises WrongState, with the reason, when the run is paused."""
    if instance.paused is not None:
        raise WrongState(
            "Expected a document that goes on, but it is paused: {reason}", reason=instance.paused_for or "—"
        )


def is_paused(work: Work, document_id: str) -> bool:
    """Whether that document is paused."""
    found = select(Instance.document_id).where(Instance.document_id == document_id, Instance.paused.is_not(None))
    return work.session.scalar(found) is not None


def paused_for(work: Work, document_id: str) -> str:
    """Why that document is paused; empty when it goes on."""
    found = select(Instance.paused_for).where(Instance.document_id == document_id, Instance.paused.is_not(None))
    return work.session.scalar(found) or ""


def pause(work: Work, instance: Instance, reason: str) -> None:
    """Nothing happens from now on; the alarms of its tasks are not looked at."""
    instance.paused, instance.paused_for = work.now, reason


def go_on(work: Work, instance: Instance) -> None:
    """Terms and alarms get the working time back that they lost, and what waited has its turn at once."""
    assert instance.paused is not None
    time, since = working_time(work), instance.paused
    lost = int(time.hours_between(since, work.now) * 60) / 60  # whole minutes
    for task in _waiting(work, instance):
        if task.alarm_at is not None and task.alarm_at > since:
            task.alarm_at = time.add_hours(task.alarm_at, lost)
        if task.due is not None and task.due > since and lost:
            task.due, task.due_moved = time.add_hours(task.due, lost), True
            places = update(Candidate).where(Candidate.task_id == task.id)
            work.session.execute(places.values(due=task.due))
    instance.paused = instance.paused_for = None
    put_off = update(Job).where(Job.document == instance.document_id, Job.state == "queued", Job.run_at > work.now)
    work.session.execute(put_off.values(run_at=work.now))
    work.hurried = True


def _waiting(work: Work, instance: Instance) -> Sequence[Task]:
    query = select(Task).where(Task.document_id == instance.document_id, Task.state.in_(WAITS))
    return work.session.scalars(query).all()
