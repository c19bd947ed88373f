"""Counted things, spans of time, and how a due time is said."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from engine.wording.dates import clock_time, day_and_month, local, long_date
from engine.wording.plurals import plural

_SPACE = "\N{NO-BREAK SPACE}"
_NOUNS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "day": {"kk": ("күн",), "ru": ("день", "дня", "дней"), "ky": ("күн",), "en": ("day", "days")},
    "calendar_day": {
        "kk": ("күнтізбелік күн",),
        "ru": ("календарный день", "календарных дня", "календарных дней"),
        "ky": ("календардык күн",),
        "en": ("calendar day", "calendar days"),
    },
    "hour": {"kk": ("сағат",), "ru": ("час", "часа", "часов"), "ky": ("саат",), "en": ("hour", "hours")},
    "minute": {"kk": ("минут",), "ru": ("минута", "минуты", "минут"), "ky": ("мүнөт",), "en": ("minute", "minutes")},
    "workday": {
        "kk": ("жұмыс күні",),
        "ru": ("рабочий день", "рабочих дня", "рабочих дней"),
        "ky": ("жумуш күнү",),
        "en": ("working day", "working days"),
    },
    "workhour": {
        "kk": ("жұмыс сағаты",),
        "ru": ("рабочий час", "рабочих часа", "рабочих часов"),
        "ky": ("жумуш сааты",),
        "en": ("working hour", "working hours"),
    },
    "workminute": {
        "kk": ("жұмыс минуты",),
        "ru": ("рабочая минута", "рабочие минуты", "рабочих минут"),
        "ky": ("жумуш мүнөтү",),
        "en": ("working minute", "working minutes"),
    },
    "document": {
        "kk": ("құжат",),
        "ru": ("документ", "документа", "документов"),
        "ky": ("документ",),
        "en": ("document", "documents"),
    },
    "task": {"kk": ("тапсырма",), "ru": ("задача", "задачи", "задач"), "ky": ("тапшырма",), "en": ("task", "tasks")},
    "file": {"kk": ("файл",), "ru": ("файл", "файла", "файлов"), "ky": ("файл",), "en": ("file", "files")},
    "page": {"kk": ("бет",), "ru": ("страница", "страницы", "страниц"), "ky": ("бет",), "en": ("page", "pages")},
    "sheet": {"kk": ("парақ",), "ru": ("лист", "листа", "листов"), "ky": ("барак",), "en": ("sheet", "sheets")},
}
_LATE_BY = {
    "kk": {"day": "{} күнге кешікті", "hour": "{} сағатқа кешікті", "minute": "{} минутқа кешікті"},
    "ky": {"day": "{} күнгө кечикти", "hour": "{} саатка кечикти", "minute": "{} мүнөткө кечикти"},
}
_LATE = {"ru": "просрочено на {}", "en": "{} overdue"}
_LEFT = {"kk": "{} қалды", "ky": "{} калды", "en": "{} left"}
_LEFT_RU = {"one": "остался {}", "feminine": "осталась {}", "many": "осталось {}"}
_UNTIL = {"kk": "{} {}-{} дейін", "ru": "{} до {}", "ky": "{} {}-{} чейин", "en": "{} by {}"}
_TODAY = {"kk": "бүгін", "ru": "сегодня", "ky": "бүгүн", "en": "today"}
_TOMORROW = {"kk": "ертең", "ru": "завтра", "ky": "эртең", "en": "tomorrow"}
# the dative ending follows the last number that is spoken: екі-ге, үш-ке, алты-ға, қырық-қа
_DATIVE = {
    "kk": {
        **{0: "ге", 1: "ге", 2: "ге", 3: "ке", 4: "ке", 5: "ке", 6: "ға", 7: "ге", 8: "ге", 9: "ға"},
        **{10: "ға", 20: "ға", 30: "ға", 40: "қа", 50: "ге"},
    },
    "ky": {
        **{0: "гө", 1: "ге", 2: "ге", 3: "кө", 4: "кө", 5: "ке", 6: "га", 7: "ге", 8: "ге", 9: "га"},
        **{10: "го", 20: "га", 30: "га", 40: "ка", 50: "гө"},
    },
}


def counted(count: int, noun: str, language: str) -> str:
    """«3 документа», «5 құжат»: a number with one of the known nouns (day, workhour, document, page …)."""
    return f"{count}{_SPACE}{plural(count, _NOUNS[noun][language], language)}"


def duration(span: timedelta, language: str) -> str:
    """The span by its two largest units: «2 дня 3 часа», «5 минут»."""
    minutes = int(abs(span).total_seconds()) // 60
    counts = (("day", minutes // 1440), ("hour", minutes // 60 % 24), ("minute", minutes % 60))
    said = [counted(count, noun, language) for noun, count in counts if count]
    return " ".join(said[:2]) or counted(0, "minute", language)


def due_phrase(
    due: datetime, now: datetime, language: str, *, zone: tzinfo | None = None, left: timedelta | None = None
) -> str:
    """How soon: «ертең 12:00-ге дейін», «до 24 ноября», «просрочено на 2 дня».

    `left` is the working time that remains by the calendar; under eight hours it is said instead of the date:
    «осталось 3 рабочих часа».
    """
    if due < now:
        return _late(now - due, language)
    if left is not None and left < timedelta(hours=8):
        return _left(left, language)
    here, today = local(due, zone), local(now, zone).date()
    if here.date() == today:
        return _until(_TODAY[language], due, language, zone)
    if here.date() == today + timedelta(days=1):
        return _until(_TOMORROW[language], due, language, zone)
    if language in _DATIVE:
        return _until(_day(here, today.year, language), due, language, zone)
    return {"ru": "до {}, {}", "en": "by {}, {}"}[language].format(
        _day(here, today.year, language), clock_time(due, zone)
    )


def _day(here: datetime, year: int, language: str) -> str:
    return day_and_month(here, language) if here.year == year else long_date(here, language)


def _until(day: str, due: datetime, language: str, zone: tzinfo | None) -> str:
    ending = _DATIVE[language][_last_spoken(local(due, zone))] if language in _DATIVE else ""
    return _UNTIL[language].format(day, clock_time(due, zone), ending)


def _last_spoken(here: datetime) -> int:
    said = here.minute or here.hour
    return said % 10 or said


def _late(by: timedelta, language: str) -> str:
    count, noun = _largest(by)
    if language in _LATE_BY:
        return _LATE_BY[language][noun].format(count)
    return _LATE[language].format(counted(count, noun, language))


def _left(left: timedelta, language: str) -> str:
    count, noun = _largest(left)
    said = counted(count, f"work{noun}", language)
    if language != "ru":
        return _LEFT[language].format(said)
    one = count % 10 == 1 and count % 100 != 11
    return _LEFT_RU["many" if not one else "feminine" if noun == "minute" else "one"].format(said)


def _largest(span: timedelta) -> tuple[int, str]:
    minutes = int(span.total_seconds()) // 60
    if minutes >= 1440:
        return minutes // 1440, "day"
    return (minutes // 60, "hour") if minutes >= 60 else (minutes, "minute")
