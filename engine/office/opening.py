"""Opening an installation that is there: its database in this release's shape, and the office over it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from engine.clock import Clock
from engine.config import Settings
from engine.db import Database
from engine.errors import Invalid, Unavailable, WrongState
from engine.office import Office
from engine.office.making import make_tools
from engine.upgrade import is_current

ENGINES = ("embedded",)


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


@contextmanager
def opened_office(settings: Settings, *, clock: Clock | None = None) -> Iterator[Office]:
    """The office over that database, closed at the end; raises also what `check_engine` and `make_tools` raise."""
    check_engine(settings)
    with opened(settings) as database:
        office = Office(database, make_tools(settings, clock=clock))
        try:
            yield office
        finally:
            office.close()


def check_engine(settings: Settings) -> None:
    """Refuses an engine of jobs that this release does not have."""
    if settings.jobs not in ENGINES:
        raise Invalid.one(
            "BAGYT_JOBS", "Expected one of {known}, but it is {value}.", known=", ".join(ENGINES), value=settings.jobs
        )
