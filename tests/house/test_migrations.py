"""The migrations make exactly the tables of the models, and every step can be taken back."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from engine import upgrade as upgrading
from engine.db import Database
from engine.models import METADATA
from tests.house.sources import ROOT

VERSIONS = ROOT / "engine" / "migrations" / "versions"


def _steps() -> list[Path]:
    return sorted(path for path in VERSIONS.glob("*.py") if path.name != "__init__.py")


def _rows(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM audit_head")).scalar_one())


def test_migrations_make_the_tables_of_the_models(bare_url: str) -> None:
    database = Database(bare_url)
    upgrading.upgrade(database)

    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    database.close()

    assert not differences


def test_every_step_has_a_number_and_a_name() -> None:
    names = [path.stem for path in _steps()]

    assert [name for name in names if not re.fullmatch(r"\d{4}_[a-z0-9_]+", name)] == []
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_a_second_upgrade_changes_nothing(bare_url: str) -> None:
    database = Database(bare_url)
    upgrading.upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO audit_head (stream, number, hash) VALUES ('system', 1, 'x')"))

    upgrading.upgrade(database)

    with database.engine.connect() as connection:
        assert upgrading.is_current(database)
        assert _rows(connection) == 1
    database.close()


def test_every_step_goes_down_and_up_again(bare_url: str) -> None:
    database = Database(bare_url)
    upgrading.upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO audit_head (stream, number, hash) VALUES ('system', 1, 'x')"))

    upgrading.downgrade(database, "base")
    left = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    upgrading.upgrade(database)

    assert not left
    assert set(inspect(database.engine).get_table_names()) >= set(METADATA.tables)
    database.close()
