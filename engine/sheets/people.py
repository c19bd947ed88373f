"""Who somebody was on a day: name, post, unit, as the sheets print him."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import select

from engine.people.models import Appointment, Person, Unit
from engine.texts import said
from engine.wording import full_name, person_name
from engine.work import Work

PORTION = 500


@dataclass(frozen=True)
class Someone:
    """A person on a day, worded."""

    name: str
    whole_name: str
    post: str
    unit: str

    @property
    def place(self) -> str:
        return ", ".join(one for one in (self.post, self.unit) if one)


class People:
    """Those persons with all their posts, past ones too; read in portions."""

    def __init__(self, work: Work, persons: Collection[int], language: str) -> None:
        self._language = language
        self._names: dict[int, dict[str, dict[str, str]]] = {}
        self._posts: dict[int, list[tuple[Appointment, Unit]]] = {}
        for portion in _portions(sorted(set(persons))):
            self._read(work, portion)

    def _read(self, work: Work, portion: Sequence[int]) -> None:
        for id, names in work.session.execute(select(Person.id, Person.names).where(Person.id.in_(portion))):
            self._names[id] = names
        rows = select(Appointment, Unit).join(Unit, Unit.id == Appointment.unit_id)
        order = (Appointment.is_head.desc(), Appointment.since, Appointment.id)
        for appointment, unit in work.session.execute(rows.where(Appointment.person_id.in_(portion)).order_by(*order)):
            self._posts.setdefault(appointment.person_id, []).append((appointment, unit))

    def on(self, person: int, day: date) -> Someone:
        """The person as he was that day."""
        names, language = self._names.get(person, {}), self._language
        held = (
            (post, unit)
            for post, unit in self._posts.get(person, ())
            if post.since <= day and (post.until is None or post.until >= day)
        )
        post, unit = next(held, (None, None))
        return Someone(
            person_name(names, language),
            full_name(names, language),
            said(post.title, language) if post else "",
            said(unit.name, language) if unit else "",
        )


def _portions(ids: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while portion := list(islice(rest, PORTION)):
        yield portion
