"""Who a trip's order names and in which language; and who decides when the traveller is one of those who do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.acts import end
from engine.acts.views import document_view
from engine.documents.commands import let_read
from engine.documents.models import Document
from engine.errors import Invalid
from engine.people.commands import substitute
from engine.people.queries import person
from engine.signing.queries import rendition
from tests.journeys.travel import (
    asks,
    day,
    does,
    is_registered,
    order_is_registered,
    order_of,
    reports,
    today,
    told,
    travels,
)
from tests.offices import House, Paper
from tests.validators import pdftotext

NARROW = "\N{NO-BREAK SPACE}"
CLASSES = [{"group": "ИН-24-2", "who": "docent"}]


def printed(house: House, paper: Paper) -> str:
    with house.office.look(house.actor("hr")) as work:
        kept = rendition(work, work.get(Document, paper.id))
        assert kept is not None
    return " ".join(pdftotext(house.office.tools.files.get(kept.latest)).split())


def acts_for_the_rector(house: House, login: str) -> None:
    with house.office.work(house.actor("hr")) as work:
        since = today(house)
        basis = "приказ № 410 ЛС"
        until = since + timedelta(days=30)
        substitute(
            work, person(work, "rector"), person(work, login), since=since, until=until, basis=basis, may_sign=True
        )


def decides(house: House, login: str, trip: Paper, outcome: str, **more: Any) -> None:
    """Whoever is found for the open step of that traveller's trip does it."""
    task = next(task for task in trip.view(login).tasks if task.state == "open")
    house.as_(task.candidates[0].login).completes(outcome, task=task, **more)


def test_who_takes_over_classes_stands_by_name_in_the_request_and_in_the_order(small_house: House) -> None:
    house = small_house
    trip = asks(house, replacements=[{**one, "date": day(house, 7)} for one in CLASSES])
    is_registered(house)

    answers = order_of(trip).view("hr").document.answers
    assert answers["text_kk"].replace(NARROW, " ").endswith(", ИН-24-2 – Жұмабаева С. М.")
    assert answers["text_ru"].replace(NARROW, " ").endswith(", ИН-24-2 – Жумабаева С. М.")
    assert "Жұмабаева С. М." in printed(house, trip)
    assert "docent" not in printed(house, trip)


def titled(house: House, paper: Paper, language: str) -> str:
    """What a reader of that language is told the document is called."""
    with house.office.look(replace(house.actor("teacher"), language=language)) as work:
        return document_view(work, paper.id).document.title


def test_hr_writes_the_purpose_in_the_language_the_traveller_left_out(small_house: House) -> None:
    house = small_house
    trip = asks(house, purpose="Конференцияда баяндама жасау", purpose_ru="")
    assert told(house, trip) == ["Not in Russian"]

    house.as_("chair").completes("approve")
    house.as_("dean").completes("approve")
    house.as_("hr").completes("approve", purpose_ru="доклад на конференции")
    assert told(house, trip) == []
    assert [titled(house, trip, language) for language in ("kk", "ru")] == [
        "Іссапар: Алматы, Конференцияда баяндама жасау",
        "Командировка: Алматы, доклад на конференции",
    ]
    house.as_("rector").completes("sign", level="simple")
    house.as_("registrar").completes("register", level="simple")

    answers = order_of(trip).view("hr").document.answers
    assert "Мақсаты: Конференцияда баяндама жасау." in answers["text_kk"]
    assert "Цель: доклад на конференции." in answers["text_ru"]


def test_a_purpose_nobody_translated_is_quoted_as_it_is_written(small_house: House) -> None:
    trip = asks(small_house, purpose="Конференцияда баяндама жасау", purpose_ru="")
    is_registered(small_house)

    answers = order_of(trip).view("hr").document.answers

    assert "Мақсаты: Конференцияда баяндама жасау." in answers["text_kk"]
    assert "Цель: «Конференцияда баяндама жасау»." in answers["text_ru"]


def test_the_rectors_own_trip_is_signed_by_who_acts_for_him_by_order(small_house: House) -> None:
    house = small_house
    acts_for_the_rector(house, "vice1")

    trip = asks(house, "rector")
    steps = [(task.step, task.state) for task in trip.view("rector").tasks]
    assert sorted(steps) == [("approve_chair", "skipped"), ("approve_dean", "skipped"), ("approve_hr", "open")]
    house.as_("hr").completes("approve")
    signing = next(task for task in trip.view("hr").tasks if task.step == "sign_rector")
    assert [one.login for one in signing.candidates] == ["vice1"]
    house.as_("vice1").completes("sign", task=signing, level="simple")
    house.as_("registrar").completes("register", level="simple")

    assert (trip.view("hr").document.state, trip.view("hr").incidents) == ("registered", ())
    assert house.broken() == []


def test_the_rectors_own_trip_waits_for_the_records_administrator_when_nobody_acts_for_him(small_house: House) -> None:
    house = small_house
    trip = asks(house, "rector")

    house.as_("hr").completes("approve")

    signing = next(task for task in trip.view("rector").tasks if task.step == "sign_rector")
    assert (signing.state, signing.candidates) == ("open", ())
    assert [one[1] for one in trip.view("hr").incidents] == [
        "Expected somebody for {step} instead of the initiator himself, but nobody stands above or acts for him by order."
    ]
    acts_for_the_rector(house, "vice2")
    house.settle()
    signing = next(task for task in house.as_("vice2").tasks() if task.step == "sign_rector")
    assert (signing.document, trip.view("hr").incidents) == (trip.id, ())
    assert house.broken() == []


@pytest.mark.parametrize("login", ["chair", "dean", "hr", "accountant"])
def test_who_decides_on_trips_travels_himself_and_others_decide(small_house: House, login: str) -> None:
    house = small_house
    trip = asks(house, login, advance=True)
    while trip.view(login).document.state == "on_approval":
        decides(house, login, trip, "approve")
    house.as_("rector").completes("sign", level="simple")
    house.as_("registrar").completes("register", level="simple")
    house.goes_on(seconds=1)
    order_is_registered(house)
    house.goes_on(seconds=1)

    decides(house, login, trip, "pay", paid="113 900,50")
    house.goes_on(days=10)
    reports(house, login)
    decides(house, login, trip, "accept")
    decides(house, login, trip, "settle", settled_on=day(house, 0))

    view = trip.view(login)
    assert view.document.state == "filed"
    own = [task.step for task in view.tasks if task.done_by and task.done_by.login == login]
    assert own == ["trip_report"]
    assert house.broken() == []


def test_an_order_is_found_by_the_number_of_either_language(small_house: House) -> None:
    house = small_house
    trip = travels(house)
    with house.office.look(house.actor("registrar")) as work:
        first = work.get(Document, order_of(trip).id)
        numbers = set(first.numbers.values())
    assert len(numbers) == 2
    given = {
        "subtype": "trip",
        "title_kk": "Өзгерту туралы",
        "title_ru": "Об изменении",
        "text_kk": "А",
        "text_ru": "Б",
    }

    for number in sorted(numbers):
        with house.office.work(house.actor("registrar")) as work:
            let_read(work, first.id, [house.actor("hr").person], "reader")
        paper = house.as_("hr").writes("order", **given, basis=[f"№ {number.lower()}"])
        assert ("basis", first.id) in paper.view("hr").links
    with pytest.raises(Invalid):
        house.as_("hr").writes("order", **given, basis=["1 ЖЖ"])


def test_an_accountant_who_travels_gives_the_advance_back_to_a_colleague(small_house: House) -> None:
    house, login = small_house, "accountant"
    trip = asks(house, login, advance=True)
    while trip.view(login).document.state == "on_approval":
        decides(house, login, trip, "approve")
    house.as_("rector").completes("sign", level="simple")
    house.as_("registrar").completes("register", level="simple")

    paying = [task for task in house.as_("accountant").tasks() if task.step == "advance"]

    assert paying == []
    with house.office.work(house.actor("hr")) as work:
        end.withdraw(work, order_of(trip).id, "Қате")
    house.settle()
    does(house, "hr", "renew_order", "reject", comment="Сапар болмайды")
    assert trip.view("accountant").document.state == "filed"
