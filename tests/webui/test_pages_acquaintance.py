"""Who of a short list has read a document stands on one card of its execution."""

from collections.abc import Callable

import pytest

from engine.acts import handing
from tests.circular import publishes_circulars
from tests.engine.cheap import made_cheap
from tests.offices import House
from tests.webui.pages import Reader


def test_a_short_list_is_one_card_with_everybodys_name(
    page_house: House, at: Callable[[str], Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    made_cheap(monkeypatch)
    house = publishes_circulars(page_house)
    given = {"subject": "S", "text": "T", "executors": ["facility"], "acquaint": ["chair", "docent", "dean"]}
    paper = house.as_("teacher").writes("circular", **given)
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("approve")
    house.as_("chair").completes("acknowledge")
    [left] = [one for one in paper.view().tasks if one.item == "docent"]
    with house.office.work(house.actor("hr")) as work:
        handing.excuse(work, left.id, "On leave")

    page = at("teacher").opens(f"/documents/{paper.id}/execution").page.text

    assert page.count("done by 1 of 3") == 1
    assert page.count("On leave") == 1


def test_a_row_of_a_list_is_a_password_by_default_and_says_nothing_of_the_end(
    page_house: House, at: Callable[[str], Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    made_cheap(monkeypatch)
    house = publishes_circulars(page_house)
    given = {"subject": "S", "text": "T", "executors": ["facility"], "acquaint": ["chair", "docent"]}
    house.as_("teacher").writes("circular", **given)
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("approve")

    chair = at("chair").opens(at("chair").first_task())  # has a certificate too

    assert 'value="simple" checked' in chair.page.text
    assert 'value="certificate" checked' not in chair.page.text
    assert "ends the route" not in chair.text
