"""The frame, sign-in, refusals and every part of the look in a real browser, light and dark, wide and narrow."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import listen

WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 320, "height": 640}
FEW = [("kk", "light", WIDE), ("ru", "dark", NARROW), ("ru", "light", NARROW), ("kk", "dark", WIDE)]
ALL = [
    (tongue, theme, size)
    for tongue in ("kk", "ru", "ky", "en")
    for theme in ("light", "dark")
    for size in (WIDE, NARROW)
]
LOOKS = [*FEW, *(pytest.param(*one, marks=pytest.mark.full) for one in ALL if one not in FEW)]


def named(look: object) -> str:
    return f"{look['width']}" if isinstance(look, dict) else str(look)


def opened(
    chromium: Browser, complaints: list[str], tongue: str, theme: str, size: dict[str, int], **more: object
) -> Page:
    context = chromium.new_context(viewport=size, locale=tongue, color_scheme=theme, **more)
    return listen(context.new_page(), complaints)


def enter(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in?next=/look")
    page.locator("#login").fill("teacher")
    page.locator("#password").fill("Demo-2026!")
    page.locator("#password").press("Enter")
    page.wait_for_url("**/look")


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("tongue", "theme", "size"), LOOKS, ids=named)
@pytest.mark.parametrize("place", ["sign-in", "nowhere", "look"])
def test_every_page_of_the_foundation_is_accessible_and_fits(
    chromium: Browser,
    foundation: str,
    complaints: list[str],
    artefacts: Path,
    place: str,
    tongue: str,
    theme: str,
    size: dict[str, int],
) -> None:
    page = opened(chromium, complaints, tongue, theme, size)
    if place == "look":
        enter(page, foundation)
    else:
        page.goto(f"{foundation}/{place}")

    page.wait_for_function("document.documentElement.dataset.script === 'yes'")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=artefacts / f"foundation-{place}-{tongue}-{theme}-{size['width']}.png", full_page=True)

    assert page.locator("html").get_attribute("lang") == tongue
    assert violations(page) == []
    assert overflow(page) <= 0
    assert [line for line in complaints if "404 (NOT FOUND)" not in line] == []
    page.context.close()


def test_wrong_password_is_said_at_once_and_the_reader_is_there(
    chromium: Browser, foundation: str, complaints: list[str]
) -> None:
    page = opened(chromium, complaints, "ru", "light", NARROW)
    page.goto(f"{foundation}/sign-in")

    page.locator("#login").fill("teacher")
    page.locator("#password").fill("wrong")
    page.get_by_role("button", name="Вход в систему").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#login")).to_have_value("teacher")
    expect(page.locator("#password")).to_have_value("")
    assert violations(page) == []
    page.context.close()


def test_without_javascript_one_signs_in_switches_language_and_signs_out(
    chromium: Browser, foundation: str, complaints: list[str]
) -> None:
    page = opened(chromium, complaints, "kk", "light", NARROW, java_script_enabled=False)
    enter(page, foundation)

    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Кыргызча").click()
    page.wait_for_url("**/look")
    assert page.locator("html").get_attribute("lang") == "ky"

    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Чыгуу").click()
    page.wait_for_url("**/sign-in")
    page.context.close()


def test_keys_work_in_a_cyrillic_layout_and_stay_silent_in_a_field(
    chromium: Browser, foundation: str, complaints: list[str]
) -> None:
    page = opened(chromium, complaints, "ru", "light", WIDE)
    enter(page, foundation)
    page.wait_for_function("document.documentElement.dataset.script === 'yes'")

    page.locator("body").press("KeyJ")
    page.keyboard.press("KeyJ")
    expect(page.locator("[data-row] a").nth(1)).to_be_focused()
    page.keyboard.press("Slash")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.type("jn?")
    expect(page.locator("input[type=search]")).to_have_value("jn?")
    page.locator("h1").click()
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.context.close()


def test_a_draft_is_kept_while_one_types_and_a_question_is_asked_before_sending(
    chromium: Browser, foundation: str, complaints: list[str]
) -> None:
    page = opened(chromium, complaints, "kk", "light", WIDE)
    enter(page, foundation)
    page.wait_for_function("document.documentElement.dataset.script === 'yes'")

    page.locator("#f-subject").fill("Проектор")
    expect(page.locator("[data-draft-said]")).to_have_text("kept")
    page.get_by_role("button", name="Жіберу", exact=True).click()
    expect(page.locator("#confirm")).to_contain_text("Жіберу керек пе?")
    page.get_by_role("button", name="Жоқ, қайту").click()
    expect(page.locator("#confirm")).to_be_hidden()

    assert page.url.endswith("/look")
    assert complaints == []
    page.context.close()


def test_double_the_letters_still_fit(
    chromium: Browser, foundation: str, complaints: list[str], artefacts: Path
) -> None:
    page = opened(chromium, complaints, "kk", "light", {"width": 640, "height": 480}, device_scale_factor=2)
    enter(page, foundation)

    page.screenshot(path=artefacts / "foundation-zoom-200.png")

    assert overflow(page) <= 0
    page.context.close()


def test_the_api_description_is_shown_without_leaving_the_site(
    chromium: Browser, foundation: str, complaints: list[str], artefacts: Path
) -> None:
    page = opened(chromium, complaints, "en", "light", WIDE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{foundation}/api/docs")
    page.get_by_text("/api/v1/openapi.json").first.wait_for()
    page.screenshot(path=artefacts / "foundation-api-docs.png")

    assert all(url.startswith((foundation, "data:")) for url in asked)
    assert complaints == []
    page.context.close()
