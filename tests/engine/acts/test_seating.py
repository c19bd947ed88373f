"""Who would it be: rules of lanes asked for a person and a day nobody has written a document for."""

from datetime import timedelta

import pytest
import yaml

from engine.acts import drafting, seating
from engine.acts.seating import Asked, Seated
from engine.catalogue import drafts
from engine.catalogue.queries import current
from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, NotFound, Stale
from engine.people.queries import person, today
from engine.people.substitutions import substitute
from tests.offices import House


def would(house: House, kind: str, who: str, *, ahead: int = 0, **answers: list[str]) -> dict[str, Seated]:
    with house.office.look(house.actor("owner")) as work:
        asked = Asked(who, today(work) + timedelta(days=ahead), answers)
        return {one.step.id: one for one in seating.would_be(work, current(work, kind).kind, asked)}


def logins(one: Seated) -> list[str]:
    return [sits.person.login for sits in one.people]


def test_each_step_says_whom_it_would_ask_as_the_running_document_does(small_house: House) -> None:
    house = small_house
    said = would(house, "memo", "teacher", executor_unit=["facility"])

    paper = house.as_("teacher").writes()

    assert logins(said["approve_chair"]) == [
        who.login for task in paper.view().tasks if task.step == "approve_chair" for who in task.candidates
    ]
    assert (logins(said["sign_dean"]), said["sign_dean"].queue) == (["dean"], False)
    assert (logins(said["register"]), said["register"].queue) == (["registrar", "records"], True)
    with house.office.look(house.actor("owner")) as work:
        assert work.session.query(Document).count() == 1


def test_ones_own_document_is_passed_over_or_goes_up(small_house: House) -> None:
    said = would(small_house, "memo", "chair")

    assert said["approve_chair"].passed_over
    assert would(small_house, "memo", "dean")["sign_dean"].people[0].person.login != "dean"


def test_who_stands_for_another_that_day_is_found_with_the_order(small_house: House) -> None:
    house = small_house
    with house.office.work(house.actor("hr")) as work:
        day = today(work)
        days = {"since": day + timedelta(days=3), "until": day + timedelta(days=9)}
        substitute(work, person(work, "dean"), person(work, "chair"), **days, basis="Бұйрық № 5", may_sign=True)

    now, then = would(house, "memo", "teacher")["sign_dean"], would(house, "memo", "teacher", ahead=5)["sign_dean"]

    assert logins(now) == ["dean"]
    assert [(one.person.login, one.stands_for and one.stands_for.login, one.basis) for one in then.people] == [
        ("dean", None, ""),
        ("chair", "dean", "Бұйрық № 5"),
    ]


@pytest.mark.parametrize(("who", "ahead"), [("nobody", 0), ("teacher", 5000)])
def test_whoever_is_not_there_and_days_nobody_knows_are_refused(small_house: House, who: str, ahead: int) -> None:
    with pytest.raises((NotFound, Invalid)):
        would(small_house, "memo", who, ahead=ahead)


def test_only_owners_ask(small_house: House) -> None:
    with pytest.raises(NotAllowed), small_house.office.look(small_house.actor("teacher")) as work:
        seating.would_be(work, current(work, "memo").kind, Asked("teacher", today(work)))


def test_a_lanes_rule_is_changed_with_all_else_as_it_was_written(small_house: House) -> None:
    house = small_house
    with house.office.work(house.actor("owner")) as work:
        before = drafting.open_draft(work, "memo").files["kind.yaml"].decode()
        after = seating.change_rule(work, "memo", 1, "chair", 'head(faculty(initiator.unit)) or post("rector")')

    written = after.files["kind.yaml"].decode()
    changed = [line for line, old in zip(written.splitlines(), before.splitlines(), strict=True) if line != old]
    assert [yaml.safe_load(one) for one in changed] == [{"chair": 'head(faculty(initiator.unit)) or post("rector")'}]


@pytest.mark.parametrize(("lane", "rule", "seen", "error"), [
    ("chair", "import os", 1, Invalid),
    ("chair", "", 1, Invalid),
    ("nobody", "initiator", 1, NotFound),
    ("chair", "initiator", 7, Stale),
])  # fmt: skip
def test_a_rule_that_cannot_be_read_and_a_draft_saved_meanwhile_change_nothing(
    small_house: House, lane: str, rule: str, seen: int, error: type[Exception]
) -> None:
    house = small_house
    with house.office.work(house.actor("owner")) as work:
        drafting.open_draft(work, "memo")

    with pytest.raises(error), house.office.work(house.actor("owner")) as work:
        seating.change_rule(work, "memo", seen, lane, rule)

    with house.office.look(house.actor("owner")) as work:
        assert drafts.draft(work, "memo").version == 1
