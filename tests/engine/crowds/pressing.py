"""Three people in processes of their own, who press at the same moment on the same data."""

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from engine.acts.complete import Press
from engine.config import Settings
from engine.db import Database
from engine.errors import Refusal
from engine.office import OFFICE, Office, make_tools, press
from engine.people.queries import actor, person
from tests.offices import House

WAIT = 120


@dataclass(frozen=True)
class Said:
    """One press: who, which task, what he saw, his button."""

    login: str
    task: str
    shown: str
    outcome: str

    def pressed(self) -> Press:
        return Press(self.outcome, {}, "Себебі бар", "", self.shown)


def say(office: Office, said: Said) -> str:
    """What came of a press: the document, or the code of the refusal."""
    with office.look(OFFICE) as work:
        who = actor(work, person(work, said.login).id)
    try:
        return press.complete(office, who, said.task, said.pressed())
    except Refusal as refusal:
        return refusal.code


def live(settings: Settings, url: str, gate: Any, pipe: Any) -> None:
    """The life of one process: told a press, it waits for the others, and presses."""
    office = Office(Database(url), make_tools(settings))
    pipe.send("ready")
    while (said := pipe.recv()) is not None:
        gate.wait(WAIT)
        pipe.send(say(office, said))
    office.close()


@contextmanager
def processes(house: House, count: int) -> Iterator[Any]:
    """Gives what presses in so many processes at the same moment."""
    spawned = multiprocessing.get_context("spawn")
    gate = spawned.Barrier(count)
    settings, url = house.office.tools.settings, house.office.database.url
    ends, alive = [], []
    for _ in range(count):
        mine, theirs = spawned.Pipe()
        process = spawned.Process(target=live, args=(settings, url, gate, theirs), daemon=True)
        process.start()
        ends.append(mine)
        alive.append(process)
    assert [end.poll(WAIT) and end.recv() for end in ends] == ["ready"] * count

    def at_once(presses: Sequence[Said]) -> list[str]:
        for end, one in zip(ends, presses, strict=True):
            end.send(one)
        assert all(end.poll(WAIT) for end in ends)
        return [end.recv() for end in ends]

    try:
        yield at_once
    finally:
        for end in ends:
            end.send(None)
        for process in alive:
            process.join(WAIT)
