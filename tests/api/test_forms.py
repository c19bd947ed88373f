"""Programs of owners look at the forms of a draft, check one, try it with answers, and take a shared one as the kind's own."""

import json

import pytest

from tests.api.programs import Desk

DRAFT = "/processes/memo/draft"
PRICE = {
    "x-language": "en",
    "components": [
        {"type": "checkbox", "id": "dear", "key": "dear", "label": "Dear"},
        {
            "type": "money",
            "id": "price",
            "key": "price",
            "label": "Price <b>",
            "validate": {"max": 10},
            "conditional": {"hide": "=dear = false"},
        },
    ],
}


@pytest.fixture
def desk(api: Desk) -> Desk:
    api("owner").post(DRAFT, origin="memo")
    return api


def test_a_program_sees_which_steps_show_each_form(desk: Desk) -> None:
    found = {one["name"]: one for one in desk("owner").get(f"{DRAFT}/forms")["items"]}

    assert [use["step"] for use in found["submit"]["uses"]] == ["", "rework"]
    assert found["submit"]["problems"] == []
    assert found["shared:approve"]["kinds"] == ["memo", "order", "trip"]


def test_a_program_takes_a_shared_form_as_the_kinds_own(desk: Desk) -> None:
    owner = desk("owner")

    taken = owner.post(f"{DRAFT}/forms/shared:report/take", version=1)

    assert (taken["name"], [one["step"] for one in taken["uses"]]) == ("report", ["execute"])
    assert "report.form" in [one["name"] for one in owner.get(DRAFT)["files"]]
    assert owner.refused(f"{DRAFT}/forms/shared:report/take", version=1)["status"] == 409


def test_a_form_is_checked_by_itself_before_it_is_saved(desk: Desk) -> None:
    owner = desk("owner")
    wrong = json.loads(json.dumps(PRICE).replace("=dear = false", "=dear ="))

    assert owner.post(f"{DRAFT}/forms/submit/check") == {"ready": True, "problems": []}
    found = owner.post(f"{DRAFT}/forms/submit/check", content=wrong)

    assert (found["ready"], found["problems"][0]["element"]) == (False, "price")
    assert "not()" in found["problems"][0]["message"]


def test_a_form_is_tried_with_answers(desk: Desk) -> None:
    owner = desk("owner")

    filled = owner.post(f"{DRAFT}/forms/submit/preview")
    tried = owner.post(f"{DRAFT}/forms/submit/preview", content=PRICE, answers={"dear": True, "price": "12.00"})
    hidden = owner.post(f"{DRAFT}/forms/submit/preview", content=PRICE, answers={"price": "12.00"}, language="kk")

    assert filled["problems"] == []
    assert filled["answers"]["language"] == "kk"
    assert [one["field"] for one in tried["problems"]] == ["price"]
    assert tried["visible"] == ["dear", "price"]
    assert "Price &lt;b&gt;" in tried["html"]
    assert (hidden["problems"], hidden["visible"]) == ([], ["dear"])


def test_what_is_no_form_and_who_is_no_owner_is_refused(desk: Desk) -> None:
    preview, check = f"{DRAFT}/forms/submit/preview", f"{DRAFT}/forms/submit/check"

    assert desk("owner").refused(preview, content={"components": "x"})["status"] == 422
    assert desk("owner").refused(f"{DRAFT}/forms/nothing/check")["status"] == 404
    assert desk("teacher").refused(check)["status"] == 403
    assert desk("teacher").refused(f"{DRAFT}/forms", "GET")["status"] == 403
