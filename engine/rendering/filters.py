"""The filters of the template language: a value and the language in, text (or a value) out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any

from engine import wording
from engine.errors import Invalid
from engine.texts import LANGUAGES, said

_MOST_CHARACTERS = 2_000_000
_MOST_DIGITS = 30


class Html(str):
    """Text that is already markup: the only kind that is not escaped when it is put out."""


@dataclass(frozen=True)
class Asked:
    """In which language and zone a filter words things."""

    language: str
    zone: tzinfo = UTC


@dataclass(frozen=True)
class Filter:
    """A filter and how many values may stand in brackets behind it."""

    do: Callable[..., Any]
    least: int = 0
    most: int = 0


def as_text(value: object, language: str) -> str:
    """How a value is put out: texts in the language, people by family name and initials, dates in words, lists with commas, nothing as nothing."""
    if isinstance(value, (str, int, float, Decimal)) or value is None:
        return _plainly(value, language)
    if isinstance(value, date):
        return wording.long_date(value, language)
    if isinstance(value, Mapping):
        if _is_text(value):
            return said(value, language)
        return wording.person_name(value, language) if _is_name(value) else ""
    return ", ".join(as_text(one, language) for one in value) if isinstance(value, (list, tuple)) else ""


def _plainly(value: str | float | Decimal | None, language: str) -> str:
    """Whole numbers stay without groups: a year or a room is written so too."""
    if value is None or isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, (str, int)) else wording.number(value, language)


def bounded(characters: int) -> None:
    """Raises Invalid when a document would have more characters than any document should."""
    if characters > _MOST_CHARACTERS:
        raise Invalid.one(
            "template", "Expected at most {most} characters, but the template makes more.", most=_MOST_CHARACTERS
        )


def _is_text(value: Mapping[str, Any]) -> bool:
    return bool(value) and all(key in LANGUAGES and isinstance(text, str) for key, text in value.items())


def _is_name(value: Mapping[str, Any]) -> bool:
    return bool(value) and all(isinstance(names, Mapping) and "family" in names for names in value.values())


def _day(value: object, asked: Asked) -> date:
    try:
        if isinstance(value, datetime):
            return value.astimezone(asked.zone) if value.tzinfo else value
        if isinstance(value, date):
            return value
        text = str(value)
        return date.fromisoformat(text) if len(text) == 10 else _day(datetime.fromisoformat(text), asked)
    except (ValueError, OverflowError) as problem:
        raise Invalid.one("template", "Expected a date, but it is {value}.", value=str(value)[:50]) from problem


def _dated(write: Callable[[date, str], str]) -> Callable[..., str]:
    def do(value: object, asked: Asked, language: object = None) -> str:
        return write(_day(value, asked), _language(language, asked)) if value not in (None, "") else ""

    return do


def _moment(value: object, asked: Asked, language: object = None) -> str:
    if value in (None, ""):
        return ""
    instant = _day(value, asked)
    if not isinstance(instant, datetime):
        return wording.long_date(instant, _language(language, asked))
    return wording.moment(instant, _language(language, asked))


def _named(form: str) -> Callable[..., str]:
    def do(value: object, asked: Asked, language: object = None) -> str:
        names = value.get("names", value) if isinstance(value, Mapping) else value
        if not isinstance(names, Mapping) or not all(isinstance(name, Mapping) for name in names.values()):
            return as_text(names, _language(language, asked))
        if form == "full":
            return wording.full_name(names, _language(language, asked))
        return wording.person_name(names, _language(language, asked), form)

    return do


def _amount(value: object) -> Decimal:
    try:
        amount = Decimal(str(value).replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", "."))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or abs(amount.adjusted()) > _MOST_DIGITS:
        raise Invalid.one("template", "Expected a number, but it is {value}.", value=str(value)[:50])
    return amount


def _number(value: object, asked: Asked, places: object = None) -> str:
    if value in (None, ""):
        return ""
    return wording.number(_amount(value), asked.language, min(max(places, 0), 10) if isinstance(places, int) else None)


def _money(value: object, asked: Asked, currency: object = "KZT") -> str:
    return wording.money(_amount(value), asked.language, str(currency)) if value not in (None, "") else ""


def _in_words(value: object, asked: Asked, language: object = None) -> str:
    return wording.in_words(int(_amount(value)), _language(language, asked)) if value not in (None, "") else ""


def _money_in_words(value: object, asked: Asked, currency: object = "KZT") -> str:
    return wording.money_in_words(_amount(value), asked.language, str(currency)) if value not in (None, "") else ""


def _sum(value: object, asked: Asked, key: object = "amount") -> Decimal:
    rows = value if isinstance(value, (list, tuple)) else []
    given = [row.get(str(key)) for row in rows if isinstance(row, Mapping)]
    return sum((_amount(one) for one in given if one not in (None, "")), Decimal(0))


def _span(write: Callable[[date, date, str], str]) -> Callable[..., str]:
    def do(value: object, asked: Asked, until: object = None) -> str:
        return write(_day(value, asked), _day(until, asked), asked.language) if value and until else ""

    return do


def _days(since: date, until: date, language: str) -> str:
    return wording.counted(max((until - since).days + 1, 0), "calendar_day", language)


def _default(value: object, asked: Asked, other: object) -> object:
    return other if value is None or value in ("", [], {}) else value


def _length(value: object, asked: Asked) -> int:
    return len(value) if isinstance(value, (str, list, tuple, Mapping)) else 0


def _first(value: object, asked: Asked) -> object:
    return value[0] if isinstance(value, (str, list, tuple)) and value else None


def _join(value: object, asked: Asked, joint: object = ", ") -> str:
    items = value if isinstance(value, (list, tuple)) else [value]
    texts = [as_text(item, asked.language) for item in items]
    bounded(sum(len(text) for text in texts) + len(texts) * len(str(joint)))
    return str(joint).join(texts)


def _paragraphs(value: object, asked: Asked) -> Html:
    lines = as_text(value, asked.language).splitlines()
    return Html("".join(f"<p>{escape(line.strip())}</p>" for line in lines if line.strip()))


def _cased(change: Callable[[str], str]) -> Callable[[object, Asked], str]:
    return lambda value, asked: change(as_text(value, asked.language))


def _language(told: object, asked: Asked) -> str:
    return told if isinstance(told, str) and told in LANGUAGES else asked.language


FILTERS: Mapping[str, Filter] = {
    "date": Filter(_dated(wording.long_date), 0, 1),
    "attributive_date": Filter(_dated(wording.attributive_date), 0, 1),
    "numeric_date": Filter(_dated(wording.numeric_date), 0, 1),
    "moment": Filter(_moment, 0, 1),
    "name": Filter(_named("full"), 0, 1),
    "short_name": Filter(_named("initials_first"), 0, 1),
    "family_name_first": Filter(_named("family_first"), 0, 1),
    "upper": Filter(_cased(str.upper)),
    "lower": Filter(_cased(str.lower)),
    "number": Filter(_number, 0, 1),
    "money": Filter(_money, 0, 1),
    "in_words": Filter(_in_words, 0, 1),
    "money_in_words": Filter(_money_in_words, 0, 1),
    "sum": Filter(_sum, 0, 1),
    "period": Filter(_span(wording.period), 1, 1),
    "days_until": Filter(_span(_days), 1, 1),
    "default": Filter(_default, 1, 1),
    "length": Filter(_length),
    "first": Filter(_first),
    "join": Filter(_join, 0, 1),
    "paragraphs": Filter(_paragraphs),
}
