"""Laws of counting in working time, for both countries, with transfers, short days and six-day weeks; and the turns of years."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar.counting import USUAL, WEEK, Difference, Week, WorkingTime

SHORT = ((time(9), time(13)),)
SIX_DAYS: Week = (((time(8, 30), time(12, 30)), (time(13, 15), time(16))),) * 5 + (((time(9), time(13)),), ())
ZONES = {"KZ": "Asia/Almaty", "KG": "Asia/Bishkek"}
DAYS = st.dates(date(2025, 6, 1), date(2027, 12, 31))
DIFFERENCES: st.SearchStrategy[Difference] = st.sampled_from(
    [True, False, SHORT, ((time(10), time(11)), (time(20), time(22)))]
)
MOMENTS = st.datetimes(datetime(2025, 6, 1), datetime(2027, 6, 1), timezones=st.just(UTC))
HOURS = st.floats(0, 120)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingTime:
    """A calendar of either country with some days and hours of its own."""
    country = draw(st.sampled_from(["KZ", "KG"]))
    days = draw(st.dictionaries(DAYS, DIFFERENCES, max_size=12))
    hours = draw(st.lists(st.tuples(DAYS, st.sampled_from([SIX_DAYS, WEEK])), max_size=2))
    return WorkingTime(ZoneInfo(ZONES[country]), country, days, hours)


@given(calendars(), MOMENTS, HOURS, HOURS)
def test_more_hours_never_end_earlier(counting: WorkingTime, start: datetime, one: float, two: float) -> None:
    fewer, more = sorted((one, two))

    assert counting.add_hours(start, fewer) <= counting.add_hours(start, more)


@given(calendars(), MOMENTS, MOMENTS, HOURS)
def test_a_later_start_never_ends_earlier(counting: WorkingTime, one: datetime, two: datetime, hours: float) -> None:
    earlier, later = sorted((one, two))

    assert counting.add_hours(earlier, hours) <= counting.add_hours(later, hours)
    assert counting.add_days(earlier, 3) <= counting.add_days(later, 3)


@given(calendars(), MOMENTS, HOURS)
def test_hours_counted_back_are_those_added(counting: WorkingTime, start: datetime, hours: float) -> None:
    assert counting.hours_between(start, counting.add_hours(start, hours)) == pytest.approx(hours, abs=1e-5)


@given(calendars(), MOMENTS, HOURS, HOURS)
def test_hours_are_added_in_parts_or_at_once(
    counting: WorkingTime, start: datetime, first: float, second: float
) -> None:
    apart = counting.add_hours(counting.add_hours(start, first), second)

    assert abs(counting.hours_between(apart, counting.add_hours(start, first + second))) < 1e-5


@given(calendars(), MOMENTS, st.integers(0, 20), st.integers(0, 20))
def test_days_are_added_in_parts_or_at_once(counting: WorkingTime, start: datetime, first: int, second: int) -> None:
    apart = counting.add_days(counting.add_days(start, first), second)

    assert apart == counting.add_days(start, first + second)


@given(calendars(), MOMENTS, st.integers(1, 40))
def test_a_term_of_days_has_as_many_working_days_in_it(counting: WorkingTime, start: datetime, days: int) -> None:
    first = start.astimezone(counting.zone).date()
    last = counting.add_days(start, days).astimezone(counting.zone).date()

    between = [first + timedelta(days=one) for one in range(1, (last - first).days + 1)]

    assert sum(counting.works(day) for day in between) == days
    assert counting.works(last)


@given(calendars(), DAYS)
def test_a_day_made_free_never_brings_a_term_nearer(counting: WorkingTime, day: date) -> None:
    freed = WorkingTime(counting.zone, counting.country, {**counting.exceptions, day: False}, counting.hours)
    start = counting.start_of(day - timedelta(days=5))

    assert freed.add_days(start, 8) >= counting.add_days(start, 8)
    assert freed.add_hours(start, 30) >= counting.add_hours(start, 30)


@given(st.sampled_from(sorted(ZONES.items())), DAYS)
def test_no_zone_of_the_two_countries_has_summer_time_now(place: tuple[str, str], day: date) -> None:
    zone = ZoneInfo(place[1])

    assert datetime.combine(day, time(12), zone).utcoffset() == datetime(2025, 6, 1, 12, tzinfo=zone).utcoffset()


def _almaty(days: dict[date, Difference] | None = None, hours: list[tuple[date, Week]] | None = None) -> WorkingTime:
    return WorkingTime(ZoneInfo("Asia/Almaty"), "KZ", days or {}, hours or [])


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Almaty"))


def test_a_trip_that_ends_before_a_transferred_day_off_is_reported_on_the_third_working_day() -> None:
    """Acceptance 7: the trip ends on Friday 13 November 2026, Monday is made free."""
    transferred = _almaty({date(2026, 11, 16): False})

    assert transferred.add_days(_at("2026-11-13 18:00"), 3) == _at("2026-11-19 18:00")
    assert _almaty().add_days(_at("2026-11-13 18:00"), 3) == _at("2026-11-18 18:00")


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2028-02-28 10:00", 1, "2028-02-29 18:00"),  # a leap day on a Tuesday
        ("2028-02-28 10:00", 2, "2028-03-01 18:00"),
        ("2027-02-26 10:00", 1, "2027-03-01 18:00"),  # no leap day
        ("2028-02-29 23:00", 1, "2028-03-01 18:00"),
        ("2026-12-30 10:00", 3, "2027-01-06 18:00"),  # 31 December, then 5 and 6 January: 1, 2 and 4 are free
        ("2026-12-31 10:00", 1, "2027-01-05 18:00"),
    ],
)
def test_terms_over_leap_days_and_new_year(start: str, days: int, end: str) -> None:
    assert _almaty().add_days(_at(start), days) == _at(end)


def test_a_transfer_across_new_year_moves_terms_of_both_years() -> None:
    """Thursday 31 December is free and Sunday 3 January works instead."""
    moved = _almaty({date(2026, 12, 31): False, date(2027, 1, 3): True})

    assert moved.add_days(_at("2026-12-30 10:00"), 1) == _at("2027-01-03 18:00")
    assert moved.add_hours(_at("2026-12-30 17:00"), 2) == _at("2027-01-03 10:00")
    assert moved.hours_between(_at("2026-12-31 00:00"), _at("2027-01-04 00:00")) == 8


def test_short_days_and_hours_from_a_day_on_are_counted() -> None:
    counting = _almaty({date(2026, 12, 31): SHORT}, [(date(2026, 12, 28), SIX_DAYS)])

    assert counting.spans(date(2026, 12, 25)) == USUAL
    assert counting.end_of(date(2026, 12, 31)) == _at("2026-12-31 13:00")
    assert counting.add_hours(_at("2026-12-30 16:00"), 4) == _at("2026-12-31 13:00")
    assert counting.works(date(2027, 1, 9))  # a Saturday
    assert counting.end_of(date(2027, 1, 10)) == _at("2027-01-10 16:00")  # a Sunday: as if it were a usual day


def test_a_saturday_the_state_made_working_is_one() -> None:
    """By the library: 4 May 2024 worked for 8 May."""
    assert _almaty().works(date(2024, 5, 4))
    assert not _almaty().works(date(2024, 5, 8))


def test_nothing_is_counted_further_than_eleven_years() -> None:
    far = datetime(2100, 1, 1, tzinfo=UTC)

    assert 0 < _almaty().hours_between(_at("2026-12-30 10:00"), far) < 4000 * 8
    assert _almaty().end_of(date(9999, 12, 31)).year == 9999
