"""Watching a kind in a real browser: readable in each look, also on a phone, and for a screen reader."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.engine.cheap import made_cheap
from tests.offices import House

LOOKS = [("kk", "light", 1366), ("ru", "dark", 320)]


@pytest.mark.parametrize(("tongue", "theme", "wide"), LOOKS)
def test_an_owner_watches_how_memos_run(
    chromium: Browser,
    small_house: House,
    monkeypatch: pytest.MonkeyPatch,
    artefacts: Path,
    tongue: str,
    theme: str,
    wide: int,
) -> None:
    made_cheap(monkeypatch)
    for _ in range(3):
        small_house.as_("teacher").writes()
    small_house.goes_on(days=1)
    small_house.as_("chair").completes("approve")
    small_house.goes_on(days=12)
    prefers(small_house, "owner", tongue, theme)
    look = f"{tongue}-{theme}-{wide}"
    with serving(small_house) as address:
        seat = sits_down(chromium, address, "owner")
        seat.page.set_viewport_size({"width": wide, "height": 900})
        for name, path in (
            ("watch", "/workshop/memo/watch"),
            ("watch-beside", "/workshop/memo/watch?beside=before"),
            ("watched", "/workshop/memo/watch/documents?figure=open"),
        ):
            seat.opens(path)
            seat.page.screenshot(path=artefacts / f"workshop-{name}-{look}.png", full_page=True)
            assert seat.page.evaluate("document.documentElement.scrollWidth") <= wide
            assert violations(seat.page) == []
        seat.page.goto(f"{address}/workshop/memo/watch")
        seat.page.locator(".table-frame svg").first.screenshot(path=artefacts / f"workshop-watch-drawing-{look}.png")
