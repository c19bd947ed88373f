"""People at a browser: sign in, find the task, press the button."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from engine.accounts.commands import choose
from tests.offices import House
from tests.pki import PASSPHRASE


@dataclass
class Seat:
    """A person before a browser window of their own."""

    page: Page
    address: str
    pictures: Path | None = None

    def opens(self, path: str) -> "Seat":
        if self.page.viewport_size is not None:
            self.page.set_viewport_size({"width": self.page.viewport_size["width"], "height": 900})
        answer = self.page.goto(self.address + path)
        assert answer is not None and answer.status < 500, f"{path}: {answer and answer.status}"
        return self

    def opens_first_task(self) -> "Seat":
        self.opens("/tasks")
        self.page.locator("a[href^='/tasks/d']").first.click()
        self.page.wait_for_load_state()
        return self

    def presses(self, outcome: str) -> "Seat":
        """The button of an outcome; waits for the page that follows."""
        button = self.page.locator(f"button[name=outcome][value={outcome}]:not([hidden])")
        if not button.is_visible():
            self.page.locator(f"details:has(button[value={outcome}]:not([hidden])) > summary").click()
        with self.page.expect_navigation():
            button.click()
        return self

    def says_why(self, outcome: str, comment: str) -> "Seat":
        """Opens the outcome's comment and writes it."""
        self.page.locator(f"details:has([name=comment_{outcome}]) > summary").click()
        return self.fills(f"comment_{outcome}", comment)

    def fills(self, name: str, value: str) -> "Seat":
        self.page.locator(f"[name='{name}']").first.fill(value)
        return self

    def shot(self, name: str) -> None:
        if self.pictures is not None:
            self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True)

    def stands_tall(self) -> "Seat":
        """Makes the window as high as the page, so that bars that stay in sight lie over nothing that can be scrolled away."""
        size = self.page.viewport_size
        height = int(self.page.evaluate("document.documentElement.scrollHeight"))
        if size is not None:
            self.page.set_viewport_size({"width": size["width"], "height": max(900, height)})
        return self

    @property
    def text(self) -> str:
        return self.page.inner_text("main")


def sits_down(
    browser: Browser,
    address: str,
    login: str,
    *,
    language: str = "kk",
    theme: str = "light",
    width: int = 1366,
    script: bool = True,
    pictures: Path | None = None,
) -> Seat:
    """A new window with nobody else's cookies, signed in."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=script, locale="en-GB"
    )
    host = address.removeprefix("http://").partition(":")[0]
    context.add_cookies(
        [
            {"name": "bagyt-language", "value": language, "domain": host, "path": "/"},
            {"name": "bagyt-theme", "value": theme, "domain": host, "path": "/"},
        ]
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    seat = Seat(page, address, pictures)
    seat.opens("/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSPHRASE)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    return seat


def prefers(house: House, login: str, language: str, theme: str = "light") -> None:
    """The person's own choice of the screen."""
    with house.office.work(house.actor(login)) as work:
        choose(work, language=language, theme=theme)
