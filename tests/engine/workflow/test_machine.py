"""What each kind of step does when an instance reaches it, through the machine's door."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.errors import WrongState
from engine.workflow import (
    Ended,
    Limits,
    MessageSent,
    StepRequested,
    TaskOpened,
    TaskWithdrawn,
    WaitClosed,
    WaitOpened,
)
from tests.engine.workflow.diagrams import (
    again_while,
    another,
    both,
    calls,
    each,
    end,
    error,
    message,
    on,
    person,
    process,
    receives,
    script,
    start,
    sub,
    terminate,
    throws,
    throws_error,
    timer,
    times,
    verb,
    waits,
    whichever,
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


def test_sub_processes_deeper_than_the_limit_are_an_incident():
    inner = sub("s3", start("b3"), person("a"), end("e3"), arrows="b3 -> a -> e3")
    inner = sub("s2", start("b2"), inner, end("e2"), arrows="b2 -> s3 -> e2")
    inner = sub("s1", start("b1"), inner, end("e1"), arrows="b1 -> s2 -> e1")
    xml = process(start(), inner, end(), arrows="start -> s1 -> end")

    assert Walk(xml).tokens == ["a#1"]
    assert Walk(xml, limits=Limits(depth=2)).stuck is not None


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
