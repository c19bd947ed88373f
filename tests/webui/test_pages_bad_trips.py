"""What people mistype in a trip and in an order: each is told beside its field, and what they typed is still there."""

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tests.offices import House
from tests.webui.pages import Reader

At = Callable[[str], Reader]
ORDER = {"title_kk": "Туралы", "title_ru": "О", "text_kk": "БҰЙЫРАМЫН", "text_ru": "ПРИКАЗЫВАЮ"}


def _day(house: House, ahead: int) -> str:
    today: date = house.office.tools.clock.now().astimezone(ZoneInfo("Asia/Almaty")).date()
    return (today + timedelta(days=ahead)).isoformat()


def _trip(house: House, **typed: str) -> dict[str, str]:
    days = {"from": _day(house, 6), "to": _day(house, 8)}
    said = {"purpose": "Конференция", "city": "Алматы", "language": "kk", "costs[0].item": "Жол"}
    return {"act": "send", **said, **days, "costs[0].amount": "1", **typed}


def test_sums_and_days_of_a_trip_are_told_beside_their_fields(at: At, page_house: House) -> None:
    teacher = at("teacher").opens("/start/trip")

    wrong = {"costs[0].amount": "1.250,50 тг", "from": "2100-01-01", "to": "2100-01-02"}
    teacher.sends("/start/trip", status=422, **_trip(page_house, **wrong))

    assert "Expected an amount such as 148 500,00, but it is 1.250,50 тг." in teacher.text
    assert dict(teacher.form("/start/trip"))["costs[0].amount"] == "1.250,50 тг"
    teacher.sends("/start/trip", status=422, **_trip(page_house, **{**wrong, "costs[0].amount": "1 250,50 тг"}))
    assert "Expected a day within 2 years, but it is 2100-01-01." in teacher.text
    teacher.sends("/start/trip", status=422, **_trip(page_house, to=_day(page_house, 5)))
    assert "Expected the last day not before the first" in teacher.text
    teacher.sends("/start/trip", **_trip(page_house, **{"costs[0].amount": "1 250,50 тг"}))
    assert "On approval" in teacher.text


def test_a_second_trip_on_the_same_days_is_told(at: At, page_house: House) -> None:
    teacher = at("teacher").opens("/start/trip").sends("/start/trip", **_trip(page_house))

    teacher.opens("/start/trip").sends("/start/trip", status=422, **_trip(page_house, **{"from": _day(page_house, 8)}))

    assert "Expected days without another trip or leave" in teacher.text


def test_terms_of_an_order_in_the_past_and_far_away_are_told(at: At, page_house: House) -> None:
    hr = at("hr").opens("/start/order")

    hr.sends("/start/order", act="send", **ORDER, due="2020-01-01", acquaint_until="2100-01-01", status=422)

    assert "Expected a day from today on, but 2020-01-01 is past." in hr.text
    assert "Expected a day within 5 years, but it is 2100-01-01." in hr.text


def test_the_days_of_a_leave_belong_together(at: At, page_house: House) -> None:
    hr = at("hr").opens("/start/order")

    hr.sends("/start/order", act="send", **ORDER, subtype="leave", leave_from=_day(page_house, 3), status=422)

    assert "Expected both the first and the last day of the leave, but one is missing." in hr.text


def test_somebody_who_approves_the_round_already_is_not_given_a_second_approval(at: At, page_house: House) -> None:
    at("hr").opens("/start/order").sends("/start/order", act="send", **ORDER)
    lawyer = at("lawyer")
    task = lawyer.first_task()

    lawyer.opens(f"{task}/delegate").sends(f"{task}/delegate", to="finance", comment="Қараңыз", status=422)

    assert "Expected somebody who does not approve this round already, but finance does." in lawyer.text
