"""The database: rows' base, column types, and how a connection is opened.

SQLite runs in WAL with synchronous=FULL; a writing transaction begins IMMEDIATE, so writers queue instead of failing.
On PostgreSQL the same code locks rows.
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, MetaData, Text, create_engine, event, literal
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=_NAMES)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; naive moments are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"Expected a moment with its zone, but {value} has none.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """Plain data as text with its key order kept (JSONB would lose the order)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def new_id() -> str:
    """A name nobody can guess (126 bits, URL-safe, no leading dash)."""
    return "d" + secrets.token_urlsafe(16).replace("-", "x").replace("_", "y")


def put_new(session: Session, model: type[Row], rows: Sequence[dict[str, Any]]) -> int:
    """Inserts those rows whose keys are not there yet, also when somebody else is just inserting them; says how many."""
    if not rows:
        return 0
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    put = insert(model).values(list(rows)).on_conflict_do_nothing().returning(literal(1))
    return len(session.execute(put).all())  # PostgreSQL's driver does not tell the count otherwise


class Database:
    """An open database: sessions that read, sessions that write."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _open(url)
        self._writing = sessionmaker(
            self.engine.execution_options(writes=True), expire_on_commit=False, autoflush=False
        )
        self._reading = sessionmaker(self.engine, expire_on_commit=False, autoflush=False)

    @property
    def embedded(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session inside one transaction that is committed at the end, or rolled back by any exception."""
        with self._writing() as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking; nothing it does is kept."""
        with self._reading() as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()


def _open(url: str) -> Engine:
    if url.startswith("sqlite"):
        database = create_engine(
            url, connect_args={"timeout": 60, "check_same_thread": False}, pool_size=32, max_overflow=32
        )
        event.listen(database, "connect", _on_sqlite_connect)
        event.listen(database, "begin", _on_sqlite_begin)
        return database
    return create_engine(url, pool_size=16, max_overflow=48, pool_pre_ping=True)


def _on_sqlite_connect(connection: Any, record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=60000",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_sqlite_begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
