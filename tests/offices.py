"""A real office for tests: the demo university on a fresh database, its own authority on the loopback, a clock to move.

`house.as_("dean").completes("sign", executor_unit="facility")` reads as what happens.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.acts import complete, end, start, views
from engine.clock import Clock
from engine.config import Settings
from engine.db import Database
from engine.demo.making import fill, holder, make_dossiers, publish_bundled
from engine.demo.university import SIGNERS
from engine.fsck import fsck
from engine.instances.queries import TaskCard, of_actor
from engine.office import OFFICE, Actor, Office, make_tools, press, running
from engine.people.queries import actor, person
from tests.databases import Server, _numbers
from tests.pki import PASSPHRASE, TestPki

TEXT = "305-дәрісханадағы проекторды ауыстыруды сұраймын."


class AuthorityClock(Clock):
    """The clock of the authority: moving one moves both."""

    def __init__(self, authority: TestPki) -> None:
        super().__init__()
        self.authority = authority

    def now(self) -> datetime:
        return self.authority.now()

    def set(self, moment: datetime) -> datetime:
        self.authority.moved += moment - self.authority.now()
        return self.now()


@dataclass
class Paper:
    """A document in the hands of a test."""

    house: "House"
    id: str

    def view(self, login: str = "teacher") -> views.DocumentView:
        with self.house.office.look(self.house.actor(login)) as work:
            return views.document_view(work, self.id)

    @property
    def state(self) -> str:
        return self.view().document.state

    @property
    def number(self) -> str | None:
        return self.view().document.number


@dataclass
class Hand:
    """A person of the university, doing things."""

    house: "House"
    login: str

    @property
    def actor(self) -> Actor:
        return self.house.actor(self.login)

    def writes(self, kind: str = "memo", *, sends: bool = True, **answers: Any) -> Paper:
        """Starts a document, sends it, and lets the office do its steps."""
        given = {"subject": "Проекторды ауыстыру туралы", "text": TEXT, **answers} if kind == "memo" else answers
        id = press.start_document(self.house.office, self.actor, kind, given, submit=sends)
        self.house.settle()
        return Paper(self.house, id)

    def tasks(self) -> list[TaskCard]:
        """What waits for this person."""
        with self.house.office.look(self.actor) as work:
            return of_actor(work)[0]

    def sees(self, task: TaskCard) -> views.TaskView:
        with self.house.office.look(self.actor) as work:
            return views.task_view(work, task.id)

    def completes(
        self,
        outcome: str,
        *,
        task: TaskCard | None = None,
        comment: str = "",
        password: str = PASSPHRASE,
        level: str = "",
        settle: bool = True,
        **answers: Any,
    ) -> Paper:
        """Presses a button of the first task that waits for this person, having seen the document as it is."""
        chosen = task or self.tasks()[0]
        frozen = self.sees(chosen).document.rendition
        pressed = complete.Press(outcome, answers, comment, password, frozen.sha256 if frozen else "", level)
        id = press.complete(self.house.office, self.actor, chosen.id, pressed)
        if settle:
            self.house.settle()
        return Paper(self.house, id)

    def withdraws(self, paper: Paper, comment: str = "Қателестім") -> None:
        with self.house.office.work(self.actor) as work:
            end.withdraw(work, paper.id, comment)

    def sends(self, paper: Paper) -> None:
        with self.house.office.work(self.actor) as work:
            start.submit(work, paper.id)
        self.house.settle()


class House:
    """The office of a test with its authority and clock."""

    def __init__(self, office: Office, authority: TestPki) -> None:
        self.office, self.authority = office, authority

    def as_(self, login: str) -> Hand:
        return Hand(self, login)

    def actor(self, login: str) -> Actor:
        with self.office.look(OFFICE) as work:
            return actor(work, person(work, login).id)

    def settle(self) -> None:
        """Runs everything that is due now."""
        running.settle(self.office)

    def goes_on(self, **span: float) -> None:
        """Lets time pass (timedelta's words), then runs what is due."""
        self.authority.moved += timedelta(**span)
        self.settle()

    def broken(self) -> list[str]:
        """What fsck finds: nothing, in a healthy house."""
        with self.office.look(OFFICE) as work:
            return list(fsck(work))

    def registers_a_memo(self, level: str = "simple") -> Paper:
        """A memo from the teacher to the registered number, all in order."""
        self.as_("teacher").writes()
        self.as_("chair").completes("approve")
        self.as_("dean").completes("sign", level=level, executor_unit="facility", control=True)
        return self.as_("registrar").completes("register", level=level)


@pytest.fixture(scope="session")
def authority(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestPki]:
    """One authority for all offices of the run, with the demo's signers."""
    made = TestPki(tmp_path_factory.mktemp("authority"), [holder(login) for login in SIGNERS], timedelta(days=30))
    yield made
    made.stop()


def _settings(data: Path, url: str, authority: TestPki) -> Settings:
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "pki").exists():
        (data / "pki").symlink_to(authority.made.folder)
    return Settings(data=data, database_url=url, demo=True, password_memory=64)


def _furnish(data: Path, url: str, authority: TestPki) -> None:
    settings = _settings(data, url, authority)
    office = Office(Database(url), make_tools(settings, clock=AuthorityClock(authority)))
    fill(office, lambda _: None)
    with office.work(OFFICE) as work:
        make_dossiers(work)
    publish_bundled(office, lambda _: None)
    office.close()


@pytest.fixture(scope="session")
def furnished_sqlite(sqlite_template: Path, authority: TestPki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the university on SQLite, made once and copied."""
    data = tmp_path_factory.mktemp("furnished")
    shutil.copyfile(sqlite_template, data / "bagyt.sqlite")
    _furnish(data, f"sqlite:///{data / 'bagyt.sqlite'}", authority)
    with sqlite3.connect(data / "bagyt.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return data


@pytest.fixture(scope="session")
def furnished_postgresql(
    postgresql: Server, postgresql_template: str, authority: TestPki, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A data folder and a PostgreSQL database with the university, made once and copied."""
    data, name = tmp_path_factory.mktemp("furnished-pg"), "furnished_bagyt"
    postgresql.tell(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    _furnish(data, postgresql.url(name), authority)
    postgresql.tell(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    return data, name


def _copied(furnished: Path, data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    shutil.copytree(furnished / "files", data / "files")
    shutil.copyfile(furnished / "secret.key", data / "secret.key")


def _opened(data: Path, url: str, authority: TestPki) -> Iterator[House]:
    authority.moved = timedelta()
    office = Office(Database(url), make_tools(_settings(data, url, authority), clock=AuthorityClock(authority)))
    yield House(office, authority)
    office.close()
    authority.moved = timedelta()


def _on_sqlite(request: pytest.FixtureRequest, data: Path) -> Iterator[House]:
    furnished: Path = request.getfixturevalue("furnished_sqlite")
    _copied(furnished, data)
    shutil.copyfile(furnished / "bagyt.sqlite", data / "bagyt.sqlite")
    yield from _opened(data, f"sqlite:///{data / 'bagyt.sqlite'}", request.getfixturevalue("authority"))


def _on_postgresql(request: pytest.FixtureRequest, data: Path) -> Iterator[House]:
    server: Server = request.getfixturevalue("postgresql")
    furnished, template = request.getfixturevalue("furnished_postgresql")
    _copied(furnished, data)
    name = f"office_{next(_numbers)}"
    server.tell(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield from _opened(data, server.url(name), request.getfixturevalue("authority"))
    server.tell(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """The university's office, once on SQLite, once on PostgreSQL."""
    yield from (_on_sqlite if request.param == "sqlite" else _on_postgresql)(request, tmp_path / "data")


@pytest.fixture
def small_house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """The university's office on SQLite, for tests about something else than rows."""
    yield from _on_sqlite(request, tmp_path / "data")
