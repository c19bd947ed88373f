"""The page that watches a kind: figures of steps and units, what stands behind them, files; nobody's content is told."""

from datetime import datetime
from typing import Any

import pytest
from lxml import etree

from tests.engine.cheap import made_cheap
from tests.offices import House
from tests.routes import LETTER, publishes

SECRET = "Құпия тақырып"
GIVEN = {"subject": SECRET, "text": "T", "executors": ["facility"], "acquaint": ["chair"]}


@pytest.fixture
def house(page_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """Three letters: one approved by the lawyer after a day, two that wait for him."""
    made_cheap(monkeypatch)
    page_house.office.tools.clock.set(datetime.fromisoformat("2026-12-02T10:00+05:00"))
    publishes(page_house, LETTER)
    for _ in range(3):
        page_house.as_("teacher").writes("letter", **GIVEN)
    page_house.goes_on(days=1)
    page_house.as_("lawyer").completes("approve")
    return page_house


def test_an_owner_sees_where_documents_stand_and_how_long_steps_take(at: Any, house: House) -> None:
    owner = at("owner").opens("/workshop/letter/watch")

    assert "Open: 2" in owner.text and "Open: 1" in owner.text
    assert "1 d" in owner.text and "By unit" in owner.text and "By person" not in owner.text
    assert SECRET not in owner.text


def test_the_documents_behind_a_figure_are_a_number_for_who_may_not_see_them(at: Any, house: House) -> None:
    house.as_("rector").writes("letter", **{**GIVEN, "subject": "Ректордың хаты"})
    owner = at("owner").opens("/workshop/letter/watch/documents?step=first&figure=open")
    rector = at("rector").opens("/workshop/letter/watch/documents?step=first&figure=open")

    assert "3 documents that you may not see." in owner.text and SECRET not in owner.text
    assert "Ректордың хаты" in rector.text and "2 documents that you may not see." in rector.text
    assert SECRET not in rector.text


def test_figures_of_persons_are_for_those_who_lead(at: Any, house: House) -> None:
    rector = at("rector").opens("/workshop/letter/watch")

    assert "By person" in rector.text and "/workshop/letter/publish" not in rector.page.text
    assert at("rector").opens("/control/house").page.status_code == 200
    at("teacher").opens("/workshop/letter/watch", status=403)
    at("teacher").opens("/workshop/letter/watch.svg", status=403)


def test_two_periods_and_two_versions_stand_side_by_side(at: Any, house: House) -> None:
    publishes(house, LETTER.insert("early", "first"))

    before = at("owner").opens("/workshop/letter/watch?beside=before").text
    other = at("owner").opens("/workshop/letter/watch?version=2&beside=1").text

    assert "The second line of each figure" in before and "The second line of each figure" in other
    at("owner").opens("/workshop/letter/watch?version=9", status=404)
    at("owner").opens("/workshop/letter/watch?since=2026-12-03&until=2026-12-01", status=422)


def test_the_picture_and_the_table_are_taken_out(at: Any, house: House) -> None:
    house.as_("teacher").writes("memo", subject=SECRET)
    owner = at("owner").opens("/workshop/memo/watch")
    drawn = owner.client.get("/workshop/memo/watch.svg")
    table = owner.client.get("/workshop/letter/watch.csv")

    root = etree.fromstring(drawn.data)
    words = " ".join(root.itertext())
    assert drawn.text in owner.page.text and root.get("aria-label") and "Open: 1" in words and SECRET not in words
    assert not root.xpath("//*[local-name()='script' or local-name()='foreignObject']")
    assert "first" in table.get_data(as_text=True) and SECRET not in table.get_data(as_text=True)


def test_a_task_is_seen_when_somebody_who_may_do_it_opens_it_first(at: Any, house: House) -> None:
    task = house.as_("lawyer").tasks()[0]
    at("lawyer").opens(f"/tasks/{task.id}")
    first = house.as_("lawyer").tasks()[0].seen
    house.goes_on(hours=2)
    at("lawyer").opens(f"/tasks/{task.id}")

    assert first is not None and house.as_("lawyer").tasks()[0].seen == first


def test_a_kind_that_is_not_published_has_nothing_to_watch(at: Any) -> None:
    at("owner").opens("/workshop/new").sends(
        "/workshop/new", name="certificate", title_kk="А", title_ru="С", title_ky="М", title_en="C"
    )

    assert "The kind is not published yet." in at("owner").opens("/workshop/certificate/watch").text
