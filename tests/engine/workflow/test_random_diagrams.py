"""Random walks on random diagrams: saved and loaded, kept in memory, and rebuilt from the log, a run is the same run."""

from random import Random

import pytest

from engine.workflow import Ended, Limits, TaskWithdrawn
from engine.workflow.acting import act, begin, opens, tell
from engine.workflow.specification import open_specification
from engine.workflow.state import load
from tests.engine.workflow.random_diagrams import random_process
from tests.engine.workflow.running import KEY, NOW, Walk

START = {"doc": {"sum": 3}, "people": ["a", "b", "c"], "outcome": "approve"}
SEEDS = 200
SEEDS_FULL = 3000
ACTIONS = 25


def one_action(walk: Walk, random: Random) -> None:
    """A person presses, a verb answers, a letter comes, or time passes."""
    opened = walk.machine.open_tokens(walk.spec, walk.last.state)
    chosen = random.choice(opened)
    number = len(walk.log)
    if chosen.type == "person":
        walk.finish(chosen.token, random.choice(["approve", "approve", "return"]), said=number)
    elif chosen.type == "verb":
        walk.finish(chosen.token, result=number)
    elif chosen.type == "message":
        walk.deliver(chosen.step_id, 3, **{f"letter_{chosen.step_id}": number})
    else:
        walk.wait(hours=random.choice([1, 4, 30]))


def seen(opened, ended, due):
    return sorted((one.token, one.type, repr(sorted(one.data.items()))) for one in opened), ended, due


@pytest.mark.parametrize("decade", range(SEEDS // 10))
def test_saved_unsaved_and_rebuilt_runs_agree_after_every_step(decade):
    for seed in range(decade * 10, decade * 10 + 10):
        walk_and_compare(seed)


@pytest.mark.full
@pytest.mark.parametrize("hundred", range(2, SEEDS_FULL // 100))
def test_many_more_runs_agree_after_every_step(hundred):
    for seed in range(hundred * 100, hundred * 100 + 100):
        walk_and_compare(seed)


def walk_and_compare(seed: int) -> None:
    random = Random(seed)
    walk = Walk(random_process(seed), **START)
    unsaved = begin(open_specification(walk.spec), START, Limits(), NOW)
    told = []
    for place in range(ACTIONS):
        assert walk.stuck is None, (seed, place, walk.stuck)
        act(unsaved, walk.log[-1])
        told += tell(unsaved)
        saved = load(open_specification(walk.spec), walk.last.state, KEY, Limits(), NOW)
        rebuilt = walk.rebuilt()
        replayed = load(open_specification(walk.spec), rebuilt.state, KEY, Limits(), NOW)

        of_saved = seen(opens(saved), walk.last.ended, walk.last.next_due)
        assert seen(opens(unsaved), unsaved.end[0] if unsaved.ended else None, unsaved.next_due()) == of_saved, (
            seed,
            place,
        )
        assert seen(opens(replayed), rebuilt.ended, rebuilt.next_due) == of_saved, (seed, place)
        assert tuple(told) == tuple(walk.happenings) == rebuilt.happenings, (seed, place)
        assert (walk.last.ended is None) == bool(of_saved[0]), (seed, place)
        if walk.last.ended is not None:
            assert walk.happenings[-1] == Ended(walk.last.ended, walk.last.ended)
            return
        beside = [one for one in walk.last.happenings if isinstance(one, TaskWithdrawn) and one.step.startswith("told")]
        assert not beside, (seed, place, "a token of its own was taken away with the task it started beside")
        one_action(walk, random)
