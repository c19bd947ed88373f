"""A memo's day, told with the people who live it."""

import pytest

from engine.errors import Invalid, WrongState
from engine.office import press
from tests.offices import House


def test_a_memo_is_returned_once_and_filed(house: House) -> None:
    paper = house.as_("teacher").writes()

    house.as_("chair").completes("return", comment="Аудиторияның нөмірін жазыңыз")
    house.as_("teacher").completes("submit", text="305-дәрісхана, № 2 оқу ғимараты.")
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", executor_unit="facility", due="2026-12-30", control=True)
    house.as_("registrar").completes("register")
    house.as_("facility").completes("report", report="Проектор ауыстырылды")
    house.as_("dean").completes("accept")

    view = paper.view()
    assert view.document.state == "filed"
    assert view.document.number == "05-07/1"
    assert [(task.step, task.outcome, task.round) for task in view.tasks] == [
        ("approve_chair", "return", 1),
        ("rework", "submit", 1),
        ("approve_chair", "approve", 2),
        ("sign_dean", "sign", 2),
        ("register", "register", 2),
        ("execute", "report", 2),
        ("accept", "accept", 2),
    ]
    assert [(one.field, one.person.login, one.state) for one in view.signatures] == [
        ("sign_dean", "dean", "valid"),
        ("register", "registrar", "valid"),
    ]
    assert house.broken() == []


def test_signatures_by_password_are_put_by_the_organisation(house: House) -> None:
    paper = house.registers_a_memo(level="simple")

    assert paper.state == "on_execution"
    assert {one.level for one in paper.view().signatures} == {"simple"}
    assert house.broken() == []


def test_without_an_answer_about_the_certificate_nothing_is_numbered_and_it_goes_on_by_itself(
    small_house: House,
) -> None:
    house = small_house
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")

    with house.authority.without_ocsp():
        house.as_("dean").completes("sign", executor_unit="facility")
        assert paper.state == "being_checked"
        assert paper.number is None
    house.goes_on(minutes=6)

    assert paper.state == "on_registration"
    house.as_("registrar").completes("register")
    assert paper.number == "05-07/1"
    assert house.broken() == []


def test_a_registrar_by_password_waits_for_the_authority_too(small_house: House) -> None:
    house = small_house
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")

    with house.authority.silent():
        house.as_("registrar").completes("register", level="simple")
        assert paper.state == "being_checked"
        assert paper.number is None
    house.goes_on(minutes=6)

    assert paper.number == "05-07/1"
    assert paper.state == "on_execution"
    assert house.broken() == []


def test_initiator_withdraws_before_signing(house: House) -> None:
    paper = house.as_("teacher").writes()

    house.as_("teacher").withdraws(paper)

    assert paper.state == "withdrawn"
    assert house.as_("chair").tasks() == []
    assert house.broken() == []


def test_the_heads_own_memo_goes_past_him(small_house: House) -> None:
    paper = small_house.as_("chair").writes()

    assert [(task.step, task.state) for task in paper.view("chair").tasks] == [
        ("approve_chair", "skipped"),
        ("sign_dean", "open"),
    ]
    assert small_house.broken() == []


def test_a_password_is_asked_again_for_signing(small_house: House) -> None:
    house = small_house
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    dean = house.as_("dean")

    for _ in range(3):
        try:
            dean.completes("sign", password="wrong", executor_unit="facility")
        except press.Invalid as refused:
            assert refused.problems[0].field == "password"
    assert len(dean.tasks()) == 1


def test_a_character_that_cannot_be_printed_is_named_before_anything_is_frozen(small_house: House) -> None:
    with pytest.raises(Invalid) as refused:
        small_house.as_("teacher").writes(text="Проектор 🙂 керек")

    assert refused.value.problems[0].field == "text"
    assert "🙂" in refused.value.problems[0].message


def test_nobody_withdraws_what_is_signed_already_though_its_signature_is_not_checked_yet(small_house: House) -> None:
    house = small_house
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility", settle=False)

    with pytest.raises(WrongState):
        house.as_("teacher").withdraws(paper)

    house.settle()
    assert paper.state == "on_registration"
    assert house.broken() == []
