"""Thousands of people made at once, and how many statements a look takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, insert, select

from engine.office import OFFICE
from engine.people.models import Appointment, Person, Unit
from engine.people.queries import today
from tests.offices import House


def crowd_of(house: House, unit: str, count: int) -> list[str]:
    """That many teachers in a new unit of that code; their logins."""
    logins = [f"{unit}{at}" for at in range(count)]
    named = [{"login": one, "names": _names(one), "found_by": one, "version": 1} for one in logins]
    with house.office.work(OFFICE) as work:
        above = work.session.scalar(select(Unit.id).where(Unit.code == "fit"))
        place = work.add(Unit(code=unit, type="chair", name={"kk": unit, "ru": unit}, parent_id=above))
        work.session.flush()
        work.session.execute(insert(Person), named)
        ids = work.session.scalars(select(Person.id).where(Person.login.in_(logins))).all()
        post = {"unit_id": place.id, "post": "teacher", "title": {"kk": "Оқытушы"}, "is_head": False, "acting": False}
        work.session.execute(insert(Appointment), [{"person_id": one, "since": today(work), **post} for one in ids])
    return logins


def _names(login: str) -> dict[str, dict[str, str]]:
    return {language: {"family": login.title(), "given": "Дана", "patronymic": ""} for language in ("kk", "ru")}


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """The statements said to the database meanwhile."""
    said: list[str] = []

    def hear(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        said.append(statement)

    engine = house.office.database.engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def counted(house: House, act: Callable[[], Any]) -> int:
    """How many statements an act says."""
    with statements(house) as said:
        act()
    return len(said)
