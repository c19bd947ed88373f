"""Checks by themselves: data in, findings out."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.checks import CHECKS, Asked, Other

TODAY = date(2026, 11, 23)  # a Monday


def workdays(first: date, last: date) -> int:
    return sum((first + timedelta(days=one)).weekday() < 5 for one in range(1, (last - first).days + 1))


def found(name: str, *others: Other, **answers: Any) -> list[str]:
    asked = Asked("trip", {key.rstrip("_"): value for key, value in answers.items()}, TODAY, workdays, others)
    return [one.field for one in CHECKS[name].do(asked)]


@pytest.mark.parametrize(
    ("since", "until", "fields"),
    [
        ("2026-12-07", "2026-12-10", []),
        ("2026-12-07", "2026-12-07", []),
        ("2026-12-07", "2026-12-06", ["to"]),
        ("2026-12-07", "2100-01-01", ["to"]),
        ("2026-12-07", None, []),
    ],
)
def test_days_are_in_order_and_at_most_a_year(since: str, until: str | None, fields: list[str]) -> None:
    assert found("dates_in_order", from_=since, to=until) == fields


@pytest.mark.parametrize(("since", "fields"), [("2026-11-20", ["from"]), ("2026-11-23", []), ("2026-12-01", [])])
def test_a_first_day_that_has_passed_is_found(since: str, fields: list[str]) -> None:
    assert found("past_dates", from_=since) == fields


@pytest.mark.parametrize(
    ("since", "fields"), [("2026-11-25", ["from"]), ("2026-11-26", []), ("2026-11-23", ["from"]), ("2026-11-20", [])]
)
def test_less_than_three_working_days_ahead_is_urgent(since: str, fields: list[str]) -> None:
    assert found("days_ahead", from_=since) == fields


@pytest.mark.parametrize(
    ("since", "until", "taken"),
    [
        ("2026-12-01", "2026-12-06", False),
        ("2026-12-01", "2026-12-07", True),
        ("2026-12-08", "2026-12-09", True),
        ("2026-12-10", "2026-12-20", True),
        ("2026-12-11", "2026-12-20", False),
    ],
)
def test_days_of_another_trip_or_leave_are_taken(since: str, until: str, taken: bool) -> None:
    other = Other("leave", "Еңбек демалысы", "", date(2026, 12, 7), date(2026, 12, 10))

    assert found("no_overlap", other, from_=since, to=until) == (["from"] if taken else [])


def test_only_an_owed_report_on_the_same_kind_is_found() -> None:
    days = (date(2026, 11, 2), date(2026, 11, 3))

    assert found("report_closed", Other("trip", "A", "Ө-1", *days, owes=True)) == ["from"]
    assert found("report_closed", Other("trip", "A", "Ө-1", *days), Other("leave", "B", "", *days, owes=True)) == []


@pytest.mark.parametrize(
    ("name", "new", "fields"),
    [
        ("later_end", "2026-12-11", []),
        ("later_end", "2026-12-10", ["new_to"]),
        ("earlier_end", "2026-12-09", []),
        ("earlier_end", "2026-12-07", []),
        ("earlier_end", "2026-12-10", ["new_to"]),
        ("earlier_end", "2026-12-06", ["new_to"]),
    ],
)
def test_a_new_last_day_lies_where_the_word_says(name: str, new: str, fields: list[str]) -> None:
    assert found(name, from_="2026-12-07", to="2026-12-10", new_to=new) == fields


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ({"language": "kk"}, ["purpose_ru"]),
        ({"language": "ru", "purpose_kk": "  "}, ["purpose_kk"]),
        ({"language": "ky"}, ["purpose_kk", "purpose_ru"]),
        ({"language": "kk", "purpose_ru": "доклад"}, []),
    ],
)
def test_a_purpose_that_is_not_written_in_both_languages_of_the_order_is_found(
    answers: dict[str, str], fields: list[str]
) -> None:
    assert found("said_in_both", **answers) == fields
