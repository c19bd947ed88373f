"""What a person signs with his own key, told before he does: the event with its hash, and the picture's facts."""

from collections.abc import Mapping
from typing import Any

from engine.acts.complete import Press, Ready, may_press, must_have_seen
from engine.acts.found import hold
from engine.instances.rows import step_of
from engine.registration.commands import change_card, take_number
from engine.signing import commands as signing
from engine.signing.pictures import picture_facts
from engine.work import Work


def prepare(
    work: Work, task_id: str, press: Press, seen: Ready, certificate: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the person's own signature will hold: the event with its hash, and the facts of its picture.

    For a registrar the document's number is taken now, because the signature covers it.
    """
    found = hold(work, task_id)
    task, document, published, frozen = found.task, found.document, found.published, found.frozen
    place = may_press(work, found)
    must_have_seen(step_of(published.kind, task), frozen, press)
    assert frozen is not None
    event = signing.event(work, document, task, frozen.sha256, seen.level, place.acting_for)
    if seen.signing is not None and seen.signing.registers:
        card = {**seen.answers, "registrar": work.actor.login}
        registration = take_number(
            work,
            document,
            journal=str(seen.answers.get("journal") or published.kind.filing(document.answers).journal or ""),
            card=card,
            registrar=work.actor.person,
        )
        change_card(work, registration, card)
    actor, step = work.actor.person, task.step
    picture = picture_facts(
        work,
        document,
        frozen,
        step,
        person=actor,
        level=seen.level,
        at=work.now,
        certificate=certificate,
        task=task.id,
        acting_for=place.acting_for,
    )
    return {"event": event, "sha256": signing.event_sha256(event)}, picture
