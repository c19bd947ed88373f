"""Programs of the HR department: people, units and substitutions by calls."""

from datetime import timedelta

from engine.office import OFFICE
from engine.people.queries import today
from tests.api.programs import Desk

NAMES = {"ru": {"family": "Тестов", "given": "Ержан"}}


def test_a_person_is_hired_and_a_substitution_ordered_listed_and_ended(desk: Desk) -> None:
    with desk.house.office.look(OFFICE) as work:
        day = today(work)
    hr = desk("hr")

    assert hr.post("/people", login="testov", names=NAMES)["login"] == "testov"
    days = {"since": day.isoformat(), "until": (day + timedelta(days=3)).isoformat()}
    made = hr.post("/substitutions", absent="docent", substitute="teacher", basis="№ 41", **days)

    assert hr.get("/people/testov")["login"] == "testov"
    assert made["id"] in [one["id"] for one in desk("docent").get("/substitutions")["items"]]
    assert hr.post(f"/substitutions/{made['id']}/end", version=made["version"])["when"] == "past"
    assert hr.refused(f"/substitutions/{made['id']}/end")["status"] == 409


def test_what_is_not_ones_own_is_refused(desk: Desk) -> None:
    teacher = desk("teacher")

    assert teacher.refused("/people", login="testov", names=NAMES)["status"] == 403
    assert teacher.refused("/units", code="robots", name={"ru": "Роботы"})["status"] == 403
    assert desk("hr").refused("/people", login="Тестов", names={})["status"] == 422
    assert desk("admin").post("/units", code="robots", name={"ru": "Роботы"}, parent="fit")["parent"] == "fit"
