"""Handing tasks over, asking others, and several papers at once, as people do it in the browser."""

import re
from collections.abc import Callable

import pytest

from engine.instances.queries import TaskCard
from tests.offices import House
from tests.pki import PASSPHRASE
from tests.webui.pages import Reader

At = Callable[[str], Reader]
ORDER = {
    "subtype": "core",
    "title_kk": "Бұйрық",
    "title_ru": "Приказ",
    "text_kk": "1. Енгізілсін.",
    "text_ru": "1. Ввести.",
    "executors": ["facility"],
    "acquaint": ["teacher"],
}


def _to_rector(house: House, count: int) -> None:
    for number in range(count):
        house.as_("hr").writes("order", **ORDER | {"title_ru": f"Приказ {number}"})
    for login in ("finance", "lawyer"):
        for _ in range(count):
            house.as_(login).completes("approve")


def _task(house: House, login: str) -> TaskCard:
    return house.as_(login).tasks()[0]


def test_a_lawyer_delegates_on_a_page_of_its_own(at: At, page_house: House) -> None:
    page_house.as_("hr").writes("order", **ORDER)
    task = _task(page_house, "finance")
    finance = at("finance").opens(f"/tasks/{task.id}")
    assert "Delegate" in finance.text

    finance.opens(f"/tasks/{task.id}/delegate").sends(
        f"/tasks/{task.id}/delegate", to="accountant", comment="Please look", _act="1"
    )

    assert [one.id for one in page_house.as_("accountant").tasks()] == [task.id]
    assert page_house.broken() == []


@pytest.mark.parametrize("login", ["nobody-at-all", "x" * 300, "Иванов"])
def test_a_login_nobody_has_is_told_on_the_page_it_was_typed_on(at: At, page_house: House, login: str) -> None:
    page_house.as_("hr").writes("order", **ORDER)
    task = _task(page_house, "finance")
    for verb, field in (("delegate", "to"), ("add_approver", "who")):
        address = f"/tasks/{task.id}/{verb}"

        finance = at("finance").opens(address).sends(address, comment="Why not", _act="1", status=422, **{field: login})

        assert finance.address == address
        assert "Expected to find the person" in finance.text
        assert "Why not" in finance.page.text


def test_what_is_wrong_with_handing_over_is_told_beside_what_was_typed(at: At, page_house: House) -> None:
    page_house.as_("hr").writes("order", **ORDER)
    task = _task(page_house, "finance")

    finance = at("finance").opens(f"/tasks/{task.id}/add_approver")
    finance.sends(f"/tasks/{task.id}/add_approver", who="hr", comment="Why not", _act="1", status=422)

    assert "hr started it" in finance.text
    assert "Why not" in finance.page.text


@pytest.mark.parametrize("verb", ["delegate", "add_approver", "return_to", "reassign"])
def test_a_stranger_hands_nothing_over(at: At, page_house: House, verb: str) -> None:
    page_house.as_("hr").writes("order", **ORDER)
    task = _task(page_house, "finance")

    at("stranger").opens(f"/tasks/{task.id}/{verb}", status=403)


def test_the_records_administrator_gives_a_task_to_another_without_reading_the_document(
    at: At, page_house: House
) -> None:
    page_house.as_("hr").writes("order", **ORDER)
    task = _task(page_house, "finance")

    records = at("records").opens(f"/tasks/{task.id}/reassign")
    assert "Приказ" not in records.text
    records.sends(f"/tasks/{task.id}/reassign", to="accountant", comment="On sick leave", _act="1")

    assert [one.id for one in page_house.as_("accountant").tasks()] == [task.id]


def test_a_rector_signs_several_with_one_password_each_in_full_view(at: At, page_house: House) -> None:
    _to_rector(page_house, 3)
    rector = at("rector").opens("/tasks/several")
    ids = re.findall(r'name="task" value="(\w+)"', rector.page.text)
    assert len(ids) == 3
    assert rector.page.text.count("<figure") == 3

    body = {name: value for name, value in rector.form("/tasks/several") if name != "task"}
    rector.posts("/tasks/several", **body | {"task": ids[:2], "password": PASSPHRASE})

    assert "2 documents are done" in rector.text
    assert [one.document_state for one in page_house.as_("registrar").tasks()] == ["on_registration"] * 2
    assert page_house.broken() == []


def test_a_wrong_password_signs_nothing_and_keeps_what_was_ticked(at: At, page_house: House) -> None:
    _to_rector(page_house, 2)
    rector = at("rector").opens("/tasks/several")
    ids = re.findall(r'name="task" value="(\w+)"', rector.page.text)
    body = {name: value for name, value in rector.form("/tasks/several") if name != "task"}

    rector.posts("/tasks/several", status=422, **body | {"task": ids, "password": "Wrong-2026!"})

    assert len(page_house.as_("rector").tasks()) == 2
    assert rector.page.text.count("checked") == 2
