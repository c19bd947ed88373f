"""Stepping into a document in a real browser: what stopped, pausing, sending back, in each look and on a phone."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from engine.errors import Invalid
from engine.steps import VERBS
from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.engine.cheap import made_cheap
from tests.offices import House

LOOKS = [("kk", "light", 1366), ("ru", "dark", 320)]


def _keep(*_: Any) -> str:
    raise Invalid.one("case", "Expected a case, but there is none.")


@pytest.mark.parametrize(("tongue", "theme", "wide"), LOOKS)
def test_an_owner_pauses_sends_back_and_sees_what_stopped(
    chromium: Browser,
    small_house: House,
    monkeypatch: pytest.MonkeyPatch,
    artefacts: Path,
    tongue: str,
    theme: str,
    wide: int,
) -> None:
    made_cheap(monkeypatch)
    paper = small_house.as_("teacher").writes()
    small_house.as_("chair").completes("approve")
    whole = VERBS["make_rendition"]
    monkeypatch.setitem(VERBS, "make_rendition", replace(whole, keep=_keep))  # type: ignore[arg-type]
    small_house.as_("teacher").writes()
    prefers(small_house, "owner", tongue, theme)
    look = f"{tongue}-{theme}-{wide}"
    with serving(small_house) as address:
        seat = sits_down(chromium, address, "owner")
        seat.page.set_viewport_size({"width": wide, "height": 900})
        seat.opens("/workshop/incidents")
        _shot(seat.page, artefacts / f"workshop-incidents-{look}.png", wide)
        seat.opens(f"/workshop/on-the-way/{paper.id}")
        seat.page.locator("details:has(#f-reason-send_back) > summary").click()
        _shot(seat.page, artefacts / f"workshop-document-{look}.png", wide)
        seat.page.fill("#f-reason-send_back", "Қайта қараңыз")
        with seat.page.expect_navigation():
            seat.page.locator("form[action$='/send_back'] button").click()
        seat.page.locator("details:has(#f-reason-pause) > summary").click()
        seat.page.fill("#f-reason-pause", "Тексеру жүріп жатыр")
        with seat.page.expect_navigation():
            seat.page.locator("form[action$='/pause'] button").click()
        _shot(seat.page, artefacts / f"workshop-document-paused-{look}.png", wide)
    assert [one.step for one in small_house.as_("chair").tasks()] == ["approve_chair"]
    assert small_house.broken() == []


def _shot(page: Any, path: Path, wide: int) -> None:
    page.screenshot(path=path, full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    assert violations(page) == []
