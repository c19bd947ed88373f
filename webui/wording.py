"""How pages write dates, moments, names and numbers: the house's wording in the language of the request."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup

from engine import wording
from engine.texts import Text, said
from webui.languages import language


def init_app(app: Flask, timezone: str) -> None:
    """Registers the filters; moments are shown in the organisation's zone."""
    zone = ZoneInfo(timezone)

    def moment(instant: datetime) -> str:
        """«24 ноября 2026 года, 10:05»."""
        return wording.moment(instant, language(), zone)

    def moment_short(instant: datetime) -> Markup:
        """«24.11.2026 10:05», the words on hover, the exact moment for programs."""
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            instant.isoformat(timespec="seconds"), moment(instant), wording.numeric_moment(instant, zone)
        )

    def clock(instant: datetime) -> str:
        """«10:05»."""
        return wording.clock_time(instant, zone)

    app.jinja_env.filters.update(moment=moment, moment_short=moment_short, clock=clock)
    app.jinja_env.filters.update(
        date=_date, date_short=_date_short, name=_name, number=_number, money=_money, size=_size, said=_said
    )


def _date(day: date) -> str:
    return wording.long_date(day, language())


def _date_short(day: date) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), wording.numeric_date(day, language()))


def _name(names: Mapping[str, Mapping[str, str]], form: str = "family_first") -> str:
    return wording.person_name(names, language(), form)


def _number(value: int | float | Decimal, places: int | None = None) -> str:
    return wording.number(value, language(), places)


def _money(amount: int | float | Decimal | str, currency: str = "KZT") -> str:
    return wording.money(Decimal(str(amount)), language(), currency)


def _size(size: int) -> str:
    return wording.file_size(size, language())


def _said(text: Text | str) -> str:
    return said(text, language())
