"""Programs of owners read the route of a draft as a table and change it."""

import pytest

from tests.api.programs import Desk

TABLE = "/processes/memo/draft/table"


@pytest.fixture
def desk(api: Desk) -> Desk:
    api("owner").post("/processes/memo/draft", origin="memo")
    return api


def test_a_program_reads_changes_inserts_and_drops(desk: Desk) -> None:
    owner = desk("owner")
    rows = {one["step"]: one for one in owner.get(TABLE)["rows"]}
    assert rows["approve_chair"]["buttons"][2] == {
        "id": "return",
        "comment": "required",
        "primary": False,
        "leads": ["rework"],
    }
    assert rows["verified"]["ways"][0]["condition"] == 'result["verify"] == "invalid"'

    changed = owner.post(f"{TABLE}/approve_chair", version=1, term={"amount": 3, "unit": "workday"}, lane="dean")
    who = {"rule": 'unit("legal")', "names": {"ru": "Юрист"}}
    made = owner.post(f"{TABLE}/approve_chair/insert", version=2, place="after", new_lane=who)
    back = owner.post(f"{TABLE}/approve_legal/drop", version=3)

    row = next(one for one in changed["rows"] if one["step"] == "approve_chair")
    assert (row["term"]["amount"], row["lane"]) == (3, "dean")
    order = [one["step"] for one in made["rows"]]
    assert order.index("approve_chair") < order.index("approve_legal") < order.index("sign_dean")
    assert [one["step"] for one in back["rows"]] == [one["step"] for one in changed["rows"]]
    assert [made["version"], back["version"]] == [3, 4]


def test_what_is_wrong_is_told_by_field_and_nothing_is_overwritten(desk: Desk) -> None:
    owner = desk("owner")

    wrong = owner.refused(f"{TABLE}/approve_chair", version=1, buttons=[{"id": "pay"}])
    stale = owner.refused(f"{TABLE}/approve_chair", version=7, level="simple")
    alone = owner.refused(f"{TABLE}/sign_dean/insert", version=1, place="beside", lane="chair")

    assert wrong["problems"][0]["field"] == "buttons"
    assert stale["type"].endswith("stale")
    assert alone["type"].endswith("wrong-state")
    assert owner.get(TABLE)["version"] == 1
    assert desk("teacher").refused(TABLE, "GET")["type"].endswith("not-allowed")
