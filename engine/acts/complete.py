"""Completing a task: the press of a person, from his rights to what it does across the desks.

A press is looked at twice. `ready` finds, asks whether he may, and checks what he typed, without changing anything; then
the office proves the password and signs, which is slow and needs no transaction; `complete` looks again under the
lock and keeps. So the slow part holds nobody up, and what changed meanwhile is refused.
"""

from dataclasses import dataclass, field
from typing import Any

from engine import forms
from engine.acts.found import Found, hold, look
from engine.acts.lookup import Known, begun
from engine.acts.outcomes import EFFECTS
from engine.catalogue.queries import Published
from engine.documents.commands import drop_draft
from engine.documents.models import Document, Rendition
from engine.errors import FieldProblem, Invalid, NotAllowed, Stale, WrongState
from engine.forms import Form
from engine.instances import commands as instances
from engine.instances.models import Candidate, Task
from engine.instances.rows import step_of
from engine.instances.standing import must_stand
from engine.people.models import Person
from engine.people.queries import stands_for, today
from engine.registration.commands import let_go
from engine.signing import commands as signing
from engine.signing.pictures import signer_name
from engine.signing.queries import credential, open_signature
from engine.texts import COMMENT, WHY, check_words
from engine.work import Work
from engine.workflow import Outcome, Step

SHOWN_STAGES = {"on_approval", "on_signing", "on_registration"}  # the decision is about the frozen file itself
LIGHT = {"return", "reject", "refuse", "decline_registration", "return_report", "return_settlement"}  # need no password
SIGNING = {"sign", "register"}
LEVELS = ("simple", "certificate")  # how a signature may be made


@dataclass(frozen=True)
class Press:
    """What a person sends: the button, the form, and how he proves that it is he."""

    outcome: str
    answers: dict[str, Any] = field(default_factory=dict)
    comment: str = ""
    password: str = ""
    shown: str = ""
    level: str = ""  # which signature he wants, where he has the choice: simple or certificate


REASON = "Электрондық цифрлық қолтаңба / Электронная цифровая подпись"


@dataclass(frozen=True)
class Signing:
    """What the office needs to sign for the person before the press is kept."""

    field: str
    rendition: str
    latest: str
    name: str
    number: str | None
    key: bytes | None  # his own key (PKCS#12), None for a signature by password
    registers: bool


@dataclass(frozen=True)
class Ready:
    """A press that may be kept if nothing changes: typed answers, the level it needs, and what is to be signed."""

    document: str
    revision: int
    answers: dict[str, Any]
    level: str
    proves: bool
    signing: Signing | None


@dataclass(frozen=True)
class Put:
    """A file with the person's own signature in it, made before the press is kept."""

    built_on: str
    sha256: str
    certificate: bytes
    event: dict[str, Any]


def ready(work: Work, task_id: str, press: Press) -> Ready:
    """Looks at a press without keeping anything; raises what is wrong with it."""
    return _checked(work, look(work, task_id), press)


def _checked(work: Work, found: Found, press: Press) -> Ready:
    task, document, published = found.task, found.document, found.published
    step = step_of(published.kind, task)
    may_press(work, found)
    outcome = _outcome(step, press)
    must_have_seen(step, found.frozen, press)
    answers = _answers(work, published, step, document, press)
    _check_comment(outcome, press)
    level = _level(work, step, press)
    signed = _signing(work, task, document, published, found.frozen, press, level)
    return Ready(document.id, document.revision, answers, level, level != "click", signed)


def may_press(work: Work, found: Found) -> Candidate:
    """The actor's place at an open task, when it is still his today; raises NotAllowed, WrongState."""
    task, place = found.task, found.place
    if place is None:
        raise NotAllowed("Expected a task of yours, but this one is not.", task=task.id)
    if task.claimed_by not in (None, work.actor.person):
        raise WrongState("Expected to complete the task, but somebody else of the queue has taken it.")
    if place.acting_for is not None and not stands_for(work, place.acting_for):
        raise NotAllowed(
            "Expected an order in force today by which you stand for another, but there is none.", task=task.id
        )
    must_be_open(task)
    must_stand(work, found.document, found.published.kind, task)
    return place


def must_be_open(task: Task) -> None:
    if task.state == "held":
        raise WrongState("Expected to decide after those who were asked before you, but they have not answered yet.")
    if task.state != "open":
        raise WrongState(
            "Expected to complete task {task}, but it is already {state}.",
            task=task.id,
            state=task.outcome or task.state,
        )


def _outcome(step: Step, press: Press) -> Outcome:
    found = next((one for one in step.outcomes if one.id == press.outcome), None)
    if found is None:
        raise Invalid.one(
            "outcome",
            "Expected one of {known}, but it is {value}.",
            known=", ".join(one.id for one in step.outcomes),
            value=press.outcome[:40],
        )
    return found


def must_have_seen(step: Step, frozen: Rendition | None, press: Press) -> None:
    if press.shown and (frozen is None or press.shown != frozen.sha256):
        raise Stale(
            "Expected your decision to be about the document as it is now, but you were shown another one. Look again."
        )
    if step.stage in SHOWN_STAGES and frozen is not None and not press.shown:
        raise Invalid.one("rendition_sha256", "Expected the SHA-256 of the document that was shown, but there is none.")


def _must_be_the_content(document: Document, press: Press, seen: Ready) -> None:
    if press.outcome == "submit" and document.revision != seen.revision:
        raise Stale(
            "Expected to send the document as you last wrote it, but it was changed meanwhile. Look at it and send it again."
        )


def _check_comment(outcome: Outcome, press: Press) -> None:
    check_words(press.comment, "comment", most=COMMENT, needed=WHY if outcome.comment == "required" else "")


def _answers(work: Work, published: Published, step: Step, document: Document, press: Press) -> dict[str, Any]:
    form = published.kind.forms[step.form] if step.form else None
    if form is None or (press.outcome in LIGHT and press.outcome != "return_report"):
        _must_be_asked(form, press.answers)
        return {}
    given = document.answers if press.outcome == "submit" else begun(work, document, form)
    raw = {**given, **press.answers}
    return forms.check(form, raw, Known(work, document.id), now=today(work))


def _must_be_asked(form: Form | None, answers: dict[str, Any]) -> None:
    """Raises Invalid for an answer the step's own form does not ask for, also where answers are not kept."""
    known = {field.key for field in form.all()} if form else set()
    sentence = "Expected only the fields of this form, but it has no {field}."
    extra = sorted(str(key)[:60] for key in answers if key not in known)[:100]
    if extra:
        raise Invalid([FieldProblem(one, sentence, {"field": one}) for one in extra])


def _level(work: Work, step: Step, press: Press) -> str:
    if press.outcome in LIGHT or step.level == "click":
        return "click"
    if press.outcome not in SIGNING:
        return "simple"
    own = credential(work, work.actor.person) is not None
    level = press.level or ("certificate" if own or step.level == "certificate" else "simple")
    if level not in LEVELS:
        raise Invalid.one(
            "level", "Expected one of {known}, but it is {value}.", known=", ".join(LEVELS), value=level[:40]
        )
    if level == "simple" and step.level == "certificate":
        raise Invalid.one("level", "Expected a signature by certificate, but one by password was asked for.")
    if level == "certificate" and not own:
        raise Invalid.one("level", "Expected a key to sign with, but you have none here.")
    return level


def _signing(
    work: Work, task: Task, document: Document, published: Published, frozen: Rendition | None, press: Press, level: str
) -> Signing | None:
    kind = published.kind
    if task.asked or press.outcome not in SIGNING or task.step not in {*kind.signers, kind.registrar}:
        return None
    if frozen is None:
        raise WrongState("Expected a document to sign, but it is still being made.")
    who = work.get(Person, work.actor.person)
    return Signing(
        field=task.step,
        rendition=frozen.id,
        latest=frozen.latest,
        name=signer_name(work, who.id, document.language),
        number=who.number,
        key=credential(work, work.actor.person) if level == "certificate" else None,
        registers=task.step == kind.registrar,
    )


def complete(work: Work, task_id: str, press: Press, seen: Ready, put: Put | None) -> Document:
    """Keeps a press that was found ready: the task is done and the document goes on."""
    found = hold(work, task_id)
    place = may_press(work, found)
    must_have_seen(step_of(found.published.kind, found.task), found.frozen, press)
    _must_be_the_content(found.document, press, seen)
    return _kept(work, found, place, press, seen, put)


def at_once(work: Work, task_id: str, press: Press) -> Document:
    """Checks and keeps a press that needs no proof, in one look under the lock; raises what is wrong with it."""
    found = hold(work, task_id)
    seen = _checked(work, found, press)
    if seen.proves:
        raise Invalid.one("password", "Expected your password, but there is none.")
    assert found.place is not None
    return _kept(work, found, found.place, press, seen, None)


def _kept(work: Work, found: Found, place: Candidate, press: Press, seen: Ready, put: Put | None) -> Document:
    task, document = found.task, found.document
    if seen.signing is not None and found.frozen is not None:
        _keep_signature(work, task, document, found.frozen, seen, place.acting_for, put)
    effect = EFFECTS.get(press.outcome)
    change = effect(work, document, task, press.comment, seen.answers) if effect else {}
    instances.finish_task(
        work,
        found.held,
        press.outcome,
        comment=press.comment.strip() or None,
        answers=seen.answers or None,
        level=seen.level,
        acting_for=place.acting_for,
        shown=press.shown or None,
        stopped=found.stopped,
        **change,
    )
    if document.state == "rejected":
        let_go(work, document.id, press.comment.strip())
    if found.typed:
        drop_draft(work, f"task:{task.id}")
    return document


def _keep_signature(
    work: Work, task: Task, document: Document, frozen: Rendition, seen: Ready, acting_for: int | None, put: Put | None
) -> None:
    if open_signature(work, frozen.id, task.step) is not None:
        raise WrongState("Expected to sign the document, but it is signed already.")
    event = put.event if put else signing.event(work, document, task, frozen.sha256, seen.level, acting_for)
    signature = signing.ask(work, frozen, task, event, seen.level, acting_for)
    if put is not None:
        signing.put(work, signature, frozen, built_on=put.built_on, sha256=put.sha256, certificate=put.certificate)
