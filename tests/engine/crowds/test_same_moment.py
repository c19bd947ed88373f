"""Three people complete three parallel approvals at the same moment: each once, joined once."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from engine.acts import asking
from engine.audit import AuditRecord
from engine.instances.models import LogEntry, Task
from engine.office import OFFICE
from tests.circular import publishes_circulars
from tests.engine.crowd import crowd
from tests.engine.crowds.pressing import Said, processes, say
from tests.offices import House, Paper

APPROVERS = ("lawyer", "finance", "docent")
AtOnce = Callable[[Sequence[Said]], list[str]]


@contextmanager
def threads(house: House, count: int) -> Iterator[AtOnce]:
    yield lambda presses: crowd([lambda one=one: say(house.office, one) for one in presses])


def _for_three(house: House) -> Paper:
    """A circular that the lawyer, somebody he asks beside, and finance have before them."""
    paper = house.as_("teacher").writes("circular", subject="S", text="T", executors=[], acquaint=[])
    [task] = [one for one in house.as_("lawyer").tasks() if one.document == paper.id]
    with house.office.work(house.actor("lawyer")) as work:
        asking.add_approver(work, task.id, "docent", "Қараңыз", "beside")
    return paper


def _presses(house: House, paper: Paper, outcomes: Sequence[str]) -> list[Said]:
    rendition = paper.view().rendition
    assert rendition is not None
    found = {login: next(one.id for one in house.as_(login).tasks() if one.document == paper.id) for login in APPROVERS}
    return [
        Said(login, found[login], rendition.sha256, outcome) for login, outcome in zip(APPROVERS, outcomes, strict=True)
    ]


def _happened(house: House, paper: Paper) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    with house.office.look(OFFICE) as work:
        moves = select(LogEntry.token).where(LogEntry.document_id == paper.id, LogEntry.token.startswith("approve"))
        acts = select(AuditRecord.actor, AuditRecord.act).where(
            AuditRecord.stream == f"document:{paper.id}", AuditRecord.act.in_(("task.approve", "task.return"))
        )
        return Counter(work.session.scalars(moves)), Counter((who, act) for who, act in work.session.execute(acts))


def _steps(house: House, paper: Paper) -> Counter[str]:
    with house.office.look(OFFICE) as work:
        return Counter(work.session.scalars(select(Task.step).where(Task.document_id == paper.id)))


ROUNDS = [
    5,
    pytest.param(200, marks=[pytest.mark.full, pytest.mark.timeout(1800)]),
]


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("hands", [threads, processes], ids=["threads", "processes"])
def test_three_approvals_at_the_same_moment_are_each_kept_once_and_joined_once(
    quick_houses: House, hands: Callable[[House, int], object], rounds: int
) -> None:
    house = publishes_circulars(quick_houses)
    with hands(house, len(APPROVERS)) as at_once:  # type: ignore[attr-defined]
        for round in range(rounds):
            outcomes = ["approve"] * 3 if round % 3 else ["approve", "return", "approve"]
            paper = _for_three(house)
            presses = _presses(house, paper, outcomes)

            came = at_once(presses)
            house.settle()

            assert came == [paper.id] * 3
            moves, acts = _happened(house, paper)
            assert moves == Counter({"approve_lawyer#1": 1, "approve_finance#1": 1})
            assert acts == Counter(
                {(login, f"task.{outcome}"): 1 for login, outcome in zip(APPROVERS, outcomes, strict=True)}
            )
            passed = {"approve_lawyer": 2, "approve_finance": 1}
            after = {"execute": 1, "acknowledge": 1} if round % 3 else {"rework": 1}
            assert _steps(house, paper) == Counter(passed | after)
            assert paper.state == ("filed" if round % 3 else "rework")
            assert at_once(presses) == ["wrong-state"] * 3
    assert house.broken() == []
