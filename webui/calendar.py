"""The calendar of the organisation: a year for everybody to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request

from engine.calendar.queries import YEARS, DayCard, YearCard, year
from engine.errors import Invalid
from engine.office import Work
from engine.people.queries import today
from engine.wording import day_and_month, month_name, weekday_name
from webui.languages import N_, _, language
from webui.port import actor, office

pages = Blueprint("calendar", __name__)

KINDS: Mapping[str, tuple[str, str]] = {
    "working": (N_("Working day"), ""),
    "short": (N_("Short day"), "hourglass-split"),
    "free": (N_("Day off"), "house"),
    "holiday": (N_("Holiday"), "flag"),
}
"""How a day is told: words and icon."""

HOLIDAYS = frozenset(
    {
        N_("Additional public holiday"),
        N_("Capital Day"),
        N_("Christmas Day"),
        N_("Constitution Day"),
        N_("Day of the Great October Socialist Revolution"),
        N_("Day of the People's April Revolution"),
        N_("Day of the People's Revolution"),
        N_("Day off"),
        N_("Days of History and Commemoration of Ancestors"),
        N_("Defender of the Fatherland Day"),
        N_("Eid al-Adha"),
        N_("Eid al-Fitr"),
        N_("Fatherland Defender's Day"),
        N_("First President Day"),
        N_("Independence Day"),
        N_("International Women's Day"),
        N_("Kazakhstan's People Solidarity Holiday"),
        N_("Labor Day"),
        N_("May Holidays"),
        N_("New Year Holidays"),
        N_("New Year's Day"),
        N_("Nooruz Holiday"),
        N_("Nowruz Holiday"),
        N_("Orthodox Christmas"),
        N_("Republic Day"),
        N_("Victory Day"),
    }
)
"""What the library calls the holidays of both countries."""


@dataclass(frozen=True)
class Month:
    """A month as its table has it: weeks of seven places, and the days that are worth a line beneath."""

    name: str
    weeks: Sequence[Sequence[DayCard | None]]
    told: Sequence[tuple[DayCard, str, str]]
    working_days: int


@pages.get("/calendar")
def whole_year() -> str:
    return shown(edit=False)


def shown(*, edit: bool) -> str:
    """The page of a year; with `edit` each day leads to its form."""
    with office().look(actor()) as work:
        card = year(work, wanted_year(work))
        this_day = today(work)
    return render_template(
        "calendar/year.html",
        year=card,
        months=months(card),
        weekdays=[(weekday_name(day, language(), short=True), weekday_name(day, language())) for day in range(7)],
        today=this_day,
        edit=edit,
        editor=actor().has("admin", "records_admin"),
        words=in_words,
        KINDS=KINDS,
        YEARS=YEARS,
    )


def wanted_year(work: Work) -> int:
    """The year the address asks for, this one when it asks for none; raises Invalid."""
    given = request.args.get("year", "").strip()
    if not given:
        return today(work).year
    if not given.isascii() or not given.isdecimal() or len(given) > 6:
        raise Invalid.one("year", "Expected a year, but {value} is none.", value=given[:40])
    return int(given)


def months(card: YearCard) -> list[Month]:
    """The months of the year."""
    return [_month(number, [one for one in card.days if one.day.month == number]) for number in range(1, 13)]


def _month(number: int, days: Sequence[DayCard]) -> Month:
    places: list[DayCard | None] = [None] * days[0].day.weekday()
    places += days
    places += [None] * (-len(places) % 7)
    weeks = [places[at : at + 7] for at in range(0, len(places), 7)]
    told = [(one, day_and_month(one.day, language()), in_words(one)) for one in days if _worth_a_line(one)]
    return Month(month_name(number, language()), weeks, told, sum(one.works for one in days))


def _worth_a_line(one: DayCard) -> bool:
    return one.changed or one.holiday is not None or one.kind == "short"


def in_words(one: DayCard) -> str:
    """What kind of day it is: «Мереке: Жеңіс күні», «Қысқартылған күн, 09:00–13:00»."""
    said = _(KINDS[one.kind][0])
    if one.kind == "short":
        return f"{said}, {hours(one)}"
    if one.holiday is None:
        return said
    name = _(one.holiday.name)
    if one.holiday.instead and name != said:
        name = _("instead of {holiday}", holiday=name)
    if one.holiday.estimated:
        name = _("{holiday}, the date is an estimate", holiday=name)
    return said if name == said else f"{said}: {name}"


def hours(one: DayCard) -> str:
    """The hours of the day: «09:00–13:00, 14:00–18:00»."""
    return span_words(one.spans)


def span_words(spans: Sequence[tuple[object, object]]) -> str:
    """Spans as a person types them."""
    return ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in spans)


def day_title(day: date) -> str:
    """The day with its weekday, as a page's head: «8 мамыр, жұма»."""
    return f"{day_and_month(day, language())}, {weekday_name(day.weekday(), language()).lower()}"
