"""What the initiator hears of decisions against his document: the truth, when it is true."""

import pytest
from sqlalchemy import select

from engine.acts import asking
from engine.acts.complete import Press
from engine.errors import Invalid
from engine.notices.models import Notice
from engine.office import OFFICE, press
from tests.circular import publishes_circulars, written
from tests.offices import House

AGAINST = ("document.returned", "document.rejected")


@pytest.fixture
def circulars(quick_house: House) -> House:
    return publishes_circulars(quick_house)


def _heard(house: House) -> list[tuple[str, str, str]]:
    """What the teacher was told: the act, by whom, which decision."""
    with house.office.look(OFFICE) as work:
        mine = select(Notice).where(Notice.person_id == house.actor("teacher").person).order_by(Notice.id)
        lines = [(one.act, dict(one.facts)) for one in work.session.scalars(mine)]
    return [(act, str(said.get("who", "")), str(said.get("outcome", ""))) for act, said in lines]


def test_a_rejection_beside_an_open_approval_is_told_as_a_rejection_when_the_round_is_over(circulars: House) -> None:
    house = circulars
    paper = written(house)
    house.as_("lawyer").completes("reject", comment="Заңға қайшы")

    assert [(act, outcome) for act, _, outcome in _heard(house)] == [("task.done", "reject")]
    house.as_("finance").completes("approve")

    [(act, who, _)] = [one for one in _heard(house) if one[0] in AGAINST]
    assert act == "document.rejected"
    assert "Досжанов" in who
    assert "Құсайынова" not in who
    assert paper.state == "rejected"


def test_a_return_that_ends_in_a_rejection_is_not_told_as_a_return(circulars: House) -> None:
    house = circulars
    written(house)
    house.as_("lawyer").completes("return", comment="Түзетіңіз")
    house.as_("finance").completes("reject", comment="Қаражат жоқ")

    told = [one for one in _heard(house) if one[0] in AGAINST]
    assert [act for act, _, _ in told] == ["document.rejected"]
    assert "Құсайынова" in told[0][1]
    assert "Досжанов" not in told[0][1]


def test_two_returns_are_told_together_when_it_is_the_initiators_again(circulars: House) -> None:
    house = circulars
    written(house)
    house.as_("lawyer").completes("return", comment="Түзетіңіз")
    assert [one for one in _heard(house) if one[0] in AGAINST] == []
    house.as_("finance").completes("return", comment="Сомасы қате")

    [(act, who, _)] = [one for one in _heard(house) if one[0] in AGAINST]
    assert act == "document.returned"
    assert "Досжанов" in who
    assert "Құсайынова" in who


def test_a_refused_signature_is_told_once(quick_house: House) -> None:
    house = quick_house
    house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    house.as_("dean").completes("refuse", comment="Жоқ")

    assert [(act, outcome) for act, _, outcome in _heard(house)] == [
        ("task.done", "approve"),
        ("document.rejected", ""),
    ]


@pytest.mark.parametrize(
    ("login", "outcome", "answers"),
    [
        ("lawyer", "approve", {"retention_years": 1}),
        ("lawyer", "approve", {"executors": ["hr"]}),
        ("lawyer", "return", {"subject": "Басқа"}),
        ("teacher", "submit", {"paid": "1"}),
    ],
)
def test_nobody_writes_answers_his_own_form_does_not_ask_for(
    circulars: House, login: str, outcome: str, answers: dict[str, object]
) -> None:
    house = circulars
    paper = written(house)
    if login == "teacher":
        house.as_("lawyer").completes("return", comment="Түзетіңіз")
        house.as_("finance").completes("approve")
    seen = paper.view()
    before = seen.document
    task = next(one for one in house.as_(login).tasks() if one.document == paper.id)
    shown = seen.rendition.sha256 if seen.rendition else ""

    with pytest.raises(Invalid) as refused:
        press.complete(house.office, house.actor(login), task.id, Press(outcome, answers, "Себебі бар", shown=shown))

    assert [one.field for one in refused.value.problems] == [f"{name}" for name in answers]
    assert (paper.view().document.answers, paper.view().document.added) == (before.answers, before.added)


def test_an_approver_asked_by_hand_writes_no_answers(circulars: House) -> None:
    house = circulars
    paper = written(house)
    [task] = house.as_("finance").tasks()
    with house.office.work(house.actor("finance")) as work:
        asking.add_approver(work, task.id, "accountant", "Қараңыз", "beside")
    house.settle()

    with pytest.raises(Invalid):
        house.as_("accountant").completes("approve", executors=["hr"])
    assert paper.view().document.added == {}
