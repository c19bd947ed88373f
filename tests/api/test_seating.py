"""Programs of owners ask who it would be, and say who sits in a lane."""

from tests.api.programs import Desk


def test_a_program_asks_who_it_would_be_and_changes_a_lane(api: Desk) -> None:
    owner = api("owner")
    owner.post("/processes/memo/draft", origin="memo")

    before = owner.get("/processes/memo/draft/seats", who="teacher", answers="executor_unit:facility")
    made = owner.post("/processes/memo/draft/lanes/chair", version=1, rule='post("rector")')
    after = owner.get("/processes/memo/draft/seats", who="teacher")

    seats = {one["step"]: one for one in before["seats"]}
    assert [one["login"] for one in seats["approve_chair"]["people"]] == ["chair"]
    assert [one["login"] for one in seats["execute"]["people"]] == ["facility"]
    assert made == {"kind": "memo", "version": 2}
    assert [one["login"] for one in after["seats"][0]["people"]] == ["rector"]


def test_wrong_questions_get_sentences(api: Desk) -> None:
    owner = api("owner")
    owner.post("/processes/memo/draft", origin="memo")
    seats = "/processes/memo/draft/seats"

    assert owner.refused(f"{seats}?who=nobody", "GET")["type"].endswith("not-found")
    assert owner.refused(f"{seats}?who=teacher&day=tomorrow", "GET")["type"].endswith("invalid")
    assert owner.refused(f"{seats}?who=teacher&day=2100-01-01", "GET")["type"].endswith("invalid")
    assert owner.refused("/processes/memo/draft/lanes/chair", version=9, rule="initiator")["type"].endswith("stale")
    assert owner.refused("/processes/memo/draft/lanes/chair", version=1, rule="x(")["type"].endswith("invalid")
    assert api("teacher").refused(f"{seats}?who=teacher", "GET")["type"].endswith("not-allowed")
