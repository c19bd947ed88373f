"""Trying a draft: its stories with their reasons, how much they walk, and what is wrong on any way, with an example."""

from typing import Any

from engine import kinds
from engine.catalogue import drafts
from engine.kinds.copying import BLANK
from tests.offices import House

NEW = {"name": "certificate", "title_ru": "Справка", "title_en": "Certificate"}


def _begins(at: Any) -> Any:
    return at("owner").opens("/workshop/new").sends("/workshop/new", **NEW)


def _changes(house: House, name: str, content: bytes, kind: str = "certificate") -> None:
    with house.office.work(house.actor("owner")) as work:
        drafts.save(work, kind, drafts.draft(work, kind).version, {name: content})


def _drawn(house: House, kind: str) -> bytes:
    with house.office.look(house.actor("owner")) as work:
        return drafts.draft(work, kind).files["process.bpmn"]


def test_a_sound_draft_is_told_to_be_sound(at: Any) -> None:
    owner = _begins(at)

    owner.opens("/workshop/certificate/try")

    assert owner.text.count("passed") == 3
    assert "Scenarios walk 100 % of the route." in owner.text
    assert "Every way comes to an end" in owner.text


def test_what_is_published_can_be_tried_without_a_draft(at: Any) -> None:
    owner = at("owner").opens("/workshop/order/try")

    assert "what the current version is worth" in owner.text
    assert "Every way comes to an end" in owner.text


def test_a_story_that_fails_says_its_reason_and_line(at: Any, page_house: House) -> None:
    owner = _begins(at)
    story = kinds.read_folder(BLANK)["tests/rejected.yaml"].replace(b"does: reject", b"does: approve")
    _changes(page_house, "tests/rejected.yaml", story)

    owner.opens("/workshop/certificate/try")

    assert "failed" in owner.text
    assert "Expected state to be rejected in the end, but it is on_registration." in owner.text
    assert "Ways no scenario goes" in owner.text


def test_what_goes_wrong_on_some_way_is_told_with_an_example(at: Any, page_house: House) -> None:
    owner = at("owner").opens("/workshop/memo").sends("/workshop/memo/draft")
    refused = b'sourceRef="signed" targetRef="%s"'
    _changes(
        page_house,
        "process.bpmn",
        _drawn(page_house, "memo").replace(refused % b"rejected", refused % b"file_away"),
        "memo",
    )

    owner.opens("/workshop/memo/try")

    assert "goes wrong" in owner.text
    assert "this way passes the registrar by" in owner.text
    assert "Approve the memo: Approve Sign the memo: Refuse to sign Put into its case" in owner.text


def test_a_draft_that_cannot_be_read_says_why(at: Any, page_house: House) -> None:
    owner = _begins(at)
    _changes(page_house, "kind.yaml", b"kind: [")

    owner.opens("/workshop/certificate/try")

    assert "It cannot be tried before it can be read." in owner.text


def test_documents_that_are_over_are_played_on_the_draft(at: Any, page_house: House) -> None:
    teacher = page_house.as_("teacher")
    teacher.withdraws(teacher.writes())
    teacher.writes()
    page_house.as_("chair").completes("reject", comment="Қажет емес")
    owner = at("owner").opens("/workshop/memo").sends("/workshop/memo/draft")
    rejected = b'sourceRef="approved" targetRef="%s"'
    drawn = _drawn(page_house, "memo")
    at_reject = drawn.index(b'id="chair_rejected"')
    wrong = drawn[:at_reject] + drawn[at_reject:].replace(rejected % b"rejected", rejected % b"rework", 1)
    _changes(page_house, "process.bpmn", wrong, "memo")

    owner.opens("/workshop/memo/try")
    assert "Play them on the draft" in owner.text
    owner.opens("/workshop/memo/try?past=1")

    assert "Looked at: 2. The same way: 1. Another way: 1." in owner.text
    assert "Where they ended (“Rejected”), still asked is:" in owner.text
    assert "Проекторды" not in owner.text


def test_nobody_but_owners_tries(at: Any) -> None:
    for login in ("teacher", "rector", "admin"):
        at(login).opens("/workshop/memo/try", status=403)
    at("owner").opens("/workshop/nothing/try", status=404)
