"""Programs of owners look at one document on its way, pause it, send it back, and see what stopped."""

import pytest

from tests.api.programs import Desk
from tests.engine.cheap import made_cheap
from tests.routes import LETTER, publishes


@pytest.fixture
def desk(api: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made_cheap(monkeypatch)
    publishes(api.house, LETTER)
    return api


def test_a_program_pauses_lets_go_on_and_sends_back(desk: Desk) -> None:
    given = {"subject": "Құпия", "text": "T", "executors": ["facility"], "acquaint": ["chair"]}
    id = desk.house.as_("teacher").writes("letter", **given).id
    desk.house.as_("lawyer").completes("approve")
    run = f"/documents/{id}/run"

    paused = desk("owner").post(f"{run}/pause", reason="Тексеру")
    assert (paused["paused_for"], paused["targets"]) == ("Тексеру", [])
    assert desk("owner").refused(f"{run}/send_back", step="first", reason="R")["type"].endswith("wrong-state")
    gone = desk("owner").post(f"{run}/go_on")
    assert (gone["paused"], gone["targets"]) == (None, ["first"])
    back = desk("owner").post(f"{run}/send_back", step="first", reason="R")

    assert [one["token"] for one in back["standing"]] == ["first#2"] and "Құпия" not in str(back)
    assert desk("owner").refused(f"{run}/send_back", step="first", reason="R")["type"].endswith("wrong-state")
    assert desk("owner").refused(f"{run}/pause", reason=" ")["problems"][0]["field"] == "reason"
    for login in ("teacher", "registrar"):
        assert desk(login).refused(f"{run}/pause", reason="R")["type"].endswith("not-allowed")
        assert desk(login).refused("/incidents", "GET")["type"].endswith("not-allowed")
    assert desk("admin").get("/incidents")["items"] == []
    assert desk("owner").refused("/incidents/77/retry")["type"].endswith("not-found")
    assert desk("owner").refused("/incidents/77/skip", reason="R")["type"].endswith("not-found")
    assert desk.house.broken() == []
