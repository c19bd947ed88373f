"""Nobody decides on his own document, whoever writes it; one person with two posts on a route signs it once."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count, product

import pytest

from engine.documents.models import Document
from engine.instances.models import Incident, Task
from engine.kinds import Kind
from engine.office import OFFICE
from engine.people.commands import appoint, end_role, grant, release
from engine.people.queries import person
from tests.acceptance import parked
from tests.acceptance.parked import LOGINS, SIGNING, WHO, WRITERS, Place
from tests.api.programs import Desk
from tests.journeys.travel import today
from tests.offices import House

KINDS = tuple(WHO)
DECIDING = ("approve_", "sign_", "register", "accept", "advance", "settle")
_ahead = count(10, 3)  # no two trips of one person at the same days


@pytest.fixture(scope="module")
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A house for walking through routes."""
    yield from parked.desks(request, tmp_path_factory.mktemp("pairs"))


def _decides(kind: Kind, task: Task) -> bool:
    return task.step in kind.own_document or task.step.startswith(DECIDING)


def _goes_to_the_end(desk: Desk, kind: str, writer: str, favourite: str = "") -> list[tuple[str, str]]:
    """Who did which step of a document, each asked for by whoever must not have it; `favourite` does all that is his."""
    house, done, number = desk.house, [], 0
    paper = parked.writes(house, kind, writer, ahead=next(_ahead))
    for number in range(12):
        rows = [row for row in parked.open_rows(house, paper.id) if _decides(parked.kind_of(house, paper.id), row[0])]
        for task, holders in rows:
            signed = {login for login, step in done if step in SIGNING}
            barred = {writer} | (signed if task.step == "register" else set())
            where = Place(task.id, kind, task.step, writer, frozenset(), frozenset())
            assert not barred & set(holders), (kind, writer, task.step, holders)
            parked.must_answer(desk, where, sorted({*barred, *holders[:1]}), holders)
        waiting = [row for row in parked.open_rows(house, paper.id) if row[1]]
        if not waiting:
            break
        task, holders = waiting[0]
        who = favourite if favourite in holders else holders[number % len(holders)]
        parked.goes_on(house, task, who)
        done.append((who, task.step))
    assert len({login for login, step in done if step in SIGNING}) == len([1 for _, step in done if step in SIGNING])
    assert not [step for login, step in done if login == writer and step.startswith(DECIDING)]
    if kind != "trip":  # its later steps wait for its order and its dates
        assert _ended_or_vacant(house, paper.id)
    return done


def _ended_or_vacant(house: House, document: str) -> bool:
    with house.office.look(OFFICE) as work:
        return work.get(Document, document).ended is not None or bool(
            work.session.query(Incident).filter_by(document_id=document, state="open").count()
        )


SOME = ("teacher", "chair", "dean", "rector", "registrar", "hr", "accountant")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "writer", [one if one in SOME else pytest.param(one, marks=pytest.mark.full) for one in LOGINS]
)
def test_whoever_writes_it_takes_no_decision_on_it(desk: Desk, kind: str, writer: str) -> None:
    if kind == "order" and writer not in parked.of_unit("hr"):
        answer = desk(writer).call("POST", "/documents", json={"kind": "order", "answers": parked.ORDER})
        assert answer.status_code == 403
        return

    _goes_to_the_end(desk, kind, writer)


ADDED = ("registrar", "legal", "finance", "hr", "accounting")
HEADS = (
    "chair",
    "dean",
    "rector",
    "registrar",
    "records",
    "lawyer",
    "finance",
    "hr2",
    "accountant",
    "facility",
    "vice1",
)


def _given(house: House, login: str, post: str) -> int | None:
    """A second post, or the registrar's role; the number of the post."""
    with house.office.work(OFFICE) as work:
        who = person(work, login)
        if post == "registrar":
            grant(work, who, "registrar")
            return None
        before = today(house) - timedelta(days=2)
        made = appoint(work, who, post, "specialist", {"kk": "Маман", "ru": "Специалист"}, since=before)
        work.session.flush()
        return made.id


def _taken(house: House, login: str, post: int | None) -> None:
    with house.office.work(OFFICE) as work:
        if post is None:
            end_role(work, person(work, login), "registrar")
        else:
            release(work, post, today(house) - timedelta(days=1))
    house.settle()


PAIRS = [
    (head, added)
    for head, added in product(HEADS, ADDED)
    if not (added == "registrar" and head in parked.REGISTRARS) and head not in parked.of_unit(added)
]


SIGN_AND_REGISTER = {("dean", "registrar"), ("rector", "registrar")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("login", "added"),
    [
        one if at % 9 == 0 or one in SIGN_AND_REGISTER else pytest.param(*one, marks=pytest.mark.full)
        for at, one in enumerate(PAIRS)
    ],
)
def test_one_person_with_two_posts_signs_once_and_decides_on_nothing_of_his_own(
    desk: Desk, kind: str, login: str, added: str
) -> None:
    post = _given(desk.house, login, added)
    try:
        others = _goes_to_the_end(desk, kind, WRITERS[kind], favourite=login)
        assert kind != "memo" or [step for _, step in others][:3] == ["approve_chair", "sign_dean", "register"]
        if kind != "order" or login in parked.of_unit("hr"):
            _goes_to_the_end(desk, kind, login)
    finally:
        _taken(desk.house, login, post)
