"""The people a table speaks of, as they are: read at once, and moved on in memory by each row that was planned."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from engine.people.models import Appointment, Person, Unit
from engine.people.queries import today
from engine.work import Work

T = TypeVar("T")
PORTION = 500


@dataclass(frozen=True)
class Post:
    """A post of a person; `id` is 0 for one that a row adds."""

    id: int
    unit: str
    post: str
    title: Mapping[str, str]
    is_head: bool
    acting: bool
    since: date
    until: date | None

    def meets(self, since: date, until: date | None) -> bool:
        """Whether it is held on any of those days."""
        return (until is None or self.since <= until) and (self.until is None or self.until >= since)


@dataclass(frozen=True)
class Known:
    """A person as he is, or as the rows before have made him; `id` is 0 for a new one."""

    id: int
    login: str
    fields: Mapping[str, Any]
    dismissed: bool = False
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True)
class Place:
    """An open unit, by what a table may call it."""

    id: int
    code: str
    names: frozenset[str]
    parent: int | None


@dataclass
class Roll:
    """Everybody a table speaks of, and the open units. `day` is today as the table's reader saw it, `himself` his id."""

    day: date
    himself: int
    units: Sequence[Place]
    by_login: dict[str, Known] = field(default_factory=dict)
    by_number: dict[str, Known] = field(default_factory=dict)

    def put(self, one: Known) -> None:
        """Takes the person as he is after a row."""
        before = self.by_login.get(one.login)
        if before is not None and before.fields["number"]:
            self.by_number.pop(before.fields["number"], None)
        self.by_login[one.login] = one
        if one.fields["number"]:
            self.by_number[one.fields["number"]] = one

    def posted(self, one: Known, post: Post, instead: Post | None) -> None:
        """The person with that post, in place of another one when it is said."""
        kept = tuple(each for each in one.posts if each is not instead)
        self.put(replace(one, posts=(*kept, post)))

    def called_by(self, row: Mapping[str, str]) -> Known | None:
        """Whom the row means: by his login, else by his number."""
        if "login" in row:
            return self.by_login.get(row["login"])
        return self.by_number.get("".join(row.get("number", "").split()))

    def called(self, text: str) -> list[Place]:
        """Open units with that code, or else with that name in any language."""
        wanted = " ".join(text.split()).casefold()
        coded = [one for one in self.units if one.code == wanted]
        return coded or [one for one in self.units if wanted in one.names]


def roll(work: Work, rows: Sequence[Mapping[str, str]], *, day: date | None = None, hold: bool = False) -> Roll:
    """Everybody those rows may mean, locked when `hold`."""
    query = select(Unit.id, Unit.code, Unit.name, Unit.parent_id).where(Unit.closed.is_(False)).order_by(Unit.code)
    units = [
        Place(id, code, frozenset(" ".join(said.split()).casefold() for said in name.values()), parent)
        for id, code, name, parent in work.session.execute(query)
    ]
    logins = {row["login"] for row in rows if "login" in row}
    numbers = {"".join(row["number"].split()) for row in rows if "number" in row}
    people = {one.id: one for one in _people(work, logins, numbers, hold=hold)}
    codes = {one.id: one.code for one in units}
    posts = _posts(work, list(people), codes)
    found = Roll(day or today(work), work.actor.person, units)
    for one in people.values():
        found.put(Known(one.id, one.login, _fields(one), one.dismissed is not None, tuple(posts.get(one.id, ()))))
    return found


def _people(work: Work, logins: Collection[str], numbers: Collection[str], *, hold: bool) -> Iterator[Person]:
    ahead = [(Person.login, part) for part in _parts(sorted(logins))]
    ahead += [(Person.number, part) for part in _parts(sorted(numbers))]  # type: ignore[misc]
    for column, part in ahead:
        query = select(Person).where(column.in_(part)).order_by(Person.id)
        yield from work.session.scalars(query.with_for_update(key_share=True) if hold else query)


def _fields(one: Person) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("number", "email", "phone_work", "phone_mobile")}
    return {"names": one.names, **plain}


def _posts(work: Work, persons: Sequence[int], codes: Mapping[int, str]) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = {}
    for part in _parts(persons):
        query = select(Appointment).where(Appointment.person_id.in_(part)).order_by(Appointment.since, Appointment.id)
        for one in work.session.scalars(query):
            days = one.since, one.until
            post = Post(one.id, codes.get(one.unit_id, ""), one.post, one.title, one.is_head, one.acting, *days)
            found.setdefault(one.person_id, []).append(post)
    return found


def _parts(given: Sequence[T]) -> list[Sequence[T]]:
    return [given[at : at + PORTION] for at in range(0, len(given), PORTION)]
