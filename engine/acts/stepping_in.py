"""Stepping into one document on its way: trying a stopped step again, leaving it out, pausing, going on, sending back.

Process owners and administrators do it without seeing what the document says; each act has its reason, its line in the
audit and word to those concerned.
"""

from typing import Any

from sqlalchemy import update

from engine import jobs
from engine.acts import stopped
from engine.errors import NotAllowed, NotFound, WrongState
from engine.instances import pausing, sending_back, telling
from engine.instances.commands import finish_step, hold, resolve_incidents
from engine.instances.models import Incident, Instance, Waiting
from engine.instances.moving import Held
from engine.instances.progress import facts
from engine.notices.commands import announce
from engine.signing.queries import is_signed
from engine.texts import REASON, check_words
from engine.work import Work

STEPS_IN = ("owner", "records_admin")
WHY = "Expected a reason, but there is none."


def must_step_in(work: Work) -> None:
    """Raises NotAllowed for anybody but process owners and the records administrator."""
    if not (work.actor.is_office or work.actor.has(*STEPS_IN)):
        raise NotAllowed("Expected a process owner or the records administrator, but you are neither.")


def retry(work: Work, incident_id: int) -> str:
    """Lets a stopped step be tried again at once; gives the document. Raises NotFound, WrongState, NotAllowed."""
    stopped.must_mend(work)
    incident = _incident(work, incident_id)
    held = _held(work, incident.document_id)
    pausing.must_go_on(held[0])
    sort = stopped.sort_of(work, incident)
    if sort == "verb":
        _owe_again(work, incident)
    elif sort == "vacancy":
        work.later("reseat_document", {"document": incident.document_id}, document=incident.document_id)
    else:
        _wake_again(work, incident)
    work.record(f"document:{held[1].id}", "step.retried", incident.step, after={"incident": incident.id})
    return incident.document_id


def skip(work: Work, incident_id: int, reason: str) -> str:
    """Goes on without a step the document can do without; gives the document. Raises WrongState where it cannot."""
    must_step_in(work)
    incident = _incident(work, incident_id)
    held = _held(work, incident.document_id)
    pausing.must_go_on(held[0])
    kind, names = held[2].kind, stopped.names(held[2].kind, incident.step)
    if stopped.sort_of(work, incident) != "verb":
        raise WrongState("Expected a step of the office's own, but {step} is none.", step=names)
    if why := stopped.why_not_skipped(kind, incident.step):
        raise WrongState(why, step=names)
    check_words(reason, "reason", most=REASON, needed=WHY)
    work.record(f"document:{held[1].id}", "step.skipped", incident.step, after={"reason": reason.strip()})
    resolve_incidents(work, held[1].id, incident.token)
    jobs.forget_dead(work.session, held[1].id, incident.token)
    finish_step(work, held[1].id, incident.token, {"result": None})
    _tell(work, held, "run.step_skipped", reason, names)
    return held[1].id


def pause(work: Work, document_id: str, reason: str) -> None:
    """From now on nothing happens to the document: tasks, verbs, moments and messages wait. Raises WrongState, Invalid."""
    must_step_in(work)
    held = _held(work, document_id)
    if held[0].paused is not None:
        raise WrongState("Expected a document that goes on, but it is paused: {reason}", reason=held[0].paused_for)
    check_words(reason, "reason", most=REASON, needed=WHY)
    pausing.pause(work, held[0], reason.strip())
    work.record(f"document:{held[1].id}", "run.paused", document_id, after={"reason": reason.strip()})
    _tell(work, held, "run.paused", reason)


def go_on(work: Work, document_id: str) -> None:
    """The document goes on; terms get back the working time they lost. Raises WrongState when it is not paused."""
    must_step_in(work)
    held = _held(work, document_id)
    if held[0].paused is None:
        raise WrongState("Expected a paused document, but it goes on already.")
    pausing.go_on(work, held[0])
    work.record(f"document:{held[1].id}", "run.went_on", document_id, after={})
    _tell(work, held, "run.went_on", "")


def send_back(work: Work, document_id: str, step: str, reason: str) -> None:
    """The document goes back to a person's step it has been at, before its signature. Raises WrongState, Invalid."""
    must_step_in(work)
    held = _held(work, document_id)
    pausing.must_go_on(held[0])
    document, names = held[1], stopped.names(held[2].kind, step)
    if document.state not in sending_back.STATES or is_signed(work, document):
        state = document.state if document.state not in sending_back.STATES else "signed"
        sentence = "Expected a document that is not signed yet, but {document} is {state}."
        raise WrongState(sentence, document=document.id, state=state)
    token = movable(work, held)
    if step not in sending_back.targets(work, held) or token.partition("#")[0] == step:
        raise WrongState("Expected an earlier step the document may go back to, but {step} is none.", step=names)
    check_words(reason, "reason", most=REASON, needed=WHY)
    sending_back.carry_out(work, held, token, step, reason.strip())
    after = {"from": token, "to": step, "reason": reason.strip()}
    work.record(f"document:{document.id}", "run.sent_back", step, after=after)
    _tell(work, held, "run.sent_back", reason, names)


def movable(work: Work, held: Held) -> str:
    """The one token that may be sent back; raises WrongState where several go on side by side."""
    tokens = work.tools.machine.open_tokens(held[2].spec, held[0].state)
    found = [one.token for one in tokens if one.type in ("person", "verb")]
    if len(found) != 1:
        raise WrongState("Expected a document at one step, but several steps go on side by side.")
    return found[0]


def _incident(work: Work, incident_id: int) -> Incident:
    found = work.session.get(Incident, incident_id)
    if found is None:
        raise NotFound("Expected to find the stopped step, but there is none.")
    if found.state != "open":
        raise WrongState("Expected a step that stands still, but it goes on already.")
    return found


def _held(work: Work, document_id: str) -> Held:
    """The run, locked; raises NotFound, WrongState when it has ended."""
    if work.session.get(Instance, document_id) is None:
        raise NotFound("Expected to find the document, but there is none.")
    held = hold(work, document_id)
    if held[0].status != "running":
        raise WrongState("Expected a document on its way, but it has ended.")
    return held


def _owe_again(work: Work, incident: Incident) -> None:
    """The office's step is to be done anew; what had given it up is forgotten."""
    waiting = work.get(Waiting, (incident.document_id, incident.token))
    jobs.forget_dead(work.session, incident.document_id, incident.token)
    owed = {"document": incident.document_id, "token": incident.token, "verb": waiting.name}
    key = f"step:{incident.document_id}:{incident.token}"
    work.later("step", owed, key=key, document=incident.document_id)


def _wake_again(work: Work, incident: Incident) -> None:
    """What was given up has its turn, and moments that were set back come; if it stops again, that is told anew."""
    jobs.revive_all(work.session, incident.document_id, now=work.now)
    due = update(Instance).where(Instance.document_id == incident.document_id, Instance.next_due > work.now)
    work.session.execute(due.values(next_due=work.now)) if incident.token == "" else None
    incident.state, incident.resolved_at = "resolved", work.now
    work.hurried = True


def _tell(work: Work, held: Held, act: str, reason: str, step: Any = "") -> None:
    """Word to all who take part in the document."""
    document = held[1]
    told = facts(document, who=telling.name_of(work, work.actor.person), reason=reason.strip(), step=step)
    persons = telling.part_takers(work, document) | telling.bereft(work, document)
    announce(work, persons, act, document=document.id, facts=told)
