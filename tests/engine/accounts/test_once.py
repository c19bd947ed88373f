"""An act under a key is kept once, however many send it, and everybody gets the first answer."""

import json
from typing import Any

from sqlalchemy import func, select

from engine.accounts.commands import make_token
from engine.accounts.models import GivenAnswer
from engine.documents.models import Document
from engine.office import OFFICE
from engine.office.making import secret
from engine.people.queries import person
from tests.engine.crowd import crowd
from tests.offices import House
from webui import create_app
from webui.port import OfficeSessions


def _calls(house: House, login: str) -> Any:
    app = create_app(
        house.office,
        OfficeSessions(house.office),
        secret_key=secret(house.office.tools.settings),
        blueprints=("webui.api:api",),
    )
    with house.office.work(OFFICE) as work:
        token = make_token(work, person(work, login), "test")

    def call(path: str, body: dict[str, Any], key: str = "") -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        answer = app.test_client().post(f"/api/v1{path}", json=body, headers=headers)
        return answer.status_code, answer.data

    return call


def test_fifty_equal_requests_with_one_key_make_one_document_and_get_one_answer(house: House) -> None:
    call = _calls(house, "teacher")
    body = {"kind": "memo", "answers": {"subject": "Бір рет", "text": "Мәтін"}, "submit": True}

    came = crowd([lambda: call("/documents", body, "press-1")] * 50)

    assert {status for status, _ in came} == {201}
    assert len({json.loads(answer)["id"] for _, answer in came}) == 1
    with house.office.look(OFFICE) as work:
        assert work.session.scalar(select(func.count()).select_from(Document)) == 1
        assert work.session.scalar(select(func.count()).select_from(GivenAnswer)) == 1


def test_fifty_equal_presses_of_one_task_with_one_key_get_one_answer(house: House) -> None:
    house.as_("teacher").writes()
    (task,) = house.as_("chair").tasks()
    shown = house.as_("chair").sees(task).document.rendition
    assert shown is not None
    call = _calls(house, "chair")
    body = {"outcome": "approve", "rendition_sha256": shown.sha256}

    came = crowd([lambda: call(f"/tasks/{task.id}/complete", body, "press-2")] * 50)

    assert {status for status, _ in came} == {200}
    assert len({json.dumps(json.loads(answer)["document"]["id"]) for _, answer in came}) == 1
    assert [one.outcome for one in house.as_("teacher").tasks()] == []
    assert house.broken() == []


def test_without_a_key_one_press_is_kept_and_the_others_are_told_it_is_done(house: House) -> None:
    house.as_("teacher").writes()
    (task,) = house.as_("chair").tasks()
    shown = house.as_("chair").sees(task).document.rendition
    assert shown is not None
    call = _calls(house, "chair")
    body = {"outcome": "approve", "rendition_sha256": shown.sha256}

    came = crowd([lambda: call(f"/tasks/{task.id}/complete", body)] * 20)

    assert sorted(status for status, _ in came) == [200] + [409] * 19


def test_the_same_key_with_another_request_is_refused(small_house: House) -> None:
    call = _calls(small_house, "teacher")
    first = {"kind": "memo", "answers": {"subject": "Бір", "text": "Мәтін"}, "submit": False}

    made = call("/documents", first, "k")
    again = call("/documents", first, "k")
    other = call("/documents", {**first, "answers": {"subject": "Екі", "text": "Мәтін"}}, "k")

    assert (made[0], again[0], other[0]) == (201, 201, 422)
    assert json.loads(made[1])["id"] == json.loads(again[1])["id"]


def test_one_key_of_two_people_is_two_acts(small_house: House) -> None:
    first = {"kind": "memo", "answers": {"subject": "Бір", "text": "Мәтін"}, "submit": False}

    came = [_calls(small_house, login)("/documents", first, "k") for login in ("teacher", "dean")]

    assert len({json.loads(answer)["id"] for _, answer in came}) == 2
