"""Substitutions: by order, within days, never round in a ring, whatever the order of commands."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from engine.errors import Invalid, NotAllowed, Stale, WrongState
from engine.office import OFFICE
from engine.people import commands, queries
from engine.people.models import Substitution
from tests.offices import House

PEOPLE = ("teacher", "chair", "dean", "docent", "hr3")


def _day(house: House, ahead: int = 0) -> date:
    with house.office.look(OFFICE) as work:
        return queries.today(work) + timedelta(days=ahead)


def _stands(
    house: House, absent: str, stands: str, *, since: int = 0, days: int = 3, by: str = "hr", **more: bool
) -> int:
    first = _day(house, since)
    with house.office.work(house.actor(by)) as work:
        persons = queries.person(work, absent), queries.person(work, stands)
        until = first + timedelta(days=days)
        return commands.substitute(work, *persons, since=first, until=until, basis="№ 41 бұйрық", **more).id


def _wrong(house: House, absent: str, stands: str, **more: int) -> set[str]:
    with pytest.raises(Invalid) as told:
        _stands(house, absent, stands, **more)
    return {one.field for one in told.value.problems}


def test_what_cannot_be_is_refused(small_house: House) -> None:
    with small_house.office.work(OFFICE) as work:
        commands.dismiss(work, "math1", _day(small_house, -1))

    assert _wrong(small_house, "teacher", "teacher") == {"substitute"}
    assert _wrong(small_house, "teacher", "docent", days=-1) == {"until"}
    assert _wrong(small_house, "teacher", "docent", since=-400) == {"since"}
    assert _wrong(small_house, "teacher", "math1") == {"substitute"}


def test_only_the_hr_department_orders_and_never_for_itself(small_house: House) -> None:
    with pytest.raises(NotAllowed, match="HR department"):
        _stands(small_house, "dean", "docent", by="admin")
    with pytest.raises(NotAllowed, match="this is you"):
        _stands(small_house, "dean", "hr", by="hr")


def test_a_ring_of_three_is_refused_and_is_none_in_other_days(small_house: House) -> None:
    _stands(small_house, "teacher", "chair")
    _stands(small_house, "chair", "docent")

    assert _wrong(small_house, "docent", "teacher", since=3) == {"substitute"}
    _stands(small_house, "docent", "teacher", since=4)


def test_two_may_not_sign_for_one_in_the_same_days(small_house: House) -> None:
    _stands(small_house, "teacher", "chair", may_sign=True)
    _stands(small_house, "teacher", "dean")

    assert _wrong(small_house, "teacher", "docent", may_sign=True) == {"may_sign"}


def test_a_substitution_ends_early_and_the_task_goes_back(small_house: House) -> None:
    id = _stands(small_house, "chair", "docent")
    small_house.as_("teacher").writes()
    assert len(small_house.as_("docent").tasks()) == 1

    with small_house.office.work(small_house.actor("hr")) as work:
        commands.end_substitution(work, id, reason="Ерте шықты", seen_version=1)
    small_house.settle()

    assert small_house.as_("docent").tasks() == []
    with pytest.raises(WrongState), small_house.office.work(small_house.actor("hr")) as work:
        commands.end_substitution(work, id)


def test_an_old_page_does_not_end_it(small_house: House) -> None:
    id = _stands(small_house, "chair", "docent", days=9)
    with small_house.office.work(small_house.actor("hr")) as work:
        commands.end_substitution(work, id, last=_day(small_house, 5), seen_version=1)

    with pytest.raises(Stale), small_house.office.work(small_house.actor("hr2")) as work:
        commands.end_substitution(work, id, seen_version=1)


def test_a_coming_substitution_begins_and_ends_by_itself(small_house: House) -> None:
    small_house.as_("teacher").writes()
    _stands(small_house, "chair", "docent", since=1, days=1)
    small_house.settle()
    assert small_house.as_("docent").tasks() == []

    small_house.goes_on(days=1)
    assert len(small_house.as_("docent").tasks()) == 1

    small_house.goes_on(days=2)
    assert small_house.as_("docent").tasks() == []


_orders = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.integers(0, 12), st.integers(0, 6), st.booleans()),
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(orders=_orders)
def test_no_order_of_commands_makes_a_ring(small_house: House, orders: list[tuple[str, str, int, int, bool]]) -> None:
    with small_house.office.work(OFFICE) as work:
        work.session.execute(delete(Substitution))
        persons = {login: queries.person(work, login) for login in PEOPLE}
        start = queries.today(work)
        for absent, stands, since, days, may_sign in orders:
            first = start + timedelta(days=since)
            until = first + timedelta(days=days)
            try:
                commands.substitute(
                    work, persons[absent], persons[stands], since=first, until=until, basis="№", may_sign=may_sign
                )
            except Invalid:
                continue

        rows = list(work.session.scalars(select(Substitution)))

    for ahead in range(20):
        day = start + timedelta(days=ahead)
        edges = {(one.absent_id, one.substitute_id) for one in rows if one.since <= day <= one.until}
        assert not _ring(edges), f"a ring on {day}"


def _ring(edges: set[tuple[int, int]]) -> bool:
    """Whether peeling off those nobody stands for leaves somebody."""
    while edges:
        ends = {start for start, _ in edges}
        kept = {(start, end) for start, end in edges if end in ends}
        if kept == edges:
            return True
        edges = kept
    return False
