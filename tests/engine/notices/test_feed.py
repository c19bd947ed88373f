"""The feed is whole: everybody who takes part learns of every act of others, and nobody else does (K-30)."""

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine.accounts.queries import of_person
from engine.documents.rights import may_see
from engine.instances.queries import of_actor
from engine.notices.commands import read_some
from engine.notices.models import Notice
from engine.notices.queries import feed, unread
from engine.notices.sentences import EVENT_OF, EVENTS, SENTENCES
from engine.notices.wording import in_words
from engine.office import OFFICE
from engine.people.models import Person
from engine.phrases import say
from tests.offices import House

EVERYBODY = ("teacher", "chair", "dean", "registrar", "facility", "teacher2", "admin")


def told(house: House, login: str) -> list[str]:
    """The lines of a person, oldest first, in English."""
    with house.office.look(house.actor(login)) as work:
        lines = reversed(feed(work, limit=500))
        return [one.sentence.format_map({**in_words(work, one.facts, "en"), "title": ""}).rstrip(": ") for one in lines]


def acts(house: House, login: str) -> list[tuple[str, str]]:
    with house.office.look(house.actor(login)) as work:
        return [(one.act, str(one.facts.get("outcome", ""))) for one in reversed(feed(work, limit=500))]


def test_the_initiator_hears_of_every_decision(quick_houses: House) -> None:
    house = quick_houses
    house.registers_a_memo(level="simple")
    house.as_("facility").completes("report", report="Жасалды")
    house.as_("dean").completes("accept")

    heard = acts(house, "teacher")

    assert [one for one in heard if one[0] in ("task.done", "document.registered", "document.filed")] == [
        ("task.done", "approve"),
        ("task.done", "sign"),
        ("document.registered", ""),
        ("task.done", "report"),
        ("task.done", "accept"),
        ("document.filed", ""),
    ]


def test_who_approved_hears_how_it_went_on(quick_house: House) -> None:
    quick_house.registers_a_memo(level="simple")

    heard = acts(quick_house, "chair")

    assert ("task.done", "sign") in heard
    assert ("document.registered", "") in heard


def test_a_return_is_told_once_and_nobody_hears_of_himself(quick_house: House) -> None:
    quick_house.as_("teacher").writes()
    quick_house.as_("chair").completes("return", comment="Нөмірін жазыңыз")

    assert acts(quick_house, "teacher").count(("document.returned", "")) == 1
    assert ("task.done", "return") not in acts(quick_house, "teacher")
    assert acts(quick_house, "chair") == [("task.opened", "")]


def test_a_withdrawal_is_told_to_whoever_had_the_task(quick_house: House) -> None:
    paper = quick_house.as_("teacher").writes()
    quick_house.as_("teacher").withdraws(paper)

    assert acts(quick_house, "chair") == [("task.opened", ""), ("document.withdrawn", "")]


def test_a_decision_is_said_in_the_readers_words(quick_house: House) -> None:
    quick_house.as_("teacher").writes()
    quick_house.as_("chair").completes("approve")

    assert any(one.endswith("Approved") or "approved" in one.lower() for one in told(quick_house, "teacher"))


def test_a_stranger_hears_nothing(quick_house: House) -> None:
    quick_house.registers_a_memo(level="simple")

    assert acts(quick_house, "teacher2") == []


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.sampled_from(["approve", "return", "reject"]), min_size=1, max_size=3))
def test_whatever_happens_nobody_is_told_of_what_he_may_not_see(quick_house: House, way: list[str]) -> None:
    quick_house.as_("teacher").writes()
    for outcome in way:
        with quick_house.office.look(quick_house.actor("chair")) as work:
            waiting = of_actor(work)[0]
        if waiting:
            quick_house.as_("chair").completes(outcome, comment="Себебі бар")

    with quick_house.office.look(OFFICE) as work:
        logins: Mapping[int, str] = {one.id: one.login for one in work.session.scalars(select(Person))}
        lines = [(one.person_id, one.document_id) for one in work.session.scalars(select(Notice))]
    for who, document in lines:
        with quick_house.office.look(quick_house.actor(logins[who])) as work:
            assert document is None or may_see(work, document)


def test_the_feed_is_filtered_and_paged_by_its_own_order(quick_house: House) -> None:
    for _ in range(3):
        quick_house.as_("teacher").writes()
        quick_house.as_("chair").completes("approve")
    with quick_house.office.work(quick_house.actor("teacher")) as work:
        lines = feed(work, limit=500)
        read_some(work, [lines[0].id])

    with quick_house.office.look(quick_house.actor("teacher")) as work:
        first, rest = feed(work, limit=2), feed(work, before=lines[1].id, limit=500)
        assert [one.id for one in first + rest] == [one.id for one in lines]
        assert lines[0].id not in {one.id for one in feed(work, unread=True)}
        assert len(feed(work, mine=True, limit=500)) == len(lines)
        assert feed(work, kind="order") == []
        assert unread(work) == len(lines) - 1
    with quick_house.office.look(quick_house.actor("chair")) as work:
        assert feed(work, mine=True) == []


def test_nobody_marks_the_lines_of_another(quick_house: House) -> None:
    quick_house.as_("teacher").writes()
    with quick_house.office.look(quick_house.actor("chair")) as work:
        (line,) = feed(work)
    with quick_house.office.work(quick_house.actor("teacher")) as work:
        read_some(work, [line.id])

    with quick_house.office.look(quick_house.actor("chair")) as work:
        assert unread(work) == 1
        assert of_person(work, work.actor.person) is not None


def test_every_act_has_a_sentence_and_a_switch() -> None:
    assert set(EVENT_OF) <= set(SENTENCES)
    assert set(EVENT_OF.values()) | {"progress"} == set(EVENTS)


def test_names_in_the_feed_are_as_the_readers_language_writes_them(quick_house: House) -> None:
    house = quick_house
    paper = house.as_("teacher").writes()
    house.goes_on(days=20)
    house.as_("teacher").withdraws(paper)

    with house.office.look(house.actor("chair")) as work:
        said = {
            one.act: {tongue: say("{who}", tongue, in_words(work, one.facts, tongue)).split()[0] for tongue in ("kk", "ru")}
            for one in feed(work, limit=50)
            if one.act in ("task.escalated", "document.withdrawn", "task.overdue")
        }

    assert said == {
        "task.overdue": {"kk": "Оспанов", "ru": "Оспанов"},
        "document.withdrawn": {"kk": "Сейітова", "ru": "Сеитова"},
    }
