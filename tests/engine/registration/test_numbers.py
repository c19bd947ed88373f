"""Numbers without hole and without double, whatever happens around them (K-16)."""

import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from engine.catalogue.queries import current
from engine.documents.commands import create
from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, WrongState
from engine.office import OFFICE
from engine.people.queries import unit
from engine.registration import queries
from engine.registration.commands import annul, open_journal, take_number
from engine.registration.models import Journal, Registration
from tests.engine.crowd import crowd
from tests.offices import House


class Changed(Exception):
    """Somebody's transaction that comes to nothing."""


def documents(house: House, count: int) -> list[str]:
    """So many drafts, made at once."""
    with house.office.work(house.actor("teacher")) as work:
        version, chair = current(work, "memo").id, unit(work, "informatics").id
        made = [
            create(
                work,
                kind="memo",
                version_id=version,
                unit_id=chair,
                answers={},
                title=f"№ {at}",
                language="kk",
                access="route",
            ).id
            for at in range(count)
        ]
    return made


def _journals(house: House, *codes: str) -> None:
    with house.office.work(OFFICE) as work:
        for code in codes:
            if work.session.get(Journal, code) is None:
                open_journal(work, code, {"kk": code}, "internal", "{seq}", restart="yearly")


def _take(house: House, document: str, journal: str, *, fails: bool = False) -> str:
    with house.office.work(OFFICE) as work:
        row = work.get(Document, document, hold=True)
        taken = take_number(work, row, journal=journal, card={}, registrar=house.actor("registrar").person)
        if fails:
            raise Changed
        return taken.number


def _serials(house: House) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    with house.office.look(OFFICE) as work:
        for one in work.session.scalars(select(Registration).order_by(Registration.serial)):
            found.setdefault(one.journal, []).append(one.serial)
    return found


def _storm(house: House, count: int, writers: int) -> None:
    _journals(house, "first", "second")
    ids = documents(house, count)
    luck = random.Random(7)
    registrar = house.actor("registrar").person
    assert registrar
    presses = [
        (id, ("first", "second")[at % 2], fails)
        for at, id in enumerate(ids)
        for fails in ([True, False] if luck.random() < 0.2 else [False, False] if luck.random() < 0.2 else [False])
    ]
    luck.shuffle(presses)

    def writer(own: list[tuple[str, str, bool]]) -> Callable[[], list[object]]:
        return lambda: [_tried(house, *one) for one in own]

    came = crowd([writer(presses[at::writers]) for at in range(writers)], wait=900)

    assert [one for one in came if isinstance(one, Exception)] == []
    assert {one for some in came for one in some if isinstance(one, str) and not one.isdigit()} == set()
    assert _serials(house) == {code: list(range(1, count // 2 + 1)) for code in ("first", "second")}
    assert house.broken() == []


def _tried(house: House, *given: object) -> object:
    document, journal, fails = given
    try:
        return _take(house, str(document), str(journal), fails=bool(fails))
    except Changed:
        return None


def test_two_hundred_numbers_by_ten_writers_with_failures_and_double_clicks(house: House) -> None:
    _storm(house, 200, 10)


@pytest.mark.full
def test_two_thousand_numbers_by_fifty_writers_with_failures_and_double_clicks(house: House) -> None:
    _storm(house, 2000, 50)


def test_the_first_numbers_of_a_year_by_many_at_once(house: House) -> None:
    _journals(house, "fresh")
    ids = documents(house, 8)

    came = crowd([lambda id=id: _take(house, id, "fresh") for id in ids])

    assert sorted(came) == [str(number) for number in range(1, 9)]


def test_two_who_register_one_document_get_one_number(house: House) -> None:
    _journals(house, "fresh")
    (id,) = documents(house, 1)

    came = crowd([lambda: _take(house, id, "fresh")] * 8)

    assert set(came) == {"1"}
    assert _serials(house) == {"fresh": [1]}


def test_a_new_year_begins_with_one_where_the_organisation_is(small_house: House) -> None:
    _journals(small_house, "fresh")
    old, late, new = documents(small_house, 3)
    small_house.office.tools.clock.set(datetime(2027, 12, 31, 18, 30, tzinfo=UTC))  # 23:30 in Almaty

    first = _take(small_house, old, "fresh")
    small_house.office.tools.clock.set(datetime(2027, 12, 31, 19, 30, tzinfo=UTC))  # 00:30 of the new year there
    again = _take(small_house, late, "fresh")
    then = _take(small_house, new, "fresh")

    assert (first, again, then) == ("1", "1", "2")
    with small_house.office.look(OFFICE) as work:
        years = {one.document_id: (one.year, str(one.dated)) for one in work.session.scalars(select(Registration))}
    assert years[old] == (2027, "2027-12-31")
    assert years[late] == (2028, "2028-01-01")
    assert small_house.broken() == []


def test_a_number_is_struck_through_and_given_to_nobody_else(small_house: House) -> None:
    _journals(small_house, "fresh")
    first, second = documents(small_house, 2)
    _take(small_house, first, "fresh")

    with small_house.office.work(small_house.actor("registrar")) as work:
        annul(work, next(iter(work.session.scalars(select(Registration)))), "Қате")

    assert _take(small_house, second, "fresh") == "2"
    with small_house.office.look(small_house.actor("registrar")) as work:
        lines = queries.page(work, "fresh")
    assert [(one.serial, one.state, one.reason) for one in lines] == [(1, "annulled", "Қате"), (2, "taken", "")]


def test_who_may_not_annul_and_what_is_annulled_already_are_refused(small_house: House) -> None:
    _journals(small_house, "fresh")
    (id,) = documents(small_house, 1)
    _take(small_house, id, "fresh")

    with pytest.raises(NotAllowed), small_house.office.work(small_house.actor("teacher")) as work:
        annul(work, next(iter(work.session.scalars(select(Registration)))), "x")
    with pytest.raises(WrongState), small_house.office.work(small_house.actor("registrar")) as work:
        for _ in range(2):
            annul(work, next(iter(work.session.scalars(select(Registration)))), "x")


def test_an_unknown_journal_or_case_takes_no_number(small_house: House) -> None:
    _journals(small_house, "fresh")
    (id,) = documents(small_house, 1)

    with pytest.raises(Invalid) as journal:
        _take(small_house, id, "nowhere")
    with pytest.raises(Invalid) as case, small_house.office.work(OFFICE) as work:
        take_number(work, work.get(Document, id), journal="fresh", card={"case": "99-99"}, registrar=1)

    assert journal.value.problems[0].field == "journal"
    assert case.value.problems[0].field == "case"
    assert _serials(small_house) == {}
