"""Terms in working time: breaks, weekends, holidays, transfers; and the laws of adding and counting hours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.commands import set_day
from engine.calendar.queries import WorkingTime, term_end, working_time
from engine.errors import NotAllowed
from engine.office import OFFICE
from tests.offices import House

ALMATY = ZoneInfo("Asia/Almaty")
TIME = WorkingTime(ALMATY, "KZ", {})
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 1), timezones=st.just(UTC))
HOURS = st.floats(0, 200)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-02 09:00", 4, "2026-03-02 13:00"),
        ("2026-03-02 09:00", 5, "2026-03-02 15:00"),  # over the break
        ("2026-03-02 12:30", 1, "2026-03-02 14:30"),
        ("2026-03-02 13:20", 1, "2026-03-02 15:00"),  # begun in the break
        ("2026-03-02 07:00", 1, "2026-03-02 10:00"),  # before work
        ("2026-03-02 17:00", 2, "2026-03-03 10:00"),  # over the night
        ("2026-03-06 17:00", 2, "2026-03-10 10:00"),  # Friday; 8 March is a Sunday, so Monday the 9th is free
        ("2026-03-07 12:00", 1, "2026-03-10 10:00"),  # begun on a Saturday
        ("2025-12-31 17:00", 2, "2026-01-05 10:00"),  # New Year, then a weekend
        ("2026-03-02 09:00", 0, "2026-03-02 09:00"),
    ],
)
def test_hours_are_working_hours(start: str, hours: float, end: str) -> None:
    assert TIME.add_hours(at(start), hours) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02 10:00", 1, "2026-03-03 18:00"),
        ("2026-03-02 23:59", 1, "2026-03-03 18:00"),
        ("2026-03-06 10:00", 1, "2026-03-10 18:00"),
        ("2026-03-06 10:00", 5, "2026-03-16 18:00"),
        ("2026-03-02 10:00", 0, "2026-03-02 18:00"),
        ("2025-12-31 10:00", 1, "2026-01-05 18:00"),
    ],
)
def test_a_term_of_days_ends_with_the_last_days_work(start: str, days: int, end: str) -> None:
    assert TIME.add_days(at(start), days) == at(end)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-02 09:00", "2026-03-02 18:00", 8),
        ("2026-03-02 09:00", "2026-03-03 18:00", 16),
        ("2026-03-06 17:00", "2026-03-10 10:00", 2),
        ("2026-03-07 00:00", "2026-03-09 23:00", 0),
        ("2026-03-02 13:00", "2026-03-02 14:00", 0),
        ("2026-03-03 10:00", "2026-03-02 10:00", -8),
    ],
)
def test_hours_between_two_moments(start: str, end: str, hours: float) -> None:
    assert TIME.hours_between(at(start), at(end)) == pytest.approx(hours)


def test_a_transfer_of_the_government_makes_a_saturday_work_and_a_monday_free() -> None:
    moved = WorkingTime(ALMATY, "KZ", {date(2026, 3, 14): True, date(2026, 3, 16): False})

    assert moved.works(date(2026, 3, 14))
    assert not moved.works(date(2026, 3, 16))
    assert moved.add_days(at("2026-03-13 10:00"), 1) == at("2026-03-14 18:00")
    assert moved.add_days(at("2026-03-13 10:00"), 2) == at("2026-03-17 18:00")
    assert moved.add_hours(at("2026-03-13 17:00"), 9) == at("2026-03-14 18:00")
    assert moved.hours_between(at("2026-03-13 09:00"), at("2026-03-17 18:00")) == pytest.approx(24)


def test_each_country_has_its_own_holidays() -> None:
    kyrgyz = WorkingTime(ZoneInfo("Asia/Bishkek"), "KG", {})

    assert not kyrgyz.works(date(2026, 8, 31))  # Independence Day there
    assert TIME.works(date(2026, 8, 31))
    assert not TIME.works(date(2026, 12, 16))  # Independence Day here


@given(MOMENTS, HOURS)
def test_counting_back_what_was_added_gives_the_same_hours(start: datetime, hours: float) -> None:
    end = TIME.add_hours(start, hours)

    assert end >= start
    assert TIME.hours_between(start, end) == pytest.approx(hours, abs=1e-5)


@given(MOMENTS, HOURS, HOURS)
def test_adding_in_two_parts_is_adding_at_once(start: datetime, first: float, second: float) -> None:
    apart = TIME.add_hours(TIME.add_hours(start, first), second)
    together = TIME.add_hours(start, first + second)

    assert abs(TIME.hours_between(apart, together)) < 1e-5


@given(MOMENTS, MOMENTS, MOMENTS)
def test_hours_add_up_along_the_way(one: datetime, two: datetime, three: datetime) -> None:
    whole = TIME.hours_between(one, two) + TIME.hours_between(two, three)

    assert TIME.hours_between(one, three) == pytest.approx(whole, abs=1e-5)


@given(MOMENTS, st.integers(0, 60))
def test_days_grow_with_their_number_and_end_on_working_days(start: datetime, days: int) -> None:
    end, next_end = TIME.add_days(start, days), TIME.add_days(start, days + 1)

    assert end < next_end
    assert TIME.works(next_end.astimezone(ALMATY).date())
    assert (next_end.astimezone(ALMATY).hour, next_end.astimezone(ALMATY).minute) == (18, 0)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 2)])
def test_the_year_the_country_moved_its_clocks_changes_no_working_day(day: date) -> None:
    """Kazakhstan went to one zone (UTC+5) in the night to 1 March 2024."""
    start = datetime(day.year, day.month, day.day, 9, tzinfo=ALMATY)

    assert TIME.hours_between(start, start + timedelta(hours=9)) == (8 if TIME.works(day) else 0)
    assert TIME.end_of(day).astimezone(ALMATY).hour == 18


def test_the_night_the_clocks_moved_counts_as_a_night() -> None:
    before, after = at("2024-02-29 17:00"), at("2024-03-01 10:00")

    assert TIME.hours_between(before, after) == pytest.approx(2)
    assert TIME.add_hours(before, 2) == after


def test_rows_of_the_calendar_are_in_force_at_once_and_noted(small_house: House) -> None:
    small_house.office.tools.clock.set(at("2026-12-04 10:00"))
    with small_house.office.work(small_house.actor("admin")) as work:
        set_day(work, date(2026, 12, 7), works=False, reason="№ 1 қаулы")
        set_day(work, date(2026, 12, 5), works=True, reason="№ 1 қаулы")

    with small_house.office.look(OFFICE) as work:
        assert working_time(work).add_days(work.now, 2) == at("2026-12-08 18:00")
        assert [
            term_end(work, at("2026-12-04 17:00"), amount, unit)
            for amount, unit in ((2, "hour"), (1, "workday"), (3, "day"))
        ] == [
            at("2026-12-05 10:00"),
            at("2026-12-05 18:00"),
            at("2026-12-07 18:00"),
        ]
    assert small_house.broken() == []


def test_only_an_administrator_changes_the_calendar(small_house: House) -> None:
    with pytest.raises(NotAllowed), small_house.office.work(small_house.actor("teacher")) as work:
        set_day(work, date(2026, 12, 7), works=False, reason="x")
