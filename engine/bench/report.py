"""One run of all measurements, and its figures as a table or as plain data."""

import json
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from cProfile import Profile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import select

from engine import demopki, kinds
from engine.accounts.commands import make_token
from engine.bench import crowded, floor, inside, over_http, warm
from engine.bench.meter import Meter, Row, Sample, rows, summed
from engine.bench.ways import Way, way_of
from engine.clock import Clock
from engine.config import Settings
from engine.db import Database
from engine.demo import making
from engine.demo.beginning import mark_made
from engine.instances.models import Instance
from engine.office import OFFICE, Office, press
from engine.office.making import DEMO_PASSWORD
from engine.office.opening import opened_office
from engine.people.queries import person
from engine.upgrade import upgrade

FLOOR_DOCUMENTS = 60
LONGEST = 200  # longer answers are not given to conditions
READERS = ("psy2", "psy3")  # whose lists are filled; they take no part in the ways


@dataclass(frozen=True)
class Result:
    """The figures of one run; rows by heading, sizes in bytes for each finished document, ratios to the floor's."""

    machine: str
    kind: str
    documents: int
    tables: dict[str, list[Row]]
    sizes: dict[str, float]
    rates: dict[str, float | None]
    ratios: dict[str, float | None]
    room: dict[str, float]  # bytes of a finished document by table of the database, the greatest first

    def to_json(self) -> str:
        """Everything, for programs."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    def to_text(self) -> str:
        """Everything, for people."""
        parts = [f"{self.machine}\n{self.kind}, {self.documents} documents"]
        parts += [f"\n{heading}\n{_table(lines)}" for heading, lines in self.tables.items()]
        parts.append("\n" + "\n".join(f"{name}: {value:,.0f}" for name, value in self.sizes.items()))
        parts += [f"    {name}: {value:,.0f}" for name, value in list(self.room.items())[:12]]
        told = {**self.rates, **self.ratios}
        parts += [f"{name}: {value:.2f}" for name, value in told.items() if value is not None]
        return "\n".join(parts)


@dataclass
class Measured:
    """What was measured so far."""

    way: Way
    documents: int
    bare: Meter
    state: float
    inside: Meter
    password: Meter
    growth: tuple[float, float]
    room: dict[str, float]
    over: over_http.Ran | None = None
    lists: list[Sample] = field(default_factory=list)
    warm: list[Sample] = field(default_factory=list)


def measure(
    settings: Settings,
    *,
    kind: str = "order",
    documents: int,
    clients: int,
    database: str,
    say: Callable[[str], None],
    profile: Profile | None = None,
    crowd: int = crowded.MANY,
) -> Result:
    """Measures in a folder of its own; `database` is the address of an empty one (empty: SQLite in that folder).

    `profile` is switched on for the documents in process; `crowd` is how many open tasks a person is given, when there
    are clients. Raises Invalid for a kind that is not measured.
    """
    way = way_of(kind)
    with tempfile.TemporaryDirectory(prefix="bagyt-bench-") as folder:
        chosen = Settings(
            data=Path(folder), database_url=database, demo=True, processes=settings.processes, forms=settings.forms
        )
        return _result(_measured(chosen, way, documents, clients, say, profile, crowd))


def _measured(
    settings: Settings,
    way: Way,
    documents: int,
    clients: int,
    say: Callable[[str], None],
    profile: Profile | None,
    crowd: int,
) -> Measured:
    clock = Clock()
    say("Making an installation to measure in")
    making.make_authority(settings, clock, lambda _: None)
    opened = Database(settings.database)
    upgrade(opened)
    opened.close()
    body = way.sample(settings.processes)
    with demopki.serve(settings.data / "pki", clock.now), opened_office(settings, clock=clock) as office:
        found, met = _in_process(office, way, body, documents, say, profile)
        tokens = _tokens(office, {*met, *READERS})
        readers = [
            _reader(office, login, tokens[login], tasks)
            for login, tasks in zip(READERS, (crowded.FEW, crowd), strict=True)
        ]
    mark_made(settings)
    if clients:
        with over_http.served(settings.data, settings.database) as (base, pid):
            say(f"Over HTTP: {documents} documents by {clients} clients")
            found.over = over_http.run(pid, over_http.Clients(base, tokens, clients), way, body, documents)
            say(f"Over HTTP: the list of a person with {crowded.FEW:,} and of one with {crowd:,} open tasks")
            _fill(settings, readers)
            found.lists = crowded.look(base, readers)
        say(f"In process: the figures of {crowd:,} done tasks")
        found.warm = _warm(settings, way.kind, crowd)
    return found


def _in_process(
    office: Office, way: Way, body: dict[str, Any], documents: int, say: Callable[[str], None], profile: Profile | None
) -> tuple[Measured, set[str]]:
    say(f"The floor: {FLOOR_DOCUMENTS} documents by the bare library")
    bare, state = _floor(office, way, body["answers"])
    making.fill(office, lambda _: None)
    with office.work(OFFICE) as work:
        making.make_dossiers(work)
    making.publish_bundled(office, lambda _: None)
    inside.run(office, way, 1, body["answers"])  # the first one starts the renderer and is not counted
    say(f"In process: {documents} documents")
    before, tables = inside.room(office), inside.by_table(office)
    with profile or nullcontext():
        meter, met = inside.run(office, way, documents, body["answers"])
    after, room = inside.room(office), inside.dearest(tables, inside.by_table(office), documents)
    growth = ((after[0] - before[0]) / documents, (after[1] - before[1]) / documents)
    password = inside.password_alone(office, way.initiator, 10)
    return Measured(way, documents, bare, state, meter, password, growth, dict(room)), met


def _floor(office: Office, way: Way, answers: dict[str, Any]) -> tuple[Meter, float]:
    settings = office.tools.settings
    files = kinds.read_folder(settings.processes / way.kind)
    kind = kinds.read(files, kinds.read_folder(settings.forms), office.tools.verbs)
    data = {"doc": {**_short(answers), **way.decided}, "result": {"verify": "valid"}, "outcomes": {}, "round": 1}
    return floor.run(office, kind.reading.normalised, way, FLOOR_DOCUMENTS, data)


def _short(answers: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answers.items() if not isinstance(value, str) or len(value) <= LONGEST}


def _reader(office: Office, login: str, token: str, tasks: int) -> crowded.Reader:
    cookie, _, who = press.sign_in(office, login, DEMO_PASSWORD, address="127.0.0.1", agent=None)
    return crowded.Reader(who.person, token, cookie, tasks)


def _fill(settings: Settings, readers: Sequence[crowded.Reader]) -> None:
    with opened_office(settings) as office:
        with office.look(OFFICE) as work:
            documents = list(work.session.scalars(select(Instance.document_id)))
        for one in readers:
            crowded.fill(office, one.person, documents, one.tasks)


def _warm(settings: Settings, kind: str, many: int) -> list[Sample]:
    with opened_office(settings) as office:
        warm.fill(office, kind, many)
        return warm.look(office, kind, many).samples


def _tokens(office: Office, logins: set[str]) -> dict[str, str]:
    with office.work(OFFICE) as work:
        return {login: make_token(work, person(work, login), "bench") for login in sorted(logins)}


def _result(found: Measured) -> Result:
    way, over = found.way, found.over
    plain = _named(found.inside, way.names(""))
    proved = _named(found.inside, way.names("password"))
    tables = {
        "The floor: bare SpiffWorkflow, whole state in one text column": rows(found.bare.samples),
        "In process: completions without a password": [summed("completion", plain)],
        "In process: completions with a password": [summed("completion", proved)] if proved else [],
        "In process: each act, and the jobs after it": rows(found.inside.samples),
    }
    tables["In process: completions with a password"] += rows(found.password.samples)
    whole = sum(one.wall for one in found.inside.samples)
    rates: dict[str, float | None] = {
        "In process: finished documents per second, one after the other": found.documents / whole,
        "In process: CPU seconds per finished document, without the renderer's children": _cpu(found.inside.samples)
        / found.documents,
    }
    if over is not None:
        tables["Over HTTP: each call"] = rows(over.samples)
        tables["Over HTTP: the list of one person"] = rows(found.lists)
        tables["In process: how warm the steps of a kind are"] = rows(found.warm)
        rates |= _over(over, way, found.documents)
    sizes = {
        "Bytes of a state of the bare library": found.state,
        "Bytes of files per finished document": found.growth[1],
        "Bytes of database per finished document": found.growth[0],
    }
    return Result(_machine(), way.kind, found.documents, tables, sizes, rates, _ratios(found, plain), found.room)


def _over(over: over_http.Ran, way: Way, documents: int) -> dict[str, float | None]:
    return {
        "Over HTTP: finished documents per second": documents / over.seconds,
        "Over HTTP: calls per second": len(over.samples) / over.seconds,
        "Over HTTP: server CPU seconds per finished document": None if over.cpu is None else over.cpu / documents,
        "Over HTTP: completions without a password per second": over.per_second(way.names("")),
        "Over HTTP: completions with a password per second": over.per_second({"acknowledge acknowledge"}),
    }


def _ratios(found: Measured, plain: Sequence[Sample]) -> dict[str, float | None]:
    floor_ = _named(found.bare, {"completion"})
    ratios: dict[str, float | None] = {
        "CPU of a completion without a password, in floors": _mean(plain) / _mean(floor_)
    }
    if found.over is not None:
        http = found.over.per_second(found.way.names(""))
        each = sum(one.wall for one in floor_) / len(floor_)
        ratios["Completions per second over HTTP, in floors"] = None if http is None else http * each
        for by in crowded.PLACES:
            ratios[f"The list of a person with many tasks, in lists of one with few: {by}"] = crowded.ratio(
                found.lists, by
            )
        ratios["The heat map, in plain counts of the same tasks"] = _walls(found.warm, "heat") / _walls(
            found.warm, "a plain"
        )
    return ratios


def _named(meter: Meter, names: set[str]) -> list[Sample]:
    return [one for one in meter.samples if one.name in names]


def _mean(samples: Sequence[Sample]) -> float:
    return _cpu(samples) / len(samples)


def _walls(samples: Sequence[Sample], begins: str) -> float:
    """The median by the clock of those whose names begin so."""
    return median(one.wall for one in samples if one.name.startswith(begins))


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
