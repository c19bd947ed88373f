"""One run of all measurements, and its figures as a table or as plain data."""

import json
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from cProfile import Profile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine import demopki, kinds
from engine.accounts.commands import make_token
from engine.bench import floor, inside, over_http
from engine.bench.meter import Meter, Row, Sample, rows, summed
from engine.clock import Clock
from engine.config import Settings
from engine.db import Database
from engine.demo import making
from engine.demo.beginning import mark_made
from engine.office import OFFICE, Office
from engine.office.opening import opened_office
from engine.people.queries import person
from engine.upgrade import upgrade

FLOOR_MEMOS = 100


@dataclass(frozen=True)
class Result:
    """The figures of one run; rows by heading, sizes in bytes for each finished document."""

    machine: str
    memos: int
    tables: dict[str, list[Row]]
    sizes: dict[str, float]
    rates: dict[str, float | None]

    def to_json(self) -> str:
        """Everything, for programs."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    def to_text(self) -> str:
        """Everything, for people."""
        parts = [self.machine]
        parts += [f"\n{heading}\n{_table(lines)}" for heading, lines in self.tables.items()]
        parts.append("\n" + "\n".join(f"{name}: {value:,.0f}" for name, value in self.sizes.items()))
        parts += [f"{name}: {value:.2f}" for name, value in self.rates.items() if value is not None]
        return "\n".join(parts)


def measure(
    settings: Settings,
    *,
    memos: int,
    clients: int,
    database: str,
    say: Callable[[str], None],
    profile: Profile | None = None,
) -> Result:
    """Measures in a folder of its own; `database` is the address of an empty one (empty: SQLite in that folder).

    `profile` is switched on for the memos in process.
    """
    with tempfile.TemporaryDirectory(prefix="bagyt-bench-") as folder:
        chosen = Settings(
            data=Path(folder), database_url=database, demo=True, processes=settings.processes, forms=settings.forms
        )
        return _measured(chosen, memos, clients, say, profile)


def _measured(
    settings: Settings, memos: int, clients: int, say: Callable[[str], None], profile: Profile | None
) -> Result:
    clock = Clock()
    say("Making an installation to measure in")
    making.make_authority(settings, clock, lambda _: None)
    opened = Database(settings.database)
    upgrade(opened)
    opened.close()
    body = inside.sample(settings.processes)
    with demopki.serve(settings.data / "pki", clock.now), opened_office(settings, clock=clock) as office:
        say(f"The floor: {FLOOR_MEMOS} memos by the bare library")
        bare, state = _floor(office, body["answers"])
        making.fill(office, lambda _: None)
        with office.work(OFFICE) as work:
            making.make_dossiers(work)
        making.publish_bundled(office, lambda _: None)
        tokens = _tokens(office)
        inside.run(office, 1, body["answers"])  # the first one starts the renderer and is not counted
        say(f"In process: {memos} memos")
        before = inside.room(office)
        with profile or nullcontext():
            meter = inside.run(office, memos, body["answers"])
        after = inside.room(office)
    mark_made(settings)
    say(f"Over HTTP: {memos} memos by {clients} clients")
    ran = over_http.run(settings.data, settings.database, tokens, body, memos, clients) if clients else None
    return _result(memos, bare, state, meter, [(b - a) / memos for a, b in zip(before, after, strict=True)], ran)


def _floor(office: Office, answers: dict[str, Any]) -> tuple[Meter, float]:
    settings = office.tools.settings
    files = kinds.read_folder(settings.processes / "memo")
    kind = kinds.read(files, kinds.read_folder(settings.forms), office.tools.verbs)
    data = {"doc": {**answers, "control": True}, "result": {"verify": "valid"}, "round": 1}
    return floor.run(office, kind.reading.normalised, "memo", FLOOR_MEMOS, data, inside.outcomes())


def _tokens(office: Office) -> dict[str, str]:
    with office.work(OFFICE) as work:
        logins = {"teacher", *(move.login for move in inside.WAY)}
        return {login: make_token(work, person(work, login), "bench") for login in sorted(logins)}


def _result(
    memos: int, bare: Meter, state: float, meter: Meter, growth: Sequence[float], ran: over_http.Ran | None
) -> Result:
    acts = [one for one in meter.samples if not one.name.startswith("jobs")]
    plain = [one for one in acts if one.name in {move.name for move in inside.WAY if not move.proves}]
    tables = {
        "The floor: bare SpiffWorkflow, whole state in one text column": rows(bare.samples),
        "In process: completions without a signature": [summed("completion", plain)],
        "In process: each act, and the jobs after it": rows(meter.samples),
    }
    whole = sum(one.wall for one in meter.samples)
    rates: dict[str, float | None] = {
        "In process: finished documents per second, one after the other": memos / whole,
        "In process: CPU seconds per finished document, without the renderer's children": _cpu(meter.samples) / memos,
    }
    if ran is not None:
        tables["Over HTTP: each call"] = rows(ran.samples)
        rates["Over HTTP: finished documents per second"] = memos / ran.seconds
        rates["Over HTTP: calls per second"] = len(ran.samples) / ran.seconds
        rates["Over HTTP: server CPU seconds per finished document"] = None if ran.cpu is None else ran.cpu / memos
    sizes = {
        "Bytes of a state of the bare library": state,
        "Bytes of database per finished document": growth[0],
        "Bytes of files per finished document": growth[1],
    }
    return Result(_machine(), memos, tables, sizes, rates)


def _cpu(samples: Sequence[Sample]) -> float:
    return sum(one.cpu for one in samples)


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def _table(lines: Sequence[Row]) -> str:
    head = f"{'':<38}{'count':>6}{'per s':>9}{'CPU ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'SQL':>7}{'commits':>9}"
    return "\n".join([head, *(_line(row) for row in lines)])


def _line(row: Row) -> str:
    shown = [
        f"{'–' if value is None else format(value, '.1f'):>{width}}"
        for value, width in (
            (row.per_second, 9),
            (row.cpu_ms, 9),
            (row.p50_ms, 9),
            (row.p95_ms, 9),
            (row.statements, 7),
            (row.commits, 9),
        )
    ]
    return f"{row.name:<38}{row.count:>6}{''.join(shown)}"
