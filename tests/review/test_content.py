"""What a person sends is what he wrote last, also when two windows are open."""

import pytest

from engine.acts import complete, start
from engine.acts.found import Found
from engine.errors import Stale
from engine.office import press
from engine.work import Work
from tests.engine.conftest import quick_houses  # noqa: F401
from tests.offices import House, Paper
from tests.pki import PASSPHRASE


def _content(house: House, paper: Paper) -> tuple[str, str]:
    shown = paper.view().document
    return shown.title, shown.answers["text"]


def test_sending_again_sends_what_was_revised_meanwhile_and_writes_nothing_over_it(
    quick_houses: House,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = quick_houses
    paper = house.as_("teacher").writes(subject="Бірінші", text="Бірінші мәтін")
    house.as_("chair").completes("return", comment="Толықтырыңыз")
    task, hold = house.as_("teacher").tasks()[0], complete.hold

    def overtaken(work: Work, task_id: str) -> Found:
        start.revise(work, paper.id, {"subject": "Екінші", "text": "Екінші мәтін"})
        work.session.flush()
        return hold(work, task_id)

    monkeypatch.setattr(complete, "hold", overtaken)
    press.complete(house.office, house.actor("teacher"), task.id, complete.Press("submit"))
    house.settle()

    assert _content(house, paper) == ("Екінші", "Екінші мәтін")
    assert paper.state == "on_approval"
    assert house.broken() == []


def test_sending_again_with_proof_is_refused_when_the_document_was_revised_meanwhile(
    quick_houses: House,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = quick_houses
    paper = house.as_("teacher").writes(subject="Бірінші", text="Бірінші мәтін")
    house.as_("chair").completes("return", comment="Толықтырыңыз")
    task, ready = house.as_("teacher").tasks()[0], complete.ready

    def overtaken(*given: object) -> complete.Ready:
        seen = ready(*given)  # type: ignore[arg-type]
        with house.office.work(house.actor("teacher")) as work:
            start.revise(work, paper.id, {"subject": "Екінші", "text": "Екінші мәтін"})
        return seen

    monkeypatch.setattr(complete, "ready", overtaken)
    with pytest.raises(Stale):
        press.complete(house.office, house.actor("teacher"), task.id, complete.Press("submit", password=PASSPHRASE))

    assert _content(house, paper) == ("Екінші", "Екінші мәтін")
    assert paper.state == "rework"
    assert house.broken() == []
