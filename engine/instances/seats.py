"""Who may do a task: the lane's rule found in the people desk, the own-document rule, substitutes (domain 6.0)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from engine.documents.models import Document
from engine.instances import own
from engine.instances.models import Task
from engine.kinds import Kind, candidates
from engine.kinds.rules import ITEM, Answered
from engine.kinds.seats import Seats
from engine.people.queries import UNIT, today
from engine.people.staff import PostFact, SubstitutionCard, staff
from engine.work import Work
from engine.workflow import Step

ACTING = "The initiator's own document: who acts for him by order decides."
NOBODY_ABOVE = "The initiator's own document, and nobody stands above him or acts for him by order."
ABOVE = "You stand above who reported: nobody accepts his own report."
ACTING_TO_ACCEPT = "Nobody accepts his own report: who acts for him by order does."
NOBODY_ACCEPTS = "Nobody accepts his own report, and nobody stands above him or acts for him by order."


@dataclass(frozen=True)
class Place:
    """One person who may do it; `acting_for` and `basis` when he stands for another, `given_by` who handed it over."""

    person: int
    acting_for: int | None = None
    basis: str | None = None
    given_by: int | None = None


@dataclass(frozen=True)
class Found:
    """Who was found. `skip` is the outcome by which the task is passed over instead of being opened."""

    places: tuple[Place, ...]
    queue: bool
    why: dict[str, Any] = field(default_factory=dict)
    skip: str = ""


@dataclass(frozen=True)
class Row:
    """One element of a list, and who does its row."""

    item: str
    found: Found


class Directory:
    """The people desk as the rules of a kind ask it, on the day of the act."""

    def __init__(self, work: Work) -> None:
        self._now = work.now
        self._day = today(work)
        self._staff = staff(work)

    def _holding(self, posts: Iterable[PostFact]) -> list[int]:
        return list(dict.fromkeys(one.person for one in posts if one.holds(self._day)))

    def _today(self, unit: int) -> int:
        """The unit that goes on with the work of that one: its successor when it is closed, as with its code."""
        known = self._staff.units[unit]
        return self._staff.codes.get(known.code, unit) if known.closed else unit

    def unit(self, code: str) -> int | None:
        return self._staff.codes.get(code.removeprefix(UNIT))

    def person(self, login: str) -> int | None:
        return self._staff.logins.get(login)

    def head(self, unit: int) -> int | None:
        """The head of a unit; of a university, who heads its rectorate."""
        staff, unit = self._staff, self._today(unit)
        within = [one for one in staff.beneath.get(unit, ()) if staff.units[one].type == "rectorate"]
        found = self._holding(one for one in staff.by_unit.get(unit, ()) if one.is_head)
        found = found or self._holding(one for place in within for one in staff.by_unit.get(place, ()) if one.is_head)
        return next(iter(found), None)

    def parent(self, unit: int) -> int | None:
        return self._staff.units[self._today(unit)].parent

    def type(self, unit: int) -> str:
        return self._staff.units[self._today(unit)].type

    def place(self, person: int) -> int | None:
        """The unit a person is known by: one he heads before others."""
        return next((one.unit for one in self._staff.held(person, self._day)), None)

    def here(self, seats: Seats) -> Seats:
        """Those of them who work here: an initiator may have left while his document is on its way."""
        return replace(seats, persons=tuple(one for one in seats.persons if one in self._staff.names))

    def holders(self, post: str) -> Sequence[int]:
        return self._holding(self._staff.by_post.get(post, ()))

    def members(self, unit: int) -> Sequence[int]:
        return self._holding(self._staff.by_unit.get(self._today(unit), ()))

    def role_holders(self, role: str) -> Sequence[int]:
        held = self._staff.roles.get(role, ())
        return list(dict.fromkeys(one.person for one in held if one.holds(self._now)))

    def substitutes(self, persons: Collection[int], *, signing: bool) -> Sequence[SubstitutionCard]:
        """Who stands for those persons today."""
        return self._staff.substitutes(persons, self._day, signing=signing)

    def everybody(self, codes: Sequence[str]) -> dict[int, str]:
        """The persons a list of logins and units' codes means, with everybody beneath those units: id → login."""
        staff = self._staff
        found = {staff.logins[one]: one for one in codes if one in staff.logins}
        units = [self.unit(one) for one in codes if one not in staff.logins]
        for unit in (one for one in units if one is not None):
            for place in staff.under(unit):
                found |= {one: staff.names[one] for one in self.members(place)}
        return found


def owners(work: Work) -> list[int]:
    """Those who are told of incidents: process owners, the records administrator and the system's."""
    directory = Directory(work)
    return [person for role in ("owner", "records_admin", "admin") for person in directory.role_holders(role)]


def find(work: Work, document: Document, kind: Kind, step: Step, *, item: str = "") -> Found:
    """The people for a step of that document today; `item` is the element of the list a row is made for.

    A person never decides on his own document: an approver's step is passed over, a signer's goes one unit up
    (`own_document` of the kind); nor does he accept his own report. Nobody signs in two fields of one document.
    Substitutes in force are found beside the absent.
    """
    directory = Directory(work)
    seats = directory.here(candidates(kind.people[step.lane], directory, own.given(document, item)))
    rule = kind.own_document.get(step.id, "")
    theirs = own.whose(document, directory) if rule else set()
    out = theirs | own.reporters(work, document, kind, step, directory)
    persons = [one for one in seats.persons if one not in out]
    signing = step.id in {*kind.signers, kind.registrar}
    why = {"template": seats.why[0], "facts": dict(seats.why[1])}
    if seats.persons and not persons:
        himself = set(seats.persons) <= theirs
        if himself and rule == "skip":
            return Found((), False, {"template": "Own document: passed over."}, "approve")
        persons = _one_up(directory, _unit_of(directory, document, seats.persons[0]), out)
        if not persons:
            return _instead_of_himself(work, document, seats.persons, out, signing=signing, himself=himself)
        why = why if himself else {"template": ABOVE, "facts": {}}
    signed = _signed_already(work, document, kind, step)
    places = beside(work, document, [one for one in persons if one not in signed], signing=signing, out=out)
    return Found(tuple(one for one in places if one.person not in signed), seats.kind == "queue", why)


def _signed_already(work: Work, document: Document, kind: Kind, step: Step) -> set[int]:
    """Who has signed another field of this round's file. The registrar's is a second signature (K-28): of another person,
    in whosever name either was made.
    """
    others = set(kind.signers) - {step.id}
    if step.id not in kind.fields or not others:
        return set()
    done = select(Task.done_by).where(
        Task.document_id == document.id,
        Task.round == document.round,
        Task.step.in_(others),
        Task.state == "done",
        Task.outcome == "sign",
    )
    return {one for one in work.session.scalars(done) if one is not None}


def _instead_of_himself(
    work: Work, document: Document, persons: Sequence[int], out: Collection[int], *, signing: bool, himself: bool
) -> Found:
    """Who acts by order for somebody whom nobody stands above: the rector asks for his own trip, or reports himself."""
    stands = beside(work, document, persons, signing=signing, out=out)
    places = tuple(one for one in stands if one.person not in out)
    acting, nobody = (ACTING, NOBODY_ABOVE) if himself else (ACTING_TO_ACCEPT, NOBODY_ACCEPTS)
    return Found(places, False, {"template": acting if places else nobody, "facts": {}})


def _unit_of(directory: Directory, document: Document, person: int) -> int | None:
    """Where one looks for who stands above: the document's unit for its initiator, else the person's own."""
    return document.unit_id if person == document.initiator_id else directory.place(person)


def each_of(work: Work, document: Document, kind: Kind, step: Step) -> list[Row]:
    """Who is asked for each of the step's list: one row a person where the lane's rule is `item`, else one an element.

    Units are taken with everything beneath them, nobody twice. A person of a list is meant himself: nobody stands for him.
    """
    listed = {**document.answers, **document.added}.get(step.of)
    items = (
        list(dict.fromkeys(one for one in listed if isinstance(one, str) and one)) if isinstance(listed, list) else []
    )
    if kind.people[step.lane] != Answered(ITEM):
        return [Row(one, find(work, document, kind, step, item=one)) for one in items]
    why = {"template": "You are named in the document.", "facts": {}}
    return [Row(login, Found((Place(person),), False, why)) for person, login in named(work, items).items()]


def named(work: Work, codes: Sequence[str]) -> dict[int, str]:
    """The persons a list of logins and units' codes means, with everybody beneath those units: id → login.

    What is a login and a code means the person; `unit:code` means the unit.
    """
    return Directory(work).everybody(codes)


def _one_up(directory: Directory, unit: int | None, out: Collection[int]) -> list[int]:
    while unit is not None:
        head = directory.head(unit)
        if head is not None and head not in out:
            return [head]
        unit = directory.parent(unit)
    return []


def beside(
    work: Work, document: Document, persons: Sequence[int], *, signing: bool = False, out: Collection[int] = ()
) -> tuple[Place, ...]:
    """Places for those persons, and beside them for who stands for them today; never for the initiator in another's
    name, nor for those of `out`.
    """
    places = {person: Place(person) for person in persons}
    for one in Directory(work).substitutes(persons, signing=signing):
        if one.substitute != document.initiator_id and one.substitute not in out:
            places.setdefault(one.substitute, Place(one.substitute, one.absent, one.basis))
    return tuple(places.values())
