"""A stranger sees nothing of a document, by any door, in any state of any of the three kinds."""

import pytest

from engine.acts import files
from engine.control import lists, overviews
from engine.documents.models import Document
from engine.documents.queries import listed
from engine.errors import NotAllowed
from engine.instances.queries import of_actor
from engine.notices.models import Letter, Notice
from engine.office import OFFICE, looking, papers
from engine.people.queries import person
from tests.acceptance.parked import ORDER, goes_on, open_rows, reach, writes
from tests.api.programs import Desk
from tests.journeys.travel import order_of
from tests.offices import House, Paper
from tests.webui.test_pages_memo import At
from webui.api.calling import CALLS

WORD, NOWHERE = "Құпиясөзтек", "Ешжердежоқсөз"
PLACES = (
    "",
    "/history",
    "/route",
    "/rendition.pdf",
    "/signed.pdf",
    "/approval-sheet",
    "/familiarisation-sheet",
    "/settlement-sheet",
    "/attachments/1",
    "/diagram.bpmn",
    "/pages/1/1.png",
)
LISTS = ("/tasks", "/documents", "/feed", "/control", "/control/acquaintance", "/calendar", "/unit")
API_LISTS = (
    "/documents",
    f"/documents?q={WORD}",
    "/tasks?scope=all",
    "/tasks?scope=all&state=done",
    "/feed",
    "/control",
)
SHEETS = ("approval", "familiarisation", "settlement")
LAST = {"memo": "accept", "order": "execute", "trip": "settle"}


def _file(house: House, paper: Paper, login: str) -> None:
    with house.office.work(house.actor(login)) as work:
        put = house.office.tools.files.put(WORD.encode())
        size = len(WORD.encode())
        files.attach(work, paper.id, name=f"{WORD}.txt", media_type="text/plain", size=size, sha256=put)


def _sent(house: House, kind: str, login: str, **said: str) -> Paper:
    return house.as_(login).writes(kind, **{**ORDER, **said}) if kind == "order" else writes(house, kind, login, **said)


def _filed(house: House, kind: str, login: str, **said: str) -> Paper:
    """A document of that kind at the end of its route."""
    paper = _sent(house, kind, login, **said)
    reach(house, paper, LAST[kind])
    while rows := open_rows(house, paper.id):
        goes_on(house, rows[0][0], rows[0][1][0])
    assert paper.view(login).document.state == "filed"
    return paper


def _papers(house: House) -> dict[str, Paper]:
    """Each kind from its start and at its end, the order a trip made, and a memo as a draft and taken back."""
    memo = {"subject": WORD, "text": WORD}
    order = {"title_kk": WORD, "title_ru": WORD}
    trip = {"purpose": WORD, "purpose_ru": WORD}
    draft = house.as_("teacher").writes(sends=False, **memo)
    _file(house, draft, "teacher")
    gone = house.as_("docent").writes(**memo)
    house.as_("docent").withdraws(gone)
    filed = {
        kind: _filed(house, kind, login, **said)
        for kind, login, said in (("memo", "teacher", memo), ("order", "hr", order), ("trip", "teacher", trip))
    }
    running = {
        "memo running": writes(house, "memo", "teacher", **memo),
        "order running": _sent(house, "order", "hr", **order),
        "trip running": writes(house, "trip", "teacher", ahead=90, **trip),
    }
    return {"draft": draft, "withdrawn": gone, "made": order_of(filed["trip"]), **filed, **running}


@pytest.fixture
def made(quick_house: House) -> dict[str, Paper]:
    return _papers(quick_house)


def test_a_stranger_sees_nothing_by_page_file_search_list_sheet_feed_or_mail(
    quick_house: House, made: dict[str, Paper], at: At
) -> None:
    house, stranger = quick_house, at("stranger")

    for paper in made.values():
        for place in PLACES:
            stranger.opens(f"/documents/{paper.id}{place}", status=403)
        for task, _ in open_rows(house, paper.id):
            stranger.opens(f"/tasks/{task.id}", status=403)
        for type in SHEETS:
            with pytest.raises(NotAllowed):
                papers.sheet(house.office, house.actor("stranger"), paper.id, type)
        with pytest.raises(NotAllowed):
            looking.evidence(house.office, house.actor("stranger"), paper.id)
    for place in LISTS:
        page = stranger.client.get(place, follow_redirects=True)
        assert page.status_code in (200, 403)
        assert WORD not in page.text, place
        assert not [paper.id for paper in made.values() if paper.id in page.text], place
    with house.office.look(house.actor("stranger")) as work:
        assert (listed(work, text=WORD)[0], of_actor(work)[0], lists.page(work, lists.Wanted())[0]) == ([], [], [])
        with pytest.raises(NotAllowed):
            overviews.house_overview(work, overviews.period(work, None, None))
    with house.office.look(OFFICE) as work:
        mine = person(work, "stranger").id
        assert work.session.query(Notice).filter_by(person_id=mine).count() == 0
        assert work.session.query(Letter).filter_by(person_id=mine).count() == 0


def test_a_search_tells_a_stranger_no_more_of_a_hit_than_of_a_word_that_stands_nowhere(
    made: dict[str, Paper], at: At
) -> None:
    found = at("stranger").opens(f"/search?q={WORD}").text
    nothing = at("stranger").opens(f"/search?q={NOWHERE}").text
    own = at("teacher").opens(f"/search?q={WORD}").page.text

    assert found == nothing.replace(NOWHERE, WORD)
    assert made["memo"].id in own and made["trip"].id in own


def test_a_program_of_a_stranger_gets_nothing_of_any_document(quick_house: House, made: dict[str, Paper]) -> None:
    desk = Desk(quick_house)
    stranger = desk("stranger")
    looks = [one.rule for one in CALLS if one.method == "GET" and "/documents/<id>" in one.rule]
    acts = [one for one in CALLS if one.method != "GET" and "/documents/<id>" in one.rule]
    assert len(looks) > 10 and len(acts) > 5

    for name, paper in made.items():
        for rule in looks:
            answer = stranger.call("GET", _place(rule, paper))
            assert (answer.status_code, WORD in answer.text) == (403, False), (name, rule)
        for one in acts:
            answer = stranger.call(one.method, _place(one.rule, paper), json={})
            assert answer.status_code in (403, 415, 422) and WORD not in answer.text, (name, one.rule, answer.text)
        for task, _ in open_rows(quick_house, paper.id):
            assert stranger.call("GET", f"/tasks/{task.id}").status_code == 403
    for place in API_LISTS:
        answer = stranger.call("GET", place)
        assert answer.status_code in (200, 403) and WORD not in answer.text, place
        assert not [paper.id for paper in made.values() if paper.id in answer.text], place


def _place(rule: str, paper: Paper) -> str:
    return rule.replace("<id>", paper.id).replace("<int:number>", "1").replace("<name>", "extend_trip")


def test_whom_it_concerns_gets_by_the_same_doors_what_the_stranger_does_not(
    quick_house: House, made: dict[str, Paper], at: At
) -> None:
    desk, teacher = Desk(quick_house), at("teacher")

    assert WORD in teacher.opens(f"/documents/{made['memo'].id}").page.text
    assert teacher.opens(f"/documents/{made['draft'].id}/attachments/1").page.data == WORD.encode()
    assert desk("teacher").bytes(f"/documents/{made['draft'].id}/attachments/1") == WORD.encode()
    assert papers.sheet(quick_house.office, quick_house.actor("teacher"), made["trip"].id, "settlement")
    assert {one["id"] for one in desk("teacher").get("/documents", q=WORD)["items"]} >= {made["memo"].id}
    with quick_house.office.look(OFFICE) as work:
        states = {name: work.get(Document, one.id).state for name, one in made.items()}
    assert [states[one] for one in ("memo", "order", "trip", "made")] == ["filed"] * 4
