"""What persons change of a route without drawing it: delegate, reassign, one more approver, an earlier one again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.acts import asking, handing
from engine.errors import Invalid, NotAllowed, WrongState
from engine.instances.models import Task
from engine.notices.models import Notice
from engine.office import OFFICE
from engine.people.commands import dismiss
from engine.people.queries import person, today
from engine.phrases import say
from engine.wording import name_in_each
from tests.circular import adds, publishes_circulars, written
from tests.offices import House


@pytest.fixture
def circulars(quick_houses: House) -> House:
    return publishes_circulars(quick_houses)


def _delegates(house: House, login: str, to: str, comment: str = "") -> None:
    task = house.as_(login).tasks()[0]
    with house.office.work(house.actor(login)) as work:
        handing.delegate(work, task.id, to, comment)
    house.settle()


def test_a_delegated_task_is_done_by_the_other_in_his_own_name(circulars: House) -> None:
    house = circulars
    paper = written(house)
    _delegates(house, "finance", "finance2", "Мен жолдамын")

    assert house.as_("finance").tasks() == []
    [task] = house.as_("finance2").tasks()
    assert task.given_by and task.given_by.login == "finance"
    house.as_("finance2").completes("approve")

    [done] = [one for one in paper.view("finance").tasks if one.step == "approve_finance"]
    assert done.done_by and done.done_by.login == "finance2"
    assert done.given_by and done.given_by.login == "finance"
    assert house.broken() == []


def test_a_login_nobody_has_is_a_field_to_be_mended(circulars: House) -> None:
    house = circulars
    written(house)

    with pytest.raises(Invalid) as refused:
        _delegates(house, "finance", "nobody")
    with pytest.raises(Invalid) as asked:
        adds(house, "finance", "nobody", "before")

    assert [one.field for error in (refused, asked) for one in error.value.problems] == ["to", "who"]


def test_a_signature_is_not_delegated_and_nobody_decides_on_his_own_document(quick_house: House) -> None:
    house = quick_house
    house.as_("teacher").writes()
    with pytest.raises(Invalid):
        _delegates(house, "chair", "teacher")
    house.as_("chair").completes("approve")

    with pytest.raises(NotAllowed):
        _delegates(house, "dean", "chair")


def test_a_head_or_the_records_administrator_reassigns_with_a_reason_and_others_do_not(circulars: House) -> None:
    house = circulars
    written(house)
    [task] = house.as_("finance").tasks()
    for login in ("teacher", "lawyer", "admin", "stranger", "finance2"):
        with pytest.raises(NotAllowed), house.office.work(house.actor(login)) as work:
            handing.reassign(work, task.id, "finance2", "Ауырып қалды")
    with pytest.raises(NotAllowed), house.office.work(house.actor("records")) as work:
        handing.reassign(work, task.id, "records", "Өзіме")
    with pytest.raises(Invalid), house.office.work(house.actor("records")) as work:
        handing.reassign(work, task.id, "finance2", "  ")

    with house.office.work(house.actor("records")) as work:
        handing.reassign(work, task.id, "finance2", "Ауырып қалды")

    assert [one.id for one in house.as_("finance2").tasks()] == [task.id]
    assert house.broken() == []


def test_an_approver_asked_before_holds_the_task_until_he_has_answered(circulars: House) -> None:
    house = circulars
    paper = written(house)
    house.as_("lawyer").completes("approve")
    held = house.as_("finance").tasks()[0]
    adds(house, "finance", "chief_accountant", "before")

    assert house.as_("finance").tasks() == []
    with pytest.raises(WrongState):
        house.as_("finance").completes("approve", task=held)
    house.as_("chief_accountant").completes("approve_with_remark", comment="Сомасын тексеріңіз")
    assert [one.id for one in house.as_("finance").tasks()] == [held.id]
    house.as_("finance").completes("approve")

    assert paper.state == "on_execution"
    assert house.broken() == []


def test_an_approver_asked_before_who_is_against_decides_for_the_step(circulars: House) -> None:
    house = circulars
    paper = written(house)
    house.as_("lawyer").completes("approve")
    adds(house, "finance", "chief_accountant", "before")

    house.as_("chief_accountant").completes("return", comment="Қаражат жоқ")

    assert paper.state == "rework"
    assert house.as_("finance").tasks() == []
    assert house.broken() == []


def test_one_asked_before_one_asked_before_who_is_against_decides_for_all(circulars: House) -> None:
    house = circulars
    paper = written(house)
    house.as_("lawyer").completes("approve")
    adds(house, "finance", "chief_accountant", "before")
    adds(house, "chief_accountant", "accountant", "before")

    house.as_("accountant").completes("return", comment="Қаражат жоқ")

    assert paper.state == "rework"
    assert house.as_("finance").tasks() == house.as_("chief_accountant").tasks() == []
    assert house.broken() == []


def test_who_was_asked_beside_and_returned_it_is_not_passed_over_in_the_next_round(circulars: House) -> None:
    house = circulars
    paper = written(house)
    task = house.as_("finance").tasks()[0]
    adds(house, "finance", "accountant", "beside", task.id)
    for login in ("lawyer", "finance"):
        house.as_(login).completes("approve")
    house.as_("accountant").completes("return", comment="Қате сома")

    house.as_("teacher").completes("submit", executors=["hr"])

    assert [one.step for one in house.as_("finance").tasks()] == ["approve_finance"]
    assert paper.state == "on_approval"


def test_rework_is_nobody_elses(circulars: House) -> None:
    house = circulars
    written(house)
    house.as_("lawyer").completes("return", comment="Түзетіңіз")
    house.as_("finance").completes("approve")
    [task] = house.as_("teacher").tasks()

    with pytest.raises(NotAllowed), house.office.work(house.actor("records")) as work:
        handing.reassign(work, task.id, "lawyer", "Жоқ")
    with pytest.raises(NotAllowed):
        _delegates(house, "teacher", "lawyer")


def test_approvers_beside_are_all_waited_for_and_the_worst_word_counts(circulars: House) -> None:
    house = circulars
    paper = written(house)
    task = house.as_("finance").tasks()[0]
    adds(house, "teacher", "accountant", "beside", task.id)
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("approve")
    assert paper.state == "on_approval"

    house.as_("accountant").completes("return", comment="Қате сома")

    assert paper.state == "rework"
    assert house.broken() == []


def test_an_earlier_approver_is_asked_again_and_it_comes_back(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    task = house.as_("dean").tasks()[0]
    with pytest.raises(Invalid), house.office.work(house.actor("dean")) as work:
        asking.return_to(work, task.id, "hr", "Қараңыз")
    with house.office.work(house.actor("dean")) as work:
        asking.return_to(work, task.id, "chair", "Кесте анық па?")
    house.settle()

    assert house.as_("dean").tasks() == []
    assert paper.state == "on_signing"
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility")

    assert paper.state == "on_registration"
    assert house.broken() == []


def test_nobody_is_asked_twice_and_not_after_the_signature(circulars: House) -> None:
    house = circulars
    paper = written(house)
    task = house.as_("finance").tasks()[0]
    adds(house, "finance", "accountant", "beside")
    for who in ("accountant", "finance", "teacher"):
        with pytest.raises(Invalid):
            adds(house, "finance", who, "beside", task.id)
    for login in ("finance", "lawyer", "accountant"):
        house.as_(login).completes("approve")

    execute = next(one for one in paper.view().tasks if one.step == "execute")
    with pytest.raises(WrongState):
        adds(house, "facility", "accountant", "beside", execute.id)


def test_withdrawing_takes_back_what_was_asked_and_what_is_held(circulars: House) -> None:
    house = circulars
    paper = written(house)
    adds(house, "finance", "accountant", "before")

    house.as_("teacher").withdraws(paper)

    assert house.as_("accountant").tasks() == []
    assert house.broken() == []


def test_who_handed_a_task_over_is_named_as_the_reader_writes_names(small_house: House) -> None:
    house = small_house
    paper = house.as_("teacher").writes()
    [task] = house.as_("chair").tasks()
    with house.office.work(OFFICE) as work:
        who = person(work, "chair")
        who.names = {**who.names, "en": {"family": "Ospanov", "given": "Murat"}}

    with house.office.work(house.actor("chair")) as work:
        handing.delegate(work, task.id, "docent", "Қараңыз")
        chair = name_in_each(person(work, "chair").names)

    with house.office.look(house.actor("docent")) as work:
        why = work.get(Task, task.id).why
        [told] = work.session.scalars(select(Notice).where(Notice.act == "task.handed", Notice.document_id == paper.id))

    assert why is not None
    for language in ("kk", "ru", "en"):
        assert chair[language] in say(why["template"], language, why["facts"])
        assert say("{who} gave it", language, told.facts) == f"{chair[language]} gave it"
    assert (chair["en"], chair["kk"]) == ("Ospanov\xa0M.", "Оспанов\xa0М.\xa0А.")


def test_a_vacant_place_beside_stays_a_stop_when_the_drawn_approver_has_approved(circulars: House) -> None:
    house = circulars
    paper = written(house)
    task = house.as_("lawyer").tasks()[0]
    adds(house, "lawyer", "docent", "beside")
    with house.office.work(house.actor("hr3")) as work:
        dismiss(work, "docent", today(work) - timedelta(days=1))

    house.as_("lawyer").completes("approve", task=task)

    assert [one[0] for one in paper.view().incidents] == ["approve_lawyer"]
    assert house.broken() == []
