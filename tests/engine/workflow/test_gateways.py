"""Joins take one token of each flow, in every order and every round, and put the data of the branches together."""

from itertools import permutations, product

import pytest

from engine.workflow.merging import merged
from tests.engine.workflow.diagrams import both, end, person, process, some, start, xor
from tests.engine.workflow.running import Walk

APPROVERS = ("law", "fin", "hr")
ORDERS = list(permutations(APPROVERS))


def approval_loop(gateway) -> bytes:
    always = " if round > 0" if gateway is some else ""
    return process(
        start(), person("fill"), gateway("split"), *map(person, APPROVERS), gateway("join"), xor("ok"),
        person("sign"), end(),
        arrows=f"""
            start -> fill -> split
            split -> law{always}
            split -> fin{always}
            split -> hr{always}
            law -> join
            fin -> join
            hr -> join
            join -> ok
            ok -> fill if round == 2
            ok -> sign else
            sign -> end
        """,
    )  # fmt: skip


def steps_of(walk: Walk) -> set[str]:
    return {token.split("#")[0] for token in walk.tokens}


def one_round(walk: Walk, number: int, order: tuple[str, ...]) -> None:
    walk.finish("fill", "submit", round=number)
    for place, approver in enumerate(order):
        assert steps_of(walk) == set(order[place:]), "a join has let a token through early"
        walk.finish(approver, f"{approver}-{number}", **{approver: number})


@pytest.mark.parametrize("gateway", [both, some], ids=["parallel", "inclusive"])
@pytest.mark.parametrize("first", ORDERS, ids="-".join)
def test_two_rounds_of_approvals_in_any_order_are_never_early_and_never_stale(gateway, first):
    for second in ORDERS:
        walk = Walk(approval_loop(gateway))

        one_round(walk, 2, first)
        after_first = walk.data
        one_round(walk, 3, second)

        assert {name: after_first[name] for name in APPROVERS} == dict.fromkeys(APPROVERS, 2)
        assert walk.tokens == ["sign#1"]
        assert {name: walk.data[name] for name in APPROVERS} == dict.fromkeys(APPROVERS, 3)
        assert walk.data["outcomes"] == {"fill": "submit"} | {name: f"{name}-3" for name in APPROVERS}
        assert walk.data["outcome"] == f"{second[-1]}-3"


def test_an_inclusive_join_waits_only_for_branches_that_were_taken():
    xml = process(
        start(), person("fill"), some("split"), *map(person, APPROVERS), some("join"), person("sign"), end(),
        arrows="""
            start -> fill -> split
            split -> law if doc["law"]
            split -> fin if doc["fin"]
            split -> hr else
            law -> join
            fin -> join
            hr -> join
            join -> sign -> end
        """,
    )  # fmt: skip

    for law, fin in product((True, False), repeat=2):
        walk = Walk(xml, doc={"law": law, "fin": fin})
        walk.finish("fill")
        wanted = {name for name, taken in (("law", law), ("fin", fin)) if taken} or {"hr"}
        assert steps_of(walk) == wanted
        for name in sorted(wanted):
            assert "sign" not in steps_of(walk)
            walk.finish(name, "approve")
        assert walk.tokens == ["sign#1"]


def test_an_inclusive_join_counts_a_branch_that_goes_to_it_directly():
    xml = process(
        start(), some("split"), person("law"), some("join"), person("sign"), end(),
        arrows="""
            start -> split
            split -> join if 1 == 1
            split -> law if 1 == 1
            law -> join
            join -> sign -> end
        """,
    )  # fmt: skip

    walk = Walk(xml)

    assert walk.tokens == ["law#1"]


def test_an_inclusive_join_goes_on_when_the_branch_it_waits_for_ends_elsewhere():
    xml = process(
        start(), both("split"), person("law"), person("fin"), xor("leave"), some("join"), person("sign"), end(), end("gone"),
        arrows="""
            start -> split
            split -> law -> join
            split -> fin -> leave
            leave -> gone if outcome == "refuse"
            leave -> join else
            join -> sign -> end
        """,
    )  # fmt: skip
    walk = Walk(xml)

    walk.finish("law", "approve")
    assert walk.tokens == ["fin#1"]
    walk.finish("fin", "refuse")

    assert walk.tokens == ["sign#1"]


def test_a_parallel_join_keeps_a_second_token_of_one_flow_for_the_next_time():
    xml = process(
        start(), both("twice"), xor("merge"), person("a"), both("split"), person("b"), person("c"), both("join"),
        person("sign"), end(),
        arrows="""
            start -> twice
            twice -> merge
            twice -> a -> merge
            merge -> split
            split -> b -> join
            split -> c -> join
            join -> sign -> end
        """,
    )  # fmt: skip
    walk = Walk(xml)

    walk.finish("a")
    walk.finish("b#1")
    walk.finish("b#2")
    assert "sign" not in steps_of(walk)
    walk.finish("c#1")
    assert sorted(walk.tokens) == ["c#2", "sign#1"]
    walk.finish("c#2")

    assert sorted(walk.tokens) == ["sign#1", "sign#2"]


def test_a_gateway_with_no_way_on_is_an_incident_and_changes_nothing():
    xml = process(
        start(), person("a"), xor("x"), end(), end("other"),
        arrows="""
            start -> a -> x
            x -> end if outcome == "approve"
            x -> other if outcome == "return"
        """,
    )  # fmt: skip
    walk = Walk(xml)
    before = walk.last.state

    walk.finish("a", "print_done")

    assert walk.stuck is not None and walk.stuck.step == "x"
    assert walk.last.state == before
    assert walk.tokens == ["a#1"]


def test_a_condition_about_a_missing_value_is_an_incident_and_never_a_branch():
    xml = process(
        start(), person("a"), xor("x"), end(), end("other"),
        arrows="""
            start -> a -> x
            x -> end if doc["sum"] > 10
            x -> other else
        """,
    )  # fmt: skip
    walk = Walk(xml)

    walk.finish("a", "approve")

    assert walk.stuck is not None
    assert walk.tokens == ["a#1"]


@pytest.mark.parametrize(
    ("base", "one", "other", "together"),
    [
        ({"a": 1}, {"a": 2}, {"a": 1, "b": 3}, {"a": 2, "b": 3}),
        ({"a": 1}, {"a": 2}, {"a": 3}, {"a": 3}),
        ({"a": 1}, {}, {"a": 1}, {}),
        ({}, {"d": {"x": 1}}, {"d": {"y": 2}}, {"d": {"x": 1, "y": 2}}),
        (
            {"d": {"x": {"p": 1}}},
            {"d": {"x": {"p": 1, "q": 2}}},
            {"d": {"x": {"p": 5}}},
            {"d": {"x": {"p": 5, "q": 2}}},
        ),
        ({"l": [1]}, {"l": [1, 2]}, {"l": [1, 3]}, {"l": [1, 2, 3]}),
        ({"l": [1]}, {"l": [9]}, {"l": [1, 3]}, {"l": [1, 3]}),
        ({}, {"l": ["same"]}, {"l": ["same"]}, {"l": ["same"]}),
    ],
)
def test_branches_contribute_what_they_changed(base, one, other, together):
    assert merged(base, [one, other]) == together


def test_merging_changes_none_of_what_it_is_given():
    base, one, other = {"d": {"x": 1}}, {"d": {"x": 2}}, {"d": {"x": 1, "y": 3}}

    assert merged(base, [one, other]) == {"d": {"x": 2, "y": 3}}

    assert (base, one, other) == ({"d": {"x": 1}}, {"d": {"x": 2}}, {"d": {"x": 1, "y": 3}})
