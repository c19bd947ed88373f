"""The installation's database, opened for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from engine.config import Settings
from engine.db import Database
from engine.errors import Unavailable, WrongState
from engine.upgrade import is_current


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database in this release's shape; raises Unavailable when there is none, WrongState when it is older or newer."""
    database = Database(settings.database)
    shown = database.engine.url.render_as_string(hide_password=True)
    try:
        current = is_current(database)
    except OperationalError as error:
        database.close()
        raise Unavailable("Expected the database {database}, but it does not open.", database=shown) from error
    try:
        if not current:
            raise WrongState(
                "Expected the database in the shape of this release, but {database} is not. Run: bagyt db upgrade",
                database=shown,
            )
        yield database
    finally:
        database.close()
