"""From the log alone the same instance comes back: same tokens, data, dues; also after a mended version of the diagram."""

import pytest

from engine.errors import WrongState
from engine.workflow import Entry, Machine, Stuck
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
    timer,
    verb,
    xor,
)
from tests.engine.workflow.running import KEY, NOW, Walk, compiled


def rich() -> bytes:
    inner = sub(
        "inner", start("s1"), person("c", inside=each("people", in_turn=True)), end("e1"), arrows="s1 -> c -> e1"
    )
    return process(
        start(), person("fill"), both("split"), person("a"), verb("v"), inner, both("join"), xor("ok"), verb("mend"),
        receives("w", "m", 'doc["id"]'), end(), end("told"), verb("remind"), xor("after"),
        on("a", "clock", timer("R2/PT2H"), interrupting=False), on("v", "caught", error("E1")),
        arrows="""
            start -> fill -> split
            split -> a -> join
            split -> v -> after
            split -> inner -> join
            after -> join
            caught -> mend -> after
            clock -> remind -> told
            join -> ok
            ok -> fill if outcomes["a"] == "return"
            ok -> w else
            w -> end
        """,
        messages=("m",),
        errors=("E1",),
    )  # fmt: skip


def walked() -> Walk:
    walk = Walk(rich(), people=["x", "y"], doc={"id": 7})
    walk.finish("fill", "submit")
    walk.wait(hours=2)
    walk.fail("v", "E1")
    walk.finish("a", "return", note="нет")
    walk.finish("mend", result=1)
    walk.finish("c", "approve")
    walk.finish("c", "approve")
    walk.finish("fill", "submit", round=2)
    walk.wait(hours=3)
    walk.finish("a", "approve")
    walk.finish("v", result={"x": [1]})
    walk.finish("remind#1")
    walk.finish("c", "approve")
    walk.finish("c", "approve")
    walk.deliver("m", 7, answer="да")
    return walk


def test_after_every_prefix_of_the_log_the_rebuilt_state_is_the_same_to_the_byte():
    whole = walked()
    states = []
    walk = Walk(rich(), people=["x", "y"], doc={"id": 7})
    for entry in whole.log[1:]:
        states.append(walk.last.state)
        walk.now = entry.at
        match entry.kind:
            case "finish":
                walk.last = walk.machine.finish(walk.spec, walk.last.state, entry.token, entry.data, entry.at)
            case "wake":
                walk.last = walk.machine.wake(walk.spec, walk.last.state, entry.at)
            case "fail":
                walk.last = walk.machine.fail(walk.spec, walk.last.state, entry.token, entry.code, entry.at)
            case "deliver":
                walk.last = walk.machine.deliver(
                    walk.spec, walk.last.state, entry.message, entry.key, entry.data, entry.at
                )
    states.append(walk.last.state)

    assert len(states) == len(whole.log) == 16
    for length, state in enumerate(states, 1):
        rebuilt = walk.machine.replay(walk.spec, whole.log[:length])
        assert walk.machine.open_tokens(walk.spec, rebuilt.state) == walk.machine.open_tokens(walk.spec, state)
        assert rebuilt.state == state


def test_the_log_needs_only_what_did_not_stand_there_already():
    walk = Walk(process(start(), person("a"), person("b"), person("c"), end(), arrows="start -> a -> b -> c -> end"))
    doc = {"n": 1, "people": ["x", "y"]}

    walk.finish("a", "approve", doc=doc, round=1)
    walk.finish("b", "approve", doc=doc, round=1)
    walk.finish("c", "approve", doc={**doc, "n": True}, round=1)

    assert [dict(one.data) for one in walk.log[1:]] == [
        {"outcome": "approve", "doc": doc},
        {"outcome": "approve"},
        {"outcome": "approve", "doc": {"n": True, "people": ["x", "y"]}},
    ]
    assert walk.rebuilt().state == walk.last.state


def test_a_rebuilt_instance_goes_on_as_the_one_it_was():
    walk = walked()

    rebuilt = walk.rebuilt()
    onward = walk.machine.finish(walk.spec, rebuilt.state, "remind#2", {}, walk.now)

    assert rebuilt.happenings == tuple(walk.happenings)
    assert onward.state == walk.finish("remind#2").state


def test_a_log_is_replayed_on_a_new_version_of_the_diagram():
    old = process(start(), person("a"), person("b"), end(), arrows="start -> a -> b -> end")
    new = process(start(), person("a"), person("x"), person("b"), end(), arrows="start -> a -> x -> b -> end")
    walk = Walk(old)
    walk.finish("a", "approve")

    moved = walk.machine.replay(compiled(new), walk.log)

    assert [one.token for one in walk.machine.open_tokens(compiled(new), moved.state)] == ["x#1"]


def test_a_log_that_does_not_fit_a_diagram_is_refused_with_the_token():
    walk = Walk(process(start(), person("a"), person("b"), end(), arrows="start -> a -> b -> end"))
    walk.finish("a", "approve")
    other = compiled(process(start(), person("z"), end(), arrows="start -> z -> end"))

    with pytest.raises(WrongState, match="a#1"):
        walk.machine.replay(other, walk.log)


def test_a_replay_stops_at_the_entry_that_is_stuck():
    xml = process(start(), person("a"), verb("v", sum='doc["sum"]'), end(), arrows="start -> a -> v -> end")
    machine, spec = Machine(KEY), compiled(xml)

    advance = machine.replay(spec, [Entry("start", NOW), Entry("finish", NOW, "a#1", {"outcome": "return"})])

    assert isinstance(advance.happenings[-1], Stuck)
    assert [one.token for one in machine.open_tokens(spec, advance.state)] == ["a#1"]


@pytest.mark.parametrize("log", [[], [Entry("wake", NOW)]])
def test_a_log_without_a_start_is_refused(log):
    with pytest.raises(WrongState):
        Machine(KEY).replay(compiled(process(start(), person("a"), end(), arrows="start -> a -> end")), log)
