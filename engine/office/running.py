"""Running jobs: each once in effect, the slow part outside any transaction.

A job that fails is tried again with growing pauses and then becomes an incident; one that has to wait for the outside
(no answer about a certificate, no time-stamp) waits 5, 15 and 60 minutes, then every 4 hours for three working days.
"""

import logging
import secrets
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, update

from engine import jobs
from engine.accounts.commands import forget
from engine.calendar.queries import working_time
from engine.documents.commands import move
from engine.documents.models import Document
from engine.errors import Refusal, Stale, Unavailable, WrongState
from engine.instances import alarms, pausing
from engine.instances.commands import fail_step, finish_step, resolve_incidents, wake
from engine.instances.models import Instance, Task, Waiting
from engine.instances.progress import facts, raise_incident
from engine.instances.seats import owners
from engine.instances.standing import forget_drafts
from engine.notices import sending
from engine.notices.commands import announce
from engine.office import Office
from engine.office.chores import CHORES, SLOW, Slow
from engine.people import importing
from engine.steps import VERBS, Later
from engine.work import OFFICE, Work

log = logging.getLogger("bagyt.jobs")
WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
LONG_WAIT = timedelta(hours=4)
PATIENCE_DAYS = 3  # working days; then a person is asked
MOST = 200  # runs, and alarms, that one sweep looks at
SET_BACK = timedelta(hours=1)  # until a run or an alarm that failed has its turn again, behind all others


class TakenOver(Exception):
    """Another runner has the job now; what was done here must not be kept."""


def run_one(office: Office, owner: str) -> bool:
    """Runs the next due job; False when there is none."""
    with office.work(OFFICE) as work:
        claimed = jobs.claim(work.session, owner, now=work.now, real=datetime.now(UTC))
    if claimed is None:
        return False
    try:
        if _put_off(office, claimed):
            return True
        if claimed.name == "step":
            _step(office, claimed)
        else:
            _other(office, claimed)
    except TakenOver:
        log.info("job %s was taken over", claimed.id)
    except Exception as error:
        try:
            _failed(office, claimed, error)
        except TakenOver:
            log.info("job %s was taken over", claimed.id)
    return True


def _put_off(office: Office, claimed: jobs.Claimed) -> bool:
    """Whether the job's document is paused; then its turn comes later."""
    if claimed.document is None or claimed.name in pausing.NOT_ITS_WAY:
        return False
    with office.look(OFFICE) as work:
        if not pausing.is_paused(work, claimed.document):
            return False
    with office.work(OFFICE) as work:
        paused = work.get(Instance, claimed.document, hold=True).paused is not None
        later = work.now + pausing.PUT_OFF if paused else work.now  # it may have gone on meanwhile
        if not jobs.again(work.session, claimed, at=later, reason="paused", counts=False):
            raise TakenOver
    return True


def settle(office: Office, *, most: int = 500) -> None:
    """Runs what is due until nothing is: for tests, scenarios and the making of the demo."""
    owner = "settle-" + secrets.token_hex(4)
    for _ in range(most):
        sweep(office)
        if not run_one(office, owner):
            return
    raise RuntimeError(f"Expected the jobs to come to an end, but {most} have run.")


def sweep(office: Office) -> None:
    """Wakes runs whose moment has come, sounds the alarms of terms, and writes the letters of the morning."""
    with office.look(OFFICE) as work:
        runs = _runs_due(work)
        tasks = alarms.due(work, most=MOST)
        mornings = sending.mornings_due(work)
    if mornings:
        _write_mornings(office, mornings)
    for document in runs:
        _swept(office, document, partial(wake, document_id=document))
    for document, task in tasks:
        _swept(office, document, partial(alarms.sound, task_id=task), task)


def _runs_due(work: Work) -> list[str]:
    due = select(Instance.document_id).where(Instance.next_due <= work.now, Instance.paused.is_(None))
    return list(work.session.scalars(due.order_by(Instance.next_due, Instance.document_id).limit(MOST)))


def _write_mornings(office: Office, mornings: list[int]) -> None:
    """The letters of the morning; what goes wrong there holds no run up."""
    try:
        with office.work(OFFICE) as work:
            sending.write_mornings(work, mornings)
    except Exception:
        log.exception("the letters of the morning are not written")


def _swept(office: Office, document_id: str, act: Callable[[Work], None], task_id: str | None = None) -> None:
    """One run's turn, or one alarm's; what goes wrong there is an incident of that run and holds no other up."""
    try:
        with office.work(OFFICE) as work:
            act(work)
    except Exception as error:
        log.exception("the run %s did not wake", document_id)
        template, given = _told(error)
        with office.work(OFFICE) as work:
            _set_back(work, document_id, task_id)
            step = getattr(error, "step", "")
            raise_incident(work, work.get(Document, document_id), step, template, given, detail=_traced(error))


def _set_back(work: Work, document_id: str, task_id: str | None) -> None:
    """Puts a turn that failed behind the others', whose moment has come too."""
    instance, later = work.get(Instance, document_id, hold=True), work.now + SET_BACK
    if task_id is not None:
        alarm = update(Task).where(Task.id == task_id, Task.alarm_at <= work.now)
        work.session.execute(alarm.values(alarm_at=later))
    elif instance.next_due is not None and instance.next_due <= work.now:
        instance.next_due = later


def tidy(office: Office) -> None:
    """Forgets what is no longer needed."""
    with office.work(OFFICE) as work:
        forget(work)
        importing.forget(work)
        forget_drafts(work)
        sending.look_after(work)


def _step(office: Office, claimed: jobs.Claimed) -> None:
    document_id, token, verb = claimed.args["document"], claimed.args["token"], VERBS[claimed.args["verb"]]
    with office.look(OFFICE) as work:
        waiting = work.session.get(Waiting, (document_id, token))
        gathered = (
            None if waiting is None else verb.gather(work, work.get(Document, document_id), waiting.parameters or {})
        )
    if waiting is None:
        _end(office, claimed)
        return
    result = verb.do(office.tools, gathered)
    if isinstance(result, Later):
        _wait(office, claimed, result)
        return
    with office.work(OFFICE) as work:
        held = _still_waits(work, claimed)
        if held is not None:
            answer = verb.keep(work, held[0], gathered, result)
            finish_step(work, document_id, token, {"result": answer})
            resolve_incidents(work, document_id, token)
        _must_be_ours(work, claimed)


def _still_waits(work: Work, claimed: jobs.Claimed) -> tuple[Document, Waiting] | None:
    """The document and its waiting step, locked; None when the run has gone on or ended without it."""
    instance = work.get(Instance, claimed.args["document"], hold=True)
    document = work.get(Document, instance.document_id, hold=True)
    waiting = work.session.get(Waiting, (document.id, claimed.args["token"]), populate_existing=True)
    return None if waiting is None or instance.status != "running" else (document, waiting)


def _must_be_ours(work: Work, claimed: jobs.Claimed) -> None:
    work.session.flush()
    if not jobs.done(work.session, claimed):
        raise TakenOver


def _end(office: Office, claimed: jobs.Claimed) -> None:
    with office.work(OFFICE) as work:
        _must_be_ours(work, claimed)


def _other(office: Office, claimed: jobs.Claimed) -> None:
    slow = SLOW.get(claimed.name)
    if slow is not None:
        _slow(office, claimed, slow)
        return
    chore = CHORES.get(claimed.name)
    if chore is None:
        raise WrongState("Expected a job this release can do, but {name} is none.", name=claimed.name)
    with office.work(OFFICE) as work:
        chore(work, claimed.args)
        _must_be_ours(work, claimed)


def _slow(office: Office, claimed: jobs.Claimed, slow: Slow) -> None:
    with office.look(OFFICE) as work:
        gathered = slow.gather(work, claimed.args)
    result = None if gathered is None else slow.do(office.tools, gathered)
    with office.work(OFFICE) as work:
        if gathered is not None:
            slow.keep(work, gathered, result)
        _must_be_ours(work, claimed)


def _wait(office: Office, claimed: jobs.Claimed, later: Later) -> None:
    with office.work(OFFICE) as work:
        held = _still_waits(work, claimed)
        if held is None:
            _must_be_ours(work, claimed)
            return
        document, waiting = held
        if later.state and document.state != later.state:
            move(work, document, later.state)
            announce(
                work, [document.initiator_id], f"document.{later.state}", document=document.id, facts=facts(document)
            )
        tried = claimed.attempts - 1
        at = work.now + (WAITS[tried] if tried < len(WAITS) else LONG_WAIT)
        if not jobs.again(work.session, claimed, at=at, reason=later.template):
            raise TakenOver
        if working_time(work).add_days(waiting.since, PATIENCE_DAYS) < work.now and tried > len(WAITS):
            _incident(work, claimed, later.template, dict(later.facts), "")


def _failed(office: Office, claimed: jobs.Claimed, error: Exception) -> None:
    """Puts the job back, or gives it up; the transaction of the failed try is gone."""
    if isinstance(error, Unavailable) and claimed.name == "step":
        _wait(office, claimed, Later(error.template, error.facts))
        return
    log.warning("job %s %s failed: %s", claimed.id, claimed.name, error)
    with office.work(OFFICE) as work:
        if claimed.name == "step" and _still_waits(work, claimed) is None:
            jobs.done(work.session, claimed)
            return
        if claimed.attempts <= len(jobs.PAUSES) and (isinstance(error, Stale) or not isinstance(error, Refusal)):
            jobs.again(work.session, claimed, at=work.now + jobs.PAUSES[claimed.attempts - 1], reason=str(error))
            return
        if claimed.name == "step" and isinstance(error, Refusal) and _drawn_way(work, claimed, error):
            return
        if not jobs.give_up(work.session, claimed, reason=str(error)):
            return
        template, given = _told(error)
        _incident(work, claimed, template, given, _traced(error))


def _drawn_way(work: Work, claimed: jobs.Claimed, refusal: Refusal) -> bool:
    """Whether the diagram itself says how the route goes on after this refusal, and it went."""
    if not fail_step(work, claimed.args["document"], claimed.args["token"], refusal.code):
        return False
    _must_be_ours(work, claimed)
    return True


def _told(error: Exception) -> tuple[str, dict[str, Any]]:
    """The sentence of a failure, with its facts."""
    if isinstance(error, Refusal):
        return error.template, _plain(dict(error.facts))
    return "Expected the step to be done, but it failed: {error}.", {"error": type(error).__name__}


def _traced(error: Exception) -> str:
    return "".join(traceback.format_exception(error))[-4000:]


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value if isinstance(value, str | int | float | bool) or value is None else str(value)
        for key, value in given.items()
    }


def _incident(work: Work, claimed: jobs.Claimed, template: str, given: dict[str, Any], detail: str) -> None:
    if claimed.document is None:
        told = {"job": claimed.name, "reason": template, **_plain(given)}
        work.record("jobs", "job.failed", claimed.name, after={**told, "detail": detail[:2000]})
        announce(work, owners(work), "job.failed", facts={"job": claimed.name})
        return
    document = work.get(Document, claimed.document)
    token = str(claimed.args.get("token", ""))
    raise_incident(work, document, token.partition("#")[0], template, _plain(given), token=token, detail=detail)
