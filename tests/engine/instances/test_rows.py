"""One waiting point, many rows: parallel rounds, executors and acquaintance by list."""

import pytest

from engine.acts import asking, files, handing
from engine.errors import Invalid, NotAllowed
from engine.instances.queries import TaskCard
from tests.circular import publishes_circulars
from tests.offices import House, Paper


@pytest.fixture
def circulars(quick_houses: House) -> House:
    return publishes_circulars(quick_houses)


def _written(house: House, **more: object) -> Paper:
    return house.as_("teacher").writes(
        "circular", **({"subject": "S", "text": "T", "executors": ["facility"], "acquaint": ["chair", "dean"]} | more)
    )


def _approved(house: House, **more: object) -> Paper:
    paper = _written(house, **more)
    house.as_("finance").completes("approve")
    house.as_("lawyer").completes("approve")
    return paper


def _tasks(paper: Paper, step: str, state: str = "") -> list[TaskCard]:
    return [one for one in paper.view().tasks if one.step == step and state in ("", one.state)]


def test_executors_and_acquaintance_have_a_row_each_and_the_last_one_moves_the_route_on(circulars: House) -> None:
    house = circulars
    paper = _approved(house, executors=["facility", "hr"], acquaint=["chair", "dean", "chair"])

    assert {one.item for one in _tasks(paper, "execute", "open")} == {"facility", "hr"}
    assert sorted(one.item for one in _tasks(paper, "acknowledge", "open")) == ["chair", "dean"]

    house.as_("chair").completes("acknowledge")
    house.as_("facility").completes("report", report="Дайын")
    house.as_("hr").completes("report", report="Дайын")
    assert paper.state == "on_execution"
    house.as_("dean").completes("acknowledge")

    assert paper.state == "filed"
    assert house.broken() == []


def test_a_unit_in_the_list_means_everybody_beneath_it_once(circulars: House) -> None:
    paper = _approved(circulars, acquaint=["fit", "dean"])

    people = [one.item for one in _tasks(paper, "acknowledge", "open")]

    assert "teacher" in people and "chair" in people
    assert people.count("dean") == 1


def test_an_empty_list_is_passed_over(circulars: House) -> None:
    paper = _approved(circulars, acquaint=[])

    assert [one.state for one in _tasks(paper, "acknowledge")] == ["skipped"]
    circulars.as_("facility").completes("report", report="Дайын")
    assert paper.state == "filed"
    assert circulars.broken() == []


def test_a_person_who_cannot_be_acquainted_is_excused_with_the_reason(circulars: House) -> None:
    house = circulars
    paper = _approved(house)
    house.as_("facility").completes("report", report="Дайын")
    house.as_("chair").completes("acknowledge")
    [left] = _tasks(paper, "acknowledge", "open")

    with pytest.raises(NotAllowed), house.office.work(house.actor("dean")) as work:
        handing.excuse(work, left.id, "Еңбек демалысында")
    with pytest.raises(Invalid), house.office.work(house.actor("hr")) as work:
        handing.excuse(work, left.id, " ")
    with house.office.work(house.actor("hr")) as work:
        handing.excuse(work, left.id, "Еңбек демалысында")
    house.settle()

    assert paper.state == "filed"
    assert house.broken() == []


def test_a_return_starts_a_round_that_asks_all_again_when_the_text_changed(circulars: House) -> None:
    house = circulars
    paper = _written(house)
    house.as_("lawyer").completes("approve")
    house.as_("finance").completes("return", comment="Қаражат жоқ")
    house.as_("teacher").completes("submit", text="Басқа мәтін")

    assert [one.round for one in _tasks(paper, "approve_lawyer", "open")] == [2]
    assert [one.round for one in _tasks(paper, "approve_finance", "open")] == [2]


def test_a_return_counts_whoever_else_of_the_same_point_approves_after_it(circulars: House) -> None:
    house = circulars
    paper = _written(house)
    [task] = house.as_("lawyer").tasks()
    with house.office.work(house.actor("lawyer")) as work:
        asking.add_approver(work, task.id, "docent", "?", "beside")

    house.as_("docent").completes("return", comment="Түзетіңіз")
    house.as_("lawyer").completes("approve")
    house.as_("finance").completes("approve")

    assert paper.state == "rework"
    assert house.broken() == []


def test_a_changed_file_asks_all_again_and_makes_a_new_page(circulars: House) -> None:
    house = circulars
    paper = _written(house)
    house.as_("lawyer").completes("approve")
    house.as_("finance").completes("return", comment="Қосымша жоқ")
    first = paper.view().rendition
    with house.office.work(house.actor("teacher")) as work:
        put = house.office.tools.files.put(b"ten days")
        files.attach(work, paper.id, name="a.txt", media_type="text/plain", size=8, sha256=put)
    house.as_("teacher").completes("submit")

    second = paper.view().rendition
    assert [one.state for one in _tasks(paper, "approve_lawyer") if one.round == 2] == ["open"]
    assert first and second and first.sha256 != second.sha256
    assert house.broken() == []


def test_only_those_who_had_not_approved_are_asked_again_when_only_requisites_changed(circulars: House) -> None:
    house = circulars
    paper = _written(house)
    house.as_("lawyer").completes("approve")
    house.as_("finance").completes("return", comment="Орындаушы басқа")
    first = paper.view().rendition
    house.as_("teacher").completes("submit", executors=["hr"])

    second = paper.view().rendition
    assert [one.state for one in _tasks(paper, "approve_lawyer") if one.round == 2] == ["skipped"]
    assert [one.state for one in _tasks(paper, "approve_finance") if one.round == 2] == ["open"]
    assert first and second and first.sha256 == second.sha256

    house.as_("finance").completes("approve")
    assert {one.item for one in _tasks(paper, "execute", "open")} == {"hr"}
    assert house.broken() == []


def test_withdrawing_takes_every_row_back(circulars: House) -> None:
    house = circulars
    paper = _written(house)
    house.as_("lawyer").completes("approve")

    house.as_("teacher").withdraws(paper)

    assert paper.state == "withdrawn"
    assert house.as_("finance").tasks() == []
    assert house.broken() == []
