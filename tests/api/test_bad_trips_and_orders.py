"""What nobody should ask for in a trip or an order: sums, days and lists by calls; people and units that go meanwhile."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.acts import handing
from engine.people.commands import dismiss
from engine.people.queries import person
from engine.people.units import close_unit
from tests.api.programs import Desk
from tests.api.test_trip import asked_for, ordered, registered, step
from tests.journeys.test_order import SAMPLE


def day(desk: Desk, ahead: int) -> str:
    today: date = desk.house.office.tools.clock.now().date()
    return (today + timedelta(days=ahead)).isoformat()


def sent(desk: Desk, kind: str, *, submit: bool = True, **answers: Any) -> Any:
    """What a call to start the document answers, and its status."""
    trip = {"purpose": "Конференция", "city": "Алматы", "language": "kk"}
    trip |= {"from": day(desk, 6), "to": day(desk, 8), "costs": [{"item": "Жол", "amount": "1"}]}
    login, given = ("teacher", trip) if kind == "trip" else ("hr", SAMPLE)
    body = {"kind": kind, "answers": {**given, **answers}, "submit": submit}
    answer = desk(login).call("POST", "/documents", json=body)
    return answer.status_code, answer.get_json()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("38 900", "38900.00"),
        ("38\N{NO-BREAK SPACE}900", "38900.00"),
        ("38\N{NARROW NO-BREAK SPACE}900,50", "38900.50"),
        ("75 000,50 тг", "75000.50"),
        ("75 000 тг.", "75000.00"),
        ("75 000 ₸", "75000.00"),
        ("1,250.50", "1250.50"),
        ("12.5", "12.50"),
        (12.5, "12.50"),
    ],
)
def test_a_sum_is_understood_as_people_write_it(desk: Desk, typed: Any, kept: str) -> None:
    status, made = sent(desk, "trip", submit=False, costs=[{"item": "Жол", "amount": typed}])

    assert (status, made["answers"]["costs"][0]["amount"]) == (201, kept)


@pytest.mark.parametrize(
    "typed",
    ["1.250,50", "1,500", "12,345,678", "-5", "1e5", "∞", "", "тг", "abc", "0,005", True, "9" * 40, "١٢٣", "5 USD"],
)
def test_a_sum_that_may_mean_two_things_or_none_is_refused_in_its_row(desk: Desk, typed: Any) -> None:
    status, told = sent(desk, "trip", submit=False, costs=[{"item": "Жол", "amount": typed}])

    assert (status, [one["field"] for one in told["problems"]]) == (422, ["costs[0].amount"])


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2100-01-01", "2100-01-05", "from"),
        ("9999-12-30", "9999-12-31", "from"),
        ("0001-01-01", "0001-01-02", "from"),
        ("2026-02-30", "2026-03-01", "from"),
        (3, 2, "to"),
        (6, "2100-01-01", "to"),
    ],
)
def test_days_of_a_trip_that_cannot_be_are_refused(desk: Desk, first: Any, last: Any, field: str) -> None:
    since, until = (one if isinstance(one, str) else day(desk, one) for one in (first, last))

    status, told = sent(desk, "trip", **{"from": since, "to": until})

    assert status == 422
    assert field in [one["field"] for one in told["problems"]]


def test_a_trip_that_has_begun_already_is_sent_and_those_who_decide_are_warned(desk: Desk) -> None:
    status, made = sent(desk, "trip", **{"from": day(desk, -20), "to": day(desk, -18)})

    assert (status, made["state"]) == (201, "on_approval")
    assert any(day(desk, -20) in one for one in made["warnings"])


@pytest.mark.parametrize("field", ["due", "acquaint_until"])
@pytest.mark.parametrize("value", ["2020-01-01", "2100-01-01", "9999-12-31", "2026-13-01"])
def test_terms_of_an_order_that_cannot_be_are_refused(desk: Desk, field: str, value: str) -> None:
    status, told = sent(desk, "order", **{field: value})

    assert (status, [one["field"] for one in told["problems"]]) == (422, [field])


def test_ten_thousand_names_are_taken_once_each_and_one_more_is_refused(desk: Desk) -> None:
    names = ["teacher", "docent", "dean", "unit:informatics"]

    status, made = sent(desk, "order", submit=False, acquaint=names * 2500)
    over, told = sent(desk, "order", submit=False, acquaint=[*names * 2500, "dean"])
    unknown, said = sent(desk, "order", submit=False, acquaint=[f"nobody{one}" for one in range(9999)] + ["dean"])

    assert (status, made["answers"]["acquaint"]) == (201, names)
    assert (over, [one["field"] for one in told["problems"]]) == (422, ["acquaint"])
    assert (unknown, len(said["problems"])) == (422, 1)
    assert len(said["problems"][0]["message"]) < 400


def _to_execution(api: Desk, **answers: Any) -> str:
    _, made = sent(api, "order", **{"acquaint": [], "controller": None, **answers})
    step(api, "lawyer", "approve_lawyer", "approve")
    step(api, "finance", "approve_finance", "approve")
    step(api, "rector", "sign_rector", "sign")
    step(api, "registrar", "register", "register")
    return str(made["id"])


def test_a_unit_closed_while_its_task_waits_is_followed_by_its_successor_or_told(api: Desk) -> None:
    house = api.house
    id = _to_execution(api, executors=["library", "facility"])
    with house.office.work(house.actor("admin")) as work:
        close_unit(work, "library", successor="archive")
    with house.office.work(house.actor("hr")) as work:
        dismiss(work, "facility", work.now.date())
    house.goes_on(days=1)

    held = {
        one["item"]: one["candidates"] for one in api("hr").get(f"/documents/{id}")["tasks"] if one["step"] == "execute"
    }
    assert held == {"library": ["archivist"], "facility": []}
    assert house.broken() == []


def test_people_who_leave_in_the_middle_of_a_trip_do_not_hold_it_up_in_silence(api: Desk) -> None:
    house = api.house
    id = asked_for(api, "kk")
    with house.office.work(house.actor("hr")) as work:
        dismiss(work, "chair", work.now.date())
    house.goes_on(days=1)
    [task] = api("teacher").get(f"/documents/{id}")["tasks"]
    assert (task["step"], task["candidates"]) == ("approve_chair", [])
    with house.office.work(house.actor("records")) as work:
        handing.reassign(work, task["id"], "docent", "Меңгеруші кетті")
    step(api, "docent", "approve_chair", "approve")
    assert [one["step"] for one in api("dean").get("/tasks")["items"]] == ["approve_dean"]
    assert house.broken() == []


def test_a_traveller_who_is_dismissed_owes_no_report_but_somebody_is_told(api: Desk) -> None:
    house = api.house
    id = asked_for(api, "kk")
    registered(api)
    ordered(api)
    step(api, "accountant", "advance", "pay", paid="100 000")
    with house.office.work(house.actor("hr")) as work:
        dismiss(work, "teacher", work.now.date())
    house.goes_on(days=8)

    with house.office.look(house.actor("hr")) as work:
        assert person(work, "teacher").dismissed is not None
    [task] = [one for one in api("hr").get(f"/documents/{id}")["tasks"] if one["step"] == "trip_report"]
    assert task["candidates"] == []
    assert house.broken() == []
    with house.office.work(house.actor("records")) as work:
        handing.reassign(work, task["id"], "chair", "Іссапарға шығушы кетті")
    assert "trip_report" in [one["step"] for one in api("chair").get("/tasks")["items"]]
