"""Terms of tasks: reminder at half and shortly before, overdue, escalation to the next heads (domain 6.0, T1–T4)."""

from sqlalchemy import select

from engine.catalogue.queries import version
from engine.documents.commands import let_read
from engine.documents.models import Document
from engine.instances import progress
from engine.instances.dues import next_alarm
from engine.instances.models import Candidate, Instance, Task
from engine.instances.seats import Directory
from engine.instances.telling import names_of
from engine.notices.commands import announce
from engine.people.models import Unit
from engine.people.queries import main_appointment
from engine.work import Work


def due(work: Work, *, most: int = 200) -> list[tuple[str, str]]:
    """The tasks whose next alarm has come, each behind its document."""
    found = select(Task.document_id, Task.id).join(Instance, Instance.document_id == Task.document_id)
    found = found.where(Task.alarm_at <= work.now, Task.state == "open", Instance.paused.is_(None))
    return [(row[0], row[1]) for row in work.session.execute(found.order_by(Task.alarm_at).limit(most))]


def sound(work: Work, task_id: str) -> None:
    """Tells whom the alarm concerns and sets the next one; nothing when the task is done, the alarm was sounded, or the document is paused."""
    document_id = work.session.scalar(select(Task.document_id).where(Task.id == task_id))
    instance = work.get(Instance, document_id, hold=True)
    task = work.get(Task, task_id, hold=True)
    if task.state != "open" or task.alarm_at is None or task.alarm_at > work.now or instance.paused is not None:
        return
    document = work.get(Document, task.document_id)
    people = [task.claimed_by] if task.claimed_by else _people(work, task)
    act = _act(task.alarm or "")
    if act == "task.overdue" and not task.overdue:
        task.overdue = True
        work.record(
            f"document:{document.id}",
            "task.overdue",
            task.step,
            after={"task": task.id, "due": task.due.isoformat() if task.due else None},
        )
    step = version(work, document.version_id).kind.diagram.steps[task.step]
    reads = any(
        one.id == "acknowledge" for one in step.outcomes
    )  # each is reminded himself; who is late stands in a list
    above = act != "task.reminded" and not reads
    told = set(people) | (_heads(work, people, act, task.alarm or "") if above else set())
    let_read(work, document.id, sorted(told), "escalation") if above else None
    announce(
        work,
        told,
        act,
        document=document.id,
        task=task.id,
        facts=progress.facts(
            document,
            step=dict(step.names) or step.name,
            who=names_of(work, people),
            due=task.due.isoformat() if task.due else "",
        ),
    )
    task.alarm, task.alarm_at = (None, None) if reads and task.overdue else next_alarm(work, task)


def _act(alarm: str) -> str:
    if alarm in {"half", "soon"}:
        return "task.reminded"
    return "task.overdue" if alarm == "due" else "task.escalated"


def _people(work: Work, task: Task) -> list[int]:
    return list(work.session.scalars(select(Candidate.person_id).where(Candidate.task_id == task.id)))


def _heads(work: Work, people: list[int], act: str, alarm: str) -> set[int]:
    """The heads above those people: the next one when overdue, one more each time it escalates."""
    directory, found = Directory(work), set[int]()
    levels = 1 if act == "task.overdue" else 1 + int(alarm.partition(":")[2] or 1)
    for person in people[:20]:
        post = main_appointment(work, person)
        unit = post.unit_id if post else None
        climbed = 0
        while unit is not None and climbed < levels:
            head = directory.head(unit)
            if head is not None and head != person:
                found.add(head)
                climbed += 1
            unit = work.get(Unit, unit).parent_id
    return found
