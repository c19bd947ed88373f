"""An owner brings the diagrams of other programs: each opens in the editor, and what was put in is told beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.acts import drafting
from tests.browser.axe import violations
from tests.browser.conftest import listen
from tests.browser.drawing import TOUCH, drawn, lost, opens, saved
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House

MIWG = sorted((Path(__file__).parents[1] / "data" / "miwg").glob("*.bpmn"))


@pytest.fixture
def served(small_house: House) -> Iterator[tuple[House, str]]:
    with serving(small_house) as address:
        yield small_house, address


UNREAD = re.compile(
    r"}outMessageRef \[\] triso:unspecified|}formalExpression \[\] manager|_985753e3-a4ce-486b-908a-509d382259ed|}allowedValues"
)
"""What bpmn-js does not keep: a reference to nothing, the expression of a role of BPMN, an arrow that draws no element, an
attribute that stands there twice."""
TOUCH_START = TOUCH.replace('get("start")', 'find((it) => it.type === "bpmn:StartEvent" || it.type === "bpmn:Task")')


def kind_of(file: Path) -> str:
    return "miwg_" + file.stem.lower().replace(".", "_")


@pytest.mark.timeout(600)
def test_all_reference_diagrams_open_in_the_editor_and_lose_nothing_when_saved(
    chromium: Browser, served: tuple[House, str], complaints: list[str]
) -> None:
    house, address = served
    with house.office.work(house.actor("owner")) as work:
        for file in MIWG:
            drafting.import_diagram(work, kind_of(file), {"ru": file.stem}, file.read_bytes())
    prefers(house, "owner", "en", "light")
    seat = sits_down(chromium, address, "owner")
    listen(seat.page, complaints)

    opened, gone = {}, {}
    for file in MIWG:
        before = drawn(house, kind_of(file))
        page = opens(seat, kind_of(file))
        opened[file.stem] = page.locator("#modeler .djs-element").count()
        page.evaluate(TOUCH_START)
        saved(page)
        gone[file.stem] = lost(before, drawn(house, kind_of(file)))

    assert all(count > 5 for count in opened.values()), opened
    unexpected = {name: [one for one in lines if not UNREAD.search(one)] for name, lines in gone.items()}
    assert {name: lines for name, lines in unexpected.items() if lines} == {}
    page.context.close()


def test_an_owner_drops_a_file_and_reads_what_was_put_in(
    chromium: Browser, served: tuple[House, str], artefacts: Path
) -> None:
    house, address = served
    prefers(house, "owner", "ru", "light")
    seat = sits_down(chromium, address, "owner", language="ru", pictures=artefacts)
    page = seat.opens("/workshop/new").page

    page.fill("[name=name]", "visit")
    page.fill("[name=title_ru]", "Визит")
    page.set_input_files("[name=file]", MIWG[1])
    with page.expect_navigation():
        page.locator("main form button.btn-primary").click()
    seat.shot("workshop-imported-ru")

    assert page.url.endswith("/workshop/visit")
    assert "Что добавлено в диаграмму другой программы" in seat.text
    assert violations(page) == []

    page.locator("details li a").first.click()
    page.wait_for_selector("#modeler[data-ready]")
    chosen = page.evaluate('document.getElementById("modeler").modeler.get("selection").get().map((one) => one.id)')
    assert chosen == [page.url.partition("#")[2]]
    page.context.close()
