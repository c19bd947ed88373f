"""Programs of process owners let running documents follow a new version, see how far it is, and bring them back."""

import pytest

from tests.api.programs import Desk
from tests.engine.cheap import made_cheap
from tests.routes import LETTER, publishes


@pytest.fixture
def desk(api: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made_cheap(monkeypatch)
    publishes(api.house, LETTER)
    api.house.as_("teacher").writes("letter", subject="Құпия", text="T", executors=["facility"], acquaint=["chair"])
    api.house.as_("lawyer").completes("approve")
    publishes(api.house, LETTER.insert("third", "second"))
    return api


def test_a_program_looks_moves_and_brings_back(desk: Desk) -> None:
    owner = desk("owner")
    assert [(one["version"], one["running"]) for one in owner.get("/processes/letter/running")["items"]] == [
        (2, 0),
        (1, 1),
    ]

    [looked] = owner.get("/processes/letter/moves/look", to=2)["items"]
    assert (looked["outcome"], looked["appear"], looked["go"]) == ("changes", ["third#1"], ["second#1"])
    assert "Құпия" not in str(looked)

    move = owner.post("/processes/letter/moves", to=2, documents=[looked["document"]], reason="Жаңа тәртіп")
    [made] = owner.get("/processes/letter/moves")["items"]
    assert (made["id"], made["left"], made["moved"], made["by"]) == (move["id"], 0, 1, "owner")
    [line] = owner.get(f"/processes/letter/moves/{move['id']}")["items"]
    assert (line["state"], line["undoable"], line["reason"]) == ("moved", True, None)

    assert owner.post(f"/processes/letter/moves/{move['id']}/undo") == {"documents": 1}
    assert [one["running"] for one in owner.get("/processes/letter/running")["items"]] == [0, 1]
    assert desk.house.broken() == []


def test_nobody_but_an_owner_moves_and_mistakes_are_named(desk: Desk) -> None:
    for login in ("teacher", "registrar", "admin"):
        assert desk(login).refused("/processes/letter/moves", to=2, reason="R")["type"].endswith("not-allowed")
    owner = desk("owner")
    assert owner.refused("/processes/letter/moves", to=9, reason="R")["type"].endswith("not-found")
    assert owner.refused("/processes/letter/moves", to=2, reason=" ")["problems"][0]["field"] == "reason"
    assert owner.refused("/processes/letter/moves", to=2, documents=["x"], reason="R")["type"].endswith("invalid")
    assert owner.refused("/processes/letter/moves/77/undo")["type"].endswith("not-found")
