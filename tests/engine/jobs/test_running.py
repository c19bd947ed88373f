"""The office's own steps: once in effect, tried again, an incident when nothing helps, and nobody held up by another."""

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from engine import jobs
from engine.errors import Unavailable, WrongState
from engine.instances.models import Incident, Instance, Waiting
from engine.instances.queries import incidents
from engine.jobs import Job
from engine.office import OFFICE, running
from engine.steps import VERBS
from tests.engine.jobs.sent import sent as _sent
from tests.offices import House


def _replace(monkeypatch: pytest.MonkeyPatch, name: str, **changed: Any) -> None:
    monkeypatch.setitem(VERBS, name, replace(VERBS[name], **changed))  # type: ignore[arg-type]


def _told(house: House) -> list[str]:
    with house.office.look(OFFICE) as work:
        return [one.template for one in incidents(work)]


def _jobs(house: House) -> list[Job]:
    """What is left to be done for documents."""
    with house.office.look(OFFICE) as work:
        return list(work.session.scalars(select(Job).where(Job.document.is_not(None)).order_by(Job.id)))


def test_a_crash_before_the_step_is_kept_leaves_nothing_and_the_step_is_done_again(
    quick_houses: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, keep, tries = quick_houses, VERBS["make_rendition"].keep, []

    def crashing(*given: Any) -> Any:
        tries.append(1)
        kept = keep(*given)
        if len(tries) < 3:
            raise RuntimeError("the power failed")
        return kept

    _replace(monkeypatch, "make_rendition", keep=crashing)
    paper = _sent(house)
    house.settle()
    assert paper.view().rendition is None
    assert house.as_("chair").tasks() == []

    house.goes_on(seconds=6)
    house.goes_on(seconds=31)

    assert len(tries) == 3
    assert paper.state == "on_approval"
    assert paper.view().rendition is not None
    assert (_told(house), _jobs(house), house.broken()) == ([], [], [])


def test_a_step_that_always_fails_is_given_up_after_its_pauses_with_one_incident(
    quick_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, tries = quick_house, []

    def failing(*given: Any) -> Any:
        tries.append(house.office.tools.clock.now())
        raise RuntimeError("always")

    _replace(monkeypatch, "make_rendition", do=failing)
    paper = _sent(house)
    house.settle()
    for pause in jobs.PAUSES:
        house.goes_on(seconds=pause.total_seconds() + 1)
    house.goes_on(days=2)

    assert len(tries) == 1 + len(jobs.PAUSES)
    assert _told(house) == ["Expected the step to be done, but it failed: {error}."]
    assert [one.state for one in _jobs(house)] == ["dead"]
    assert house.broken() == []

    monkeypatch.undo()
    with house.office.work(OFFICE) as work:
        jobs.revive(work.session, _jobs(house)[0].id, now=work.now)
    house.settle()
    assert paper.state == "on_approval"
    assert _told(house) == []
    assert house.broken() == []


def test_a_job_of_a_dead_runner_is_finished_by_another_and_once(quick_house: House) -> None:
    house, paper = quick_house, _sent(quick_house)
    with house.office.work(OFFICE) as work:
        dead = jobs.claim(work.session, "dead", now=work.now, real=work.now)
    assert dead is not None
    assert not running.run_one(house.office, "second")
    with house.office.work(OFFICE) as work:
        work.session.execute(update(Job).where(Job.state == "running").values(lease_until=work.now - timedelta(days=1)))

    assert running.run_one(house.office, "second")
    with pytest.raises(running.TakenOver):
        running._step(house.office, dead)

    assert paper.state == "on_approval"
    assert (_jobs(house), house.broken()) == ([], [])


def test_a_runner_that_was_taken_over_keeps_nothing(quick_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house, do, raced = quick_house, VERBS["make_rendition"].do, []

    def slow(*given: Any) -> Any:
        made = do(*given)
        if not raced:
            raced.append(1)
            with house.office.work(OFFICE) as work:
                work.session.execute(update(Job).values(owner="another"))
        return made

    _replace(monkeypatch, "make_rendition", do=slow)
    paper = _sent(house)
    running.run_one(house.office, "slow")

    assert paper.view().rendition is None
    assert [(one.state, one.owner) for one in _jobs(house)] == [("running", "another")]


def test_a_document_withdrawn_while_a_step_is_made_stays_withdrawn(
    quick_houses: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, do = quick_houses, VERBS["make_rendition"].do
    paper = _sent(house)

    def slow(*given: Any) -> Any:
        house.as_("teacher").withdraws(paper)
        return do(*given)

    _replace(monkeypatch, "make_rendition", do=slow)
    house.settle()

    assert paper.state == "withdrawn"
    assert paper.view().rendition is None
    assert (_told(house), _jobs(house), house.broken()) == ([], [], [])


@pytest.mark.parametrize("wrong", [Unavailable(), WrongState(), RuntimeError("x")])
def test_a_step_that_fails_for_a_document_already_withdrawn_troubles_nobody(
    quick_house: House, monkeypatch: pytest.MonkeyPatch, wrong: Exception
) -> None:
    house = quick_house
    paper = _sent(house)

    def slow(*given: Any) -> Any:
        house.as_("teacher").withdraws(paper)
        raise wrong

    _replace(monkeypatch, "make_rendition", do=slow)
    house.settle()
    house.goes_on(days=1)

    assert (_told(house), _jobs(house), house.broken()) == ([], [], [])


def test_no_answer_from_outside_is_asked_for_after_5_15_60_minutes_then_every_4_hours_and_a_person_after_three_days(
    quick_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, asked = quick_house, []

    def silent(*given: Any) -> Any:
        asked.append(house.office.tools.clock.now())
        raise Unavailable("Expected an answer from outside, but none came. Try again later.")

    _replace(monkeypatch, "make_rendition", do=silent)
    paper = _sent(house)
    for _ in range(40):
        due = _jobs(house)[0].run_at
        house.office.tools.clock.set(max(due, house.office.tools.clock.now()))
        house.settle()

    pauses = [round((late - early) / timedelta(minutes=1)) for early, late in itertools.pairwise(asked)]
    assert pauses[:5] == [5, 15, 60, 240, 240]
    assert set(pauses[3:]) == {240}
    assert _told(house) == ["Expected an answer from outside, but none came. Try again later."]
    assert asked[-1] - asked[0] > timedelta(days=5)

    monkeypatch.undo()
    house.goes_on(hours=5)
    assert paper.view().rendition is not None or paper.state == "on_approval"
    assert _told(house) == []


def test_the_run_of_one_document_does_not_hold_up_the_others(quick_house: House) -> None:
    house = quick_house
    bad, good = _sent(house, "Бірінші"), _sent(house, "Екінші")
    house.settle()
    with house.office.work(OFFICE) as work:
        spoilt = work.get(Instance, bad.id)
        spoilt.state = spoilt.state[:-1] + bytes([spoilt.state[-1] ^ 1])
        work.session.execute(update(Instance).values(next_due=work.now))

    house.goes_on(days=3)

    assert [one.overdue for one in house.as_("chair").tasks() if one.document == good.id] == [True]
    with house.office.look(OFFICE) as work:
        found = list(work.session.scalars(select(Incident)))
    assert [(one.document_id, one.template) for one in found] == [
        (bad.id, "Expected a state sealed by this office, but it has been changed. Rebuild it from its log.")
    ]


def test_settled_is_never_said_between_two_automatic_steps(quick_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between every two transactions of the jobs, and inside every slow part, the office is asked."""
    house = quick_house
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")
    paper = house.as_("registrar").completes("register", level="simple", settle=False)
    said: list[tuple[bool, bool]] = []

    def waits() -> bool:
        with house.office.look(OFFICE) as work:
            return work.session.scalar(select(Waiting.token).where(Waiting.type == "verb").limit(1)) is not None

    def ask() -> None:
        said.append((waits(), house.office.settled(paper.id)))

    for name in ("assign_number", "close_rendition"):
        do = VERBS[name].do
        _replace(monkeypatch, name, do=lambda *given, do=do: (ask(), do(*given))[1])
    ask()
    while running.run_one(house.office, "one"):
        ask()

    assert {settled for waiting, settled in said if waiting} == {False}
    assert said[-1] == (False, True)
    assert paper.state == "on_execution"
