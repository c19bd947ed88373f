"""Lists of tasks page by their order: every row once, whatever comes meanwhile, and as quick for a long list as for a short one."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from engine.db import new_id
from engine.errors import Invalid
from engine.instances import queries
from engine.instances.models import Candidate, Instance, Task
from engine.office import OFFICE
from engine.people.queries import person
from engine.work import Work
from tests.offices import House


@pytest.fixture
def desk(quick_houses: House) -> House:
    """A house with one memo on its way: further tasks hang on it."""
    quick_houses.as_("teacher").writes()
    return quick_houses


def _opens(work: Work, login: str, dues: list[int | None], state: str = "open") -> list[str]:
    """Puts tasks of that person, due in so many hours (None: without a term)."""
    who = person(work, login).id
    document = work.session.scalars(select(Instance.document_id)).one()
    made = [
        {
            "id": new_id(), "document_id": document, "token": f"x#{at}", "step": "approve_chair", "stage": "on_approval", "level": "click",
            "round": 1, "state": state, "queue": False, "why": {}, "opened": work.now + timedelta(seconds=at), "overdue": False,
            "due": None if due is None else work.now + timedelta(hours=due), "shared": False, "by_hand": False, "due_moved": False,
            "done_by": who if state == "done" else None, "done_at": work.now + timedelta(hours=due or 0) if state == "done" else None,
            "outcome": "approve" if state == "done" else None,
        }
        for at, due in enumerate(dues)
    ]  # fmt: skip
    places = [{"task_id": one["id"], "person_id": who, "open": state == "open", "due": one["due"]} for one in made]
    if made:
        work.session.execute(insert(Task), made)
        work.session.execute(insert(Candidate), places)
    return [str(one["id"]) for one in made]


def _forgets(work: Work) -> None:
    work.session.execute(delete(Candidate).where(Candidate.task_id.in_(select(Task.id).where(Task.token.like("x#%")))))
    work.session.execute(delete(Task).where(Task.token.like("x#%")))


def _walks(
    house: House, login: str, look: Callable[..., Any], meanwhile: Callable[[], None], **given: Any
) -> Iterator[str]:
    cursor: str | None = ""
    while cursor is not None:
        with house.office.look(house.actor(login)) as work:
            found, cursor = look(work, cursor=cursor, limit=3, **given)
        yield from (one.id for one in found)
        meanwhile()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dues=st.lists(st.one_of(st.none(), st.integers(-3, 3)), max_size=10),
    added=st.lists(st.one_of(st.none(), st.integers(-3, 3)), max_size=3),
    state=st.sampled_from(["open", "done"]),
)
def test_every_row_is_shown_once_while_others_come(
    desk: House, dues: list[int | None], added: list[int | None], state: str
) -> None:
    with desk.office.work(OFFICE) as work:
        _forgets(work)
        there = _opens(work, "stranger", dues, state)
    left = [added]

    def meanwhile() -> None:
        if left:
            with desk.office.work(OFFICE) as work:
                _opens(work, "stranger", left.pop(), state)

    seen = list(_walks(desk, "stranger", queries.of_actor, meanwhile, state=state))

    assert len(seen) == len(set(seen))
    assert set(there) <= set(seen)


def test_open_tasks_come_by_their_term_and_those_without_at_the_end(desk: House) -> None:
    with desk.office.work(OFFICE) as work:
        made = _opens(work, "stranger", [5, None, 1, 3, None, 2])

    seen = list(_walks(desk, "stranger", queries.of_actor, lambda: None))

    assert seen[:4] == [made[2], made[5], made[3], made[0]]
    assert seen[4:] == sorted([made[1], made[4]])


@pytest.mark.parametrize("cursor", ["3", "x|y", "|", "2026-01-01|d", "2026-01-01T00:00:00+00:00", "|" + "d" * 200])
def test_a_cursor_of_another_list_is_refused(desk: House, cursor: str) -> None:
    with pytest.raises(Invalid), desk.office.look(desk.actor("stranger")) as work:
        queries.of_actor(work, cursor=cursor)


def test_overdue_tasks_are_counted_up_to_a_thousand(desk: House) -> None:
    with desk.office.work(OFFICE) as work:
        _opens(work, "stranger", [-1] * 1005 + [2, None])

    with desk.office.look(desk.actor("stranger")) as work:
        assert (queries.counted(work), queries.counted(work, overdue=True)) == (1000, 1000)


def _cost(house: House, login: str) -> float:
    actor, spent = house.actor(login), []
    for _ in range(15):
        with house.office.look(actor) as work:
            start = time.process_time()
            found, after = queries.of_actor(work)
            queries.of_actor(work, cursor=after or "")
            queries.counted(work), queries.counted(work, overdue=True)
            spent.append(time.process_time() - start)
        assert len(found) == 50
    return median(spent)


@pytest.mark.hand  # a ratio of times: `bagyt bench` tells it of pages and calls, in one run with the floor
def test_a_list_of_a_hundred_thousand_costs_what_one_of_a_hundred_does(desk: House) -> None:
    with desk.office.work(OFFICE) as work:
        _opens(work, "dean", list(range(-50, 50)))
        for _ in range(10):
            _opens(work, "stranger", [at % 2000 - 1000 for at in range(10_000)])

    short, long = _cost(desk, "dean"), _cost(desk, "stranger")

    print(f"\n100 open tasks: {short * 1000:.1f} ms, 100 000: {long * 1000:.1f} ms, ratio {long / short:.2f}")
    assert long <= 1.5 * short
