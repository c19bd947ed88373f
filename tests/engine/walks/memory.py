"""An office whose tools are in memory and whose clock stands until it is moved: for thousands of acts on real rows."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from engine.acts import preparing
from engine.acts.complete import Press, Put, complete, ready
from engine.clock import FixedClock
from engine.db import Database
from engine.errors import NotFound
from engine.files import Files, sha256
from engine.office import Actor, Office, make_tools, press
from engine.workflow import Advance, Entry, Machine, Open
from tests.databases import Server, _numbers
from tests.offices import House, _copied, _on_postgresql, _on_sqlite, _settings
from tests.pki import TestPki

ZONE = ZoneInfo("Asia/Almaty")


class Memory(Files):
    """Files that are kept in memory; what the office had before is read from its folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._kept: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        name = sha256(content)
        self._kept[name] = content
        return name

    def get(self, name: str) -> bytes:
        if name not in self._kept:
            self._kept[name] = super().get(name)
        return self._kept[name]

    def whole(self, name: str) -> bool:
        try:
            self.get(name)
        except NotFound:
            return False
        return True


class Remembering(Machine):
    """A machine that replays one log, and opens one state, once: what comes of it hangs on nothing else."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine._key, limits=machine._limits)
        self._shelf = machine._shelf
        self._replayed: dict[tuple[bytes, str], Advance] = {}
        self._opened: dict[tuple[bytes, bytes], tuple[Open, ...]] = {}

    def replay(self, spec: bytes, entries: Iterable[Entry]) -> Advance:
        log = list(entries)
        key = (spec, repr(log))
        if key not in self._replayed:
            self._replayed[key] = super().replay(spec, log)
        return self._replayed[key]

    def open_tokens(self, spec: bytes, state: bytes) -> tuple[Open, ...]:
        key = (spec, state)
        if key not in self._opened:
            self._opened[key] = super().open_tokens(spec, state)
        return self._opened[key]


def monday(moment: datetime) -> datetime:
    """Nine o'clock of the next Monday."""
    day = moment.astimezone(ZONE).date() + timedelta(days=1)
    while day.weekday():
        day += timedelta(days=1)
    return datetime.combine(day, time(9), ZONE)


def opened(request: pytest.FixtureRequest, engine: str, data: Path) -> Iterator[House]:
    """A fresh house on that database, with the disk's and the authority's own tools."""
    yield from (_on_sqlite if engine == "sqlite" else _on_postgresql)(request, data)


class Town:
    """Fresh houses with tools in memory, at nine on a Monday; what is dear to make is made once for all of them."""

    def __init__(self, request: pytest.FixtureRequest, engine: str, data: Path) -> None:
        self.authority: TestPki = request.getfixturevalue("authority")
        self.server: Server | None = None
        if engine == "sqlite":
            self.furnished: Path = request.getfixturevalue("furnished_sqlite")
        else:
            self.server = request.getfixturevalue("postgresql")
            self.furnished, self.template = request.getfixturevalue("furnished_postgresql")
        self.data = data
        _copied(self.furnished, data)
        self.tools = make_tools(_settings(data, "", self.authority))
        self.moment = monday(self.authority.now())

        name = f"walk_{next(_numbers)}"
        self.name, self.path = name, data / f"{name}.sqlite"
        self.database = Database(self.server.url(name) if self.server else f"sqlite:///{self.path}")
        if self.server is None:
            event.listen(self.database.engine, "connect", _hurried)

    @contextmanager
    def house(self) -> Iterator[House]:
        """One of them; they are one after another, so what the database's door has learnt serves them all."""
        self._fresh()
        clock, machine = FixedClock(self.moment), Remembering(self.tools.machine)
        tools = replace(self.tools, files=Memory(self.data / "files"), clock=clock, machine=machine, memory={})
        try:
            yield House(Office(self.database, tools), self.authority)
        finally:
            self.database.close()
            self._gone()

    def _fresh(self) -> None:
        if self.server is None:
            shutil.copyfile(self.furnished / "bagyt.sqlite", self.path)
        else:
            self.server.tell(f"CREATE DATABASE {self.name} TEMPLATE {self.template}")

    def _gone(self) -> None:
        if self.server is None:
            for left in self.path.parent.glob(f"{self.name}.sqlite*"):
                left.unlink()
        else:
            self.server.tell(f"DROP DATABASE {self.name} WITH (FORCE)")


def _hurried(connection: Any, record: Any) -> None:
    """Lets an SQLite file be lost when the machine falls over: nobody will miss it."""
    connection.execute("PRAGMA synchronous=OFF")


def press_cheaply(office: Office, actor: Actor, task: str, pressed: Press) -> str:
    """Completes a task as `press.complete` does, where a password is not proved and a signature is a line of text."""
    with office.look(actor) as work:
        seen = ready(work, task, pressed)
    put = None
    if seen.signing is not None and seen.signing.key is not None:
        with office.work(actor) as work:
            event_of, _ = preparing.prepare(work, task, pressed, seen, {"owner": actor.login})
        latest = seen.signing.latest
        pdf = office.tools.files.get(latest) + f"\n{actor.login} in {seen.signing.field}".encode()
        put = Put(latest, office.tools.files.put(pdf), b"certificate", event_of["event"])
    with press.stopping(office), office.work(actor) as work:
        return complete(work, task, pressed, seen, put).id
