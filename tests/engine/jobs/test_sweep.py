"""Looking for what is due: whoever always fails waits behind the others."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from engine.documents.models import Document
from engine.errors import WrongState
from engine.instances.models import Instance, Task
from engine.instances.progress import raise_incident
from engine.office import OFFICE, looking, running
from tests.engine.jobs.sent import sent as _sent
from tests.offices import House


def test_runs_and_alarms_that_always_fail_do_not_starve_the_rest(
    quick_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = quick_house
    monkeypatch.setattr(running, "MOST", 2)
    bad, good = [_sent(house, f"Нашар {n}").id for n in range(3)], _sent(house, "Жақсы").id
    house.settle()
    with house.office.work(OFFICE) as work:
        for at, id in enumerate((*bad, good)):
            work.get(Instance, id).next_due = work.now - timedelta(hours=9 - at)
        work.session.execute(update(Task).values(alarm_at=None, alarm=None))
        for at, id in enumerate((*bad, good)):
            alarm = update(Task).where(Task.document_id == id, Task.state == "open")
            work.session.execute(alarm.values(alarm_at=work.now - timedelta(hours=9 - at), alarm="due"))
    woken: list[str] = []
    sounded: list[str] = []

    def wakes(work: Any, document_id: str) -> None:
        woken.append(document_id)
        if document_id in bad:
            raise WrongState("Expected no way on, but this one is stuck.")
        work.get(Instance, document_id).next_due = None

    def sounds(work: Any, task_id: str) -> None:
        task = work.get(Task, task_id)
        sounded.append(task.document_id)
        if task.document_id in bad:
            raise RuntimeError("no alarm")
        task.alarm_at = None

    monkeypatch.setattr(running, "wake", wakes)
    monkeypatch.setattr(running.alarms, "sound", sounds)
    running.sweep(house.office)
    running.sweep(house.office)
    running.sweep(house.office)

    assert woken == [*bad, good]
    assert sounded == [*bad, good]
    house.authority.moved += running.SET_BACK
    running.sweep(house.office)
    assert woken[4:] == bad[:2], "those that failed have their turn again"


def test_what_was_set_back_has_its_turn_when_it_is_asked_for(quick_house: House) -> None:
    house = quick_house
    paper = _sent(house)
    house.settle()
    with house.office.work(OFFICE) as work:
        raise_incident(work, work.get(Document, paper.id), "", "Expected no way on, but this one is stuck.", {})
        work.get(Instance, paper.id).next_due = work.now + running.SET_BACK

    looking.check_now(house.office, house.actor("owner"), paper.id)

    with house.office.look(OFFICE) as work:
        due = work.get(Instance, paper.id).next_due
        assert due is not None and due <= work.now
