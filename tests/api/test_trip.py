"""A business trip to its settlement by calls alone, with the order that starts by itself; on the demo's clock."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.api.programs import Desk
from tests.browser.people import prefers
from tests.validators import pdfsig, pdftotext, qpdf_check, verapdf

SAID = {
    "kk": {
        "purpose": "«Цифрлық білім» конференциясында баяндама жасау",
        "purpose_ru": "выступление с докладом на конференции",
        "city": "Алматы",
        "item": "Жол жүру",
        "report": "Баяндама жасалды.",
        "settled": "Есеп айырысылды",
    },
    "ru": {
        "purpose": "Доклад на конференции «Цифровое образование»",
        "purpose_kk": "«Цифрлық білім» конференциясында баяндама жасау",
        "city": "Алматы",
        "item": "Проезд",
        "report": "Доклад сделан.",
        "settled": "Рассчитано",
    },
}


def scan() -> bytes:
    """A scan of a ticket, in a few dots."""
    Image.new("RGB", (40, 20), "white").save(made := BytesIO(), "PNG")
    return made.getvalue()


def step(api: Desk, login: str, name: str, outcome: str, *, comment: str = "", level: str = "", **answers: Any) -> None:
    """Completes the person's task at a step, having seen the document."""
    program = api(login)
    task = next(one for one in program.get("/tasks")["items"] if one["step"] == name)
    shown = {"rendition_sha256": task["rendition"]["sha256"]} if task["rendition"] else {}
    given = {"outcome": outcome, "comment": comment, "password": "Demo-2026!", "answers": answers, **shown}
    program.post(f"/tasks/{task['id']}/complete", **given, **({"level": level} if level else {}))


def asked_for(api: Desk, language: str) -> str:
    """A teacher asks for a trip of four days with an advance, in the language; gives the request's id."""
    said = SAID[language]
    first = day(api, 3)
    answers = {name: words for name, words in said.items() if name.startswith("purpose") or name == "city"} | {
        "from": first.isoformat(),
        "to": (first + timedelta(days=3)).isoformat(),
        "advance": True,
        "costs": [{"item": said["item"], "amount": "38 900"}, {"item": said["item"], "amount": "75 000,50"}],
        "language": language,
    }
    return str(api("teacher").post("/documents", kind="trip", answers=answers, submit=True)["id"])


def day(api: Desk, ahead: int) -> date:
    return (api.house.office.tools.clock.now() + timedelta(days=ahead)).date()


def registered(api: Desk) -> None:
    """The request is approved, signed and registered."""
    step(api, "chair", "approve_chair", "approve")
    step(api, "dean", "approve_dean", "approve")
    step(api, "hr", "approve_hr", "approve")
    step(api, "rector", "sign_rector", "sign", level="simple")
    step(api, "registrar", "register", "register", level="simple")


def ordered(api: Desk) -> None:
    """The order that has started by itself goes its own way to the registration."""
    step(api, "finance", "approve_finance", "approve")
    step(api, "lawyer", "approve_lawyer", "approve")
    step(api, "rector", "sign_rector", "sign", level="certificate")
    step(api, "registrar", "register", "register", level="simple")


def reported(api: Desk, id: str, said: dict[str, str]) -> None:
    """Back from the trip: a report with costs and a scan."""
    ticket = {"file": (BytesIO(scan()), "билет.png")}
    attached = api("teacher").call("POST", f"/documents/{id}/attachments", data=ticket).get_json()
    costs = [{"item": said["item"], "amount": "120 000"}]
    step(api, "teacher", "trip_report", "report", report=said["report"], actual_costs=costs, files=[attached["id"]])


@pytest.mark.parametrize("language", ["kk", pytest.param("ru", marks=pytest.mark.full)])
def test_a_trip_goes_to_its_settlement_and_its_order_to_the_case(api: Desk, language: str) -> None:
    said = SAID[language]
    for login in ("teacher", "hr"):
        prefers(api.house, login, language)
    id = asked_for(api, language)
    registered(api)
    order = linked(api, id)
    ordered(api)
    step(api, "accountant", "advance", "pay", paid="100 000")
    assert [one["step"] for one in api("teacher").get(f"/documents/{id}")["tasks"]] == []

    api("admin").post("/demo/clock", forward="7d")
    reported(api, id, said)
    step(api, "chair", "accept_report", "accept")
    step(api, "accountant", "settle", "settle", comment=said["settled"])
    step(api, "chief_accountant", "execute", "report", report=said["settled"])
    step(api, "teacher", "acknowledge", "acknowledge")

    trip, made = api("teacher").get(f"/documents/{id}"), api("hr").get(f"/documents/{order}")
    assert [(one["state"], one["number"]) for one in (trip, made)] == [("filed", "Ө-1"), ("filed", "1 ІС")]
    assert (trip["answers"]["advance"], trip["tasks"], made["tasks"]) == (True, [], [])
    assert [one["name"] for one in trip["attachments"]] == ["билет.png"]
    assert sorted(one["relation"] for one in made["links"]) == ["basis", "order_of"]
    papers_hold(api, id, order, said)
    assert api.house.broken() == []


def linked(api: Desk, id: str) -> str:
    """The order the route has started: its id."""
    [found] = {one["document"] for one in api("teacher").get(f"/documents/{id}")["links"]}
    return str(found)


def papers_hold(api: Desk, trip: str, order: str, said: dict[str, str]) -> None:
    """The request, the order and their sheets: whole by other people's tools, and saying what they should."""
    pdfs = [api("teacher").bytes(f"/documents/{trip}/pdf"), api("hr").bytes(f"/documents/{order}/pdf")]
    sheets = [
        api("teacher").bytes(f"/documents/{trip}/approval-sheet"),
        api("hr").bytes(f"/documents/{order}/approval-sheet"),
        api("hr").bytes(f"/documents/{order}/familiarisation-sheet"),
    ]

    assert [one.broken for one in verapdf([*pdfs, *sheets], "3a")] == [()] * 5
    assert [qpdf_check(one) for one in (*pdfs, *sheets)] == [""] * 5
    assert [pdfsig(one).count("Signature is Valid") for one in pdfs] == [4, 4]
    assert [api("hr").get(f"/documents/{one}/verdict")["verdict"] for one in (trip, order)] == ["valid", "valid"]
    texts = [" ".join(pdftotext(one).split()) for one in pdfs]
    assert "Ө-1" in texts[0] and said["purpose"] in texts[0]
    assert all(words in texts[1] for words in ("1 ІС", "1 К", "Ө-1", "БҰЙРЫҚ", "ПРИКАЗ"))


def test_a_trip_that_is_extended_gets_a_second_order_and_waits_longer(api: Desk) -> None:
    id = asked_for(api, "kk")
    registered(api)
    first = linked(api, id)
    ordered(api)
    step(api, "accountant", "advance", "pay", paid="100 000")

    said = {"new_to": day(api, 9).isoformat(), "change_reason": "Семинар ұзарды"}
    api("teacher").post(f"/documents/{id}/events/extend", answers=said)
    step(api, "hr", "confirm_change", "approve")
    ordered(api)

    trip = api("teacher").get(f"/documents/{id}")
    assert trip["requisites"].get("to", trip["answers"]["to"]) == said["new_to"]
    assert api("hr").get(f"/documents/{first}")["standing"] == "amended"
    api("admin").post("/demo/clock", forward="7d")
    assert api("teacher").get(f"/documents/{id}")["tasks"] == []
    api("admin").post("/demo/clock", forward="3d")
    assert [one["step"] for one in api("teacher").get(f"/documents/{id}")["tasks"]] == ["trip_report"]
    assert api.house.broken() == []
