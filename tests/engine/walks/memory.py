"""An office whose tools are in memory and whose clock stands until it is moved: for thousands of acts on real rows."""

import shutil
from collections.abc import Iterator
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

    @contextmanager
    def house(self) -> Iterator[House]:
        """One of them."""
        name = f"walk_{next(_numbers)}"
        if self.server is None:
            shutil.copyfile(self.furnished / "bagyt.sqlite", self.data / f"{name}.sqlite")
            url = f"sqlite:///{self.data / name}.sqlite"
        else:
            self.server.tell(f"CREATE DATABASE {name} TEMPLATE {self.template}")
            url = self.server.url(name)
        database = Database(url)
        if database.embedded:
            event.listen(database.engine, "connect", _hurried)
        files, clock = Memory(self.data / "files"), FixedClock(self.moment)
        house = House(Office(database, replace(self.tools, files=files, clock=clock, memory={})), self.authority)
        yield house
        database.close()
        if self.server is None:
            for left in self.data.glob(f"{name}.sqlite*"):
                left.unlink()
        else:
            self.server.tell(f"DROP DATABASE {name} WITH (FORCE)")


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
