"""What is heard inside the instance: signals, escalations, and errors by the events of their own activity only."""

import pytest

from engine.workflow import Ended, StepRequested, TaskOpened, TaskWithdrawn
from tests.engine.workflow.diagrams import both, end, error, on, person, process, start, sub, throws, timer, verb
from tests.engine.workflow.running import Walk

SIGNAL = '<bpmn:signalEventDefinition signalRef="sg"/>'
ESCALATION = '<bpmn:escalationEventDefinition escalationRef="es"/>'


def declared(xml: bytes) -> bytes:
    both_kinds = b'<bpmn:signal id="sg" name="news"/><bpmn:escalation id="es" name="late" escalationCode="late"/>'
    return xml.replace(b"<bpmn:process ", both_kinds + b"<bpmn:process ", 1)


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_signal_is_heard_by_every_event_that_waits_for_it(interrupting):
    xml = process(
        start(), both("split"), person("a"), throws("tell", SIGNAL), person("b"), person("c"), person("d"), end(),
        end("e2"), end("e3"), end("e4"), end("e5"), person("heard"), person("heard2"),
        on("b", "on_b", SIGNAL, interrupting), on("d", "on_d", SIGNAL, interrupting),
        arrows="""
            start -> split
            split -> a -> tell -> end
            split -> b -> e2
            split -> c -> e3
            split -> d -> e4
            on_b -> heard -> e5
            on_d -> heard2 -> e5
        """,
    )  # fmt: skip
    walk = Walk(declared(xml))

    walk.finish("a", "approve")

    left = ["c#1", "heard#1", "heard2#1"] if interrupting else ["b#1", "c#1", "d#1", "heard#1", "heard2#1"]
    assert sorted(walk.tokens) == left


def test_an_escalation_is_heard_on_the_sub_process_around_and_goes_by_when_nobody_hears():
    inner = sub("inner", start("s1"), person("a"), throws("tell", ESCALATION), person("b"), end("e1"),
                arrows="s1 -> a -> tell -> b -> e1")  # fmt: skip

    def route(*events: str) -> Walk:
        more = (person("late"), end("e2"), *events) if events else ()
        arrows = "start -> inner -> end" + ("\nheard -> late -> e2" if events else "")
        walk = Walk(declared(process(start(), inner, end(), *more, arrows=arrows)))
        walk.finish("a", "approve")
        return walk

    assert route().tokens == ["b#1"]
    assert sorted(route(on("inner", "heard", ESCALATION, False)).tokens) == ["b#1", "late#1"]
    assert route(on("inner", "heard", ESCALATION)).last.happenings == (TaskOpened("late#1", "late"),)


def test_a_signal_at_an_end_is_heard_before_the_end():
    xml = process(
        start(), both("split"), person("a"), end("told", SIGNAL), person("b"), end("e2"), end("e3"), on("b", "on_b", SIGNAL),
        arrows="""
            start -> split
            split -> a -> told
            split -> b -> e2
            on_b -> e3
        """,
    )  # fmt: skip
    walk = Walk(declared(xml))

    advance = walk.finish("a", "approve")

    assert advance.happenings == (TaskWithdrawn("b#1", "b"), Ended("e3", "e3"))


BESIDE = process(
    start(), both("split"), verb("a"), verb("b"), verb("reminded"), verb("mended"), end(), end("e2"), end("e3"), end("e4"),
    on("a", "clock", timer("PT1H"), interrupting=False), on("a", "caught", error("E1")),
    arrows="""
        start -> split
        split -> a -> end
        split -> b -> e2
        clock -> reminded -> e3
        caught -> mended -> e4
    """,
    errors=("E1",),
)  # fmt: skip


def test_an_error_of_what_a_timer_started_is_not_caught_by_the_activity_beside_it():
    walk = Walk(BESIDE)
    walk.wait(hours=1)

    walk.fail("reminded", "E1")

    assert walk.stuck is not None
    assert walk.fail("a", "E1").happenings == (StepRequested("mended#1", "mended", "note", {}),)
    assert sorted(walk.tokens) == ["b#1", "mended#1", "reminded#1"]


def test_an_activity_with_only_a_spent_timer_takes_no_other_branch_away_when_it_is_done():
    xml = process(
        start(), both("split"), verb("a"), verb("b"), verb("c"), end("e4"), end(), end("e2"), end("e3"),
        on("a", "clock", timer("PT1H"), interrupting=False),
        arrows="""
            start -> split
            split -> a -> end
            split -> b -> e2
            split -> c -> e4
            clock -> e3
        """,
    )  # fmt: skip
    walk = Walk(xml)
    walk.wait(hours=1)
    walk.finish("c")

    assert walk.finish("a").happenings == ()

    assert walk.tokens == ["b#1"]
