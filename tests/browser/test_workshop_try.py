"""Trying a draft in a real browser: findings with their examples, readable in each look, clean by axe, also without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.acts import drafting
from engine.catalogue import drafts
from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House

LOOKS = [("kk", "light", 1366), ("ru", "dark", 320), ("kk", "dark", 320), ("ru", "light", 1366)]


def _planted(house: House) -> None:
    """A draft of the memo that a refused document leaves unregistered, with a story that no longer holds."""
    refused = b'sourceRef="signed" targetRef="%s"'
    with house.office.work(house.actor("owner")) as work:
        drawn = drafting.open_draft(work, "memo").files["process.bpmn"]
        wrong = drawn.replace(refused % b"rejected", refused % b"file_away").replace(
            b'"return_report"</', b'"reject"</'
        )
        drafts.save(work, "memo", 1, {"process.bpmn": wrong})


@pytest.mark.parametrize(("tongue", "theme", "wide"), LOOKS)
def test_the_page_is_readable(
    chromium: Browser, small_house: House, artefacts: Path, tongue: str, theme: str, wide: int
) -> None:
    _planted(small_house)
    prefers(small_house, "owner", tongue, theme)
    with serving(small_house) as address:
        seat = sits_down(chromium, address, "owner")
        seat.page.set_viewport_size({"width": wide, "height": 900})
        seat.opens("/workshop/memo/try")
        seat.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        seat.page.screenshot(path=artefacts / f"workshop-try-{tongue}-{theme}-{wide}.png", full_page=True)

        assert seat.page.locator("main ol li").count() > 3
        assert seat.page.evaluate("document.documentElement.scrollWidth") <= wide
        assert violations(seat.page) == []
