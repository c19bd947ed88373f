"""Programs of owners are told how a kind runs: by step and unit, persons for those who lead, no content."""

import pytest

from tests.api.programs import Desk
from tests.engine.cheap import made_cheap
from tests.routes import LETTER, publishes


@pytest.fixture
def desk(api: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made_cheap(monkeypatch)
    publishes(api.house, LETTER)
    for _ in range(2):
        api.house.as_("teacher").writes("letter", subject="Құпия", text="T", executors=["facility"], acquaint=["chair"])
    api.house.goes_on(hours=2)
    api.house.as_("lawyer").completes("approve")
    return api


def test_a_program_is_told_where_documents_stand_and_how_long_steps_took(desk: Desk) -> None:
    told = desk("owner").get("/processes/letter/watch")

    first, second = told["items"]
    assert (first["key"], first["done"], first["now"]["open"]) == ("first", 1, 1)
    assert first["waiting"]["median"] == pytest.approx(7200, abs=60) and first["working"]["median"] == 0
    assert (second["key"], second["done"], second["waiting"]) == ("second", 0, None)
    assert (told["documents"], told["span"]) == (0, None)
    [unit] = desk("owner").get("/processes/letter/watch", by="unit")["items"]
    assert unit["done"] == 1 and unit["now"] is None


def test_persons_are_for_those_who_lead_and_documents_for_those_who_may_see_them(desk: Desk) -> None:
    [person] = desk("rector").get("/processes/letter/watch", by="person")["items"]
    behind = desk("owner").get("/processes/letter/watch/documents", step="first", figure="open")

    assert (person["key"], person["done"]) == ("lawyer", 1)
    assert (behind["items"], behind["seen"], behind["hidden"]) == ([], 0, 1)
    watch = "/processes/letter/watch"
    assert desk("owner").refused(f"{watch}?by=person", "GET")["type"].endswith("not-allowed")
    for login in ("teacher", "admin"):
        assert desk(login).refused(watch, "GET")["type"].endswith("not-allowed")
    assert desk("owner").refused(f"{watch}?by=mood", "GET")["type"].endswith("invalid")
    assert desk("owner").refused("/processes/nothing/watch", "GET")["type"].endswith("not-found")
