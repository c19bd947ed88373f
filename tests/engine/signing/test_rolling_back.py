"""An invalid signature is taken out of the file, and nothing that stands on it stays in."""

import pytest
from sqlalchemy import select

from engine.documents.models import Document, Rendition
from engine.instances.models import Task
from engine.office import Work
from engine.signing import commands
from engine.signing.models import Signature
from engine.signing.queries import rendition
from tests.offices import House, Paper


def _signs(work: Work, paper: Paper, frozen: Rendition, field: str, level: str = "simple") -> Signature:
    """A signature put into the newest file, on top of what is in it."""
    document = work.get(Document, paper.id)
    real = work.session.scalars(select(Task).where(Task.document_id == paper.id)).first()
    assert real is not None
    task = Task(id=real.id, step=field, document_id=paper.id)
    event = commands.event(work, document, task, frozen.sha256, level, None)
    signature = commands.ask(work, frozen, task, event, level, None)
    signature.person_id = document.initiator_id
    content = work.tools.files.get(frozen.latest) + f"\n{field} {signature.attempt}".encode()
    grown = work.tools.files.put(content)
    commands.put(work, signature, frozen, built_on=frozen.latest, sha256=grown, certificate=b"c")
    work.session.flush()
    return signature


def _frozen(work: Work, paper: Paper) -> Rendition:
    found = rendition(work, work.get(Document, paper.id))
    assert found is not None
    return found


@pytest.mark.parametrize(("level", "then"), [("simple", "asked"), ("certificate", "invalid")])
def test_a_signature_on_top_of_an_invalid_one_goes_with_it(quick_house: House, level: str, then: str) -> None:
    paper = quick_house.as_("teacher").writes()

    with quick_house.office.work(quick_house.actor("teacher")) as work:
        frozen = _frozen(work, paper)
        first = _signs(work, paper, frozen, "one")
        beneath = frozen.latest
        second = _signs(work, paper, frozen, "two")
        third = _signs(work, paper, frozen, "three", level)
        commands.decide(work, second, "invalid")
        commands.roll_back(work, frozen, second)

        assert frozen.latest == beneath
        assert (first.state, third.state) == ("put", then)


def test_what_was_set_aside_before_is_no_ground_to_go_back_to(quick_house: House) -> None:
    paper = quick_house.as_("teacher").writes()

    with quick_house.office.work(quick_house.actor("teacher")) as work:
        frozen = _frozen(work, paper)
        for field in ("one", "two"):
            signature = _signs(work, paper, frozen, field)
            commands.decide(work, signature, "invalid")
            commands.roll_back(work, frozen, signature)

        assert frozen.latest == frozen.sha256


def test_a_signature_that_was_never_put_takes_nothing_away(quick_house: House) -> None:
    paper = quick_house.as_("teacher").writes()

    with quick_house.office.work(quick_house.actor("teacher")) as work:
        frozen = _frozen(work, paper)
        held = _signs(work, paper, frozen, "one")
        asked = _signs(work, paper, frozen, "one")
        asked.certificate = None
        newest = frozen.latest
        commands.roll_back(work, frozen, asked)

        assert frozen.latest == newest
        assert held.state == "put"
