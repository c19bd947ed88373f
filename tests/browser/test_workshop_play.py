"""The pages on which an owner plays a story and asks who it would be, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.acts import drafting
from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("tongue", "theme", "width"), [("kk", "light", 1366), ("ru", "dark", 320)])
def test_an_owner_plays_a_memo_and_asks_who_it_would_be(
    small_house: House, chromium: Browser, artefacts: Path, tongue: str, theme: str, width: int
) -> None:
    with small_house.office.work(small_house.actor("owner")) as work:
        drafting.open_draft(work, "memo")
    prefers(small_house, "owner", tongue, theme)
    wrong = []
    with serving(small_house) as address:
        seat = sits_down(chromium, address, "owner", language=tongue, theme=theme, width=width, pictures=artefacts)
        page = seat.opens("/workshop/memo/play").page

        for name, act in (("document", "begin"), ("approve", "do:approve"), ("sign", ""), ("rules", ""), ("template", "")):
            if name == "rules":
                seat.opens("/workshop/memo/rules?who=teacher")
            elif name == "template":
                seat.opens("/workshop/memo/template")
            seat.stands_tall()
            wrong += [f"{name}: {one}" for one in violations(page)]
            wide = page.evaluate("document.documentElement.scrollWidth")
            wrong += [f"{name}: {wide} wide"] if wide > width else []
            seat.shot(f"play-{tongue}-{theme}-{width}-{name}")
            if act:
                with page.expect_navigation():
                    page.locator(f"button[value='{act}']").click()
        page.context.close()

    assert wrong == []
