"""From a draft to the route: checked, sent once, and closed to changes while others decide on it."""

from typing import Any

import pytest

from engine.acts import end, files, start
from engine.acts.complete import Press
from engine.errors import Invalid, NotAllowed, NotFound, Refusal, WrongState
from engine.office import press
from tests.engine.crowd import crowd
from tests.offices import House, Paper

WHOLE = {"subject": "Тақырып", "text": "Мәтін"}


def _draft(house: House, **answers: Any) -> Paper:
    return house.as_("teacher").writes(sends=False, **answers)


def _submits(house: House, paper: Paper, login: str = "teacher") -> str:
    with house.office.work(house.actor(login)) as work:
        return start.submit(work, paper.id).id


def _revises(house: House, paper: Paper, login: str = "teacher", **answers: Any) -> None:
    with house.office.work(house.actor(login)) as work:
        start.revise(work, paper.id, WHOLE | answers)


def test_a_draft_sent_twice_goes_once(quick_houses: House) -> None:
    house, paper = quick_houses, _draft(quick_houses)

    came = crowd([lambda: _submits(house, paper)] * 6)

    assert sum(one == paper.id for one in came) == 1
    assert {type(one) for one in came if one != paper.id} == {WrongState}
    house.settle()
    assert len(house.as_("chair").tasks()) == 1
    assert house.broken() == []


def test_what_was_sent_is_not_changed_while_its_file_is_still_being_made(quick_house: House) -> None:
    house, paper = quick_house, _draft(quick_house)
    _submits(house, paper)

    with pytest.raises(WrongState):
        _revises(house, paper, text="басқа")
    with pytest.raises(WrongState), house.office.work(house.actor("teacher")) as work:
        files.attach(work, paper.id, name="a.txt", media_type="text/plain", size=1, sha256="0" * 64)
    house.settle()
    house.as_("chair").completes("return", comment="Түзетіңіз")
    house.as_("teacher").completes("submit", settle=False, text="жаңа")
    with pytest.raises(WrongState):
        _revises(house, paper, text="басқа")

    house.settle()
    assert paper.view().document.answers["text"] == "жаңа"
    assert house.broken() == []


def test_what_was_sent_is_withdrawn_also_before_its_file_is_made(quick_house: House) -> None:
    house, paper = quick_house, _draft(quick_house)
    _submits(house, paper)

    house.as_("teacher").withdraws(paper)
    house.settle()

    assert paper.state == "withdrawn"
    assert house.broken() == []


def test_a_draft_is_the_initiators_alone(quick_house: House) -> None:
    paper = _draft(quick_house)

    for act in (_submits, _revises):
        for login in ("dean", "chair", "admin", "stranger", "registrar"):
            with pytest.raises(NotAllowed):
                act(quick_house, paper, login)

    assert paper.state == "draft"


def test_a_drafts_new_content_is_a_new_revision_and_the_same_is_none(quick_house: House) -> None:
    paper = _draft(quick_house)

    _revises(quick_house, paper, text="екі")
    _revises(quick_house, paper, text="екі")

    assert paper.view().document.revision == 2
    assert quick_house.broken() == []


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"subject": "", "text": "x"}, "subject"),
        ({"text": "x"}, "subject"),
        ({"subject": "a\0b", "text": "x"}, "subject"),
        ({"subject": "x", "text": "x", "typename": "Task"}, "typename"),
        ({"subject": {"typename": "x"}, "text": "x"}, "subject"),
        ({"subject": ["x"], "text": "x"}, "subject"),
        ({"subject": "x", "text": "x" * 10_000_000}, "text"),
        ({"subject": "x", "text": 7}, "text"),
        ({"subject": "x", "text": "x", "language": "de"}, "language"),
        ({"subject": "x", "text": "x", "addressee": "nobody-such"}, "addressee"),
        ({"subject": "x", "text": "x", "executor_unit": "nowhere"}, "executor_unit"),
        ({"subject": "x", "text": "x", "__proto__": {}}, "__proto__"),
    ],
)
def test_what_cannot_be_is_named_by_its_field_and_nothing_is_kept(
    quick_house: House, answers: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        press.start_document(quick_house.office, quick_house.actor("teacher"), "memo", answers, submit=True)

    assert field in {one.field for one in refused.value.problems}
    assert quick_house.as_("chair").tasks() == []
    assert quick_house.broken() == []


def test_characters_the_paper_lacks_are_named_before_anything_is_made(quick_house: House) -> None:
    with pytest.raises(Invalid) as refused:
        quick_house.as_("teacher").writes(text="Жаңа 𓀀 ғимарат")

    assert [(one.field, one.facts["characters"]) for one in refused.value.problems] == [("text", "𓀀")]


def test_an_unknown_kind_is_not_found(quick_house: House) -> None:
    with pytest.raises(NotFound):
        press.start_document(quick_house.office, quick_house.actor("teacher"), "nothing", {}, submit=False)


def test_a_document_ends_before_its_time_by_those_who_may(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()

    for login, ending, refused in (
        ("dean", end.withdraw, NotAllowed),
        ("teacher", end.cancel, NotAllowed),
        ("teacher", end.annul, NotAllowed),
        ("owner", end.cancel, Invalid),
    ):
        with pytest.raises(refused), house.office.work(house.actor(login)) as work:
            ending(work, paper.id, "")
    with house.office.work(house.actor("owner")) as work:
        end.cancel(work, paper.id, "Қате маршрут")

    assert paper.state == "cancelled"
    assert house.as_("chair").tasks() == []
    assert house.broken() == []


def test_a_signed_document_is_not_withdrawn_and_its_number_is_annulled_not_lost(quick_house: House) -> None:
    house = quick_house
    paper = house.registers_a_memo()

    with pytest.raises(WrongState):
        house.as_("teacher").withdraws(paper)
    with house.office.work(house.actor("registrar")) as work:
        end.annul(work, paper.id, "Қате тіркелген")
    with pytest.raises(WrongState), house.office.work(house.actor("registrar")) as work:
        end.annul(work, paper.id, "Қайта")

    assert (paper.state, paper.number) == ("annulled", "05-07/1")
    assert house.as_("facility").tasks() == []
    other = house.registers_a_memo()
    assert other.number == "05-07/2"
    assert house.broken() == []


@pytest.mark.parametrize(
    ("pressed", "field"),
    [
        (Press("sign"), "outcome"),
        (Press("nothing"), "outcome"),
        (Press("approve" * 100), "outcome"),
        (Press("approve"), "rendition_sha256"),
        (Press("return"), "comment"),
        (Press("return", comment="  "), "comment"),
        (Press("return", comment="x" * 4001), "comment"),
        (Press("return", comment="a\0b"), "comment"),
        (Press("approve", answers={"outcome": "reject"}), "outcome"),
        (Press("approve", answers={"round": 99}), "round"),
    ],
)
def test_a_press_that_cannot_be_names_its_field_and_the_task_stays_open(
    quick_house: House, pressed: Press, field: str
) -> None:
    house = quick_house
    house.as_("teacher").writes()
    (task,) = house.as_("chair").tasks()
    frozen = house.as_("chair").sees(task).document.rendition
    assert frozen is not None
    shown = "" if field == "rendition_sha256" else frozen.sha256

    with pytest.raises(Refusal) as refused:
        press.complete(
            house.office,
            house.actor("chair"),
            task.id,
            Press(pressed.outcome, pressed.answers, pressed.comment, shown=shown),
        )

    assert isinstance(refused.value, Invalid), refused.value
    assert field in {one.field for one in refused.value.problems}
    assert [one.id for one in house.as_("chair").tasks()] == [task.id]
    assert house.broken() == []


def test_a_decision_about_another_file_than_the_one_shown_is_stale(quick_house: House) -> None:
    house = quick_house
    house.as_("teacher").writes()
    (task,) = house.as_("chair").tasks()

    with pytest.raises(WrongState, match="shown another one"):
        press.complete(house.office, house.actor("chair"), task.id, Press("approve", shown="0" * 64))

    assert len(house.as_("chair").tasks()) == 1


def test_tasks_of_others_are_refused_and_noted(quick_house: House) -> None:
    house = quick_house
    house.as_("teacher").writes()
    (task,) = house.as_("chair").tasks()

    for login in ("teacher", "dean", "admin", "owner", "stranger"):
        with pytest.raises(NotAllowed):
            press.complete(house.office, house.actor(login), task.id, Press("approve"))

    assert len(house.as_("chair").tasks()) == 1
    assert house.broken() == []
