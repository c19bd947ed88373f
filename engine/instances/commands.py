"""Moving a run: start, finish a person's task or the office's step, wake at a moment, withdraw; claim and release tasks.

Each moves the machine once, under the lock of the instance's row, and lets `progress` keep what has happened. Whether
the person may is asked by the acts.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, or_, select

from engine.catalogue.queries import Published, version
from engine.documents.commands import move
from engine.documents.models import Document
from engine.errors import NotAllowed, NotFound, Stopped, WrongState
from engine.instances import opening, progress, rows, telling
from engine.instances.dues import HOLDING
from engine.instances.models import Candidate, Incident, Instance, Task, Waiting
from engine.instances.opening import close_candidates
from engine.instances.pausing import must_go_on
from engine.instances.standing import may_release
from engine.people.models import Person
from engine.work import Work
from engine.workflow import Advance, Entry

SENT = "on_approval"  # closed to changes from the press that sends it, also while its file is still being made
SHORT = 200  # an answer longer than this is not shown to the diagram's conditions


def hold(work: Work, document_id: str) -> tuple[Instance, Document, Published]:
    """The run and its document, locked in that order."""
    instance = work.get(Instance, document_id, hold=True)
    document = work.get(Document, document_id, hold=True)
    return instance, document, version(work, instance.version_id)


def hold_task(work: Work, task_id: str) -> tuple[Task, Instance, Document, Published]:
    """A task with its run, locked; raises NotFound."""
    fresh = {"populate_existing": True}
    run = select(Instance).join(Task, Task.document_id == Instance.document_id).where(Task.id == task_id)
    instance = work.session.scalar(run.with_for_update(of=Instance), execution_options=fresh)
    if instance is None:
        raise NotFound("Expected to find the task, but there is none.")
    must_go_on(instance)
    rows = select(Task, Document).join(Document, Document.id == Task.document_id).where(Task.id == task_id)
    task, document = work.session.execute(rows.with_for_update(), execution_options=fresh).one()
    return task, instance, document, version(work, instance.version_id)


def place_of(work: Work, task: Task) -> Candidate | None:
    """The actor's place at the task, if he has one."""
    return work.session.get(Candidate, (task.id, work.actor.person))


def start(work: Work, document: Document, published: Published) -> Instance:
    """The document's first run; the document is on its way afterwards."""
    document.round, document.sent = 1, work.now
    move(work, document, SENT)
    instance = work.add(
        Instance(
            document_id=document.id, version_id=published.id, state=b"", status="running", steps=0, started=work.now
        )
    )
    work.session.flush()
    entry = Entry("start", work.now, data=routing(document))
    advance = work.tools.machine.start(published.spec, entry.data, work.now)
    progress.apply(work, instance, document, published, advance, entry)
    return instance


def routing(document: Document) -> dict[str, Any]:
    """What conditions may know of a document: its short answers, and the round."""
    known = {**document.answers, **document.added}
    return {"doc": {key: value for key, value in known.items() if _short(value)}, "round": document.round}


def _short(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= SHORT
    if isinstance(value, list):
        return len(value) <= SHORT and all(isinstance(one, str | int | float | bool) and _short(one) for one in value)
    return value is None or isinstance(value, int | float | bool)


def finish_task(
    work: Work,
    held: tuple[Task, Instance, Document, Published],
    outcome: str,
    *,
    comment: str | None = None,
    answers: dict[str, Any] | None = None,
    level: str = "click",
    acting_for: int | None = None,
    shown: str | None = None,
    added: dict[str, Any] | None = None,
    new_round: bool = False,
    stopped: bool = True,
) -> None:
    """Closes an open task with its outcome and moves the run on; raises WrongState when it is no longer open.

    `added` are answers that become requisites of the document and steer its route; `new_round` says that the next
    round of approval begins.
    """
    task, _, document, _ = held
    if task.state != "open":
        raise WrongState(
            "Expected to complete task {task}, but it is already {state}.",
            task=task.id,
            state=task.outcome or task.state,
        )
    was = document.state
    task.state, task.outcome, task.comment, task.answers = "done", outcome, comment, answers
    task.done_at, task.done_by, task.acting_for = work.now, work.actor.person, acting_for
    task.level_done, task.rendition_sha256, task.alarm_at = level, shown, None
    close_candidates(work, task)
    _note_done(work, task)
    telling.done(work, held)
    _add(document, held[3], added or {})
    if new_round:
        document.round += 1
        move(work, document, SENT)
    go_on(work, held, stopped=stopped)
    telling.decided(work, held, was)


def _add(document: Document, published: Published, given: dict[str, Any]) -> None:
    """Answers of the way, and the titles they make."""
    if given:
        document.added = {**document.added, **given}
        document.titles = published.kind.titles_of({**document.answers, **document.added}, document.title) or None


def go_on(work: Work, held: tuple[Task, Instance, Document, Published], *, stopped: bool = True) -> None:
    """Moves the run on behind a closed row, when it was the last of its waiting point.

    `stopped` says whether the document may have an open incident, which is over then.
    """
    task, instance, document, published = held
    work.session.flush()
    _answered(work, task, document, published)
    if stopped:
        resolve_incidents(work, document.id, progress.vacancy(task))
    outcome = rows.moves_on(work, task, published.kind)
    if outcome is None:
        return
    data = {"outcome": outcome, **routing(document)}
    entry = Entry("finish", work.now, token=task.token, data=data)
    machine = work.tools.machine
    advance = _moved(document.id, lambda: machine.finish(published.spec, instance.state, task.token, data, work.now))
    progress.apply(work, instance, document, published, advance, entry)
    if stopped:
        resolve_incidents(work, document.id, task.token, "", beneath=True)
    telling.all_done(work, held)


def _answered(work: Work, task: Task, document: Document, published: Published) -> None:
    """Rows that were held open again behind the last answer they waited for; what speaks against sets them all aside."""
    answered = task
    while answered.asked in HOLDING and answered.parent_id:
        parent = work.get(Task, answered.parent_id)
        if parent.state != "held":
            return
        if not rows.against(task.outcome or ""):
            if not rows.holds(work, parent):
                _opened_again(work, parent, document, published)
            return
        rows.set_aside(work, parent)
        work.session.flush()
        answered = parent


def _opened_again(work: Work, task: Task, document: Document, published: Published) -> None:
    step = published.kind.diagram.steps[task.step]
    told = progress.facts(document, step=dict(step.names) or step.name)
    opening.resume_term(work, task, document, step)
    opening.tell(work, task, rows.reopened(work, task), told)
    work.session.flush()


def _moved(document: str, move: Callable[[], Advance]) -> Advance:
    """What the machine gives. That it knows nothing of what the rows say is no mistake of the person: Stopped."""
    try:
        return move()
    except WrongState as refused:
        facts: dict[str, Any] = dict(refused.facts)
        raise Stopped(refused.template, document=document, **facts) from refused


def _note_done(work: Work, task: Task) -> None:
    work.record(
        f"document:{task.document_id}",
        f"task.{task.outcome}",
        task.step,
        before={"task": task.id, "state": "open"},
        after={
            "outcome": task.outcome,
            "comment": task.comment,
            "answers": task.answers,
            "level": task.level_done,
            "rendition": task.rendition_sha256,
            "round": task.round,
        },
        acting_for=work.get(Person, task.acting_for).login if task.acting_for else None,
    )


def finish_step(work: Work, document_id: str, token: str, data: dict[str, Any]) -> bool:
    """Tells the run that the office's step is done; False when it no longer waits for it."""
    instance, document, published = hold(work, document_id)
    waiting = work.session.get(Waiting, (document_id, token))
    if waiting is None or instance.status != "running":
        return False
    work.session.delete(waiting)
    data = {**routing(document), **data}
    entry = Entry("finish", work.now, token=token, data=data)
    machine = work.tools.machine
    advance = _moved(document.id, lambda: machine.finish(published.spec, instance.state, token, data, work.now))
    progress.apply(work, instance, document, published, advance, entry)
    return True


def fail_step(work: Work, document_id: str, token: str, code: str) -> bool:
    """Takes the way the diagram draws for a refused step (an error event beside it); False when it draws none.

    `code` is the refusal's; the event catches that code or any.
    """
    instance, document, published = hold(work, document_id)
    waiting = work.session.get(Waiting, (document_id, token))
    steps = published.kind.diagram.steps.values()
    if waiting is None or not any(one.attached_to == waiting.step and one.event == "error" for one in steps):
        return False
    work.session.delete(waiting)
    entry = Entry("fail", work.now, token=token, code=code)
    advance = work.tools.machine.fail(published.spec, instance.state, token, code, work.now)
    progress.apply(work, instance, document, published, advance, entry)
    return True


def wake(work: Work, document_id: str) -> None:
    """Fires the moments of a run that have come."""
    instance, document, published = hold(work, document_id)
    if instance.status != "running" or instance.paused or instance.next_due is None or instance.next_due > work.now:
        return
    advance = _moved(document.id, lambda: work.tools.machine.wake(published.spec, instance.state, work.now))
    progress.apply(work, instance, document, published, advance, Entry("wake", work.now))


def end_early(work: Work, held: tuple[Instance, Document, Published], end: str) -> None:
    """Stops a run before its end: everything open is withdrawn, the document gets that state."""
    instance, document, published = held
    if instance.status != "running":
        raise WrongState("Expected document {document} to be on its way, but it has ended.", document=document.id)
    advance = _moved(document.id, lambda: work.tools.machine.withdraw(published.spec, instance.state, work.now))
    progress.apply(work, instance, document, published, advance, Entry("withdraw", work.now))
    work.session.execute(delete(Waiting).where(Waiting.document_id == document.id))
    progress.ended(work, instance, document, end)


def claim(work: Work, held: tuple[Task, Instance, Document, Published]) -> None:
    """Takes a task of a queue for oneself: the others no longer have it in their lists."""
    task = _open_queue(work, held)
    if task.claimed_by not in (None, work.actor.person):
        raise WrongState("Expected to take the task, but somebody has taken it already.")
    task.claimed_by, task.seen = work.actor.person, task.seen or work.now
    work.record(f"document:{task.document_id}", "task.claimed", task.step, after={"task": task.id})
    telling.taken(work, task, held[2], "task.claimed")


def release(work: Work, held: tuple[Task, Instance, Document, Published]) -> None:
    """Gives a taken task back to its queue: who took it, or somebody for him (`may_release`)."""
    over = may_release(work, held[0])
    task = _open_queue(work, held, over=over)
    if task.claimed_by != work.actor.person and not over:
        raise NotAllowed("Expected to give the task back, but you have not taken it.")
    task.claimed_by = None
    work.record(f"document:{task.document_id}", "task.released", task.step, after={"task": task.id})
    telling.taken(work, task, held[2], "task.released")


def _open_queue(work: Work, held: tuple[Task, Instance, Document, Published], *, over: bool = False) -> Task:
    task = held[0]
    if not over and place_of(work, task) is None:
        raise NotAllowed("Expected a task of your queue, but it is not in it.", task=task.id)
    if task.state != "open":
        raise WrongState(
            "Expected task {task} to be open, but it is already {state}.",
            task=task.id,
            state=task.outcome or task.state,
        )
    if not task.queue:
        raise WrongState("Expected a task of a queue, but this one was given to you by name.")
    return task


def resolve_incidents(work: Work, document_id: str, *tokens: str, beneath: bool = False) -> None:
    """Closes the incidents of a step that goes on again; `beneath`: those of its rows too."""
    held = select(Incident).where(Incident.document_id == document_id, Incident.state == "open")
    rows = [Incident.token.startswith(f"{one}/", autoescape=True) for one in tokens if one and beneath]
    for incident in work.session.scalars(held.where(or_(Incident.token.in_(tokens), *rows))):
        incident.state, incident.resolved_at = "resolved", work.now
