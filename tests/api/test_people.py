"""Programs of the HR department: people, units and substitutions by calls."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from engine.office import OFFICE
from engine.people.queries import today
from engine.spreadsheets.writing import Sheet, write_xlsx
from tests.api.programs import Desk, Program

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


def test_what_is_known_of_a_person_and_a_unit_is_changed_by_version(desk: Desk) -> None:
    hr, admin = desk("hr"), desk("admin")
    known = hr.get("/people/docent/fields")
    body = {name: known[name] for name in known if name not in ("login", "email")} | {"email": "new@example.org"}

    assert _put(hr, "/people/docent", **body)["email"] == "new@example.org"
    assert hr.refused("/people/docent", "PUT", **body)["status"] == 409

    unit = admin.get("/units/informatics")
    body = {name: unit[name] for name in ("name", "parent", "version")} | {"index": "05-9"}
    assert _put(admin, "/units/informatics", **body)["index"] == "05-9"
    assert admin.refused("/units/informatics", "PUT", **body)["status"] == 409
    assert desk("teacher").refused("/units/informatics", "PUT", **body)["status"] == 403
    assert desk("teacher").refused("/people/docent/fields", "GET")["status"] == 403
    assert admin.refused("/units/nowhere", "GET")["status"] == 404


def test_people_are_brought_in_from_a_spreadsheet(desk: Desk) -> None:
    hr, rows = desk("hr"), [("testova", "Тестов", "t@example.org"), ("docent", "", "nobody")]
    write_xlsx(Sheet("1", ("login", "family_ru", "email"), rows), file := BytesIO(), ZoneInfo("Asia/Almaty"))

    answer = hr.call("POST", "/people/import", data={"file": (BytesIO(file.getvalue()), "people.xlsx")})
    made = answer.get_json()
    assert (answer.status_code, made["state"], made["counts"]["added"], made["counts"]["refused"]) == (
        201,
        "shown",
        1,
        1,
    )
    path = f"/people/import/{made['id']}"
    assert [one["login"] for one in hr.get(path, state="refused")["lines"]] == ["docent"]

    assert hr.refused(f"{path}/apply", shown="0")["status"] == 409
    assert hr.post(f"{path}/apply", shown=made["shown"])["state"] == "going"
    assert (hr.get(path)["state"], hr.get("/people/testova")["login"]) == ("done", "testova")
    assert desk("teacher").refused(path, "GET")["status"] == 403


def _put(program: Program, path: str, **body: Any) -> Any:
    answer = program.call("PUT", path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.get_json()
