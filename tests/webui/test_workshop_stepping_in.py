"""Pages of stopped steps and of one document on its way: what an owner does there, and that no content is told."""

from dataclasses import replace
from typing import Any

import pytest

from engine.errors import Invalid
from engine.steps import VERBS
from tests.engine.cheap import made_cheap
from tests.offices import House
from tests.routes import LETTER, publishes

SECRET = "Құпия тақырып"
GIVEN = {"subject": SECRET, "text": "T", "executors": ["facility"], "acquaint": ["chair"]}


@pytest.fixture
def house(page_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    made_cheap(monkeypatch)
    publishes(page_house, LETTER)
    return page_house


def test_an_owner_pauses_a_document_and_people_read_why(at: Any, house: House) -> None:
    paper = house.as_("teacher").writes("letter", **GIVEN)
    address = f"/workshop/on-the-way/{paper.id}"
    owner = at("owner").opens(address)
    assert "first" in owner.text and SECRET not in owner.text

    owner.sends(f"{address}/pause", reason=" ", status=422)
    assert "Nothing is done yet" in owner.text
    owner.sends(f"{address}/pause", reason="Тексеру жүріп жатыр")

    assert "Paused: Тексеру жүріп жатыр" in owner.text and "It was paused" in owner.text
    assert "Paused: Тексеру жүріп жатыр" in at("teacher").opens(f"/documents/{paper.id}").text
    task = house.as_("lawyer").tasks()[0].id
    assert "Paused: Тексеру жүріп жатыр" in at("lawyer").opens(f"/tasks/{task}").text
    at("owner").opens(address).sends(f"{address}/go_on")
    assert "Paused" not in at("teacher").opens(f"/documents/{paper.id}").text


def test_an_owner_sends_a_document_back(at: Any, house: House) -> None:
    paper = house.as_("teacher").writes("letter", **GIVEN)
    house.as_("lawyer").completes("approve")
    address = f"/workshop/on-the-way/{paper.id}"
    owner = at("owner").opens(address)

    owner.sends(f"{address}/send_back", step="first", reason="Қайта қараңыз")

    assert "It was sent back" in owner.text and SECRET not in owner.text
    assert [one.step for one in house.as_("lawyer").tasks()] == ["first"]
    told = at("teacher").opens(f"/documents/{paper.id}/history").text
    assert "It was sent back: first" in told and "second#1" not in told
    at("admin").opens(address)
    at("teacher").opens(address, status=403)
    at("owner").opens("/workshop/on-the-way/nothing", status=404)
    assert house.broken() == []


def test_stopped_steps_are_listed_narrowed_and_tried_again(
    at: Any, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = VERBS["make_rendition"]

    def keep(*_: Any) -> str:
        raise Invalid.one("case", "Expected a case, but there is none.")

    monkeypatch.setitem(VERBS, "make_rendition", replace(whole, keep=keep))  # type: ignore[arg-type]
    paper = house.as_("teacher").writes("letter", **GIVEN)
    owner = at("owner").opens("/workshop/incidents")
    assert "freeze" in owner.text and "Technical detail" in owner.text and SECRET not in owner.text
    assert "Leave out" not in owner.text
    assert "Nothing has stopped" in at("owner").opens("/workshop/incidents?kind=memo").text

    monkeypatch.setitem(VERBS, "make_rendition", whole)
    assert f"/workshop/on-the-way/{paper.id}" in at("owner").opens("/feed").page.text
    assert "/workshop/incidents" in at("admin").opens("/administration").page.text
    at("admin").opens("/workshop/incidents").sends(f"/workshop/incidents/{_number(house, paper.id)}/retry")
    house.settle()

    assert "Nothing has stopped" in at("owner").opens("/workshop/incidents").text
    assert "gone on" in at("owner").opens("/workshop/incidents?state=resolved").text
    at("teacher").opens("/workshop/incidents", status=403)
    assert house.broken() == []


def _number(house: House, document: str) -> int:
    from engine.acts import stopped

    with house.office.look(house.actor("owner")) as work:
        return stopped.stops(work, document=document)[0][0].id
