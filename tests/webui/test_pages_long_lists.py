"""A document whose list is long: its page tells numbers, another page holds all rows."""

from collections.abc import Callable

import pytest

from tests.circular import publishes_circulars
from tests.engine.cheap import made_cheap
from tests.engine.crowds.people import crowd_of
from tests.offices import House, Paper
from tests.webui.pages import Reader

At = Callable[[str], Reader]


@pytest.fixture
def circular(page_house: House, monkeypatch: pytest.MonkeyPatch) -> Paper:
    """A circular that sixty people have to read."""
    made_cheap(monkeypatch)
    house = publishes_circulars(page_house)
    crowd_of(house, "all", 60)
    given = {"subject": "S", "text": "T", "executors": ["facility"], "acquaint": ["all"]}
    paper = house.as_("teacher").writes("circular", **given)
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("approve")
    return paper


def test_the_page_tells_numbers_and_leads_to_all_rows(circular: Paper, at: At) -> None:
    teacher = at("teacher")

    overview = teacher.opens(f"/documents/{circular.id}").page.text
    execution = teacher.opens(f"/documents/{circular.id}/execution").page.text
    first = teacher.opens(f"/tasks?document={circular.id}").page.text

    for page in (overview, execution):
        assert f"/tasks?document={circular.id}" in page
        assert "All7 " not in page
    assert 0 < first.count("<strong>acknowledge</strong>") <= 50
    assert "cursor=" in first


def test_a_stranger_sees_no_rows(circular: Paper, at: At) -> None:
    at("stranger").opens(f"/tasks?document={circular.id}", status=403)
