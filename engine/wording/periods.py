"""Spans of days as official papers write them."""

from datetime import date

from engine.wording.dates import day_and_month, long_date

_SAME_MONTH = {
    "kk": "{year} жылғы {first}–{last} {month}",
    "ru": "с {first} по {last} {month} {year} года",
    "ky": "{year}-жылдын {first}–{last}-{month}",
    "en": "{first}–{last} {month} {year}",
}
_SAME_YEAR = {
    "kk": "{year} жылғы {since} – {until}",
    "ru": "с {since} по {until} {year} года",
    "ky": "{year}-жылдын {since} – {until}",
    "en": "{since} – {until} {year}",
}
_TWO_YEARS = {
    "kk": "{since} – {until}",
    "ru": "с {since} по {until}",
    "ky": "{since} – {until}",
    "en": "{since} – {until}",
}


def period(since: date, until: date, language: str) -> str:
    """The days from one to another, both included: kk «2026 жылғы 7–10 желтоқсан», ru «с 7 по 10 декабря 2026 года»."""
    if since == until:
        return long_date(since, language)
    if since.year != until.year:
        return _TWO_YEARS[language].format(since=long_date(since, language), until=long_date(until, language))
    first, last = day_and_month(since, language), day_and_month(until, language)
    if since.month != until.month:
        return _SAME_YEAR[language].format(since=first, until=last, year=since.year)
    month = last.removeprefix(str(until.day)).lstrip(" -")
    return _SAME_MONTH[language].format(first=since.day, last=until.day, month=month, year=since.year)
