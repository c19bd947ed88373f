"""Official dates. CLDR has other forms than documents of Kazakhstan and Kyrgyzstan use, so the tables stand here."""

from datetime import date, datetime, tzinfo

_STANDING = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ky": "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры",
    "en": "January February March April May June July August September October November December",
}
_ATTRIBUTIVE = {
    "kk": (
        "қаңтардағы ақпандағы наурыздағы сәуірдегі мамырдағы маусымдағы "
        "шілдедегі тамыздағы қыркүйектегі қазандағы қарашадағы желтоқсандағы"
    ),
    "ky": (
        "январындагы февралындагы мартындагы апрелиндеги майындагы июнундагы "
        "июлундагы августундагы сентябрындагы октябрындагы ноябрындагы декабрындагы"
    ),
}
_WHOLE = {
    "kk": "{year} жылғы {day} {month}",
    "ru": "{day} {month} {year} года",
    "ky": "{year}-жылдын {day}-{month}",
    "en": "{day} {month} {year}",
}
_NUMERIC = {"kk": "{} ж.", "ru": "{} г.", "ky": "{}-ж.", "en": "{}"}


def long_date(day: date, language: str) -> str:
    """The date standing alone: kk «2026 жылғы 24 қараша», ru «24 ноября 2026 года», ky «2026-жылдын 24-ноябры»."""
    return _dated(day, language, _STANDING)


def attributive_date(day: date, language: str) -> str:
    """The date before a number: kk «2021 жылғы 25 мамырдағы», ky «2017-жылдын 19-июлундагы»; else the long date."""
    return _dated(day, language, {**_STANDING, **_ATTRIBUTIVE})


def numeric_date(day: date, language: str) -> str:
    """The date in digits: kk «24.11.2022 ж.», ru «24.11.2022 г.», ky «04.04.2024-ж.», en «24.11.2022»."""
    return _NUMERIC[language].format(_digits(day))


def clock_time(instant: datetime, zone: tzinfo | None = None) -> str:
    """Hours and minutes, in the zone when the moment is aware and a zone is given."""
    return f"{local(instant, zone):%H:%M}"


def moment(instant: datetime, language: str, zone: tzinfo | None = None) -> str:
    """The date in words and the time: «24 ноября 2026 года, 10:05»."""
    here = local(instant, zone)
    return f"{long_date(here, language)}, {here:%H:%M}"


def numeric_moment(instant: datetime, zone: tzinfo | None = None) -> str:
    """The date and time in digits, the same in every language: «24.11.2026 10:05»."""
    here = local(instant, zone)
    return f"{_digits(here)} {here:%H:%M}"


def day_and_month(day: date, language: str) -> str:
    """The date without its year: kk «24 қараша», ky «24-ноябры»."""
    joint = "-" if language == "ky" else " "
    return f"{day.day}{joint}{_STANDING[language].split()[day.month - 1]}"


def local(instant: datetime, zone: tzinfo | None) -> datetime:
    """The moment as a clock in the zone shows it."""
    return instant.astimezone(zone) if zone is not None and instant.tzinfo is not None else instant


def _digits(day: date) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def _dated(day: date, language: str, months: dict[str, str]) -> str:
    month = months[language].split()[day.month - 1]
    return _WHOLE[language].format(year=day.year, day=day.day, month=month)
