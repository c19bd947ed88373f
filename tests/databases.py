"""Databases for tests: an SQLite file, and a database of a private PostgreSQL that lives as long as the test run."""

import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

from engine.db import Database
from engine.upgrade import upgrade

ENGINES = ("sqlite", "postgresql")
_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]))
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
_numbers = count(1)


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL of our own."""

    folder: Path
    pid: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://bagyt@/{database}?host={self.folder}"

    def tell(self, sentence: str) -> None:
        """Says one sentence of SQL outside any transaction."""
        with psycopg.connect(host=str(self.folder), user="bagyt", dbname="postgres", autocommit=True) as connection:
            connection.execute(sentence.encode())


def _program(name: str) -> str | None:
    beside = [str(folder / name) for folder in reversed(_BINARIES) if (folder / name).exists()]
    return beside[0] if beside else shutil.which(name)


def _as_whom() -> dict[str, object]:
    """PostgreSQL refuses to run as root; there it runs as `postgres`, else as whoever runs the tests."""
    if os.geteuid() != 0:
        return {}
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError:
        owner = pwd.getpwnam("nobody")
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _start(folder: Path, initdb: str, postgres: str) -> subprocess.Popen[bytes]:
    whom = _as_whom()
    if whom:
        os.chown(folder, whom["user"], whom["group"])  # type: ignore[arg-type]
    data, environment = folder / "data", {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    subprocess.run(
        [initdb, "-D", data, "-U", "bagyt", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"],
        check=True,
        capture_output=True,
        cwd="/",
        env=environment,
        **whom,  # type: ignore[call-overload]
    )
    settings = [f"-c{name}={value}" for name, value in _QUICK.items()]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
            [postgres, "-D", data, "-k", folder, "-clisten_addresses=", *settings],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment,
            **whom,
        )


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(host=str(folder), user="bagyt", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"Expected PostgreSQL to start, but it said: {(folder / 'log').read_text()}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A private PostgreSQL on a socket in a short folder, stopped at the end by its own pid."""
    initdb, postgres = _program("initdb"), _program("postgres")
    if initdb is None or postgres is None:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(
        subprocess.run(
            ["mktemp", "-d", "/tmp/bagyt-pg-XXXXXX"], check=True, capture_output=True, text=True
        ).stdout.strip()
    )
    process = _start(folder, initdb, postgres)
    try:
        _wait(folder, process)
        yield Server(folder, process.pid)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def migrate(url: str) -> None:
    """Brings the database at an address to the newest shape."""
    database = Database(url)
    upgrade(database)
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file in the newest shape, made once and copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    migrate(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Server) -> str:
    """The name of a PostgreSQL database in the newest shape, made once and copied for each test."""
    postgresql.tell("CREATE DATABASE template_bagyt")
    migrate(postgresql.url("template_bagyt"))
    postgresql.tell("ALTER DATABASE template_bagyt WITH ALLOW_CONNECTIONS false")
    return "template_bagyt"


def _sqlite_copy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "bagyt.sqlite"
    shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    yield f"sqlite:///{path}"


def _postgresql_copy(request: pytest.FixtureRequest) -> Iterator[str]:
    server: Server = request.getfixturevalue("postgresql")
    template, name = request.getfixturevalue("postgresql_template"), f"test_{next(_numbers)}"
    server.tell(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.url(name)
    server.tell(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database in the newest shape: once on SQLite, once on PostgreSQL."""
    yield from _sqlite_copy(request, tmp_path) if request.param == "sqlite" else _postgresql_copy(request)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty SQLite database in the newest shape, for tests about something else than rows."""
    yield from _sqlite_copy(request, tmp_path)


@pytest.fixture(params=ENGINES)
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, for tests of migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.sqlite'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    name = f"bare_{next(_numbers)}"
    server.tell(f"CREATE DATABASE {name}")
    yield server.url(name)
    server.tell(f"DROP DATABASE {name} WITH (FORCE)")
