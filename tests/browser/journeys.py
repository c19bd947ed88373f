"""A document's way through many hands in a browser: who sits where, which task is opened, how its pages look."""

from pathlib import Path

from playwright.sync_api import Browser, Locator

from engine.accounts.commands import make_token
from engine.office import OFFICE
from engine.people.queries import person
from tests.browser.axe import violations
from tests.browser.people import Seat, prefers, sits_down
from tests.offices import House
from tests.pki import PASSPHRASE

LOOKS = (("light", 1366), ("dark", 1366), ("light", 320))


class Journey:
    """People of a house at their browsers, in one language; what is wrong with pages they met is gathered in `wrong`."""

    def __init__(self, house: House, chromium: Browser, address: str, language: str, pictures: Path, name: str) -> None:
        self.house, self.chromium, self.address, self.language = house, chromium, address, language
        self.pictures, self.name = pictures, name
        self.wrong: list[str] = []
        self._seats: dict[str, Seat] = {}

    def sits(self, login: str) -> Seat:
        """The person before a window of his own, signed in once."""
        if login not in self._seats:
            prefers(self.house, login, self.language)
            self._seats[login] = sits_down(
                self.chromium, self.address, login, language=self.language, pictures=self.pictures
            )
        return self._seats[login]

    def rises(self, *logins: str) -> None:
        """Those windows are closed; all of them when nobody is named."""
        for login in logins or list(self._seats):
            self._seats.pop(login).page.context.close()

    def opens(self, login: str, step: str) -> Seat:
        """The person's task at that step, out of the list of his tasks."""
        task = next(one for one in self.house.as_(login).tasks() if one.step == step)
        seat = self.sits(login).opens("/tasks")
        seat.page.locator(f"a[href='/tasks/{task.id}']").first.click()
        seat.page.wait_for_url(f"**/tasks/{task.id}")
        return seat

    def does(self, login: str, step: str, outcome: str, *, level: str = "", **answers: str) -> None:
        """Opens the task, fills its fields and presses the button, with the password where it is asked for."""
        seat = self.opens(login, step)
        for name, value in answers.items():
            seat.fills(name, value)
        self.decides(seat, outcome, level)

    def decides(self, seat: Seat, outcome: str, level: str = "") -> None:
        choice = seat.page.locator(f"input[type=radio][name=level][value='{level}']")
        if level and choice.count():
            choice.check()
        if seat.page.locator("[name=password]").count():
            seat.fills("password", PASSPHRASE)
        seat.presses(outcome)

    def waits(self, *documents: str) -> None:
        """Until the office has done its own steps on those documents."""
        for one in documents:
            self.house.office.settled(one, 60)

    def looks(self, login: str, path: str, mark: str) -> None:
        """The page in light, dark and on a phone: kept as pictures, held against axe and the width of the window."""
        seat = self.sits(login)
        for theme, width in LOOKS:
            prefers(self.house, login, self.language, theme)
            seat.page.set_viewport_size({"width": width, "height": 900})
            seat.opens(path).stands_tall().shot(f"{self.name}-{self.language}-{mark}-{theme}-{width}")
            self.wrong += [f"{path} {theme} {width}: {one}" for one in violations(seat.page)]
            wide = int(seat.page.evaluate("document.documentElement.scrollWidth"))
            self.wrong += [f"{path} {theme} {width}: {wide} wide"] if wide > width else []
        prefers(self.house, login, self.language)
        seat.page.set_viewport_size({"width": 1366, "height": 900})

    def moves_the_clock(self, forward: str) -> None:
        """The demo's clock, as a program moves it."""
        with self.house.office.work(OFFICE) as work:
            token = make_token(work, person(work, "admin"), "clock")
        context = self.chromium.new_context()
        answer = context.request.post(
            f"{self.address}/api/v1/demo/clock", data={"forward": forward}, headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.ok, answer.text()
        context.close()

    def waits_for(self, login: str, step: str) -> None:
        """Until the person has a task at that step: the office has got so far by itself."""
        for _ in range(240):
            if any(one.step == step for one in self.house.as_(login).tasks()):
                return
            self.sits(login).page.wait_for_timeout(250)
        raise AssertionError(f"{login} has no task {step}")


def names(seat: Seat, field: str, values: list[str]) -> None:
    """Several names into a field of names, one input each."""
    for number, value in enumerate(values):
        if number:
            with seat.page.expect_navigation():
                seat.page.click(f"button[name=_add_name][value='{field}']")
        last(seat, field).fill(value)


def last(seat: Seat, field: str) -> Locator:
    return seat.page.locator(f"input[name='{field}']").last


def adds_row(seat: Seat, field: str) -> None:
    """One more row of a list in the form."""
    with seat.page.expect_navigation():
        seat.page.click(f"button[name=_add_row][value='{field}']")
