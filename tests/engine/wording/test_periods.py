"""Spans of days as official papers write them."""

from datetime import date

import pytest

from engine.wording import period


@pytest.mark.parametrize(
    ("since", "until", "kk", "ru", "ky"),
    [
        (
            (2026, 12, 7),
            (2026, 12, 10),
            "2026 жылғы 7–10 желтоқсан",
            "с 7 по 10 декабря 2026 года",
            "2026-жылдын 7–10-декабры",
        ),
        ((2026, 12, 7), (2026, 12, 7), "2026 жылғы 7 желтоқсан", "7 декабря 2026 года", "2026-жылдын 7-декабры"),
        (
            (2026, 11, 28),
            (2026, 12, 3),
            "2026 жылғы 28 қараша – 3 желтоқсан",
            "с 28 ноября по 3 декабря 2026 года",
            "2026-жылдын 28-ноябры – 3-декабры",
        ),
        (
            (2026, 12, 30),
            (2027, 1, 4),
            "2026 жылғы 30 желтоқсан – 2027 жылғы 4 қаңтар",
            "с 30 декабря 2026 года по 4 января 2027 года",
            "2026-жылдын 30-декабры – 2027-жылдын 4-январы",
        ),
    ],
)
def test_a_span_of_days_is_said_as_papers_say_it(
    since: tuple[int, int, int], until: tuple[int, int, int], kk: str, ru: str, ky: str
) -> None:
    said = [period(date(*since), date(*until), language) for language in ("kk", "ru", "ky")]

    assert said == [kk, ru, ky]
