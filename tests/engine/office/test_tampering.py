"""States of runs that were changed behind the office's back: a clear refusal and an incident, and nothing of it is read."""

import json
import zlib
from typing import Any

import pytest
from sqlalchemy import text

from engine.errors import Stopped
from engine.instances.queries import incidents
from engine.notices.models import Notice
from engine.office import OFFICE
from tests.offices import House, Paper


def _state(house: House, paper: Paper, changed: Any = None) -> bytes:
    with house.office.work(OFFICE) as work:
        (state,) = work.session.execute(
            text("SELECT state FROM instance WHERE document_id = :id"), {"id": paper.id}
        ).one()
        if changed is not None:
            work.session.execute(
                text("UPDATE instance SET state = :state WHERE document_id = :id"),
                {"id": paper.id, "state": changed(bytes(state))},
            )
        return bytes(state)


FORGED = zlib.compress(
    json.dumps({"serializer_version": "1.1", "spec": {"typename": "__import__('os').system('true')"}}).encode()
)
TAMPERED = {
    "one bit": lambda state: state[:-1] + bytes([state[-1] ^ 1]),
    "cut": lambda state: state[:-40],
    "empty": lambda state: b"",
    "without a seal": lambda state: FORGED,
    "with the seal of another content": lambda state: state[:46] + FORGED,
    "of an older version": lambda state: state.replace(b"bagyt-state-1", b"bagyt-state-0", 1),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_changed_state_refuses_the_press_and_raises_one_incident(
    quick_house: House, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()
    whole = _state(house, paper, TAMPERED[how])
    read: list[object] = []
    monkeypatch.setattr("engine.workflow.state._read", lambda *given: read.append(given))

    for _ in range(2):
        with pytest.raises(Stopped):
            house.as_("chair").completes("approve")

    monkeypatch.undo()
    assert read == []
    with house.office.look(OFFICE) as work:
        assert [one.document_id for one in incidents(work)] == [paper.id]
    assert [one.act for one in _told_owner(house)] == ["incident.raised"]
    assert len(house.as_("chair").tasks()) == 1
    _state(house, paper, lambda _: whole)


def _told_owner(house: House) -> list[Any]:
    with house.office.look(OFFICE) as work:
        owner = house.actor("owner").person
        return list(work.session.query(Notice).where(Notice.person_id == owner))


def test_a_state_that_is_whole_again_goes_on_and_the_incident_is_closed(
    quick_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()
    whole = _state(house, paper, TAMPERED["one bit"])
    with pytest.raises(Stopped):
        house.as_("chair").completes("approve")

    _state(house, paper, lambda _: whole)
    house.as_("chair").completes("approve")

    assert paper.state == "on_signing"
    with house.office.look(OFFICE) as work:
        assert incidents(work) == []
    assert house.broken() == []


def test_under_another_secret_nothing_moves(quick_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()
    monkeypatch.setattr(house.office.tools.machine, "_key", b"another")

    with pytest.raises(Stopped, match="sealed by this office"):
        house.as_("chair").completes("approve")

    assert paper.view().incidents != ()
