"""What the tests of trips do: ask, register, travel, report."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.acts import events
from engine.acts.checking import warnings
from engine.catalogue.queries import version
from engine.documents.models import Document
from engine.office import OFFICE
from tests.offices import House, Paper

COSTS = [{"item": "Жол жүру", "amount": "38 900"}, {"item": "Тұру", "amount": "75 000,50"}]
ZONE = ZoneInfo("Asia/Almaty")


def asks(house: House, login: str = "teacher", *, ahead: int = 6, days: int = 4, **answers: Any) -> Paper:
    """A trip so many days ahead, of so many days."""
    said = {"purpose": "Конференция", "purpose_ru": "Конференция"}
    given = {**said, "city": "Алматы", "costs": COSTS, "language": "kk", **answers}
    return house.as_(login).writes("trip", **{"from": day(house, ahead), "to": day(house, ahead + days - 1), **given})


def today(house: House) -> date:
    return house.office.tools.clock.now().astimezone(ZONE).date()


def day(house: House, ahead: int) -> str:
    return (today(house) + timedelta(days=ahead)).isoformat()


def is_registered(house: House, *approvers: str) -> None:
    for login in approvers or ("chair", "dean", "hr"):
        house.as_(login).completes("approve")
    house.as_("rector").completes("sign", level="simple")
    house.as_("registrar").completes("register", level="simple")


def order_is_registered(house: House) -> Paper:
    """Through the lawyer and finance to the rector and the registrar."""
    house.as_("lawyer").completes("approve")
    house.as_("finance").completes("approve")
    house.as_("rector").completes("sign")
    return house.as_("registrar").completes("register", level="simple")


def order_of(trip: Paper) -> Paper:
    """The newest order the trip's route had made."""
    made = [other for relation, other in trip.view("hr").links if relation == "<order_of"]
    return max((Paper(trip.house, one) for one in made), key=lambda one: one.view("hr").document.created)


def reports(house: House, login: str = "teacher") -> None:
    actual = [{"item": "Билеттер", "amount": "41 200,00"}, {"item": "Тұру", "amount": "70 000"}]
    does(house, login, "trip_report", "report", report="Баяндама жасалды.", actual_costs=actual)


def does(house: House, login: str, step: str, outcome: str, **answers: Any) -> None:
    """Completes the person's task at that step."""
    task = next(one for one in house.as_(login).tasks() if one.step == step)
    house.as_(login).completes(outcome, task=task, **answers)


def tells(house: House, login: str, paper: Paper, event: str, **answers: Any) -> None:
    with house.office.work(house.actor(login)) as work:
        events.happen(work, paper.id, event, answers)
    house.settle()


def travels(house: House, **answers: Any) -> Paper:
    """A trip whose order is registered: the traveller is away, or will be."""
    trip = asks(house, **answers)
    is_registered(house)
    house.goes_on(seconds=1)
    order_is_registered(house)
    house.goes_on(seconds=1)
    return trip


def done(paper: Paper) -> list[tuple[str, str | None]]:
    return [(task.step, task.outcome) for task in paper.view().tasks if task.state == "done"]


def told(house: House, paper: Paper) -> list[str]:
    with house.office.look(OFFICE) as work:
        document = work.get(Document, paper.id)
        return [
            one.template.partition(":")[0] for one in warnings(work, document, version(work, document.version_id).kind)
        ]
