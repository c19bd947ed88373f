"""The state's holidays and transfers of days as far as the library knows them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays


@dataclass(frozen=True)
class Holiday:
    """A free day of the state: its English name, "Day off" for a transferred one; whether it stands in for a weekend
    it fell on, and whether the day is a guess of the library (feasts by the moon)."""

    name: str
    instead: bool = False
    estimated: bool = False


@lru_cache(maxsize=256)
def free_days(country: str, year: int) -> dict[date, Holiday]:
    """The state's free days of that year."""
    found = holidays.country_holidays(country, years=year, language="en_US")
    return {day: _named(name) for day, name in found.items() if day.year == year}


@lru_cache(maxsize=256)
def worked_weekends(country: str, year: int) -> frozenset[date]:
    """The Saturdays and Sundays of that year that the state made working days."""
    found = holidays.country_holidays(country, years=year, language="en_US")
    return frozenset(day for day in found.weekend_workdays if day.year == year)


def _named(name: str) -> Holiday:
    first = name.split("; ", maxsplit=1)[0]
    plain = first.partition(" (")[0]
    return Holiday(plain, "(observed)" in first or "(substituted" in first, "(estimated)" in first)
