"""The pages of running documents in a real browser: readable in each look, one press each way, as an owner sees them."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.engine.cheap import made_cheap
from tests.offices import House
from tests.routes import LETTER, publishes

LOOKS = [("kk", "light", 1366), ("ru", "dark", 320), ("kk", "dark", 320), ("ru", "light", 1366)]


@pytest.mark.parametrize(("tongue", "theme", "wide"), LOOKS)
def test_an_owner_looks_moves_and_undoes(
    chromium: Browser,
    small_house: House,
    monkeypatch: pytest.MonkeyPatch,
    artefacts: Path,
    tongue: str,
    theme: str,
    wide: int,
) -> None:
    made_cheap(monkeypatch)
    named = LETTER.change("first", name="Согласовать с юристом").change("second", name="Согласовать с финансами")
    publishes(small_house, named)
    for _ in range(3):
        given = {"subject": "S", "text": "T", "executors": ["facility"], "acquaint": ["chair"]}
        small_house.as_("teacher").writes("letter", **given)
    small_house.as_("lawyer").completes("approve")
    publishes(small_house, named.insert("early", "first").change("early", name="Согласовать с отделом кадров"))
    prefers(small_house, "owner", tongue, theme)
    look = f"{tongue}-{theme}-{wide}"
    with serving(small_house) as address:
        seat = sits_down(chromium, address, "owner")
        seat.page.set_viewport_size({"width": wide, "height": 900})
        for name, path in (("running", "/workshop/letter/running"), ("looked", "/workshop/letter/running?to=2")):
            seat.opens(path)
            seat.page.screenshot(path=artefacts / f"workshop-{name}-{look}.png", full_page=True)
            assert seat.page.evaluate("document.documentElement.scrollWidth") <= wide
            assert violations(seat.page) == []
        seat.fills("reason", "Новый порядок")
        with seat.page.expect_navigation():
            seat.page.locator("button[name=some]").click()
        small_house.settle()
        seat.page.reload()
        seat.page.screenshot(path=artefacts / f"workshop-moved-{look}.png", full_page=True)
        assert seat.page.evaluate("document.documentElement.scrollWidth") <= wide
        assert violations(seat.page) == []
        with seat.page.expect_navigation():
            seat.page.locator("form[action$='/undo'] button").first.click()
        small_house.settle()
    assert small_house.broken() == []
