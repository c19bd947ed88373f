"""Stepping in is the same on each database."""

from collections.abc import Callable

from engine.acts import stepping_in, stopped
from engine.acts.on_its_way import on_its_way
from tests.offices import House
from tests.routes import LETTER, publishes

GIVEN = {"subject": "Құпия", "text": "T", "executors": ["facility"], "acquaint": ["chair"]}


def _does(house: House, act: Callable[..., object], *given: str) -> None:
    with house.office.work(house.actor("owner")) as work:
        act(work, *given)


def test_a_document_is_paused_goes_on_and_is_sent_back(quick_houses: House) -> None:
    publishes(quick_houses, LETTER)
    paper = quick_houses.as_("teacher").writes("letter", **GIVEN)
    quick_houses.as_("lawyer").completes("approve")

    _does(quick_houses, stepping_in.pause, paper.id, "R")
    quick_houses.goes_on(days=9)
    _does(quick_houses, stepping_in.go_on, paper.id)
    _does(quick_houses, stepping_in.send_back, paper.id, "first", "R")
    quick_houses.settle()
    with quick_houses.office.look(quick_houses.actor("owner")) as work:
        told = on_its_way(work, paper.id)
        stops = stopped.stops(work, kind="letter", state="")

    assert ([one.token for one in told.standing], told.paused, told.targets) == (["first#2"], None, ())
    assert [one.act for one in told.lines] == ["run.sent_back", "run.went_on", "run.paused"]
    assert stops == ([], 0) and quick_houses.broken() == []
