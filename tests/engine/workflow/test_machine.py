"""Persons and verbs, outcomes and rounds, ends, withdrawal and incidents, through the machine's door."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.errors import WrongState
from engine.workflow import (
    Ended,
    StepRequested,
    TaskOpened,
    TaskWithdrawn,
    WaitClosed,
)
from tests.engine.workflow.diagrams import (
    both,
    each,
    end,
    error,
    on,
    person,
    process,
    receives,
    start,
    sub,
    terminate,
    verb,
    xor,
)
from tests.engine.workflow.running import NOW, Walk


def test_a_person_gets_a_task_and_its_outcome_leads_the_way():
    xml = process(
        start(), person("approve"), xor("ok"), person("sign"), person("rework"), end(), end("dropped"),
        arrows="""
            start -> approve -> ok
            ok -> rework if outcome == "return"
            ok -> sign else
            sign -> end
            rework -> dropped
        """,
    )  # fmt: skip
    walk = Walk(xml)

    assert walk.last.happenings == (TaskOpened("approve#1", "approve"),)
    advance = walk.finish("approve", "return")

    assert advance.happenings == (TaskOpened("rework#1", "rework"),)
    assert advance.ended is None
    assert walk.data["outcomes"] == {"approve": "return"}
    assert walk.finish("rework", "submit").happenings == (Ended("dropped", "dropped"),)
    assert walk.last.ended == "dropped"
    assert walk.tokens == []


def test_outcomes_of_the_round_before_are_forgotten_when_the_round_grows():
    walk = Walk(process(start(), person("a"), person("b"), person("c"), end(), arrows="start -> a -> b -> c -> end"))

    walk.finish("a", "approve")
    walk.finish("b", "submit", round=2)

    assert walk.data["outcomes"] == {"b": "submit"}
    assert walk.data["round"] == 2


def test_a_finished_token_is_refused_the_second_time():
    walk = Walk(process(start(), person("a"), person("b"), end(), arrows="start -> a -> b -> end"))
    walk.finish("a", "approve")

    with pytest.raises(WrongState, match="a#1"):
        walk.machine.finish(walk.spec, walk.last.state, "a#1", {"outcome": "approve"}, NOW)


def test_a_verb_is_asked_for_with_its_parameters_and_its_result_is_kept_by_step():
    xml = process(
        start(), verb("freeze", sum='doc["sum"] * 2'), xor("ok"), person("a"), end(),
        arrows="""
            start -> freeze -> ok
            ok -> a if result["freeze"] == "good"
            ok -> end else
            a -> end
        """,
    )  # fmt: skip
    walk = Walk(xml, doc={"sum": 4})

    assert walk.last.happenings == (StepRequested("freeze#1", "freeze", "note", {"sum": 8}),)
    walk.finish("freeze", result="good", stamped=True)

    assert walk.tokens == ["a#1"]
    assert walk.data["result"] == {"freeze": "good"}
    assert walk.data["stamped"] is True


def test_a_verb_that_refuses_goes_on_by_the_error_event_with_its_code():
    xml = process(
        start(), both("split"), verb("one"), verb("two"), person("mend"), both("join"), xor("merge"), end(),
        on("one", "other", error("E2")), on("one", "caught", error("E1")), on("two", "elsewhere", error("E1")),
        person("mend2"), person("mend3"), end("end2"), end("end3"),
        arrows="""
            start -> split
            split -> one -> merge
            split -> two -> join
            caught -> mend -> merge
            other -> mend2 -> end2
            elsewhere -> mend3 -> end3
            merge -> join -> end
        """,
        errors=("E1", "E2"),
    )  # fmt: skip
    walk = Walk(xml)

    advance = walk.fail("one", "E1")

    assert advance.happenings == (TaskOpened("mend#1", "mend"),)
    assert sorted(walk.tokens) == ["mend#1", "two#1"]


def test_a_verb_that_refuses_with_nobody_to_catch_is_stuck_and_stays_asked_for():
    walk = Walk(process(start(), verb("one"), end(), arrows="start -> one -> end"))
    before = walk.last.state

    walk.fail("one", "no-key")

    assert walk.stuck is not None and walk.stuck.step == "one"
    assert walk.stuck.facts["code"] == "no-key"
    assert walk.last.state == before
    assert walk.finish("one").ended == "end"


def test_terminate_takes_all_other_tokens_away():
    inner = sub("inner", start("s1"), person("c"), end("e1"), arrows="s1 -> c -> e1")
    xml = process(
        start(), both("split"), person("a"), inner, receives("w", "m"), terminate(), end(), end("end2"),
        arrows="""
            start -> split
            split -> a -> stop
            split -> inner -> end
            split -> w -> end2
        """,
        messages=("m",),
    )  # fmt: skip
    walk = Walk(xml)

    advance = walk.finish("a", "approve")

    assert advance.happenings == (WaitClosed("w#1", "w"), TaskWithdrawn("c#1", "c"), Ended("stop", "stop"))
    assert advance.ended == "stop"


def test_a_withdrawn_instance_has_no_tokens_and_takes_nothing_more():
    xml = process(
        start(), both("split"), person("a"), verb("v"), receives("w", "m"), both("join"), end(),
        arrows="""
            start -> split
            split -> a -> join
            split -> v -> join
            split -> w -> join
            join -> end
        """,
        messages=("m",),
    )  # fmt: skip
    walk = Walk(xml)

    advance = walk.withdraw()

    assert advance.happenings == (
        TaskWithdrawn("a#1", "a"), TaskWithdrawn("v#1", "v"), WaitClosed("w#1", "w"), Ended("withdrawn"),
    )  # fmt: skip
    assert advance.ended == "withdrawn" and advance.next_due is None
    assert walk.tokens == []
    with pytest.raises(WrongState):
        walk.withdraw()
    assert walk.wait(days=1).happenings == ()
    assert walk.last.ended == "withdrawn"


def test_a_route_that_stands_still_is_an_incident_and_never_an_end():
    xml = process(
        start(), xor("ok"), person("a"), person("b"), both("join"), end(),
        arrows="""
            start -> ok
            ok -> a if doc["way"] == "a"
            ok -> b else
            a -> join
            b -> join
            join -> end
        """,
    )  # fmt: skip
    walk = Walk(xml, doc={"way": "a"})

    walk.finish("a", "approve")

    assert walk.stuck is not None and walk.stuck.facts["steps"] == "join"
    assert walk.last.ended is None
    assert walk.tokens == ["a#1"]


def test_a_start_that_is_stuck_can_be_tried_again():
    xml = process(start(), verb("v", sum='doc["sum"]'), end(), arrows="start -> v -> end")

    walk = Walk(xml)

    assert walk.stuck is not None and walk.stuck.step == "v"
    assert walk.tokens == []
    assert walk.wait(hours=1).happenings == (walk.stuck,)


def test_many_threads_share_a_machine():
    xml = process(
        start(), both("split"), *(person(name, inside=each("people")) for name in "abc"), both("join"), person("sign"), end(),
        arrows="""
            start -> split
            split -> a -> join
            split -> b -> join
            split -> c -> join
            join -> sign -> end
        """,
    )  # fmt: skip
    shared = Walk(xml, people=[1]).machine

    def one_instance(number: int) -> bool:
        walk = Walk(xml, people=[number, number + 1])
        walk.machine = shared
        while walk.last.ended is None:
            walk.finish(walk.tokens[number % len(walk.tokens)], "approve", n=number)
        return [one.item for one in walk.happenings if isinstance(one, TaskOpened)][:2] == [number, number + 1]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one_instance, range(60)))
