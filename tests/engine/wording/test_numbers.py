"""Numbers, money, sizes, spans and due times in four languages."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine import wording
from engine.errors import Invalid

LANGUAGES = ("kk", "ru", "ky", "en")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_numbers_are_grouped_by_hard_spaces_with_a_comma() -> None:
    assert wording.number(Decimal("1234567.5"), "kk") == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5"
    assert wording.number(1234567.5, "en", 2) == "1,234,567.50"
    assert wording.number(999, "ru") == "999"


def test_money_has_the_sign_of_its_country_and_no_empty_fraction() -> None:
    assert plain(wording.money(1500, "kk")) == "1 500 ₸"
    assert plain(wording.money(Decimal("1500.5"), "ru", "KGS")) == "1 500,50 сом"
    assert plain(wording.money(1500, "en", "USD")) == "1,500 USD"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, ("нөл", "ноль", "нөл", "zero")),
        (21, ("жиырма бір", "двадцать один", "жыйырма бир", "twenty-one")),
        (1125, ("бір мың жүз жиырма бес", "одна тысяча сто двадцать пять", "бир миң бир жүз жыйырма беш", None)),
        (-40, ("минус қырық", "минус сорок", "минус кырк", "minus forty")),
        (3_000_000, ("үш миллион", "три миллиона", "үч миллион", "three million")),
    ],
)
def test_whole_numbers_are_said_in_words(value: int, said: tuple[str | None, ...]) -> None:
    for language, words in zip(LANGUAGES, said, strict=True):
        assert words is None or wording.in_words(value, language) == words


def test_a_number_too_large_for_words_is_refused() -> None:
    with pytest.raises(Invalid):
        wording.in_words(10**15, "ky")


def test_sums_are_said_in_words_with_hundredths_in_digits() -> None:
    assert wording.money_in_words(Decimal("1500.50"), "kk") == "бір мың бес жүз теңге 50 тиын"
    assert wording.money_in_words(22, "ru", "KGS") == "двадцать два сома 00 тыйынов"
    assert wording.money_in_words(5, "ky", "KGS") == "беш сом 00 тыйын"


def test_counted_things_take_the_right_form() -> None:
    assert [plain(wording.counted(count, "document", "ru")) for count in (1, 3, 5, 11, 21)] == [
        "1 документ",
        "3 документа",
        "5 документов",
        "11 документов",
        "21 документ",
    ]
    assert plain(wording.counted(5, "document", "kk")) == "5 құжат"
    assert plain(wording.counted(5, "page", "en")) == "5 pages"


def test_sizes_and_spans() -> None:
    assert [plain(wording.file_size(1_572_864, language)) for language in LANGUAGES] == [
        "1,5 МБ",
        "1,5 МБ",
        "1,5 МБ",
        "1.5 MB",
    ]
    assert plain(wording.file_size(0, "ru")) == "0 Б"
    assert plain(wording.duration(timedelta(days=2, hours=3, minutes=9), "ru")) == "2 дня 3 часа"
    assert plain(wording.duration(timedelta(seconds=5), "kk")) == "0 минут"


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(hours=2), ("бүгін 12:00-ге дейін", "сегодня до 12:00", "бүгүн 12:00-ге чейин", "today by 12:00")),
        (
            timedelta(days=1, hours=6, minutes=40),
            ("ертең 16:40-қа дейін", "завтра до 16:40", "эртең 16:40-ка чейин", "tomorrow by 16:40"),
        ),
        (
            timedelta(days=5, hours=-1),
            ("28 қараша 09:00-ға дейін", "до 28 ноября, 09:00", "28-ноябры 09:00-га чейин", "by 28 November, 09:00"),
        ),
        (-timedelta(days=2), ("2 күнге кешікті", "просрочено на 2 дня", "2 күнгө кечикти", "2 days overdue")),
        (-timedelta(hours=5), ("5 сағатқа кешікті", "просрочено на 5 часов", "5 саатка кечикти", "5 hours overdue")),
    ],
)
def test_a_due_time_is_said_as_people_say_it(ahead: timedelta, said: tuple[str, ...]) -> None:
    assert tuple(plain(wording.due_phrase(NOW + ahead, NOW, language)) for language in LANGUAGES) == said


def test_little_working_time_is_said_instead_of_the_date() -> None:
    said = [
        plain(wording.due_phrase(NOW + timedelta(days=1), NOW, language, left=timedelta(hours=3)))
        for language in LANGUAGES
    ]

    assert said == ["3 жұмыс сағаты қалды", "осталось 3 рабочих часа", "3 жумуш сааты калды", "3 working hours left"]
    one = wording.due_phrase(NOW + timedelta(days=1), NOW, "ru", left=timedelta(minutes=61))
    assert plain(one) == "остался 1 рабочий час"


@pytest.mark.parametrize(
    ("clock", "kazakh", "kyrgyz"),
    [
        ("00:00", "ге", "гө"),
        ("09:00", "ға", "га"),
        ("10:00", "ға", "го"),
        ("13:00", "ке", "кө"),
        ("14:00", "ке", "кө"),
        ("16:00", "ға", "га"),
        ("18:00", "ге", "ге"),
        ("20:00", "ға", "га"),
        ("10:30", "ға", "га"),
        ("10:50", "ге", "гө"),
        ("10:45", "ке", "ке"),
    ],
)
def test_the_ending_after_a_time_follows_the_last_number_spoken(clock: str, kazakh: str, kyrgyz: str) -> None:
    hours, minutes = (int(part) for part in clock.split(":"))
    due = datetime(2026, 11, 24, hours, minutes, tzinfo=UTC)

    assert f"{clock}-{kazakh} " in wording.due_phrase(due, NOW, "kk")
    assert f"{clock}-{kyrgyz} " in wording.due_phrase(due, NOW, "ky")
