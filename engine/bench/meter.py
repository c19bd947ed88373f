"""Measuring: time, processor time, SQL statements and commits of one thing at a time, summed up by its name."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, thread_time
from typing import Any

from sqlalchemy import Engine, event

NO_STATEMENTS = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Sample:
    """One thing done: seconds by the wall, seconds of processor, statements and commits (-1: not counted)."""

    name: str
    wall: float
    cpu: float = -1.0
    statements: int = -1
    commits: int = -1


@dataclass(frozen=True)
class Row:
    """All samples of one name: rate per second, milliseconds of processor and of the clock, statements, commits."""

    name: str
    count: int
    per_second: float
    cpu_ms: float | None
    p50_ms: float
    p95_ms: float
    statements: float | None
    commits: float | None


class Meter:
    """Counts what one thread does with one database."""

    def __init__(self, engine: Engine) -> None:
        self.samples: list[Sample] = []
        self._statements = self._commits = 0
        event.listen(engine, "before_cursor_execute", self._on_statement)
        event.listen(engine, "commit", self._on_commit)

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        statements, commits = self._statements, self._commits
        wall, cpu = perf_counter(), thread_time()
        yield
        spent, worked = perf_counter() - wall, thread_time() - cpu
        self.samples.append(Sample(name, spent, worked, self._statements - statements, self._commits - commits))

    def _on_statement(self, connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        self._statements += not statement.startswith(NO_STATEMENTS)

    def _on_commit(self, connection: Any) -> None:
        writes = connection.get_execution_options().get("writes")
        self._commits += bool(writes)


def rows(samples: Sequence[Sample]) -> list[Row]:
    """One row for each name, in the order the names first came."""
    return [_row(name, [one for one in samples if one.name == name]) for name in dict.fromkeys(s.name for s in samples)]


def summed(name: str, samples: Sequence[Sample]) -> Row:
    """All those samples as one row."""
    return _row(name, samples)


def _row(name: str, samples: Sequence[Sample]) -> Row:
    walls = sorted(one.wall for one in samples)
    mean = sum(walls) / len(walls)
    cpu = _mean([one.cpu for one in samples])
    return Row(
        name=name,
        count=len(samples),
        per_second=1 / mean if mean else 0.0,
        cpu_ms=None if cpu is None else cpu * 1000,
        p50_ms=_quantile(walls, 0.5) * 1000,
        p95_ms=_quantile(walls, 0.95) * 1000,
        statements=_mean([one.statements for one in samples]),
        commits=_mean([one.commits for one in samples]),
    )


def _mean(values: Sequence[float]) -> float | None:
    return None if min(values) < 0 else sum(values) / len(values)


def _quantile(ordered: Sequence[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
