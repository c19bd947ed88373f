"""Nobody decides on his own document, in whatever roles he stands; standing in for another never makes two persons of one."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from engine.acts import asking, handing
from engine.acts.complete import Press
from engine.catalogue.queries import version
from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, Refusal
from engine.instances.models import Candidate, Incident, Task
from engine.instances.seats import beside
from engine.office import OFFICE, Work
from engine.people.commands import end_role, grant, substitute
from engine.people.models import Person, Substitution
from engine.people.queries import person, today
from engine.signing.queries import newest_rendition
from tests.engine.walks.memory import press_cheaply
from tests.journeys.travel import asks, travels
from tests.offices import House, Paper

SAMPLE = {
    "title_kk": "ЭҚАЖ енгізу туралы",
    "title_ru": "О введении СЭД",
    "text_kk": "БҰЙЫРАМЫН:\n1. Енгізілсін.",
    "text_ru": "ПРИКАЗЫВАЮ:\n1. Ввести.",
    "subtype": "core",
    "executors": ["it"],
    "acquaint": [],
    "controller": "vice1",
}
WRITERS = ("teacher", "chair", "dean", "rector", "registrar", "records", "hr", "accountant", "facility")
HELPERS = ("teacher", "chair", "docent", "dean", "registrar", "records", "lawyer", "finance", "hr", "rector", "vice1")
LASTING = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
ROUNDS = 9  # decisions after which every one of the three routes is filed or waits for a date


def _stands(house: House, absent: str, stands: str, *, may_sign: bool = True) -> None:
    with house.office.work(OFFICE) as work:
        day = today(work)
        whom, who = person(work, absent), person(work, stands)
        substitute(work, whom, who, since=day, until=day + timedelta(days=60), basis="№ 9 бұйрық", may_sign=may_sign)
    house.settle()


def _nobody_stands(house: House) -> None:
    with house.office.work(OFFICE) as work:
        work.session.execute(delete(Substitution))


def _writes(house: House, kind: str, login: str) -> Paper:
    if kind == "trip":
        return asks(house, login, ahead=20 + 30 * len(_documents(house)))
    return house.as_(login).writes(kind, **(SAMPLE if kind == "order" else {}))


def _documents(house: House) -> list[str]:
    with house.office.look(OFFICE) as work:
        return list(work.session.scalars(select(Document.id)))


def _rows(house: House, paper: Paper) -> list[tuple[Task, list[str]]]:
    """The open tasks of a document, and the logins of those who may do each."""
    with house.office.look(OFFICE) as work:
        tasks = work.session.scalars(select(Task).where(Task.document_id == paper.id, Task.state == "open")).all()
        names = select(Person.login).join(Candidate, Candidate.person_id == Person.id).order_by(Person.login)
        found = [(one, list(work.session.scalars(names.where(Candidate.task_id == one.id)))) for one in tasks]
        work.session.expunge_all()
        return found


def _decides(task: Task, rules: set[str]) -> bool:
    return task.stage in {"on_approval", "on_signing", "on_registration"} or task.step in rules


def _rules(house: House, paper: Paper) -> set[str]:
    with house.office.look(OFFICE) as work:
        return set(version(work, work.get(Document, paper.id).version_id).kind.own_document)


def _tries(act: Callable[[], Any]) -> None:
    """A refusal is as good an answer as a yes: what counts is who stands where afterwards."""
    with suppress(Refusal):
        act()


def _as(house: House, login: str, act: Callable[[Work], Any]) -> None:
    with house.office.work(house.actor(login)) as work:
        act(work)
    house.settle()


ANSWERS: dict[str, dict[str, Any]] = {
    "sign": {"executor_unit": "facility", "control": True},
    "report": {"report": "Орындалды"},
    "pay": {"paid": "1000"},
    "print_done": {"place": "1-шкаф"},
}
PRESSES = ("approve", "sign", "register", "report", "accept", "pay", "settle", "acknowledge", "print_done", "submit")


def _goes_on(house: House, task: Task, login: str) -> None:
    """Presses the button that leads on."""
    with house.office.look(OFFICE) as work:
        document = work.get(Document, task.document_id)
        kind = version(work, document.version_id).kind
        outcomes = {one.id for one in kind.diagram.steps[task.step].outcomes}
        frozen = newest_rendition(work, document.id)
    outcome = next(one for one in PRESSES if one in outcomes)
    answers = {} if outcome == "sign" and kind.name != "memo" else ANSWERS.get(outcome, {})
    pressed = Press(outcome, answers, shown=frozen.sha256 if frozen else "")
    _tries(lambda: press_cheaply(house.office, house.actor(login), task.id, pressed))
    house.settle()


def _launders(house: House, task: Task, holders: list[str], initiator: str, other: str) -> None:
    """Everything by which an initiator could come to decide, or choose who does."""
    for login in {*holders, initiator, other, "records"}:
        _tries(lambda login=login: _as(house, login, lambda work: handing.delegate(work, task.id, initiator)))
        _tries(
            lambda login=login: _as(house, login, lambda work: handing.reassign(work, task.id, initiator, "Себебі бар"))
        )
        for order in asking.ORDERS:
            _tries(
                lambda login=login, order=order: _as(
                    house, login, lambda work: asking.add_approver(work, task.id, initiator, "", order)
                )
            )
        _tries(
            lambda login=login: _as(house, login, lambda work: asking.return_to(work, task.id, initiator, "Қараңыз"))
        )


@pytest.mark.parametrize("kind", ["memo", "order", "trip"])
@LASTING
@given(
    initiator=st.sampled_from(WRITERS),
    pairs=st.lists(st.tuples(st.sampled_from(HELPERS), st.sampled_from(HELPERS), st.booleans()), max_size=4),
    role=st.sampled_from(["registrar", "records_admin", "hr", "owner", ""]),
)
def test_in_no_roles_does_anybody_decide_on_his_own_document(
    quick_house: House, kind: str, initiator: str, pairs: list[tuple[str, str, bool]], role: str
) -> None:
    house = quick_house
    writer = initiator if kind != "order" else "hr"
    _nobody_stands(house)
    if role:
        with house.office.work(OFFICE) as work:
            _tries(lambda: grant(work, person(work, writer), role))
    for absent, stands, may_sign in [*pairs, ("dean", writer, True), ("rector", writer, True)]:
        _tries(lambda one=(absent, stands, may_sign): _stands(house, one[0], one[1], may_sign=one[2]))

    paper = _writes(house, kind, writer)
    rules = _rules(house, paper)

    for _ in range(ROUNDS):
        rows = _rows(house, paper)
        for task, holders in rows:
            assert not (_decides(task, rules) and writer in holders), (task.step, holders)
        for task, holders in rows[:1]:
            if _decides(task, rules):
                _launders(house, task, holders, writer, "lawyer")
        for task, holders in [row for row in _rows(house, paper) if row[1]][:1]:
            assert not (_decides(task, rules) and writer in holders), (task.step, holders)
            _goes_on(house, task, holders[0])

    with house.office.look(OFFICE) as work:
        mine = person(work, writer).id
        done = work.session.scalars(select(Task).where(Task.document_id == paper.id, Task.state == "done")).all()
        assert [one.step for one in done if _decides(one, rules) and one.done_by == mine] == []
        signed = [one.done_by for one in done if one.outcome in ("sign", "register")]
        assert len(signed) == len(set(signed))
    assert house.broken() == []


@LASTING
@given(
    chain=st.lists(st.sampled_from(HELPERS), min_size=2, max_size=5, unique=True),
    signs=st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_no_chain_of_substitutes_closes_and_none_hands_on_what_was_handed_to_it(
    quick_house: House, chain: list[str], signs: list[bool]
) -> None:
    house = quick_house
    _nobody_stands(house)
    for at, (absent, stands) in enumerate(pairwise(chain)):
        _stands(house, absent, stands, may_sign=signs[at])

    with pytest.raises(Invalid):
        _stands(house, chain[-1], chain[0])

    with house.office.look(OFFICE) as work:
        paper = Document(initiator_id=0)
        ids = {one: person(work, one).id for one in chain}
        for at, absent in enumerate(chain[:-1]):
            for signing in (False, True):
                found = {one.person for one in beside(work, paper, [ids[absent]], signing=signing)}
                allowed = {ids[absent]} | ({ids[chain[at + 1]]} if signs[at] or not signing else set())
                assert found == allowed


@LASTING
@given(stands=st.sampled_from([one for one in HELPERS if one not in ("dean", "teacher")]))
def test_a_substitute_who_may_only_approve_never_signs_nor_registers(quick_house: House, stands: str) -> None:
    house = quick_house
    _nobody_stands(house)
    for absent in ("dean", "registrar", "records"):
        if absent != stands:
            _stands(house, absent, stands, may_sign=False)
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve", task=_own(house, "chair", paper))

    _, holders = next(row for row in _rows(house, paper) if row[0].step == "sign_dean")
    assert holders == ["dean"]
    house.as_("dean").completes("sign", level="simple", executor_unit="facility", task=_own(house, "dean", paper))
    _, holders = next(row for row in _rows(house, paper) if row[0].step == "register")
    assert set(holders) == {"registrar", "records"}


def _own(house: House, login: str, paper: Paper) -> Any:
    return next(one for one in house.as_(login).tasks() if one.document == paper.id)


def test_who_signed_for_the_dean_does_not_register_what_he_signed(quick_house: House) -> None:
    house = quick_house
    _stands(house, "dean", "records")
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")
    seen = house.as_("records").completes("sign", level="simple", executor_unit="facility")

    assert seen.state == "on_registration"
    assert [holders for _, holders in _rows(house, paper)] == [["registrar"]]
    task = house.as_("registrar").tasks()[0]
    with pytest.raises(NotAllowed):
        house.as_("records").completes("register", task=task, level="simple")
    assert house.as_("registrar").completes("register", level="simple").number == "05-07/1"
    assert house.broken() == []


def test_when_only_the_signer_could_register_the_document_waits_for_somebody_else(quick_house: House) -> None:
    house = quick_house
    _stands(house, "dean", "records")
    _stands(house, "registrar", "records")
    with house.office.work(OFFICE) as work:
        end_role(work, person(work, "registrar"), "registrar", reason="Тексеру")
    paper = house.as_("teacher").writes()
    house.as_("chair").completes("approve")

    house.as_("records").completes("sign", level="simple", executor_unit="facility")

    assert [holders for _, holders in _rows(house, paper)] == [[]]
    with house.office.look(OFFICE) as work:
        assert [one.step for one in work.session.scalars(select(Incident))] == ["register"]
    assert paper.state == "on_registration"
    assert house.broken() == []


@pytest.mark.parametrize("login", ["dean", "records"])
def test_a_head_who_wrote_it_does_not_choose_who_approves(quick_house: House, login: str) -> None:
    house = quick_house
    paper = house.as_(login).writes()
    (task, holders), *_ = _rows(house, paper)

    with pytest.raises(NotAllowed):
        _as(house, login, lambda work: handing.reassign(work, task.id, "docent", "Мен солай қалаймын"))

    assert _rows(house, paper)[0][1] == holders


def test_a_traveller_is_not_given_the_advance_of_his_own_trip(small_house: House) -> None:
    house = small_house
    travels(house, advance=True)
    task = next(one for one in house.as_("accountant").tasks() if one.step == "advance")

    with pytest.raises(Invalid):
        _as(house, "accountant", lambda work: handing.delegate(work, task.id, "teacher"))


def test_the_dean_does_not_accept_what_was_done_by_his_own_memo(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("dean").writes()
    house.as_("rector").completes("sign", level="simple", executor_unit="facility", control=True)
    house.as_("registrar").completes("register", level="simple")

    house.as_("facility").completes("report", report="Орындалды")

    assert [(task.step, holders) for task, holders in _rows(house, paper)] == [("accept", ["rector"])]
