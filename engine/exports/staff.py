"""The people as a list to be taken out: with the headings an import knows, so that what goes out comes in again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from engine.exports.writing import Table
from engine.people import rights
from engine.people.checks import PARTS
from engine.people.columns import headings
from engine.people.models import Appointment, Person, Unit
from engine.people.queries import today
from engine.phrases import say
from engine.spreadsheets.writing import Cell
from engine.texts import LANGUAGES
from engine.work import Work

PORTION = 500


def people(work: Work) -> Table:
    """Everybody who works here, a line for each post held today or later; raises NotAllowed."""
    rights.may_people(work)
    tongue = work.actor.language
    columns = headings(tongue)
    rows = ([line.get(name) for name in columns] for line in _lines(work))
    return Table("people", say("People", tongue), list(columns.values()), rows, {})


def _lines(work: Work) -> Iterator[Mapping[str, Cell]]:
    known = {one.id: one for one in work.session.scalars(select(Unit))}
    last = 0
    while True:
        query = select(Person).where(Person.dismissed.is_(None), Person.id > last).order_by(Person.id).limit(PORTION)
        people = list(work.session.scalars(query))
        posts = _posts(work, [one.id for one in people])
        for one in people:
            facts = _person(one)
            yield from ([facts | _post(post, known) for post in posts.get(one.id, ())] or [facts])
        if len(people) < PORTION:
            return
        last = people[-1].id


def _posts(work: Work, persons: Sequence[int]) -> dict[int, list[Appointment]]:
    lasting = or_(Appointment.until.is_(None), Appointment.until >= today(work))
    query = select(Appointment).join(Unit, Unit.id == Appointment.unit_id).where(Unit.closed.is_(False), lasting)
    found: dict[int, list[Appointment]] = {}
    query = query.where(Appointment.person_id.in_(persons)).order_by(Appointment.since, Appointment.id)
    for one in work.session.scalars(query):
        found.setdefault(one.person_id, []).append(one)
    return found


def _person(one: Person) -> dict[str, Cell]:
    names = {f"{part}_{tongue}": one.names.get(tongue, {}).get(part) for tongue in LANGUAGES for part in PARTS}
    plain = {name: getattr(one, name) for name in ("login", "number", "email", "phone_work", "phone_mobile")}
    return {**names, **plain}


def _post(one: Appointment, units: Mapping[int, Unit]) -> dict[str, Any]:
    where = units[one.unit_id]
    titles = {f"title_{tongue}": one.title.get(tongue) for tongue in LANGUAGES}
    ticks = {"is_head": "+" if one.is_head else "–", "acting": "+" if one.acting else "–"}
    above = {"parent": units[where.parent_id].code} if where.parent_id else {}
    return {"unit": where.code, **above, **titles, "post": one.post, **ticks, "since": one.since, "until": one.until}
