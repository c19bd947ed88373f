"""Overviews: a unit's load for its head, the discipline of all units and how long things take for the rector."""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template

from engine import wording
from engine.control import overviews
from engine.control.overviews import Period
from engine.exports import tables
from engine.exports.writing import Table
from engine.office import Work
from webui import control, exporting
from webui.languages import language
from webui.port import actor, office

pages = Blueprint("control_overviews", __name__)
DAY = 86400


def _period(work: Work) -> Period:
    return overviews.period(work, control.day("since"), control.day("until"))


def days(seconds: float) -> str:
    """A span in days as the reader's language writes it."""
    return wording.number(round(seconds / DAY, 1), language(), 1)


@pages.get("/control/unit")
def unit() -> str:
    with office().look(actor()) as work:
        found = overviews.unit_overview(work, _period(work))
        places = control.places(work)
    most = max((one.open for one in found.load), default=0)
    return render_template("control/unit.html", found=found, places=places, most=most, days=days)


@pages.get("/control/house")
def house() -> str:
    with office().look(actor()) as work:
        found = overviews.house_overview(work, _period(work))
        places = control.places(work)
    most = max((one.open for one in found.units), default=0)
    return render_template(
        "control/house.html", found=found, places=places, most=most, total=_total(found.units), days=days
    )


def _total(units: Sequence[overviews.Discipline]) -> tuple[int, int, int, int]:
    return (
        sum(one.open for one in units),
        sum(one.overdue for one in units),
        sum(one.done for one in units),
        sum(one.late for one in units),
    )


@pages.get("/control/unit.<any(xlsx, csv):format>")
def unit_taken(format: str) -> Response:
    return exporting.sent(lambda work: tables.unit_load(work, overviews.unit_overview(work, _period(work))), format)


@pages.get("/control/house.<any(xlsx, csv):format>")
def house_taken(format: str) -> Response:
    return exporting.sent(lambda work: tables.discipline(work, overviews.house_overview(work, _period(work))), format)


@pages.get("/control/times.<any(xlsx, csv):format>")
def times_taken(format: str) -> Response:
    def table(work: Work) -> Table:
        return tables.times(work, overviews.house_overview(work, _period(work)))

    return exporting.sent(table, format)
