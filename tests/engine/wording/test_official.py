"""Official dates, spans of days, sums and counts as orders and trips write them (domain.md §5, lines 27, 74; acts of both states)."""

from datetime import date
from decimal import Decimal

import pytest

from engine import wording


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("day", "kk", "ru", "ky"),
    [
        (date(2026, 10, 12), "2026 жылғы 12 қазан", "12 октября 2026 года", "2026-жылдын 12-октябры"),
        (date(2026, 1, 1), "2026 жылғы 1 қаңтар", "1 января 2026 года", "2026-жылдын 1-январы"),
        (date(2028, 2, 29), "2028 жылғы 29 ақпан", "29 февраля 2028 года", "2028-жылдын 29-февралы"),
        (date(2026, 5, 31), "2026 жылғы 31 мамыр", "31 мая 2026 года", "2026-жылдын 31-майы"),
        (date(2026, 8, 31), "2026 жылғы 31 тамыз", "31 августа 2026 года", "2026-жылдын 31-августу"),
    ],
)
def test_dates_of_orders(day: date, kk: str, ru: str, ky: str) -> None:
    assert [wording.long_date(day, language) for language in ("kk", "ru", "ky")] == [kk, ru, ky]


@pytest.mark.parametrize(
    ("count", "kk", "ru", "ky", "en"),
    [
        (1, "1 күнтізбелік күн", "1 календарный день", "1 календардык күн", "1 calendar day"),
        (3, "3 күнтізбелік күн", "3 календарных дня", "3 календардык күн", "3 calendar days"),
        (11, "11 күнтізбелік күн", "11 календарных дней", "11 календардык күн", "11 calendar days"),
        (24, "24 күнтізбелік күн", "24 календарных дня", "24 календардык күн", "24 calendar days"),
        (111, "111 күнтізбелік күн", "111 календарных дней", "111 календардык күн", "111 calendar days"),
    ],
)
def test_calendar_days_are_counted(count: int, kk: str, ru: str, ky: str, en: str) -> None:
    said = [plain(wording.counted(count, "calendar_day", language)) for language in ("kk", "ru", "ky", "en")]

    assert said == [kk, ru, ky, en]


@pytest.mark.parametrize(
    ("count", "kk", "ru", "ky"),
    [
        (1, "1 жұмыс күні", "1 рабочий день", "1 жумуш күнү"),
        (3, "3 жұмыс күні", "3 рабочих дня", "3 жумуш күнү"),
        (5, "5 жұмыс күні", "5 рабочих дней", "5 жумуш күнү"),
        (21, "21 жұмыс күні", "21 рабочий день", "21 жумуш күнү"),
    ],
)
def test_working_days_are_counted(count: int, kk: str, ru: str, ky: str) -> None:
    said = [plain(wording.counted(count, "workday", language)) for language in ("kk", "ru", "ky")]

    assert said == [kk, ru, ky]


@pytest.mark.parametrize(
    ("since", "until", "kk", "ru", "ky"),
    [
        (
            date(2026, 12, 7),
            date(2026, 12, 10),
            "2026 жылғы 7–10 желтоқсан",
            "с 7 по 10 декабря 2026 года",
            "2026-жылдын 7–10-декабры",
        ),
        (
            date(2026, 11, 28),
            date(2026, 12, 2),
            "2026 жылғы 28 қараша – 2 желтоқсан",
            "с 28 ноября по 2 декабря 2026 года",
            "2026-жылдын 28-ноябры – 2-декабры",
        ),
        (
            date(2026, 12, 30),
            date(2027, 1, 5),
            "2026 жылғы 30 желтоқсан – 2027 жылғы 5 қаңтар",
            "с 30 декабря 2026 года по 5 января 2027 года",
            "2026-жылдын 30-декабры – 2027-жылдын 5-январы",
        ),
        (
            date(2026, 12, 7),
            date(2026, 12, 7),
            "2026 жылғы 7 желтоқсан",
            "7 декабря 2026 года",
            "2026-жылдын 7-декабры",
        ),
    ],
)
def test_spans_of_days_of_trips(since: date, until: date, kk: str, ru: str, ky: str) -> None:
    assert [wording.period(since, until, language) for language in ("kk", "ru", "ky")] == [kk, ru, ky]


@pytest.mark.parametrize(
    ("amount", "kk", "ru", "ky"),
    [
        ("1", "бір теңге 00 тиын", "один тенге 00 тиынов", "бир теңге 00 тыйын"),
        ("21.01", "жиырма бір теңге 01 тиын", "двадцать один тенге 01 тиын", "жыйырма бир теңге 01 тыйын"),
        ("2002", "екі мың екі теңге 00 тиын", "две тысячи два тенге 00 тиынов", "эки миң эки теңге 00 тыйын"),
        (
            "185400.50",
            "жүз сексен бес мың төрт жүз теңге 50 тиын",
            "сто восемьдесят пять тысяч четыреста тенге 50 тиынов",
            "бир жүз сексен беш миң төрт жүз теңге 50 тыйын",
        ),
    ],
)
def test_sums_in_tenge(amount: str, kk: str, ru: str, ky: str) -> None:
    said = [wording.money_in_words(Decimal(amount), language, "KZT") for language in ("kk", "ru", "ky")]

    assert said == [kk, ru, ky]


@pytest.mark.parametrize(
    ("amount", "kk", "ru", "ky"),
    [
        ("1", "бір сом 00 тыйын", "один сом 00 тыйынов", "бир сом 00 тыйын"),
        ("3", "үш сом 00 тыйын", "три сома 00 тыйынов", "үч сом 00 тыйын"),
        ("5.02", "бес сом 02 тыйын", "пять сомов 02 тыйына", "беш сом 02 тыйын"),
        ("1000", "бір мың сом 00 тыйын", "одна тысяча сомов 00 тыйынов", "бир миң сом 00 тыйын"),
        (
            "12345.67",
            "он екі мың үш жүз қырық бес сом 67 тыйын",
            "двенадцать тысяч триста сорок пять сомов 67 тыйынов",
            "он эки миң үч жүз кырк беш сом 67 тыйын",
        ),
    ],
)
def test_sums_in_som(amount: str, kk: str, ru: str, ky: str) -> None:
    said = [wording.money_in_words(Decimal(amount), language, "KGS") for language in ("kk", "ru", "ky")]

    assert said == [kk, ru, ky]


def test_months_and_weekdays_stand_by_themselves() -> None:
    assert [wording.month_name(10, language) for language in ("kk", "ru", "ky", "en")] == [
        "Қазан",
        "Октябрь",
        "Октябрь",
        "October",
    ]
    assert [wording.weekday_name(date(2026, 5, 8).weekday(), language) for language in ("kk", "ru", "ky", "en")] == [
        "Жұма",
        "Пятница",
        "Жума",
        "Friday",
    ]
    assert [wording.weekday_name(6, language, short=True) for language in ("kk", "ru", "ky", "en")] == [
        "Жс",
        "Вс",
        "Жш",
        "Su",
    ]


@pytest.mark.parametrize("language", ["kk", "ru", "ky", "en"])
def test_there_are_twelve_months_and_seven_days(language: str) -> None:
    assert len({wording.month_name(month, language) for month in range(1, 13)}) == 12
    assert len({wording.weekday_name(day, language) for day in range(7)}) == 7
    assert len({wording.weekday_name(day, language, short=True) for day in range(7)}) == 7


@pytest.mark.parametrize(
    ("number", "kk", "ru", "ky"),
    [
        (1, "1-ші", "1-й", "1-чи"),
        (2, "2-ші", "2-й", "2-чи"),
        (6, "6-шы", "6-й", "6-чы"),
        (9, "9-шы", "9-й", "9-чу"),
        (10, "10-шы", "10-й", "10-чу"),
        (20, "20-шы", "20-й", "20-чы"),
        (23, "23-ші", "23-й", "23-чү"),
        (40, "40-шы", "40-й", "40-чы"),
        (100, "100-ші", "100-й", "100-чү"),
        (1000, "1000-шы", "1000-й", "1000-чи"),
        (1100, "1100-ші", "1100-й", "1100-чү"),
    ],
)
def test_ordinals_have_the_ending_of_what_is_spoken_last(number: int, kk: str, ru: str, ky: str) -> None:
    assert [wording.ordinal(number, language) for language in ("kk", "ru", "ky")] == [kk, ru, ky]
