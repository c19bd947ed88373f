"""Bringing a database to the shape this program needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from engine.db import Database
from engine.errors import WrongState


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def upgrade(database: Database, to: str = "head") -> None:
    """Runs the steps that are missing, all in one transaction where the database can."""
    with _stepping(database) as config:
        command.upgrade(config, to)


def downgrade(database: Database, to: str) -> None:
    """Takes steps back, down to that one."""
    with _stepping(database) as config:
        command.downgrade(config, to)


@contextmanager
def _stepping(database: Database) -> Iterator[Config]:
    """One transaction for the steps. SQLite changes a table by making it anew, so its references are looked at afterwards."""
    config = _config()
    with database.engine.execution_options(writes=True).connect() as connection:
        driver = connection.connection.driver_connection
        if database.embedded and driver is not None:
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                yield config
                _must_be_whole(database, connection)
        finally:
            if database.embedded and driver is not None:
                driver.execute("PRAGMA foreign_keys=ON")


def _must_be_whole(database: Database, connection: Connection) -> None:
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if database.embedded else []
    if lost:
        raise WrongState("Expected every row to find what it refers to, but {count} do not.", count=len(lost))


def is_current(database: Database) -> bool:
    """Whether the database has the shape this program needs."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
