"""A task is opened for the first time by somebody who may do it: until then it has waited."""

from sqlalchemy import exists, update

from engine.instances.models import Candidate, Task
from engine.work import Work


def see(work: Work, task_id: str) -> None:
    """Notes the moment; nothing where it is noted already, the task is closed, or it is not the actor's."""
    own = exists().where(
        Candidate.task_id == Task.id, Candidate.person_id == work.actor.person, Candidate.open.is_(True)
    )
    first = update(Task).where(Task.id == task_id, Task.state == "open", Task.seen.is_(None), own)
    work.session.execute(first.values(seen=work.now), execution_options={"synchronize_session": False})
