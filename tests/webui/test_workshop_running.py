"""The page of running documents: looked at, moved with a reason, brought back; no title of anybody's document is told."""

from typing import Any

import pytest

from tests.engine.cheap import made_cheap
from tests.offices import House
from tests.routes import LETTER, publishes

SECRET = "Құпия тақырып"


@pytest.fixture
def house(page_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    made_cheap(monkeypatch)
    publishes(page_house, LETTER)
    for _ in range(2):
        page_house.as_("teacher").writes("letter", subject=SECRET, text="T", executors=["facility"], acquaint=["chair"])
    page_house.as_("lawyer").completes("approve")
    publishes(page_house, LETTER.insert("early", "first").insert("third", "second"))
    return page_house


def test_an_owner_looks_moves_with_a_reason_and_brings_back(at: Any, house: House) -> None:
    owner = at("owner").opens("/workshop/letter/running")
    assert "Let them follow to version" in owner.text

    owner.opens("/workshop/letter/running?to=2")
    assert "tasks change: 1" in owner.text and "cannot: 1" in owner.text
    assert "early comes instead" in owner.text and "Comes: early" in owner.text and SECRET not in owner.text

    owner.sends("/workshop/letter/running/moves", reason="Жаңа тәртіп", some="1")
    house.settle()
    owner.opens(owner.address)
    assert "moved: 1" in owner.text and "Жаңа тәртіп" in owner.text and SECRET not in owner.text

    owner.sends(f"{owner.address}/undo")
    assert "1 document goes back." in owner.text
    assert "brought back: 1" in owner.text
    assert house.broken() == []


def test_a_move_without_a_reason_keeps_the_page(at: Any, house: House) -> None:
    owner = at("owner").opens("/workshop/letter/running?to=2")

    owner.sends("/workshop/letter/running/moves", reason=" ", some="1", status=422)

    assert "Nothing is moved yet" in owner.text


def test_a_kind_that_is_not_published_has_nothing_running(at: Any) -> None:
    owner = (
        at("owner")
        .opens("/workshop/new")
        .sends("/workshop/new", name="certificate", title_kk="А", title_ru="С", title_ky="М", title_en="C")
    )

    assert "The kind is not published yet." in owner.opens("/workshop/certificate/running").text
