"""Who may take which step, by generated pairs of the university's people, on all three kinds; asked of the office and of the API."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.instances.models import Task
from engine.office import OFFICE
from engine.people.commands import end_substitution
from tests.acceptance import parked
from tests.acceptance.parked import LOGINS, WHO, WRITERS, Order, Place
from tests.api.programs import Desk
from tests.journeys.travel import today
from tests.offices import House

KINDS = tuple(WHO)
KEEPER = "hr3"  # keeps the substitutions
OTHERS = sorted({login for steps in WHO.values() for there in steps.values() for login in there} - {KEEPER})
HERE = settings(deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", params=KINDS)
def standing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Desk, list[Place]]]:
    """A house where one document of the kind waits at each step of its route."""
    kind = request.param
    for desk in parked.desks(request, tmp_path_factory.mktemp(kind)):
        places = []
        for at, step in enumerate(reversed(WHO[kind])):  # the last first: its days are over soonest
            paper = parked.writes(
                desk.house, kind, WRITERS[kind], ahead=3 + 12 * at, **({"advance": True} if kind == "trip" else {})
            )
            parked.reach(desk.house, paper, step)
            places.append(parked.place(desk.house, kind, paper, step, WRITERS[kind]))
        yield desk, places


def _holders(house: House, where: Place) -> set[str]:
    with house.office.look(OFFICE) as work:
        document = work.get(Task, where.task).document_id
    return next(set(holders) for task, holders in parked.open_rows(house, document) if task.id == where.task)


# Who may, and who may not.


@pytest.mark.parametrize("share", [7, pytest.param(1, marks=pytest.mark.full)])
def test_at_every_step_those_of_the_post_may_and_nobody_else_of_the_university(
    standing: tuple[Desk, list[Place]], share: int
) -> None:
    desk, places = standing

    for at, where in enumerate(places):
        allowed = parked.may(where)
        some = {*LOGINS[at % share :: share], *allowed, where.writer, *where.signed, *where.reported}
        assert _holders(desk.house, where) == allowed, where
        parked.must_answer(desk, where, sorted(some), allowed)


# One stands for another.


def _days(house: House, first: int = 0, last: int = 0) -> tuple[date, date]:
    return today(house) + timedelta(days=first), today(house) + timedelta(days=last)


def _orders(desk: Desk, one: Order, first: int = 0, last: int = 0) -> int | None:
    """The substitution's number, or None when HR's call is refused as badly filled."""
    since, until = _days(desk.house, first, last)
    body = {"absent": one.absent, "substitute": one.stands, "may_sign": one.may_sign, "basis": "№ 9 бұйрық"}
    answer = desk(KEEPER).call(
        "POST", "/substitutions", json={**body, "since": since.isoformat(), "until": until.isoformat()}
    )
    assert answer.status_code in (201, 422), answer.text
    return answer.get_json()["id"] if answer.status_code == 201 else None


def _over(house: House, *numbers: int) -> None:
    with house.office.work(OFFICE) as work:
        for one in numbers:
            end_substitution(work, one)
    house.settle()


def _pairs(kind: str, share: int) -> list[tuple[str, str]]:
    """Of everybody of the route with everybody of the university a share, and all with who is a party of the document."""
    absent = sorted({login for there in WHO[kind].values() for login in there} - {KEEPER})
    pairs = [(one, other) for one, other in product(absent, LOGINS) if other not in (one, KEEPER)]
    parties = {WRITERS[kind], *WHO[kind].get("sign_dean", ()), *WHO[kind].get("sign_rector", ())}
    return [pair for at, pair in enumerate(pairs) if at % share == 0 or pair[1] in parties]


@pytest.mark.parametrize("share", [40, pytest.param(3, marks=[pytest.mark.full, pytest.mark.timeout(1200)])])
def test_a_substitute_may_exactly_what_the_absent_may_unless_he_is_a_party_or_may_not_sign(
    standing: tuple[Desk, list[Place]], share: int
) -> None:
    desk, places = standing
    house = desk.house

    for at, (absent, stands) in enumerate(_pairs(places[0].kind, share)):
        order = Order(absent, stands, may_sign=at % 2 == 0)
        number = _orders(desk, order)
        assert number is not None
        for where in places:
            allowed = parked.may(where, [order])
            assert _holders(house, where) == allowed, (order, where)
            if absent in WHO[where.kind][where.step]:
                parked.must_answer(desk, where, {absent, stands}, allowed)
        assert _orders(desk, Order(stands, absent, may_sign=True)) is None
        _over(house, number)

    for where in places:
        assert _holders(house, where) == parked.may(where)


def _closes(kept: list[tuple[Order, int, int]], one: Order, first: int, last: int) -> bool:
    """Whether on one of those days a chain of substitutes would lead back to the absent one."""
    for day in range(first, last + 1):
        ahead, seen = {one.stands}, set()
        while ahead:
            seen |= ahead
            ahead = {two.stands for two, a, b in kept if two.absent in ahead and a <= day <= b} - seen
        if one.absent in seen:
            return True
    return False


def _two_sign(kept: list[tuple[Order, int, int]], one: Order, first: int, last: int) -> bool:
    return one.may_sign and any(
        two.may_sign and two.absent == one.absent and a <= last and first <= b for two, a, b in kept
    )


def _among(few: list[str]) -> st.SearchStrategy[list[tuple[Order, int, int]]]:
    name = st.sampled_from(few)
    one = st.tuples(st.builds(Order, name, name, st.booleans()), st.sampled_from((0, 0, 0, 1, 2)), st.integers(0, 4))
    return st.lists(one, min_size=3, max_size=7)


FEW = st.lists(st.sampled_from(OTHERS), min_size=3, max_size=4, unique=True)


@pytest.mark.parametrize("examples", [12, pytest.param(150, marks=[pytest.mark.full, pytest.mark.timeout(1200)])])
def test_of_chains_rings_and_overlapping_orders_only_whole_ones_are_taken_and_nobody_hands_on(
    standing: tuple[Desk, list[Place]], examples: int
) -> None:
    desk, places = standing
    house = desk.house

    @settings(HERE, max_examples=examples)
    @given(FEW.flatmap(_among))
    def holds(given: list[tuple[Order, int, int]]) -> None:
        kept: dict[int, tuple[Order, int, int]] = {}
        try:
            for one, first, days in given:
                number = _orders(desk, one, first, first + days)
                wrong = one.absent == one.stands or any(
                    refuses(list(kept.values()), one, first, first + days) for refuses in (_closes, _two_sign)
                )
                assert (number is None) == wrong, (kept, one, first, days)
                if number is not None:
                    kept[number] = (one, first, first + days)
            now = [one for one, first, _ in kept.values() if first == 0]
            touched = {login for one in now for login in (one.absent, one.stands)}
            for where in places:
                allowed = parked.may(where, now)
                assert _holders(house, where) == allowed, (now, where)
                if touched & WHO[where.kind][where.step]:
                    parked.must_answer(desk, where, sorted(touched), allowed)
        finally:
            _over(house, *kept)

    holds()
