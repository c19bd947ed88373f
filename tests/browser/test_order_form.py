"""The form of an order and an order's page in a real browser: axe, a phone's width, both themes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House

SAMPLE = json.loads((Path(__file__).parents[2] / "processes" / "order" / "sample.json").read_text())["answers"]


@pytest.fixture
def served(small_house: House) -> Iterator[tuple[House, str]]:
    with serving(small_house) as address:
        yield small_house, address


@pytest.mark.parametrize(("tongue", "theme", "width"), [("kk", "light", 1366), ("ru", "dark", 320)])
def test_an_order_is_written_and_read_without_a_barrier(
    chromium: Browser, served: tuple[House, str], artefacts: Path, tongue: str, theme: str, width: int
) -> None:
    house, address = served
    paper = house.as_("hr").writes("order", **SAMPLE)
    prefers(house, "hr", tongue, theme)
    writer = sits_down(chromium, address, "hr", width=width)

    found = {}
    for name, page in (("start", "/start/order"), ("page", f"/documents/{paper.id}")):
        writer.opens(page)
        wide = writer.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        writer.page.screenshot(path=artefacts / f"order-{name}-{tongue}-{theme}-{width}.png", full_page=True)
        found[name] = violations(writer.page) + ([f"{wide} pixels too wide"] if wide > 0 else [])

    assert {page: wrong for page, wrong in found.items() if wrong} == {}
