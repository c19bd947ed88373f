"""A stranger sees nothing of a document, by any door, in any state of any of the three kinds."""

import pytest

from engine.control import lists, overviews
from engine.documents.queries import listed
from engine.errors import NotAllowed
from engine.instances.queries import of_actor
from engine.notices.models import Letter, Notice
from engine.office import OFFICE, looking, papers
from engine.people.queries import person
from tests.journeys.test_order import SAMPLE
from tests.journeys.travel import asks
from tests.offices import House, Paper
from tests.webui.test_pages_memo import At

WORD = "Құпиясөзтек"
PLACES = ("", "/history", "/rendition.pdf", "/signed.pdf", "/approval-sheet", "/diagram.bpmn", "/pages/1/1.png")
LISTS = (
    "/tasks",
    "/documents",
    f"/search?q={WORD}",
    "/feed",
    "/control",
    "/control/acquaintance",
    "/calendar",
    "/unit",
)


def _papers(house: House) -> list[Paper]:
    """One of each kind, and a memo in each state it can have."""
    memo = {"subject": WORD, "text": WORD}
    draft = house.as_("teacher").writes(sends=False, **memo)
    filed = house.as_("teacher").writes(**memo)
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility", control=True)
    house.as_("registrar").completes("register", level="simple")
    running = house.as_("teacher").writes(**memo)
    gone = house.as_("docent").writes(**memo)
    house.as_("docent").withdraws(gone)
    order = house.as_("hr").writes("order", **{**SAMPLE, "title_kk": WORD, "title_ru": WORD, "acquaint": ["dean"]})
    return [draft, filed, running, gone, order, asks(house, purpose=WORD)]


def test_a_stranger_sees_nothing_by_page_file_search_list_sheet_feed_or_mail(quick_house: House, at: At) -> None:
    house = quick_house
    papers_made = _papers(house)
    stranger = at("stranger")

    for paper in papers_made:
        for place in PLACES:
            stranger.opens(f"/documents/{paper.id}{place}", status=403)
        for type in ("approval", "familiarisation"):
            with pytest.raises(NotAllowed):
                papers.sheet(house.office, house.actor("stranger"), paper.id, type)
        with pytest.raises(NotAllowed):
            looking.evidence(house.office, house.actor("stranger"), paper.id)
    for place in LISTS:
        page = stranger.client.get(place, follow_redirects=True)
        assert page.status_code in (200, 403)
        words = page.text.replace(f'value="{WORD}"', "").replace(f"q={WORD}", "")
        assert WORD not in words or place.startswith("/search"), place
        assert not [paper.id for paper in papers_made if paper.id in page.text], place
    with house.office.look(house.actor("stranger")) as work:
        assert (listed(work, text=WORD)[0], of_actor(work)[0], lists.page(work, lists.Wanted())[0]) == ([], [], [])
        with pytest.raises(NotAllowed):
            overviews.house_overview(work, overviews.period(work, None, None))
    with house.office.look(OFFICE) as work:
        mine = person(work, "stranger").id
        assert work.session.query(Notice).filter_by(person_id=mine).count() == 0
        assert work.session.query(Letter).filter_by(person_id=mine).count() == 0
