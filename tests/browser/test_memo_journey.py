"""A memo's day in the browser, in Kazakh and in Russian; decisions and forms also without a script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.people import Seat, prefers, sits_down
from tests.browser.served import serving
from tests.offices import House
from tests.pki import PASSPHRASE


def writes(seat: Seat, language: str, subject: str, text: str) -> None:
    seat.opens("/start/memo").fills("subject", subject).fills("text", text)
    seat.page.locator("[name=language]").last.select_option(language)
    with seat.page.expect_navigation():
        seat.page.locator("button[name=act][value=send], button[name=send]").first.click()


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("language", "script"), [("kk", True), ("ru", True), ("kk", False)])
def test_a_memo_goes_from_the_teacher_to_the_case(
    small_house: House, chromium: Browser, artefacts: Path, language: str, script: bool
) -> None:
    for login in ("teacher", "chair", "dean", "registrar", "facility"):
        prefers(small_house, login, language)
    with serving(small_house) as address:

        def sits(login: str) -> Seat:
            return sits_down(chromium, address, login, language=language, script=script, pictures=artefacts)

        mark = f"{language}-{'script' if script else 'plain'}"
        teacher = sits("teacher")
        writes(
            teacher, language, "О замене проектора в аудитории 305", "Прошу поручить замену проектора.\n\nАкт приложен."
        )
        paper = teacher.page.url.rpartition("/documents/")[2].partition("/")[0]
        small_house.office.settled(paper, 30)
        teacher.opens(f"/documents/{paper}").shot(f"journey-{mark}-1-sent")

        chair = sits("chair").opens_first_task()
        chair.shot(f"journey-{mark}-2-chair")
        assert not script or violations(chair.page) == []
        chair.says_why("return", "Уточните номер корпуса").presses("return")
        small_house.office.settled(paper, 30)

        teacher.opens_first_task()
        teacher.fills("text", "Прошу поручить замену проектора в корпусе № 2.").presses("submit")
        small_house.office.settled(paper, 30)

        chair.opens_first_task().presses("approve")
        small_house.office.settled(paper, 30)

        dean = sits("dean").opens_first_task()
        dean.shot(f"journey-{mark}-3-dean")
        dean.page.locator("[name=executor_unit]").first.select_option("facility")
        dean.fills("password", PASSPHRASE).presses("sign")
        small_house.office.settled(paper, 30)

        registrar = sits("registrar").opens("/registration")
        registrar.shot(f"journey-{mark}-4-registration")
        registrar.opens_first_task().fills("password", PASSPHRASE).presses("register")
        small_house.office.settled(paper, 60)

        facility = sits("facility").opens_first_task()
        facility.fills("report", "Проектор заменён.").presses("report")
        small_house.office.settled(paper, 30)
        dean.opens_first_task().presses("accept")
        small_house.office.settled(paper, 30)

        for tab in ("", "/route", "/approval", "/signatures", "/execution", "/files", "/history"):
            teacher.opens(f"/documents/{paper}{tab}")
            teacher.shot(f"journey-{mark}-5-document{tab.replace('/', '-')}")
            assert not script or (tab, violations(teacher.page)) == (tab, [])
        registrar.opens("/journals")
        registrar.shot(f"journey-{mark}-6-journals")

    with small_house.office.look(small_house.actor("teacher")) as work:
        from engine.documents.queries import listed

        documents, _ = listed(work)
    assert [one.state for one in documents] == ["filed"]
    assert small_house.broken() == []


def test_on_a_phone_a_press_leads_from_the_paper_to_the_decision(small_house: House, chromium: Browser) -> None:
    small_house.as_("teacher").writes()

    with serving(small_house) as address:
        chair = sits_down(chromium, address, "chair", width=360).opens_first_task()
        expect(chair.page.locator(".to-panel a, a.to-panel").first).to_be_in_viewport()
        chair.page.locator(".to-panel a, a.to-panel").first.click()

        expect(chair.page.locator(".panel button.btn-primary").first).to_be_in_viewport()
