"""Nothing in an instance grows with its history or with what lies ahead."""

import json
import time
import zlib

import pytest

from engine.workflow import Limits
from engine.workflow.state import unseal
from tests.engine.workflow.diagrams import (
    again_while,
    both,
    end,
    on,
    person,
    process,
    script,
    start,
    sub,
    timer,
    times,
    verb,
    xor,
)
from tests.engine.workflow.running import KEY, Walk


def held(walk: Walk) -> int:
    """How many tasks the state holds."""
    written = json.loads(zlib.decompress(unseal(KEY, walk.last.state)))
    return sum(len(workflow["tasks"]) for workflow in written["workflows"])


def rework_loop() -> bytes:
    return process(
        start(), person("fill"), both("split"), person("law"), person("fin"), person("hr"), both("join"), xor("ok"),
        verb("freeze"), end(), person("late"), end("told"),
        on("law", "clock", timer("P30D"), interrupting=False),
        arrows="""
            start -> fill -> split
            split -> law -> join
            split -> fin -> join
            split -> hr -> join
            clock -> late -> told
            join -> ok
            ok -> fill if outcome == "return"
            ok -> freeze else
            freeze -> end
        """,
    )  # fmt: skip


def one_round(walk: Walk) -> None:
    walk.finish("fill", "submit")
    for name in ("hr", "law", "fin"):
        walk.finish(name, "return")


def test_thirty_branches_in_ten_blocks_one_after_another_are_not_foretold():
    names = [[f"p{block}_{branch}" for branch in range(3)] for block in range(10)]
    gates = [gate for block in range(10) for gate in (both(f"s{block}"), both(f"j{block}"))]
    arrows = ["start -> s0", "j9 -> end"]
    for block, branches in enumerate(names):
        arrows += [f"s{block} -> {name} -> j{block}" for name in branches]
        arrows += [f"j{block} -> s{block + 1}"] if block < 9 else []
    walk = Walk(
        process(start(), *gates, *(person(name) for block in names for name in block), end(), arrows="\n".join(arrows))
    )

    most, largest = 0, 0
    for block in names:
        for name in block:
            most, largest = max(most, held(walk)), max(largest, len(zlib.decompress(unseal(KEY, walk.last.state))))
            walk.finish(name, "approve")

    assert walk.last.ended == "end"
    assert most < 20
    assert largest < 5_000


def test_a_rework_loop_still_offers_its_task_in_round_a_thousand():
    walk = Walk(rework_loop())
    sizes, tasks, cost = {}, {}, {}
    rounds = 1000

    for number in range(1, rounds + 1):
        before = time.process_time()
        one_round(walk)
        cost[number] = time.process_time() - before
        sizes[number], tasks[number] = len(walk.last.state), held(walk)

    assert walk.tokens == ["fill#1001"]
    assert tasks[10] == tasks[100] == tasks[rounds]
    assert sizes[rounds] < sizes[10] + 40
    assert sorted(cost[number] for number in range(91, 110))[9] < 2 * sorted(cost[number] for number in range(5, 24))[9]


@pytest.mark.parametrize("inside", [False, True])
def test_side_ways_that_end_in_every_round_do_not_pile_up(inside):
    nodes = (
        start("s1"), person("fill"), xor("ok"), person("late"), end("e1"), end("told"),
        on("fill", "clock", timer("PT1H"), interrupting=False),
    )  # fmt: skip
    arrows = """
        s1 -> fill -> ok
        clock -> late -> told
        ok -> fill if outcome == "return"
        ok -> e1 else
    """
    outer = process(
        start(), sub("inner", *nodes, arrows=arrows), person("sign"), end(), arrows="start -> inner -> sign -> end"
    )
    walk = Walk(outer if inside else process(*nodes, arrows=arrows))

    for number in range(100):
        walk.wait(hours=1)
        walk.finish("late", "approve", **{f"late{number % 3}": number})
        walk.finish("fill", "return")
    assert held(walk) < 40
    walk.finish("fill", "approve")

    assert walk.last.ended == "e1" if not inside else walk.data["late0"] == 99


def test_a_loop_of_automatic_steps_stops_at_the_limit_and_nothing_is_half_done():
    xml = process(
        start(), person("a"), xor("merge"), script("count", "n = doc[\"sum\"]"), xor("ok"), end(),
        arrows="""
            start -> a -> merge -> count -> ok
            ok -> merge if doc["sum"] > 0
            ok -> end else
        """,
    )  # fmt: skip
    walk = Walk(xml, limits=Limits(steps=300), doc={"sum": 1})
    before = walk.last.state

    walk.finish("a", "approve")

    assert walk.stuck is not None and walk.stuck.facts["most"] == 300
    assert walk.last.state == before
    assert walk.tokens == ["a#1"]


def test_a_step_that_takes_too_long_stops_at_the_time_limit():
    xml = process(start(), person("a"), script("s", "n = 1"), end(), arrows="start -> a -> s -> end")
    walk = Walk(xml, limits=Limits(seconds=0))

    assert walk.stuck is not None
    assert walk.stuck.facts == {"seconds": 0}


def test_a_chain_longer_than_the_librarys_depth_runs_to_its_end():
    walk = Walk(
        process(
            start(), person("a"), xor("merge"), person("b", inside=again_while('outcome == "return"')), xor("ok"), end(),
            arrows="""
                start -> a -> merge -> b -> ok
                ok -> merge if outcome == "return"
                ok -> end else
            """,
        ),
    )  # fmt: skip
    walk.finish("a", "approve")

    for _ in range(1200):
        walk.finish("b", "return")
    assert held(walk) < 10
    walk.finish("b", "approve")

    assert walk.last.ended == "end"


def test_automatic_steps_deeper_than_the_librarys_depth_are_all_taken():
    count = 60
    inner = sub("inner", start("s1"), *(script(f"x{n}", "n = 1") for n in range(count)), end("e1"),
                arrows="s1 -> " + " -> ".join(f"x{n}" for n in range(count)) + " -> e1",
                inside=times("25", in_turn=True))  # fmt: skip
    walk = Walk(process(start(), inner, end(), arrows="start -> inner -> end"))

    assert walk.last.ended == "end"
    assert walk.last.steps > 1500
