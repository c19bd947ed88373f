"""People, posts, roles and units are changed by whom it belongs to, one change at a time, and what follows follows."""

from datetime import date, timedelta

import pytest

from engine import audit
from engine.errors import Invalid, NotAllowed, Stale, WrongState
from engine.instances.seats import Directory
from engine.office import OFFICE
from engine.people import commands, queries
from engine.people.checks import number_looks_wrong
from tests.offices import House

NAME = {"kk": {"family": "Оспанов", "given": "Ержан", "patronymic": "Маратұлы"}}
POST = {"kk": "аға оқытушы", "ru": "старший преподаватель"}


def _day(house: House, ahead: int = 0) -> date:
    with house.office.look(OFFICE) as work:
        return queries.today(work) + timedelta(days=ahead)


def _hires(house: House, login: str = "ospanov", by: str = "hr") -> None:
    with house.office.work(house.actor(by)) as work:
        commands.hire(work, login, NAME, email=f"{login}@example.org", phone_work="+7 727 000-00-00")


def test_the_hr_department_hires_and_appoints_and_all_of_it_is_in_the_audit(small_house: House) -> None:
    _hires(small_house)

    with small_house.office.work(small_house.actor("hr")) as work:
        who = queries.person(work, "ospanov")
        commands.appoint(work, who, "informatics", "teacher", POST, since=_day(small_house), acting=True)
        commands.appoint(work, who, "mathematics", "teacher", POST, since=_day(small_house))

    with small_house.office.look(OFFICE) as work:
        who = queries.person(work, "ospanov")
        assert [one.act for one in audit.records(work.session, f"person:{who.id}")] == [
            "person.hired",
            "person.appointed",
            "person.appointed",
        ]
        assert {unit for _, _, unit in queries.appointments(work, who.id)} == {"informatics", "mathematics"}


@pytest.mark.parametrize("login", ["teacher", "dean", "records", "registrar"])
def test_nobody_else_hires(small_house: House, login: str) -> None:
    if login == "records":
        login = "owner"

    with pytest.raises(NotAllowed, match="HR department"):
        _hires(small_house, by=login)


def test_whoever_saves_what_another_has_changed_is_told(small_house: House) -> None:
    _hires(small_house)
    with small_house.office.look(OFFICE) as work:
        version = queries.person(work, "ospanov").version
    fields = {"number": None, "phone_work": None, "phone_mobile": None, "seen_version": version}
    with small_house.office.work(small_house.actor("hr")) as work:
        commands.change_person(work, "ospanov", NAME, email="a@example.org", **fields)  # type: ignore[arg-type]

    with pytest.raises(Stale), small_house.office.work(small_house.actor("hr2")) as work:
        commands.change_person(work, "ospanov", NAME, email="b@example.org", **fields)  # type: ignore[arg-type]


def test_everything_wrong_is_told_at_once(small_house: House) -> None:
    with pytest.raises(Invalid) as told, small_house.office.work(small_house.actor("hr")) as work:
        commands.hire(work, "Оспанов", {}, number="12a", email="nobody", phone_mobile="call me")

    assert {one.field for one in told.value.problems} == {"login", "family_ru", "number", "email", "phone_mobile"}


def test_a_number_belongs_to_one_person(small_house: House) -> None:
    with small_house.office.work(OFFICE) as work:
        commands.hire(work, "first", NAME, number="900101300014")

    with pytest.raises(Invalid) as told, small_house.office.work(OFFICE) as work:
        commands.hire(work, "second", NAME, number="900101300014")

    assert [one.field for one in told.value.problems] == ["number"]


@pytest.mark.parametrize(
    ("number", "wrong"),
    [("", False), ("123456789013", False), ("123456789012", True), ("12345678901234", False), ("12345", True)],
)
def test_a_personal_number_shows_whether_its_check_digit_is_right(number: str, wrong: bool) -> None:
    assert number_looks_wrong(number) is wrong


def test_a_person_leaves_when_his_last_day_is_over(small_house: House) -> None:
    with small_house.office.work(small_house.actor("hr")) as work:
        commands.dismiss(work, "docent", _day(small_house, 1), reason="Өз еркімен")
    small_house.settle()
    with small_house.office.look(OFFICE) as work:
        assert queries.person(work, "docent").dismissed is None

    small_house.goes_on(days=2)

    with small_house.office.look(OFFICE) as work:
        gone = queries.person(work, "docent")
        assert gone.dismissed == _day(small_house, -1)
        assert queries.appointments(work, gone.id) == []


def test_a_dismissal_that_was_taken_back_does_not_happen(small_house: House) -> None:
    with small_house.office.work(small_house.actor("hr")) as work:
        commands.dismiss(work, "docent", _day(small_house, 1))
    with small_house.office.work(small_house.actor("hr")) as work:
        commands.rehire(work, "docent")

    small_house.goes_on(days=2)

    with small_house.office.look(OFFICE) as work:
        assert queries.person(work, "docent").dismissed is None


def test_nobody_gives_rights_to_himself(small_house: House) -> None:
    with pytest.raises(NotAllowed, match="this is you"), small_house.office.work(small_house.actor("admin")) as work:
        commands.grant(work, queries.person(work, "admin"), "registrar", reason="Өзіме")

    with pytest.raises(NotAllowed, match="this is you"), small_house.office.work(small_house.actor("hr")) as work:
        me = queries.person(work, "hr")
        commands.appoint(work, me, "rectorate", "rector", POST, is_head=True, since=_day(small_house))


def test_a_role_is_granted_and_ended_with_a_reason_and_the_last_administrator_stays(small_house: House) -> None:
    with small_house.office.work(small_house.actor("admin")) as work:
        commands.grant(work, queries.person(work, "teacher"), "archivist", reason="№ 5 бұйрық")
    assert small_house.actor("teacher").has("archivist")

    with small_house.office.work(small_house.actor("admin")) as work:
        commands.end_role(work, queries.person(work, "teacher"), "archivist", reason="№ 6 бұйрық")
    assert not small_house.actor("teacher").has("archivist")

    with pytest.raises(WrongState, match="the last"), small_house.office.work(small_house.actor("admin")) as work:
        commands.end_role(work, queries.person(work, "admin"), "admin")


def test_a_unit_is_never_beneath_itself(small_house: House) -> None:
    with pytest.raises(Invalid) as told, small_house.office.work(small_house.actor("admin")) as work:
        commands.change_unit(work, "fit", {"ru": "Факультет"}, index="05", parent="informatics")

    assert [one.field for one in told.value.problems] == ["parent"]


def test_a_closed_unit_hands_its_work_to_the_successor(small_house: House) -> None:
    with pytest.raises(WrongState, match="beneath"), small_house.office.work(small_house.actor("admin")) as work:
        commands.close_unit(work, "fit")

    with small_house.office.work(small_house.actor("admin")) as work:
        commands.close_unit(work, "mathematics", successor="informatics")

    with small_house.office.look(OFFICE) as work:
        assert Directory(work).unit("mathematics") == queries.unit(work, "informatics").id
        assert "mathematics" not in {one.code for one in queries.units(work)}


def test_open_tasks_follow_an_appointment(small_house: House) -> None:
    small_house.as_("teacher").writes()

    with small_house.office.work(small_house.actor("hr")) as work:
        commands.dismiss(work, "chair", _day(small_house, -1))
        who = queries.person(work, "docent")
        commands.appoint(work, who, "informatics", "head", POST, is_head=True, since=_day(small_house))
    small_house.settle()

    assert [one.step for one in small_house.as_("docent").tasks()] == ["approve_chair"]
    assert small_house.broken() == []
