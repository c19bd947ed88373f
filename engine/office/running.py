"""Running jobs: each once in effect, the slow part outside any transaction.

A job that fails is tried again with growing pauses and then becomes an incident; one that has to wait for the outside
(no answer about a certificate, no time-stamp) waits 5, 15 and 60 minutes, then every 4 hours for three working days.
"""

import logging
import secrets
import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from engine import jobs
from engine.accounts.commands import forget
from engine.calendar.queries import working_time
from engine.documents.commands import move
from engine.documents.models import Document
from engine.errors import Refusal, Unavailable
from engine.instances import alarms
from engine.instances.commands import finish_step, resolve_incidents, wake
from engine.instances.models import Instance, Waiting
from engine.instances.progress import facts, raise_incident
from engine.notices.commands import announce
from engine.office import Office
from engine.steps import VERBS, Later
from engine.work import OFFICE, Work

log = logging.getLogger("bagyt.jobs")
WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
LONG_WAIT = timedelta(hours=4)
PATIENCE_DAYS = 3  # working days; then a person is asked


class TakenOver(Exception):
    """Another runner has the job now; what was done here must not be kept."""


def run_one(office: Office, owner: str) -> bool:
    """Runs the next due job; False when there is none."""
    with office.work(OFFICE) as work:
        claimed = jobs.claim(work.session, owner, now=work.now, real=datetime.now(UTC))
    if claimed is None:
        return False
    try:
        if claimed.name == "step":
            _step(office, claimed)
        else:
            _other(office, claimed)
    except TakenOver:
        log.info("job %s was taken over", claimed.id)
    except Exception as error:
        _failed(office, claimed, error)
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
    """Wakes runs whose moment has come and sounds the alarms of terms."""
    with office.look(OFFICE) as work:
        runs = list(work.session.scalars(select(Instance.document_id).where(Instance.next_due <= work.now).limit(200)))
        tasks = alarms.due(work)
    for document in runs:
        with office.work(OFFICE) as work:
            wake(work, document)
    for task in tasks:
        with office.work(OFFICE) as work:
            alarms.sound(work, task)


def tidy(office: Office) -> None:
    """Forgets what is no longer needed."""
    with office.work(OFFICE) as work:
        forget(work)


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
        work.get(Instance, document_id, hold=True)
        document = work.get(Document, document_id, hold=True)
        answer = verb.keep(work, document, gathered, result)
        finish_step(work, document_id, token, {"result": answer})
        resolve_incidents(work, document_id, token)
        _must_be_ours(work, claimed)


def _must_be_ours(work: Work, claimed: jobs.Claimed) -> None:
    work.session.flush()
    if not jobs.done(work.session, claimed):
        raise TakenOver


def _end(office: Office, claimed: jobs.Claimed) -> None:
    with office.work(OFFICE) as work:
        _must_be_ours(work, claimed)


def _other(office: Office, claimed: jobs.Claimed) -> None:
    with office.work(OFFICE) as work:
        if claimed.name == "wake":
            wake(work, claimed.args["document"])
        _must_be_ours(work, claimed)


def _wait(office: Office, claimed: jobs.Claimed, later: Later) -> None:
    with office.work(OFFICE) as work:
        work.get(Instance, claimed.args["document"], hold=True)
        document = work.get(Document, claimed.args["document"], hold=True)
        waiting = work.get(Waiting, (document.id, claimed.args["token"]))
        if later.state and document.state != later.state:
            move(work, document, later.state)
            announce(
                work, [document.initiator_id], f"document.{later.state}", document=document.id, facts=facts(document)
            )
        tried = claimed.attempts - 1
        at = work.now + (WAITS[tried] if tried < len(WAITS) else LONG_WAIT)
        jobs.again(work.session, claimed, at=at, reason=later.template)
        if working_time(work).add_days(waiting.since, PATIENCE_DAYS) < work.now and tried > len(WAITS):
            _incident(work, claimed, later.template, dict(later.facts), "")


def _failed(office: Office, claimed: jobs.Claimed, error: Exception) -> None:
    """Puts the job back, or gives it up; the transaction of the failed try is gone."""
    detail = "".join(traceback.format_exception(error))[-4000:]
    if isinstance(error, Unavailable) and claimed.name == "step":
        _wait(office, claimed, Later(error.template, error.facts))
        return
    log.warning("job %s %s failed: %s", claimed.id, claimed.name, error)
    with office.work(OFFICE) as work:
        if claimed.attempts <= len(jobs.PAUSES) and not isinstance(error, Refusal):
            jobs.again(work.session, claimed, at=work.now + jobs.PAUSES[claimed.attempts - 1], reason=str(error))
            return
        jobs.give_up(work.session, claimed, reason=str(error))
        template, given = (
            (error.template, dict(error.facts))
            if isinstance(error, Refusal)
            else ("Expected the step to be done, but it failed: {error}.", {"error": type(error).__name__})
        )
        _incident(work, claimed, template, _plain(given), detail)


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value if isinstance(value, str | int | float | bool) or value is None else str(value)
        for key, value in given.items()
    }


def _incident(work: Work, claimed: jobs.Claimed, template: str, given: dict[str, Any], detail: str) -> None:
    if claimed.document is None:
        return
    document = work.get(Document, claimed.document)
    token = str(claimed.args.get("token", ""))
    raise_incident(work, document, token.partition("#")[0], template, _plain(given), token=token, detail=detail)
