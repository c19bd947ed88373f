"""A term is moved by request: the executor proposes, the author of the resolution decides, the history stays (J-10)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from engine.acts.views import document_view, history
from engine.control import commands, queries
from engine.control.models import Control
from engine.errors import Invalid, NotAllowed, NotFound, WrongState
from engine.instances.models import Candidate, Task
from engine.notices.queries import feed
from engine.office import OFFICE
from engine.people.queries import person
from engine.resolutions.models import Resolution
from tests.offices import House, Paper

ALMATY = ZoneInfo("Asia/Almaty")
REASON = "Қосалқы бөлшек келмеді"


@pytest.fixture
def memo(quick_houses: House) -> Paper:
    """A registered memo that waits for its executor's report; today is Wednesday, 2 December 2026."""
    quick_houses.office.tools.clock.set(datetime(2026, 12, 2, 10, tzinfo=ALMATY))
    return quick_houses.registers_a_memo()


def _task(memo: Paper) -> str:
    return memo.house.as_("facility").tasks()[0].id


def _asks(memo: Paper, day: date, reason: str = REASON, *, login: str = "facility") -> int:
    task = _task(memo)
    with memo.house.office.work(memo.house.actor(login)) as work:
        return commands.propose_due(work, task, day, reason).id


def _grants(memo: Paper, change: int, *, login: str = "dean", **given: Any) -> None:
    with memo.house.office.work(memo.house.actor(login)) as work:
        commands.grant_due(work, change, **given)


def _refuses(memo: Paper, change: int, comment: str = "Күту мүмкін емес", *, login: str = "dean") -> None:
    with memo.house.office.work(memo.house.actor(login)) as work:
        commands.refuse_due(work, change, comment)


def _row(memo: Paper, task: str) -> Task:
    with memo.house.office.look(OFFICE) as work:
        return work.get(Task, task)


def _changes(memo: Paper, login: str = "dean") -> list[queries.DueChangeCard]:
    with memo.house.office.look(memo.house.actor(login)) as work:
        return queries.due_changes(work, memo.id)


def _told(memo: Paper, login: str) -> list[str]:
    with memo.house.office.look(memo.house.actor(login)) as work:
        return [one.sentence for one in feed(work)]


def test_a_granted_request_moves_the_term_the_list_the_reminder_and_the_resolution(memo: Paper) -> None:
    task, wanted = _task(memo), datetime(2026, 12, 18, 18, tzinfo=ALMATY)
    before = _row(memo, task).due

    _grants(memo, _asks(memo, date(2026, 12, 18)))

    row = _row(memo, task)
    with memo.house.office.look(OFFICE) as work:
        places = list(work.session.scalars(select(Candidate.due).where(Candidate.task_id == task)))
        resolution = work.session.scalars(select(Resolution.due).where(Resolution.document_id == memo.id)).one()
    assert (row.due, row.due_moved, row.overdue, places) == (wanted, True, False, [wanted])
    assert resolution == date(2026, 12, 18)
    assert (row.alarm, row.alarm_at and row.alarm_at < wanted) == ("half", True)
    assert [(one.state, one.before, one.granted) for one in _changes(memo)] == [("granted", before, wanted)]
    assert memo.view().requisites["due"] == "2026-12-18"
    assert memo.house.broken() == []


def test_who_decides_is_told_and_the_executor_hears_the_answer(memo: Paper) -> None:
    change = _asks(memo, date(2026, 12, 18))

    with memo.house.office.look(memo.house.actor("dean")) as work:
        waiting = [one.id for one in queries.waiting_for(work)]
    with memo.house.office.look(memo.house.actor("facility")) as work:
        own = list(queries.waiting_for(work))
    _refuses(memo, change)

    assert (waiting, own) == ([change], [])
    assert "{who} asks to move the term of {step} to {due}: {title}" in _told(memo, "dean")
    assert "{who} did not move the term of {step}: {title}" in _told(memo, "facility")
    assert [(one.state, one.answer) for one in _changes(memo)] == [("refused", "Күту мүмкін емес")]
    with memo.house.office.look(memo.house.actor("dean")) as work:
        assert {"task.due_proposed", "task.due_refused"} <= {one.act for one in history(work, memo.id)}


def test_another_day_than_the_wanted_may_be_granted(memo: Paper) -> None:
    task = _task(memo)

    _grants(memo, _asks(memo, date(2026, 12, 31)), day=date(2026, 12, 21), comment="Одан әрі емес")

    assert _row(memo, task).due == datetime(2026, 12, 21, 18, tzinfo=ALMATY)


def test_a_term_that_has_passed_is_overdue_no_more_when_it_is_moved(memo: Paper) -> None:
    task = _task(memo)
    for _ in range(4):
        memo.house.goes_on(days=3)
    late = _row(memo, task)

    _grants(memo, _asks(memo, date(2026, 12, 21)))

    assert late.overdue is True
    assert _row(memo, task).overdue is False


@pytest.mark.parametrize(
    ("day", "reason", "sentence"),
    [
        (date(2026, 12, 1), REASON, "is past"),
        (date(2100, 1, 1), REASON * 5, "within 5 years"),
        (date(2028, 1, 10), REASON, "within a year, or a reason"),
        (date(2026, 12, 9), REASON, "another day than the present"),
        (date(2026, 12, 18), "  ", "says why"),
        (date(2026, 12, 18), "қ" * 1001, "at most 1000"),
        (date(2026, 12, 18), "a\0b", "cannot be shown"),
    ],
)
def test_a_bad_request_is_refused_in_a_sentence(memo: Paper, day: date, reason: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        _asks(memo, day, reason)

    assert sentence in refused.value.problems[0].message


def test_a_term_beyond_a_year_needs_a_reason_that_explains_it(memo: Paper) -> None:
    change = _asks(memo, date(2028, 1, 10), REASON + ", зауытта тек келесі жылы шығарылады")

    assert change


def test_a_second_request_waits_until_the_first_is_answered(memo: Paper) -> None:
    first = _asks(memo, date(2026, 12, 18))
    with pytest.raises(WrongState):
        _asks(memo, date(2026, 12, 21))

    _refuses(memo, first)

    assert _asks(memo, date(2026, 12, 21)) > first


def test_only_who_has_the_task_asks_and_only_who_controls_decides(memo: Paper) -> None:
    for login in ("teacher", "stranger", "admin"):
        with pytest.raises(NotAllowed):
            _asks(memo, date(2026, 12, 18), login=login)
    change = _asks(memo, date(2026, 12, 18))

    for login in ("facility", "teacher", "stranger", "admin"):
        with pytest.raises(NotAllowed):
            _grants(memo, change, login=login)
        with pytest.raises(NotAllowed):
            _refuses(memo, change, login=login)
    with pytest.raises(NotFound):
        _grants(memo, 10**6)


def test_a_request_on_a_task_that_ended_has_lapsed_and_is_decided_no_more(memo: Paper) -> None:
    change = _asks(memo, date(2026, 12, 18))
    memo.house.as_("facility").completes("report", report="Ауыстырылды")

    with pytest.raises(WrongState):
        _grants(memo, change)

    assert [one.state for one in _changes(memo)] == ["lapsed"]


def test_an_answer_is_given_once(memo: Paper) -> None:
    change = _asks(memo, date(2026, 12, 18))
    _grants(memo, change)

    with pytest.raises(WrongState):
        _refuses(memo, change)


def test_terms_of_approval_are_not_moved_by_request(quick_house: House) -> None:
    paper = quick_house.as_("teacher").writes()
    task = quick_house.as_("chair").tasks()[0].id

    with pytest.raises(WrongState), quick_house.office.work(quick_house.actor("chair")) as work:
        commands.propose_due(work, task, date(2030, 1, 1), REASON)

    assert paper.state == "on_approval"


def test_a_controller_named_in_the_document_controls_it_and_may_read_it(memo: Paper) -> None:
    with memo.house.office.work(OFFICE) as work:
        document = commands.instances.hold(work, memo.id)[1]
        commands.take_named(work, document, {"controller": "stranger"})

    with memo.house.office.look(memo.house.actor("stranger")) as work:
        assert document_view(work, memo.id).document.id == memo.id
        named = {(one.person_id, one.why) for one in work.session.scalars(select(Control))}
        assert named == {(person(work, "dean").id, "resolution"), (person(work, "stranger").id, "named")}
    _grants(memo, _asks(memo, date(2026, 12, 18)), login="stranger")
