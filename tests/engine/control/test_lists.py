"""The control lists and the overviews say what is so."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from engine.control import absent, commands, lists, overviews
from engine.control.lists import Wanted
from engine.errors import Invalid, NotAllowed
from engine.instances.models import Candidate
from engine.office import OFFICE
from tests.offices import House, Paper

ALMATY = ZoneInfo("Asia/Almaty")


@pytest.fixture
def memo(quick_houses: House) -> Paper:
    """A registered memo that waits for its executor until Wednesday the 9th; today is Wednesday, 2 December 2026."""
    quick_houses.office.tools.clock.set(datetime(2026, 12, 2, 10, tzinfo=ALMATY))
    return quick_houses.registers_a_memo()


def _at(memo: Paper, moment: str) -> None:
    memo.house.office.tools.clock.set(datetime.fromisoformat(moment).replace(tzinfo=ALMATY))


def _tabs(memo: Paper, login: str, scope: str) -> dict[str, int]:
    with memo.house.office.look(memo.house.actor(login)) as work:
        return {tab: many for tab, many in lists.counts(work, Wanted(scope)).items() if many}


def _lines(memo: Paper, login: str, wanted: Wanted) -> list[lists.ControlLine]:
    with memo.house.office.look(memo.house.actor(login)) as work:
        return lists.page(work, wanted)[0]


def _done(memo: Paper) -> None:
    memo.house.as_("facility").completes("report", report="Ауыстырылды")


def test_a_task_goes_from_this_week_to_today_to_overdue_to_done_late(memo: Paper) -> None:
    seen = [_tabs(memo, "facility", "mine")]
    for moment in ("2026-12-07 09:00", "2026-12-09 09:00", "2026-12-09 19:00"):
        _at(memo, moment)
        seen.append(_tabs(memo, "facility", "mine"))
    _done(memo)

    assert seen == [
        {"open": 1},
        {"open": 1, "week": 1},
        {"open": 1, "today": 1, "week": 1},
        {"open": 1, "overdue": 1},
    ]
    assert _tabs(memo, "facility", "mine") == {"late": 1}
    assert [one.standing for one in _lines(memo, "facility", Wanted("mine", "late"))] == ["late"]


def test_the_author_of_a_resolution_under_control_sees_what_he_controls(memo: Paper) -> None:
    (line,) = _lines(memo, "dean", Wanted("controlled"))

    assert (line.task.document, line.standing, line.number, line.readable) == (memo.id, "in_time", memo.number, True)
    assert [one.login for one in line.task.candidates] == ["facility"]
    assert _lines(memo, "dean", Wanted("mine")) == []
    assert _lines(memo, "chair", Wanted("controlled")) == []


def test_an_extended_term_is_told_and_done_in_time_counts_as_in_time(memo: Paper) -> None:
    task = memo.house.as_("facility").tasks()[0].id
    with memo.house.office.work(memo.house.actor("facility")) as work:
        change = commands.propose_due(work, task, date(2026, 12, 18), "Бөлшек жоқ").id
    with memo.house.office.work(memo.house.actor("dean")) as work:
        commands.grant_due(work, change)

    assert [one.standing for one in _lines(memo, "dean", Wanted("controlled", "extended"))] == ["extended"]
    _at(memo, "2026-12-18 17:00")
    _done(memo)

    assert _tabs(memo, "dean", "controlled") == {"in_time": 1}


def test_a_head_sees_the_tasks_of_his_people_without_titles_he_may_not_read(memo: Paper) -> None:
    assert [one.readable for one in _lines(memo, "facility", Wanted("unit"))] == [True]
    (line,) = _lines(memo, "registrar", Wanted("all"))
    assert line.title == memo.view().document.title
    for login, scope in (("teacher", "unit"), ("dean", "all"), ("admin", "all")):
        with pytest.raises(NotAllowed):
            _lines(memo, login, Wanted(scope))


def test_lists_are_narrowed_by_kind_unit_and_period(memo: Paper) -> None:
    unit = memo.view().document.unit_code

    def many(**given: object) -> int:
        return len(_lines(memo, "dean", Wanted("controlled", **given)))  # type: ignore[arg-type]

    assert (many(kind="memo"), many(kind="order")) == (1, 0)
    assert (many(unit=unit), many(unit="facility")) == (1, 0)
    assert many(since=date(2026, 12, 9), until=date(2026, 12, 9)) == 1
    assert many(until=date(2026, 12, 8)) == 0
    with pytest.raises(Invalid):
        many(tab="all")


def test_the_head_of_a_unit_sees_its_load_and_the_house_its_discipline(memo: Paper) -> None:
    _at(memo, "2026-12-10 10:00")
    with memo.house.office.look(memo.house.actor("facility")) as work:
        own = overviews.unit_overview(work, overviews.period(work, None, None))
    _done(memo)
    memo.house.as_("dean").completes("accept")
    with memo.house.office.look(memo.house.actor("rector")) as work:
        house = overviews.house_overview(work, overviews.period(work, None, None))

    assert [(one.person.login, one.open, one.overdue, one.late) for one in own.load] == [("facility", 1, 1, 0)]
    facility = next(one for one in house.units if one.code == "facility")
    assert (facility.open, facility.overdue, facility.done, facility.late) == (0, 0, 1, 1)
    (kind,) = house.kinds
    assert (kind.kind, kind.many, kind.median) == ("memo", 1, pytest.approx(8 * 86400, abs=60))
    spans = {one.step: one.median for one in house.steps}
    execute = memo.view().kind.step_name("execute", "kk")
    assert spans[execute] == pytest.approx(8 * 86400, abs=60)


def test_overviews_are_for_those_who_lead_and_periods_have_bounds(memo: Paper) -> None:
    for login, look in (("teacher", overviews.unit_overview), ("dean", overviews.house_overview)):
        with pytest.raises(NotAllowed), memo.house.office.look(memo.house.actor(login)) as work:
            look(work, overviews.period(work, None, None))
    with memo.house.office.look(OFFICE) as work, pytest.raises(Invalid):
        overviews.period(work, date(2026, 12, 2), date(2026, 12, 1))


def test_a_task_nobody_may_do_stands_among_the_vacancies(memo: Paper) -> None:
    with memo.house.office.work(OFFICE) as work:
        work.session.execute(update(Candidate).values(open=False))
    with memo.house.office.look(memo.house.actor("admin")) as work:
        (vacancy,) = absent.vacancies(work)

    assert (vacancy.document, vacancy.title, vacancy.number) == (memo.id, "", memo.number)
    with pytest.raises(NotAllowed), memo.house.office.look(memo.house.actor("dean")) as work:
        absent.vacancies(work)
