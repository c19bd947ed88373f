"""Official dates, every month of them, as the regulations write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from engine import wording

STANDING = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ky": "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры",
}
ATTRIBUTIVE = {
    "kk": "қаңтардағы ақпандағы наурыздағы сәуірдегі мамырдағы маусымдағы шілдедегі тамыздағы қыркүйектегі "
    "қазандағы қарашадағы желтоқсандағы",
    "ky": "январындагы февралындагы мартындагы апрелиндеги майындагы июнундагы июлундагы августундагы "
    "сентябрындагы октябрындагы ноябрындагы декабрындагы",
}
AROUND = {"kk": "2026 жылғы 9 {}", "ru": "9 {} 2026 года", "ky": "2026-жылдын 9-{}"}
ALMATY = timezone(timedelta(hours=5))


@pytest.mark.parametrize("language", STANDING)
def test_each_month_stands_alone(language: str) -> None:
    written = [wording.long_date(date(2026, month, 9), language) for month in range(1, 13)]

    assert written == [AROUND[language].format(month) for month in STANDING[language].split()]


@pytest.mark.parametrize("language", ATTRIBUTIVE)
def test_each_month_stands_before_a_number(language: str) -> None:
    written = [wording.attributive_date(date(2026, month, 9), language) for month in range(1, 13)]

    assert written == [AROUND[language].format(month) for month in ATTRIBUTIVE[language].split()]


def test_the_dates_of_the_regulations_are_written_as_there() -> None:
    assert wording.long_date(date(2022, 11, 24), "kk") == "2022 жылғы 24 қараша"
    assert wording.attributive_date(date(2021, 5, 25), "kk") == "2021 жылғы 25 мамырдағы"
    assert wording.attributive_date(date(2017, 7, 19), "ky") == "2017-жылдын 19-июлундагы"
    assert wording.long_date(date(2022, 11, 24), "ru") == "24 ноября 2022 года"
    assert wording.long_date(date(2022, 11, 24), "en") == "24 November 2022"
    assert wording.attributive_date(date(2022, 11, 24), "ru") == "24 ноября 2022 года"


def test_dates_in_digits_carry_the_year_sign_of_their_language() -> None:
    written = [wording.numeric_date(date(2024, 4, 4), language) for language in ("kk", "ru", "ky", "en")]

    assert written == ["04.04.2024 ж.", "04.04.2024 г.", "04.04.2024-ж.", "04.04.2024"]


def test_a_moment_is_worded_in_the_zone_asked_for() -> None:
    moment = datetime(2026, 11, 23, 20, 5, tzinfo=UTC)

    assert wording.moment(moment, "kk", ALMATY) == "2026 жылғы 24 қараша, 01:05"
    assert wording.numeric_moment(moment, ALMATY) == "24.11.2026 01:05"
    assert wording.clock_time(moment) == "20:05"
