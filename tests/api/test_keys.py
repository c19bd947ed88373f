"""The same call twice, calls at the same moment, presses that are forged or late."""

import inspect
import threading
from io import BytesIO
from typing import Any

import pytest

from tests.api.programs import Desk, count
from webui.api import keys
from webui.api.calling import CALLS

TEACHER = "teacher"


def together(calls: list[Any]) -> list[Any]:
    """The answers of calls made at the same moment."""
    answers: list[Any] = [None] * len(calls)
    ready = threading.Barrier(len(calls))

    def one(number: int) -> None:
        ready.wait()
        answers[number] = calls[number]()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def plainly(desk: Desk, login: str, path: str, **given: Any) -> Any:
    """A call on a connection of its own, which does not run what follows."""
    headers = {"Authorization": f"Bearer {desk(login).token}", **given.pop("headers", {})}
    return lambda: desk.app.test_client().post(f"/api/v1{path}", headers=headers, **given)


def test_one_key_has_one_effect_and_one_answer(api: Desk) -> None:
    key = {"Idempotency-Key": "memo-1"}
    body = {"kind": "memo", "answers": {"subject": "Т", "text": "М"}}
    before = count(api, "document")

    answers = together([plainly(api, TEACHER, "/documents", json=body, headers=key) for _ in range(5)])
    again = api(TEACHER).call("POST", "/documents", json=body, headers=key)
    other = api(TEACHER).call("POST", "/documents", json=body | {"submit": True}, headers=key)
    theirs = api("chair").call("POST", "/documents", json=body, headers=key)

    assert {one.status_code for one in answers} == {201}
    assert len({one.get_json()["id"] for one in [*answers, again]}) == 1
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (other.status_code, theirs.status_code) == (422, 201)
    assert count(api, "document") == before + 2


def test_a_key_holds_for_every_post(api: Desk) -> None:
    memo = api(TEACHER).starts(submit=False)["id"]
    key = {"Idempotency-Key": "file-1"}

    files = [
        api(TEACHER).call(
            "POST", f"/documents/{memo}/attachments", data={"file": (BytesIO(b"x"), "a.txt")}, headers=key
        )
        for _ in range(2)
    ]
    moved = [
        api("admin")
        .call("POST", "/demo/clock", json={"forward": "2h"}, headers={"Idempotency-Key": "clock"})
        .get_json()["now"]
        for _ in range(2)
    ]
    api(TEACHER).post(f"/documents/{memo}/submit")
    press = api("chair").press("approve")
    path = press.pop("path")
    pressed = [api("chair").call("POST", path, json=press, headers=key) for _ in range(2)]

    assert [one.status_code for one in files] == [201, 201]
    assert len(api(TEACHER).get(f"/documents/{memo}")["attachments"]) == 1
    assert moved[0] == moved[1]
    assert [one.status_code for one in pressed] == [200, 200]
    assert pressed[0].get_json() == pressed[1].get_json()
    for bad in ("x" * 201, "a|b", "a\tb"):
        assert api(TEACHER).call("POST", "/documents", json={}, headers={"Idempotency-Key": bad}).status_code == 422


HARMLESS = {
    "/documents/<id>/check",
    "/feed/read",
    "/processes/<kind>/check",
    "/processes/<kind>/draft/check",
    "/processes/<kind>/draft/forms/<name>/check",
    "/processes/<kind>/draft/forms/<name>/preview",
    "/verify",
}


def test_every_call_that_does_something_keeps_its_key_with_it(api: Desk) -> None:
    posts = {one.rule: api.app.view_functions[f"api.{one.name}"] for one in CALLS if one.method == "POST"}

    without = {rule for rule, view in posts.items() if "once=g.once" not in inspect.getsource(inspect.unwrap(view))}

    assert without == HARMLESS & posts.keys()


def dies(*_: object) -> None:
    """The process that was to keep the answer is gone."""
    raise RuntimeError


def test_an_act_whose_answer_was_lost_is_not_done_again_and_tells_how_it_stands(
    api: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    api(TEACHER).starts()
    before = count(api, "document")
    press = api("chair").press("approve")
    memo = {"json": {"kind": "memo", "answers": {"subject": "Т", "text": "М"}}, "headers": {"Idempotency-Key": "memo"}}
    approve = {"json": press, "headers": {"Idempotency-Key": "approve"}}
    path = press.pop("path")
    calls = [(TEACHER, "/documents", memo), ("chair", path, approve)]
    with monkeypatch.context() as dying:
        dying.setattr(keys, "_keep", dies)
        assert [plainly(api, *one[:2], **one[2])().status_code for one in calls] == [500, 500]
    monkeypatch.setattr(keys, "PATIENCE", 0.1)

    fresh = [plainly(api, *one[:2], **one[2])() for one in calls]
    api.house.goes_on(seconds=31)
    late = [api(login).call("POST", path, **given) for login, path, given in calls]
    again = [api(login).call("POST", path, **given) for login, path, given in calls]

    assert [one.status_code for one in fresh] == [409, 409]
    assert [one.status_code for one in late] == [201, 200]
    assert {one.headers["Idempotent-Replayed"] for one in late} == {"true"}
    assert count(api, "document") == before + 1
    made, approved = (one.get_json() for one in late)
    assert api(TEACHER).get(f"/documents/{made['id']}")["title"] == "Т"
    assert approved["document"]["state"] == "on_signing"
    assert [one.get_json() for one in again] == [made, approved]
    assert api.house.broken() == []


def test_of_an_act_that_cannot_be_told_again_one_learns_that_it_is_kept(
    api: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"kk": "Сектор", "ru": "Сектор"}
    unit = {"json": {"code": "sector", "type": "department", "name": names, "parent": "fit"}}
    unit |= {"headers": {"Idempotency-Key": "unit"}}
    with monkeypatch.context() as dying:
        dying.setattr(keys, "_keep", dies)
        assert plainly(api, "admin", "/units", **unit)().status_code == 500

    api.house.goes_on(seconds=31)
    told = api("admin").call("POST", "/units", **unit)

    assert told.status_code == 409
    assert "орындалды" in told.get_json()["detail"]
    assert api("admin").get("/units/sector")["code"] == "sector"


def test_two_at_once_on_one_document_end_with_one_of_them(api: Desk) -> None:
    memo = api(TEACHER).starts()["id"]
    press = api("chair").press("approve")
    path = press.pop("path")

    answers = together([
        *[plainly(api, "chair", path, json=press) for _ in range(3)],
        *[plainly(api, TEACHER, f"/documents/{memo}/withdraw", json={}) for _ in range(2)],
    ])  # fmt: skip
    api.house.settle()

    statuses = sorted(one.status_code for one in answers)
    assert set(statuses) <= {200, 409}
    assert statuses.count(200) in {1, 2}  # approved and then withdrawn is in order too
    assert api.house.broken() == []


def test_presses_that_are_forged_or_late(api: Desk) -> None:
    api(TEACHER).starts()
    press = api("chair").press("approve")
    path, seen = press["path"], {"outcome": "approve", "rendition_sha256": press["rendition_sha256"]}

    told = [
        api("chair").refused(path, **(seen | {"outcome": "sign"}))["status"],
        api("chair").refused(path, **(seen | {"outcome": "fly"}))["status"],
        api("chair").refused(path, **(seen | {"rendition_sha256": "0" * 64}))["status"],
        api("chair").refused(path, outcome="approve")["status"],
        api("chair").refused(path, **(seen | {"answers": {"executor_unit": "moon"}}))["status"],
        api("chair").refused(path, **(seen | {"outcome": "return"}))["status"],
        api("dean").refused(path, **seen)["status"],
        api("stranger").refused(path, **seen)["status"],
        api(TEACHER).refused(path, **seen)["status"],
    ]
    assert told == [422, 422, 409, 422, 422, 422, 403, 403, 403]
    assert api("chair").call("POST", path, json=seen).status_code == 200
    assert api("chair").refused(path, **seen)["status"] == 409
    assert api.house.broken() == []
