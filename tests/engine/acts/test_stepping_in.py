"""Stepping into one document on its way: pausing it, sending it back."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine.acts import moving, stepping_in
from engine.audit import records
from engine.catalogue.queries import current
from engine.errors import Invalid, NotAllowed, NotFound, WrongState
from engine.instances import sending_back
from engine.instances.commands import hold
from engine.instances.models import Task
from engine.instances.moving import entries
from engine.notices.queries import feed
from engine.office import OFFICE, press
from tests.engine.cheap import made_cheap
from tests.offices import House, Paper
from tests.routes import LETTER, Node, publishes

GIVEN = {"subject": "Құпия", "text": "T", "executors": ["facility"], "acquaint": ["chair"]}


@pytest.fixture
def house(small_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    made_cheap(monkeypatch)
    small_house.office.tools.clock.set(datetime.fromisoformat("2026-12-02T10:00+05:00"))
    publishes(small_house, LETTER)
    return small_house


def _letter(house: House) -> Paper:
    return house.as_("teacher").writes("letter", **GIVEN)


def _steps_in(house: House, act: str, *given: Any, login: str = "owner") -> Any:
    with house.office.work(house.actor(login)) as work:
        return getattr(stepping_in, act)(work, *given)


def _open(house: House, paper: Paper) -> list[str]:
    with house.office.look(OFFICE) as work:
        query = select(Task.token).where(Task.document_id == paper.id, Task.state == "open")
        return list(work.session.scalars(query.order_by(Task.token)))


def _acts(house: House, paper: Paper) -> list[str]:
    with house.office.look(OFFICE) as work:
        return [one.act for one in records(work.session, f"document:{paper.id}")]


def _told(house: House, login: str) -> list[str]:
    with house.office.look(house.actor(login)) as work:
        return [one.act for one in feed(work)]


# Pausing


def test_nothing_happens_while_a_document_is_paused_and_terms_get_their_time_back(house: House) -> None:
    paper = _letter(house)
    task = house.as_("lawyer").tasks()[0]
    _steps_in(house, "pause", paper.id, "Тексеру жүріп жатыр")

    with pytest.raises(WrongState) as refused:
        house.as_("lawyer").completes("approve")
    house.goes_on(days=7)

    assert "Тексеру жүріп жатыр" in str(refused.value)
    assert _open(house, paper) == ["first#1"] and "task.overdue" not in _acts(house, paper)
    assert house.broken() == []
    _steps_in(house, "go_on", paper.id)
    after = house.as_("lawyer").tasks()[0]
    assert task.due is not None and after.due is not None and (after.due - task.due).days == 7
    house.as_("lawyer").completes("approve")
    assert _open(house, paper) == ["second#1"]
    assert [one for one in _acts(house, paper) if one.startswith("run.")] == ["run.paused", "run.went_on"]


def test_verbs_and_moments_wait_until_a_paused_document_goes_on(house: House) -> None:
    timed = LETTER.put("late", Node("timer", "lawyer", on="first", after='"P1D"'))
    timed = timed.link("late", "second")
    publishes(house, timed)
    paper = _letter(house)
    _steps_in(house, "pause", paper.id, "R")

    house.goes_on(days=3)
    waited = _open(house, paper)
    _steps_in(house, "go_on", paper.id)
    house.settle()

    assert (waited, _open(house, paper)) == (["first#1"], ["second#1"])
    assert house.broken() == []


def test_a_step_of_the_office_that_is_owed_while_paused_is_done_afterwards(house: House) -> None:
    id = press.start_document(house.office, house.actor("teacher"), "letter", GIVEN, submit=True)
    paper = Paper(house, id)
    _steps_in(house, "pause", id, "R")

    house.settle()
    waited = _open(house, paper)
    broken = house.broken()
    _steps_in(house, "go_on", id)
    house.settle()

    assert (waited, broken, _open(house, paper)) == ([], [], ["first#1"])


def test_only_owners_and_the_records_administrator_step_in_and_with_a_reason(house: House) -> None:
    paper = _letter(house)

    for login in ("teacher", "lawyer", "registrar", "admin"):
        with pytest.raises(NotAllowed):
            _steps_in(house, "pause", paper.id, "R", login=login)
    with pytest.raises(Invalid):
        _steps_in(house, "pause", paper.id, " ")
    with pytest.raises(NotFound):
        _steps_in(house, "pause", "nothing", "R")
    with pytest.raises(WrongState):
        _steps_in(house, "go_on", paper.id)
    _steps_in(house, "pause", paper.id, "R", login="records")
    with pytest.raises(WrongState):
        _steps_in(house, "pause", paper.id, "R")
    assert "run.paused" in _told(house, "teacher")


# Sending back


def test_a_document_goes_back_to_an_earlier_approver_who_decides_again(house: House) -> None:
    paper = _letter(house)
    house.as_("lawyer").completes("approve")

    _steps_in(house, "send_back", paper.id, "first", "Қайта қараңыз")
    house.settle()

    assert _open(house, paper) == ["first#2"]
    assert [one.step for one in house.as_("lawyer").tasks()] == ["first"]
    assert house.broken() == []
    house.as_("lawyer").completes("approve")
    assert _open(house, paper) == ["second#2"]
    assert "run.sent_back" in _acts(house, paper)
    assert house.broken() == []


def test_who_loses_his_task_reads_why(house: House) -> None:
    paper = _letter(house)
    house.as_("lawyer").completes("approve")

    _steps_in(house, "send_back", paper.id, "first", "Қайта қараңыз")

    with house.office.look(OFFICE) as work:
        gone = work.session.scalars(select(Task).where(Task.document_id == paper.id, Task.token == "second#1")).one()
    assert (gone.state, gone.comment) == ("withdrawn", "Қайта қараңыз")
    assert "run.sent_back" in _told(house, "teacher")


def test_a_running_moment_of_the_step_is_taken_away_with_it(house: House) -> None:
    timed = LETTER.put("late", Node("timer", "finance", on="second", after='"P1D"')).link("late", "rework")
    publishes(house, timed)
    paper = _letter(house)
    house.as_("lawyer").completes("approve")

    _steps_in(house, "send_back", paper.id, "first", "R")
    house.goes_on(days=3)

    assert _open(house, paper) == ["first#2"]
    assert house.broken() == []


def test_a_document_is_not_sent_where_it_has_not_been_nor_out_of_side_by_side_steps(house: House) -> None:
    paper = _letter(house)
    for step in ("second", "first", "execute", "freeze", "nothing"):
        with pytest.raises(WrongState):
            _steps_in(house, "send_back", paper.id, step, "R")
    house.as_("lawyer").completes("approve")
    with pytest.raises(Invalid):
        _steps_in(house, "send_back", paper.id, "first", "")
    with pytest.raises(NotAllowed):
        _steps_in(house, "send_back", paper.id, "first", "R", login="admin")

    for one in ("finance", "accountant"):
        tasks = house.as_(one).tasks()
        if tasks:
            house.as_(one).completes("approve")
    with pytest.raises(WrongState):
        _steps_in(house, "send_back", paper.id, "first", "R")


def test_a_document_that_was_sent_back_is_not_sent_forward_past_who_is_asked_again(house: House) -> None:
    paper = _letter(house)
    house.as_("lawyer").completes("approve")
    _steps_in(house, "send_back", paper.id, "first", "R")

    with pytest.raises(WrongState):
        _steps_in(house, "send_back", paper.id, "second", "R")

    house.as_("lawyer").completes("return", comment="Қате")
    house.as_("teacher").completes("submit", **GIVEN)
    with pytest.raises(WrongState):
        _steps_in(house, "send_back", paper.id, "second", "R")
    _steps_in(house, "send_back", paper.id, "rework", "R")
    assert (_open(house, paper), paper.state) == (["rework#2"], "rework")
    house.as_("teacher").completes("submit", **GIVEN)
    assert house.as_("lawyer").tasks()[0].round == 3
    assert house.broken() == []


def test_a_step_inside_a_branch_that_is_joined_is_no_place_to_be_sent_to(house: House) -> None:
    with house.office.look(OFFICE) as work:
        order = current(work, "order").kind.diagram

    assert sending_back.in_branch(order, "approve_lawyer") and sending_back.in_branch(order, "approve_finance")
    assert not sending_back.in_branch(order, "sign_rector")


def test_a_document_that_was_sent_back_follows_a_new_version_or_is_told_why_not(house: House) -> None:
    paper = _letter(house)
    house.as_("lawyer").completes("approve")
    _steps_in(house, "send_back", paper.id, "first", "R")
    house.as_("lawyer").completes("approve")
    two = publishes(house, LETTER.change("second", days=9))
    three = publishes(house, LETTER.redraw("first", "early"))

    with house.office.look(house.actor("owner")) as work:
        [same] = moving.look(work, "letter", two)[0]
        [cannot] = moving.look(work, "letter", three)[0]

    assert same.plan.outcome == "changes" and same.plan.appear == ()
    assert cannot.plan.outcome == "cannot"
    with house.office.work(house.actor("owner")) as work:
        moving.order(work, "letter", two, None, "R")
    house.settle()
    assert house.broken() == []


def test_the_state_after_sending_back_is_that_of_its_log(house: House) -> None:
    paper = _letter(house)
    house.as_("lawyer").completes("approve")
    _steps_in(house, "send_back", paper.id, "first", "R")

    with house.office.work(OFFICE) as work:
        instance, _document, published = hold(work, paper.id)
        machine = work.tools.machine
        again = machine.replay(published.spec, entries(work, paper.id))
        assert again.state == instance.state
