"""Steps that stopped: tried again, or left out where the document can do without."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine import jobs
from engine.acts import stepping_in, stopped
from engine.audit import records
from engine.errors import Invalid, NotAllowed, WrongState
from engine.instances.models import Instance, Task
from engine.office import OFFICE
from engine.steps import VERBS
from tests.engine.cheap import made_cheap
from tests.offices import House, Paper
from tests.routes import LETTER, Node, Route, publishes, written

GIVEN = {"subject": "Құпия", "text": "T", "executors": ["facility"], "acquaint": ["chair"]}


@pytest.fixture
def house(small_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    made_cheap(monkeypatch)
    small_house.office.tools.clock.set(datetime.fromisoformat("2026-12-02T10:00+05:00"))
    publishes(small_house, LETTER)
    return small_house


def _letter(house: House) -> Paper:
    return house.as_("teacher").writes("letter", **GIVEN)


def _steps_in(house: House, act: str, *given: Any, login: str = "owner") -> Any:
    with house.office.work(house.actor(login)) as work:
        return getattr(stepping_in, act)(work, *given)


def _open(house: House, paper: Paper) -> list[str]:
    with house.office.look(OFFICE) as work:
        query = select(Task.token).where(Task.document_id == paper.id, Task.state == "open")
        return list(work.session.scalars(query.order_by(Task.token)))


def _acts(house: House, paper: Paper) -> list[str]:
    with house.office.look(OFFICE) as work:
        return [one.act for one in records(work.session, f"document:{paper.id}")]


@pytest.fixture
def failing(house: House, monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """`remind` fails as long as it is told to; the letter asks for it before its file is made."""
    held = {"fails": True}
    whole = VERBS["remind"]

    def keep(work: Any, document: Any, gathered: Any, result: Any) -> str:
        if held["fails"]:
            raise Invalid.one("lane", "Expected a lane, but {value} is none.", value="x")
        return "reminded"

    monkeypatch.setitem(VERBS, "remind", replace(whole, keep=keep))  # type: ignore[arg-type]
    return held


TOLD = (
    b'name="remind"/><bagyt:parameter name="lane" value=\'"lawyer"\'/>'
    b'<bagyt:parameter name="answer" value=\'"subject"\'/>'
)


def _reminding() -> Route:
    made = LETTER.copy()
    made.nodes["warn"] = Node("verb", verb="remind")
    made.flows = [(one, "warn" if to == "second" else to, when) for one, to, when in made.flows]
    made.flows.append(("warn", "second", ""))
    return made


def _stop(house: House, paper: Paper) -> stopped.Stop:
    with house.office.look(house.actor("owner")) as work:
        [one] = stopped.stops(work, document=paper.id)[0]
    return one


def test_a_stopped_step_is_tried_again_or_left_out(house: House, failing: dict[str, bool]) -> None:
    route = _reminding()
    publishes(house, route, **{"process.bpmn": written(route).replace(b'name="remind"/>', TOLD)})
    first, other = _letter(house), _letter(house)
    for _ in range(2):
        house.as_("lawyer").completes("approve")
    stop = _stop(house, first)
    assert (stop.step, stop.sort, stop.skips, stop.kind) == ("warn", "verb", True, "letter")

    failing["fails"] = False
    _steps_in(house, "retry", stop.id, login="admin")
    house.settle()
    assert _open(house, first) == ["second#1"]
    _steps_in(house, "skip", _stop(house, other).id, "Керек емес")
    house.settle()

    assert _open(house, other) == ["second#1"]
    with house.office.look(OFFICE) as work:
        assert stopped.stops(work) == ([], 0)
        assert work.session.scalars(select(jobs.Job).where(jobs.Job.state == "dead")).all() == []
    assert {"step.retried"} <= set(_acts(house, first)) and {"step.skipped"} <= set(_acts(house, other))
    assert house.broken() == []


def test_a_step_the_document_cannot_do_without_is_not_left_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def keep(*_: Any) -> str:
        raise Invalid.one("case", "Expected a case, but there is none.")

    monkeypatch.setitem(VERBS, "make_rendition", replace(VERBS["make_rendition"], keep=keep))  # type: ignore[arg-type]
    paper = _letter(house)
    stop = _stop(house, paper)

    with pytest.raises(WrongState) as refused:
        _steps_in(house, "skip", stop.id, "R")
    with pytest.raises(NotAllowed):
        _steps_in(house, "skip", stop.id, "R", login="admin")
    with pytest.raises(NotAllowed):
        _steps_in(house, "retry", stop.id, login="teacher")

    assert not stop.skips and "makes, signs, numbers or keeps" in str(refused.value)
    assert "Құпия" not in str(stop)
    with house.office.look(OFFICE) as work:
        assert work.session.get(Instance, paper.id) is not None
