"""A story told by playing: the owner is each person in turn, and keeps what was played as a scenario of the draft."""

import re
from typing import Any

import pytest
import yaml

from engine.acts import drafting
from engine.catalogue import drafts
from engine.documents.models import Document
from tests.offices import House

PLACE = "/workshop/memo/play"


@pytest.fixture
def owner(at: Any, page_house: House) -> Any:
    with page_house.office.work(page_house.actor("owner")) as work:
        drafting.open_draft(work, "memo")
    return at("owner").opens(PLACE)


def story(house: House, name: str) -> dict[str, Any]:
    with house.office.look(house.actor("owner")) as work:
        return yaml.safe_load(drafts.draft(work, "memo").files[name])


def test_a_memo_is_played_to_its_case_and_kept_as_a_scenario(owner: Any, page_house: House) -> None:
    owner.sends(PLACE, _act="begin", executor_unit="facility")
    owner.sends(PLACE, _act="do:approve", _at="approve_chair")
    owner.sends(PLACE, _act="do:sign", _at="sign_dean", executor_unit="facility")
    owner.sends(PLACE, _act="do:register", _at="register")
    owner.sends(PLACE, _act="do:report", _at="execute", report="Жасалды")
    assert "The route has come to its end." in owner.text

    owner.sends(PLACE, _act="keep", _title="A plain one")

    told = story(page_house, "tests/a_plain_one.yaml")
    assert [(one["at"], one["does"]) for one in told["play"]] == [
        ("approve_chair", "approve"), ("sign_dean", "sign"), ("register", "register"), ("execute", "report"),
    ]  # fmt: skip
    assert told["expect"] == {"state": "filed", "rounds": 1, "end": "filed"}
    assert "A plain one" in owner.opens("/workshop/memo/try").text
    with page_house.office.look(page_house.actor("owner")) as work:
        found = drafting.check(page_house.office.tools, drafts.draft(work, "memo").files)
        assert found.ready and work.session.query(Document).count() == 0


def test_a_move_that_cannot_be_made_keeps_what_was_typed_and_the_story(owner: Any) -> None:
    owner.sends(PLACE, _act="begin", subject="", status=422)
    assert "fit the form" in owner.text

    owner.sends(PLACE, _act="begin", subject="Проектор")
    owner.sends(PLACE, _act="do:approve", _at="approve_chair")
    owner.sends(PLACE, _act="do:fly", _at="sign_dean", status=422)
    assert "Expected one of" in owner.text and "What was done (1)" in owner.text
    owner.sends(PLACE, _act="wait:ever", status=422)
    owner.sends(PLACE, _act="undo")
    assert "What was done" not in owner.text


def test_one_more_row_changes_the_page_alone(at: Any, page_house: House) -> None:
    with page_house.office.work(page_house.actor("owner")) as work:
        drafting.open_draft(work, "trip")
    owner = at("owner").opens("/workshop/trip/play")
    more = re.search(r'<button[^>]*name="(_[^"]+)"[^>]*value="([^"]*costs[^"]*)"', owner.page.text)
    assert more

    owner.sends("/workshop/trip/play", **{more[1]: more[2]})

    assert "Send it off" in owner.text and "What was done" not in owner.text


def test_the_office_answers_otherwise_and_time_passes(owner: Any) -> None:
    owner.sends(PLACE, _act="begin")
    owner.sends(PLACE, _act="do:approve", _at="approve_chair")
    owner.sends(PLACE, _act="do:sign", _at="sign_dean", executor_unit="facility")

    owner.sends(PLACE, **{"_act": "says:verify", "_says:verify": "invalid"})

    assert "The office answers at" in owner.text
    owner.sends(PLACE, _act="wait:3d")
    assert "Time passes: three days" in owner.text


@pytest.mark.parametrize(
    "sent", ["", "{", "[]", '{"people": {}, "answers": {}, "play": [1]}', "[" * 5000, "x" * 300_000]
)
def test_a_story_that_was_spoiled_on_its_way_is_refused_with_a_sentence(owner: Any, sent: str) -> None:
    owner.posts(PLACE, _story=sent, _act="undo", status=422)

    assert "Begin it anew" in owner.text


def test_a_story_without_a_title_and_a_draft_saved_meanwhile_keep_the_story(owner: Any, page_house: House) -> None:
    owner.sends(PLACE, _act="begin")
    owner.sends(PLACE, _act="do:approve", _at="approve_chair")
    owner.sends(PLACE, _act="keep", _title="", status=422)
    assert "What was done (1)" in owner.text

    with page_house.office.work(page_house.actor("owner")) as work:
        drafts.save(work, "memo", 1, {"README.md": b"theirs\n"})
    owner.sends(PLACE, _act="keep", _title="Mine", version="1", status=409)

    assert "What was done (1)" in owner.text and "Somebody has saved meanwhile" in owner.text


def test_others_do_not_play(at: Any) -> None:
    at("teacher").opens(PLACE, status=403)
