"""What a draft would have done to documents that are over: how many go the same way, and where the others leave it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.acts import what_if
from engine.acts.what_if import OtherWay, Past, WhatIf
from engine.errors import NotAllowed
from engine.workflow import Entry, Machine, compile_process
from tests.engine.explorer.faults import Change, aim, ask, redrawn
from tests.offices import House

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
MACHINE = Machine(b"past" * 8)
REJECTED = (("freeze", "done"), ("approve_chair", "reject"))


def _filed(years: int = 5) -> list[tuple[str, str, dict[str, Any]]]:
    """A memo that was kept for so many years, not under control."""
    signed = {"control": False}
    known = {**signed, "retention_years": years}
    return [
        ("freeze", "done", {}),
        ("approve_chair", "approve", {}),
        ("sign_dean", "sign", signed),
        ("verify", "valid", signed),
        ("register", "register", known),
        ("assign_number", "done", known),
        ("close", "done", known),
        *([("paper_duplicate", "print_done", known)] if years > 10 else []),
        ("execute", "report", known),
        ("file_away", "done", known),
    ]


def _past(*steps: tuple[Any, ...], subject: str = "") -> Past:
    """What the machine keeps of a memo that went so."""
    kind = redrawn("memo")
    spec = compile_process(kind.reading)
    log = [Entry("start", NOW, data={"doc": {"subject": subject}, "round": 1})]
    for step, said, *known in steps:
        state = MACHINE.replay(spec, log).state
        token = next(one.token for one in MACHINE.open_tokens(spec, state) if one.step_id == step)
        key = "outcome" if kind.diagram.steps[step].type == "person" else "result"
        doc = {"subject": subject, **(known[0] if known else {})}
        log.append(Entry("finish", NOW, token=token, data={key: said, "doc": doc, "round": 1}))
    return Past(tuple(log), MACHINE.replay(spec, log).ended or "")


def _looked(past: list[Past], *changes: Change) -> WhatIf:
    return what_if.look(MACHINE, redrawn("memo", *changes), past)


def test_documents_go_the_same_way_on_the_same_route() -> None:
    past = [_past(*_filed()), _past(*_filed(11)), _past(*REJECTED)]

    assert [one.end for one in past] == ["filed", "filed", "rejected"]
    assert _looked(past) == WhatIf(3, 3, 0, ())


@pytest.mark.parametrize(
    ("change", "way"),
    [
        (ask("to_paper", 'doc["retention_years"] > 3'), OtherWay("other", "file_away", ("paper_duplicate",), 1)),
        (aim("frozen", "sign_dean"), OtherWay("other", "approve_chair", ("sign_dean",), 2)),
        (aim("chair_rejected", "rework"), OtherWay("longer", "rejected", ("rework",), 1)),
        (aim("no_control", "accept"), OtherWay("other", "file_away", ("accept",), 1)),
        (ask("chair_rejected", 'outcome == "reject" and doc["control"]'), OtherWay("stands", "approved", (), 1)),
    ],
)
def test_it_is_told_where_documents_leave_their_way(change: Change, way: OtherWay) -> None:
    changes = [change, aim("verify_done", "approve_chair"), aim("to_sign", "verified")] if way.count == 2 else [change]

    found = _looked([_past(*_filed()), _past(*REJECTED)], *changes)

    assert found.others == (way,)
    assert found.total - found.same == way.count


def test_a_thousand_documents_that_go_alike_are_played_once() -> None:
    filed = _past(*_filed())
    past = [_past(*REJECTED, subject=f"№ {number}") for number in range(3)] * 300 + [filed] * 100

    found = _looked(past, ask("to_paper", 'doc["retention_years"] > 3'))

    assert (found.total, found.same, found.unplayed) == (1000, 900, 0)
    assert found.others[0].count == 100


def test_what_was_not_played_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(what_if, "MOST_WAYS", 2)

    found = _looked([_past(*_filed(years)) for years in (5, 6, 7)])

    assert (found.total, found.same, found.unplayed) == (3, 2, 1)


def test_the_owner_gathers_what_is_over_and_nobody_else_does(quick_house: House) -> None:
    teacher = quick_house.as_("teacher")
    teacher.withdraws(teacher.writes())
    teacher.writes()
    quick_house.as_("chair").completes("reject", comment="Қажет емес")
    teacher.writes()

    with quick_house.office.look(quick_house.actor("owner")) as work:
        past = what_if.gather(work, "memo")
        machine = work.tools.machine
    with quick_house.office.look(teacher.actor) as work, pytest.raises(NotAllowed):
        what_if.gather(work, "memo")

    assert sorted(one.end for one in past) == ["rejected", "withdrawn"]
    assert what_if.look(machine, redrawn("memo"), past) == WhatIf(2, 2, 0, ())
