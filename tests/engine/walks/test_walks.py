"""Many orders of events: whatever people do to memos, orders and trips, and whatever changes around them, the house stays whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.engine.cheap import made_cheap
from tests.engine.walks.memory import Town, opened
from tests.engine.walks.street import Street
from tests.engine.walks.walk import Walk
from tests.engine.walks.watching import watch

STEPS = 40
_walks = count(1)


def _walks_on(street: Any, walks: int, part: int) -> None:
    """At least so many walks of full length; each part and each try has its own, the same in every run."""

    class Here(Walk):
        on = staticmethod(street)

    Walk.lengths.clear()
    Walk.told.clear()
    tries = count(part * 100)
    while (left := walks - Walk.lengths[STEPS]) > 0:
        run_state_machine_as_test(
            seed(next(tries))(Here),
            settings=settings(
                max_examples=left,
                stateful_step_count=STEPS,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    print(dict(Walk.lengths), *(f"\n{many:6} {what}" for what, many in Walk.told.most_common()))


def _in_memory(request: pytest.FixtureRequest, engine: str, folder: Path) -> Any:
    town = Town(request, engine, folder / "town")

    @contextmanager
    def street() -> Iterator[Street]:
        with pytest.MonkeyPatch.context() as patch, town.house() as house:
            made_cheap(patch)
            made = Street(house)
            watch(made, patch)
            yield made

    return street


def _real(request: pytest.FixtureRequest, engine: str, folder: Path) -> Any:
    @contextmanager
    def street() -> Iterator[Street]:
        with pytest.MonkeyPatch.context() as patch:
            houses = opened(request, engine, folder / f"walk{next(_walks)}")
            made = Street(next(houses), cheap=False)
            watch(made, patch)
            yield made
            next(houses, None)

    return street


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_few_walks_leave_the_house_whole(request: pytest.FixtureRequest, engine: str, tmp_path: Path) -> None:
    _walks_on(_in_memory(request, engine, tmp_path), 4, part=0)


# The first walk of each part is the simplest one there is, so that these are more than 500 different ones.
PARTS = [*(("sqlite", 52, part) for part in range(1, 9)), *(("postgresql", 26, part) for part in range(9, 13))]


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("engine", "walks", "part"), PARTS)
def test_many_walks_leave_the_house_whole(
    request: pytest.FixtureRequest, engine: str, walks: int, part: int, tmp_path: Path
) -> None:
    _walks_on(_in_memory(request, engine, tmp_path), walks, part)


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(13, 17))
def test_walks_with_real_files_and_signatures_leave_the_house_whole(
    request: pytest.FixtureRequest, part: int, tmp_path: Path
) -> None:
    _walks_on(_real(request, "sqlite", tmp_path), 5, part)
