"""Timers and messages: waited for in the way, beside an activity and after an event-based gateway."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.errors import WrongState
from engine.workflow import (
    Ended,
    Machine,
    MessageSent,
    StepRequested,
    TaskOpened,
    TaskWithdrawn,
    WaitClosed,
    WaitOpened,
    compile_process,
    read,
)
from tests.engine.workflow.diagrams import (
    both,
    end,
    message,
    on,
    person,
    process,
    receives,
    start,
    sub,
    throws,
    timer,
    verb,
    waits,
    whichever,
)
from tests.engine.workflow.running import KEY, NOW, Walk


def test_a_message_is_waited_for_by_name_and_key():
    xml = process(
        start(), receives("wait", "signed", 'doc["id"]'), person("a"), end(),
        arrows="start -> wait -> a -> end", messages=("signed",),
    )  # fmt: skip
    walk = Walk(xml, doc={"id": "d-7"})

    assert walk.last.happenings == (WaitOpened("wait#1", "wait", "signed", "d-7"),)
    for name, key in (("signed", "d-8"), ("signed", None), ("other", "d-7")):
        with pytest.raises(WrongState):
            walk.deliver(name, key)
    advance = walk.deliver("signed", "d-7", answer={"ok": True})

    assert advance.happenings == (WaitClosed("wait#1", "wait"), TaskOpened("a#1", "a"))
    assert walk.data["answer"] == {"ok": True}


def test_one_message_wakes_one_waiting_step():
    xml = process(
        start(), both("split"), receives("w1", "m", "1"), receives("w2", "m", "1"), both("join"), end(),
        arrows="""
            start -> split
            split -> w1 -> join
            split -> w2 -> join
            join -> end
        """,
        messages=("m",),
    )  # fmt: skip
    walk = Walk(xml)

    walk.deliver("m", 1)
    assert walk.tokens == ["w2#1"]
    assert walk.deliver("m", 1).ended == "end"


def test_a_message_that_is_thrown_is_the_offices_to_deliver():
    xml = process(
        start(), throws("tell", message("m"), 'doc["id"]', "m"), receives("wait", "m", 'doc["id"]'), end(),
        arrows="start -> tell -> wait -> end", messages=("m",),
    )  # fmt: skip

    walk = Walk(xml, doc={"id": 5})

    assert walk.last.happenings == (MessageSent("m", 5, {}), WaitOpened("wait#1", "wait", "m", 5))


def test_a_timer_is_counted_from_the_given_moment_and_fires_only_when_woken():
    walk = Walk(process(start(), waits("pause", timer("P3D")), person("a"), end(), arrows="start -> pause -> a -> end"))

    assert walk.last.next_due == NOW + timedelta(days=3)
    assert walk.last.happenings == (WaitOpened("pause#1", "pause", due=NOW + timedelta(days=3)),)
    assert walk.wait(days=2).happenings == ()
    assert walk.wait(days=1).happenings == (WaitClosed("pause#1", "pause"), TaskOpened("a#1", "a"))
    assert walk.last.next_due is None


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("PT36H", "2026-09-02T21:00:00+00:00"),
        ("P1M", "2026-10-01T09:00:00+00:00"),
        ("P1Y2M10DT2H30M", "2027-11-11T11:30:00+00:00"),
        ("P2W", "2026-09-15T09:00:00+00:00"),
        ("2026-12-31T18:00:00+05:00", "2026-12-31T18:00:00+05:00"),
        ("2026-12-31", "2026-12-31T00:00:00+00:00"),
    ],
)
def test_timers_are_iso_durations_and_dates(text, due):
    walk = Walk(process(start(), waits("t", timer(text)), person("a"), end(), arrows="start -> t -> a -> end"))

    assert walk.last.next_due is not None and walk.last.next_due.isoformat() == due


def test_a_timer_may_be_told_by_an_answer_of_the_document():
    definition = '<bpmn:timerEventDefinition><bpmn:timeDate>doc["until"]</bpmn:timeDate></bpmn:timerEventDefinition>'
    xml = process(start(), waits("t", definition), end(), arrows="start -> t -> end")

    assert Walk(xml, doc={"until": "2026-11-05"}).last.next_due is not None
    for wrong in ("soon", 5, None, "P3D"):
        assert Walk(xml, doc={"until": wrong}).stuck is not None


def test_a_timer_on_a_task_that_interrupts_takes_the_task_away():
    xml = process(
        start(), person("a"), person("late"), end(), end("end2"), on("a", "clock", timer("PT1H")),
        arrows="""
            start -> a -> end
            clock -> late -> end2
        """,
    )  # fmt: skip
    walk = Walk(xml)

    advance = walk.wait(hours=1)

    assert advance.happenings == (
        TaskWithdrawn("a#1", "a"), WaitClosed("clock#1", "clock"), TaskOpened("late#1", "late"),
    )  # fmt: skip
    assert walk.finish("late", "approve").ended == "end2"


def test_a_timer_beside_a_task_leaves_the_task_open_and_closes_with_it():
    xml = process(
        start(), person("a"), verb("remind"), end(), end("end2"), on("a", "clock", timer("R3/PT1H"), interrupting=False),
        arrows="""
            start -> a -> end
            clock -> remind -> end2
        """,
    )  # fmt: skip
    walk = Walk(xml)

    first = walk.wait(hours=1)
    assert first.happenings == (
        WaitClosed("clock#1", "clock"),
        StepRequested("remind#1", "remind", "note", {}),
        WaitOpened("clock#2", "clock", due=NOW + timedelta(hours=2)),
    )
    walk.wait(hours=1)
    walk.wait(hours=1)
    assert walk.tokens == ["a#1", "remind#1", "remind#2", "remind#3"]
    assert walk.finish("a", "approve").happenings == ()
    for number in (1, 2, 3):
        walk.finish(f"remind#{number}")

    assert walk.last.ended is not None


def test_what_a_timer_beside_a_task_started_goes_on_when_the_task_is_done_before_the_last_time():
    xml = process(
        start(), person("a"), verb("remind"), end(), end("end2"), on("a", "clock", timer("R3/PT1H"), interrupting=False),
        arrows="""
            start -> a -> end
            clock -> remind -> end2
        """,
    )  # fmt: skip
    walk = Walk(xml)

    walk.wait(hours=1)
    advance = walk.finish("a", "approve")

    assert advance.happenings == (WaitClosed("clock#2", "clock"),)
    assert walk.tokens == ["remind#1"]


def test_a_cycle_that_was_missed_for_long_fires_once_and_goes_on_from_now():
    xml = process(
        start(), person("a"), verb("remind"), end(), end("end2"), on("a", "clock", timer("R/P1D"), interrupting=False),
        arrows="""
            start -> a -> end
            clock -> remind -> end2
        """,
    )  # fmt: skip
    walk = Walk(xml)

    walk.wait(days=100)

    assert sorted(walk.tokens) == ["a#1", "clock#2", "remind#1"]
    assert walk.last.next_due == walk.now + timedelta(days=1)


def test_a_message_beside_a_task_may_come_again_and_again():
    xml = process(
        start(), person("a"), verb("note1"), end(), end("end2"), on("a", "news", message("m"), False, "7", "m"),
        arrows="""
            start -> a -> end
            news -> note1 -> end2
        """,
        messages=("m",),
    )  # fmt: skip
    walk = Walk(xml)

    walk.deliver("m", 7, said=1)
    walk.deliver("m", 7, said=2)

    assert sorted(walk.tokens) == ["a#1", "news#3", "note1#1", "note1#2"]
    data = {one.token: one.data for one in walk.machine.open_tokens(walk.spec, walk.last.state)}
    assert data["note1#1"]["said"] == 1 and data["note1#2"]["said"] == 2
    assert "said" not in data["a#1"]


def test_after_an_event_based_gateway_the_first_event_wins():
    xml = process(
        start(), whichever("gate"), waits("clock", timer("P3D")), waits("letter", message("m"), '"k"', "m"),
        person("late"), person("answer"), end(), end("end2"),
        arrows="""
            start -> gate
            gate -> clock -> late -> end
            gate -> letter -> answer -> end2
        """,
        messages=("m",),
    )  # fmt: skip

    walk = Walk(xml)
    assert walk.last.happenings == (
        WaitOpened("clock#1", "clock", due=NOW + timedelta(days=3)), WaitOpened("letter#1", "letter", "m", "k"),
    )  # fmt: skip
    assert walk.deliver("m", "k", x=1).happenings == (
        WaitClosed("clock#1", "clock"), WaitClosed("letter#1", "letter"), TaskOpened("answer#1", "answer"),
    )  # fmt: skip
    assert walk.data["x"] == 1

    walk = Walk(xml)
    assert walk.wait(days=3).happenings[-1] == TaskOpened("late#1", "late")


def test_a_timer_inside_a_sub_process_is_found_and_a_timer_on_it_takes_it_away():
    inner = sub("inner", start("s1"), waits("t", timer("P1D")), person("a"), end("e1"), arrows="s1 -> t -> a -> e1")
    xml = process(
        start(), inner, person("late"), end(), end("end2"), on("inner", "clock", timer("P2D")),
        arrows="""
            start -> inner -> end
            clock -> late -> end2
        """,
    )  # fmt: skip
    walk = Walk(xml)

    assert walk.last.next_due == NOW + timedelta(days=1)
    walk.wait(days=1)
    assert walk.tokens == ["clock#1", "a#1"]
    assert walk.last.next_due == NOW + timedelta(days=2)
    walk.wait(days=1)

    assert walk.tokens == ["late#1"]


def test_after_an_event_based_gateway_with_several_timers_the_shortest_fires():
    xml = process(
        start(), whichever("gate"), waits("long", timer("P3D")), waits("short", timer("PT1H")), end(), end("end2"),
        arrows="""
            start -> gate
            gate -> long -> end
            gate -> short -> end2
        """,
    )  # fmt: skip
    spec = compile_process(replace(read(xml), problems=(), normalised=xml))
    machine = Machine(KEY)

    advance = machine.start(spec, {}, NOW)
    assert advance.next_due == NOW + timedelta(hours=1)
    advance = machine.wake(spec, advance.state, NOW + timedelta(hours=1))

    assert advance.happenings == (WaitClosed("long#1", "long"), WaitClosed("short#1", "short"), Ended("end2", "end2"))
