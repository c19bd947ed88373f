"""The threads that run jobs go on whatever fails in them, and somebody hears of work that was given up."""

import threading
from collections.abc import Callable
from time import monotonic, sleep

import pytest

from engine.errors import WrongState
from engine.notices.queries import feed
from engine.office import OFFICE, chores, running
from engine.worker import Worker, last_beat
from tests.offices import House


def _fails(*given: object) -> None:
    raise KeyError("x")


def _soon(happens: Callable[[], bool]) -> bool:
    end = monotonic() + 20
    while monotonic() < end:
        if happens():
            return True
        sleep(0.05)
    return False


def test_a_mistake_in_looking_for_what_is_due_ends_no_thread(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, looks = Worker(small_house.office), []

    def sweep(office: object) -> None:
        looks.append(1)
        if len(looks) == 1:
            raise KeyError("x")

    monkeypatch.setattr("engine.worker.sweep", sweep)
    monkeypatch.setattr("engine.worker.SWEEP", 0.1)
    worker.start()
    again = _soon(lambda: len(looks) > 2)
    alive = [one.name for one in threading.enumerate() if one.name.startswith("jobs-")]
    worker.stop()

    assert again
    assert len(alive) == 2
    assert last_beat(small_house.office.tools.settings) is not None


def test_letters_of_the_morning_that_fail_hold_no_run_up(small_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house = small_house
    paper = house.as_("teacher").writes()
    monkeypatch.setattr("engine.office.running.sending.mornings_due", lambda work: [1])
    monkeypatch.setattr("engine.office.running.sending.write_mornings", _fails)

    house.goes_on(days=9)

    assert paper.view("chair").tasks[-1].overdue


def test_work_without_a_document_that_was_given_up_is_told_to_those_who_mend_it(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = small_house
    house.settle()

    def refused(work: object, args: object) -> None:
        raise WrongState("Expected another administrator, but there is none.")

    monkeypatch.setitem(chores.CHORES, "leave", refused)
    with house.office.work(OFFICE) as work:
        work.later("leave", {"person": 1})
    while running.run_one(house.office, "test"):
        pass

    with house.office.look(house.actor("admin")) as work:
        told = [one.act for one in feed(work)]
    assert "job.failed" in told
