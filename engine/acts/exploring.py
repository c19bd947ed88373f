"""A kind looked at before anybody works by it: all its ways, and whether everybody it asks is there today."""

from dataclasses import dataclass

from engine import explorer
from engine.catalogue import drafts
from engine.explorer import Explored, Finding
from engine.instances.seats import Directory
from engine.kinds import Kind
from engine.people.staff import staff
from engine.work import Work


@dataclass(frozen=True)
class Organisation:
    """Who works here today: what rules of lanes look through, and a person with his unit for every unit."""

    directory: Directory
    seats: tuple[tuple[int, int], ...]


def organisation(work: Work) -> Organisation:
    """The people of today; raises NotAllowed for anybody but process owners."""
    drafts.must_own(work)
    directory = Directory(work)
    units: dict[int, int] = {}
    for person in staff(work).names:
        unit = directory.place(person)
        if unit is not None:
            units.setdefault(unit, person)
    return Organisation(directory, tuple((person, unit) for unit, person in units.items()))


def explore(kind: Kind, people: Organisation) -> Explored:
    """Everything wrong with the kind's route in this organisation, worst first; outside any transaction."""
    found = explorer.explore(kind)
    vacant = [Finding("nobody", one) for one in explorer.nobody(kind, people.directory, people.seats)]
    return Explored((*vacant, *found.findings), found.states, found.paths, found.whole)
