"""Programs of owners look at all ways through a draft, and at what it would have done to documents that are over."""

from collections.abc import Callable

import pytest

from engine.catalogue import drafts
from tests.api.programs import Desk
from tests.engine.cheap import made_cheap


@pytest.fixture
def desk(api: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A memo was rejected by the chair; in a draft such memos are filed."""
    made_cheap(monkeypatch)
    api.house.as_("teacher").writes()
    api.house.as_("chair").completes("reject", comment="Қажет емес")
    api("owner").post("/processes/memo/draft", origin="memo")
    arrow = b'sourceRef="approved" targetRef="%s"'
    _saves(api, 1, "process.bpmn", lambda drawn: drawn.replace(arrow % b"rejected", arrow % b"file_away"))
    return api


def _saves(api: Desk, version: int, name: str, change: Callable[[bytes], bytes]) -> None:
    with api.house.office.work(api.house.actor("owner")) as work:
        drafts.save(work, "memo", version, {name: change(drafts.draft(work, "memo").files[name])})


def test_a_program_sees_what_goes_wrong_and_where_documents_leave_their_way(desk: Desk) -> None:
    owner = desk("owner")

    found, past = owner.get("/processes/memo/draft/ways"), owner.get("/processes/memo/draft/past")

    assert found["version"] == past["version"] == 2
    first = found["findings"][0]
    assert (first["sort"], first["problem"]["element"]) == ("unregistered", "filed")
    assert [(hop["step"], hop["does"]) for hop in first["path"][2:]] == [
        ("approve_chair", "reject"),
        ("file_away", "done"),
    ]
    assert past["others"] == [{"sort": "longer", "step": "rejected", "instead": ["file_away"], "count": 1}]
    assert (past["total"], past["same"], past["unplayed"]) == (1, 0, 0)


def test_a_draft_that_cannot_be_read_and_strangers_are_refused(desk: Desk) -> None:
    _saves(desk, 2, "kind.yaml", lambda _text: b"kind: [")

    for path in ("/processes/memo/draft/ways", "/processes/memo/draft/past"):
        assert desk("owner").refused(path, "GET")["type"].endswith("kind-refused")
        assert desk("teacher").refused(path, "GET")["type"].endswith("not-allowed")
