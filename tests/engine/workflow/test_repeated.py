"""Activities inside activities: sub-processes, calls, a task for each of a list, loops."""

import pytest

from engine.workflow import (
    Limits,
    TaskOpened,
    TaskWithdrawn,
)
from tests.engine.workflow.diagrams import (
    again_while,
    another,
    both,
    calls,
    each,
    end,
    error,
    on,
    person,
    process,
    script,
    start,
    sub,
    terminate,
    throws_error,
    timer,
    times,
    verb,
    waits,
    xor,
)
from tests.engine.workflow.running import Walk


def test_the_second_time_a_step_is_reached_its_token_has_the_next_number():
    xml = process(
        start(), person("fill"), person("approve"), xor("ok"), end(),
        arrows="""
            start -> fill -> approve -> ok
            ok -> fill if outcome == "return"
            ok -> end else
        """,
    )  # fmt: skip
    walk = Walk(xml)

    for step, outcome in (("fill", "submit"), ("approve", "return"), ("fill", "submit")):
        walk.finish(step, outcome)

    assert [one.token for one in walk.happenings] == ["fill#1", "approve#1", "fill#2", "approve#2"]


def test_an_error_event_without_a_code_catches_every_code_inside_sub_processes_too():
    inner = sub("inner", start("s1"), verb("one"), end("e1"), arrows="s1 -> one -> e1")
    xml = process(
        start(), inner, person("mend"), end(), end("mended"), on("inner", "caught", "<bpmn:errorEventDefinition/>"),
        arrows="""
            start -> inner -> end
            caught -> mend -> mended
        """,
    )  # fmt: skip
    walk = Walk(xml)

    walk.fail("one", "anything")

    assert walk.tokens == ["mend#1"]
    assert walk.finish("mend", "approve").ended == "mended"


def test_an_error_end_leaves_the_sub_process_by_its_error_event():
    inner = sub(
        "inner", start("s1"), both("split"), person("a"), person("b"), xor("ok"), end("e1"), throws_error("bad", "E1"),
        arrows="""
            s1 -> split
            split -> a -> ok
            ok -> bad if outcome == "refuse"
            ok -> e1 else
            split -> b -> e1
        """,
    )  # fmt: skip
    xml = process(
        start(), inner, person("mend"), end(), end("mended"), on("inner", "caught", error("E1")),
        arrows="""
            start -> inner -> end
            caught -> mend -> mended
        """,
        errors=("E1",),
    )  # fmt: skip
    walk = Walk(xml)

    advance = walk.finish("a", "refuse")

    assert advance.happenings == (TaskWithdrawn("b#1", "b"), TaskOpened("mend#1", "mend"))


def test_a_sub_process_gives_its_data_back():
    inner = sub(
        "inner", start("s1"), person("a"), script("s", 'made = doc["sum"] + 1'), end("e1"), arrows="s1 -> a -> s -> e1"
    )
    walk = Walk(process(start(), inner, person("b"), end(), arrows="start -> inner -> b -> end"), doc={"sum": 1})

    walk.finish("a", "approve")

    assert walk.data["made"] == 2
    assert walk.data["outcomes"] == {"a": "approve"}


def test_branches_of_a_sub_process_that_end_apart_give_back_what_each_changed():
    inner = sub(
        "inner", start("s1"), both("split"), person("a"), person("b"), end("e1"), end("e2"),
        arrows="""
            s1 -> split
            split -> a -> e1
            split -> b -> e2
        """,
    )  # fmt: skip
    walk = Walk(process(start(), inner, person("c"), end(), arrows="start -> inner -> c -> end"))

    walk.finish("b", "approve", by_b=1)
    walk.finish("a", "return", by_a=1)

    assert walk.data["by_a"] == walk.data["by_b"] == 1
    assert walk.data["outcomes"] == {"a": "return", "b": "approve"}


def test_another_process_of_the_file_is_called():
    other = another(start("s1"), person("a"), end("e1"), arrows="s1 -> a -> e1", id="other")
    walk = Walk(
        process(start(), calls("call", "other"), person("b"), end(), arrows="start -> call -> b -> end", others=other)
    )

    walk.finish("a", "approve", x=1)

    assert walk.tokens == ["b#1"]
    assert walk.data["x"] == 1


def test_a_task_for_each_of_a_list_at_once_carries_its_item():
    xml = process(
        start(), person("read", inside=each("people", gives=("answers", "said"))), person("b"), end(),
        arrows="start -> read -> b -> end",
    )  # fmt: skip
    walk = Walk(xml, people=["ann", "bek", "cyn"])

    assert walk.last.happenings == tuple(
        TaskOpened(f"read#{number}", "read", item) for number, item in enumerate(("ann", "bek", "cyn"), 1)
    )
    walk.finish("read#3", "approve", said="c", c=1)
    walk.finish("read#1", "approve", said="a", a=1)
    walk.finish("read#2", "return", said="b", b=1)

    assert walk.tokens == ["b#1"]
    assert walk.data["answers"] == ["a", "b", "c"]
    assert (walk.data["a"], walk.data["b"], walk.data["c"]) == (1, 1, 1)
    assert "item" not in walk.data
    assert walk.data["outcomes"] == {"read": "return"}


def test_a_task_for_each_of_a_list_ends_early_when_its_condition_holds():
    xml = process(
        start(), person("read", inside=each("people", until='outcome == "return"')), person("b"), end(),
        arrows="start -> read -> b -> end",
    )  # fmt: skip
    walk = Walk(xml, people=["ann", "bek", "cyn"])

    walk.finish("read#2", "approve")
    advance = walk.finish("read#3", "return")

    assert advance.happenings == (TaskWithdrawn("read#1", "read"), TaskOpened("b#1", "b"))


def test_a_task_for_each_of_a_list_in_turn_sees_what_the_one_before_left():
    xml = process(
        start(), person("read", inside=each("people", in_turn=True, gives=("answers", "said"))), person("b"), end(),
        arrows="start -> read -> b -> end",
    )  # fmt: skip
    walk = Walk(xml, people=["ann", "bek"])

    assert walk.data["item"] == "ann"
    walk.finish("read", "approve", said=1)
    assert walk.data["item"] == "bek"
    assert walk.data["said"] == 1
    walk.finish("read", "approve", said=2)

    assert walk.data["answers"] == [1, 2]


@pytest.mark.parametrize("in_turn", [True, False])
def test_a_task_for_each_of_an_empty_list_is_passed_over(in_turn):
    xml = process(start(), person("read", inside=each("people", in_turn)), end(), arrows="start -> read -> end")

    assert Walk(xml, people=[]).last.ended == "end"


@pytest.mark.parametrize("in_turn", [True, False])
@pytest.mark.parametrize("people", [list(range(201)), "everybody", None, 7])
def test_a_list_that_is_too_long_or_none_is_an_incident(in_turn, people):
    xml = process(start(), person("read", inside=each("people", in_turn)), end(), arrows="start -> read -> end")

    assert Walk(xml, people=people).stuck is not None


@pytest.mark.parametrize("count", [10**9, -1, 1.5, True, "3"])
def test_a_number_of_times_out_of_bounds_is_an_incident_at_once(count):
    xml = process(start(), verb("v", inside=times('doc["n"]')), end(), arrows="start -> v -> end")

    assert Walk(xml, doc={"n": count}).stuck is not None


def test_a_verb_for_each_of_a_list_fails_by_the_error_event_of_the_whole():
    xml = process(
        start(), verb("v", inside=each("people")), person("mend"), end(), end("end2"), on("v", "caught", error("E1")),
        arrows="""
            start -> v -> end
            caught -> mend -> end2
        """,
        errors=("E1",),
    )  # fmt: skip
    walk = Walk(xml, people=[1, 2])

    advance = walk.fail("v#2", "E1")

    assert advance.happenings == (TaskWithdrawn("v#1", "v"), TaskOpened("mend#1", "mend"))


def test_sub_processes_for_each_of_a_list_are_taken_away_with_their_timers():
    inner = sub("inner", start("s1"), both("x"), waits("t", timer("P1D")), person("a"), end("e1"), inside=each("people"),
                arrows="""
                    s1 -> x
                    x -> t -> e1
                    x -> a -> e1
                """)  # fmt: skip
    xml = process(
        start(), inner, person("late"), end(), end("end2"), on("inner", "clock", timer("PT1H")),
        arrows="""
            start -> inner -> end
            clock -> late -> end2
        """,
    )  # fmt: skip
    walk = Walk(xml, people=["ann", "bek"])
    assert len(walk.tokens) == 5

    advance = walk.wait(hours=1)

    assert walk.tokens == ["late#1"]
    assert advance.next_due is None
    assert len(advance.happenings) == 6


def test_a_looped_task_comes_again_while_its_condition_is_true():
    xml = process(start(), person("a", inside=again_while('outcome == "return"', 5)), end(), arrows="start -> a -> end")
    walk = Walk(xml)

    walk.finish("a", "return")
    walk.finish("a", "return")
    walk.finish("a", "approve")

    assert [one.token for one in walk.happenings if isinstance(one, TaskOpened)] == ["a#1", "a#2", "a#3"]
    assert walk.last.ended == "end"


def test_terminate_in_a_sub_process_ends_only_the_sub_process():
    inner = sub(
        "inner", start("s1"), both("split"), person("a"), person("b"), terminate("stop"), end("e1"),
        arrows="""
            s1 -> split
            split -> a -> stop
            split -> b -> e1
        """,
    )  # fmt: skip
    walk = Walk(process(start(), inner, person("c"), end(), arrows="start -> inner -> c -> end"))

    advance = walk.finish("a", "approve", x=1)

    assert advance.happenings == (TaskWithdrawn("b#1", "b"), TaskOpened("c#1", "c"))
    assert walk.data["x"] == 1


def test_sub_processes_deeper_than_the_limit_are_an_incident():
    inner = sub("s3", start("b3"), person("a"), end("e3"), arrows="b3 -> a -> e3")
    inner = sub("s2", start("b2"), inner, end("e2"), arrows="b2 -> s3 -> e2")
    inner = sub("s1", start("b1"), inner, end("e1"), arrows="b1 -> s2 -> e1")
    xml = process(start(), inner, end(), arrows="start -> s1 -> end")

    assert Walk(xml).tokens == ["a#1"]
    assert Walk(xml, limits=Limits(depth=2)).stuck is not None
