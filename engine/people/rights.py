"""Who may change whom: roles, and the duties that are kept apart."""

from engine.errors import NotAllowed
from engine.people.models import Person
from engine.work import Work

ROLES = (
    "admin",
    "hr",
    "records_admin",
    "registrar",
    "archivist",
    "owner",
    "accountant",
)
"""Every role there is: whoever grants another one is refused."""

UNITS = ("admin",)
PEOPLE = ("hr", "admin")
POSTS = ("hr", "admin")
SUBSTITUTIONS = ("hr",)


def may_units(work: Work) -> None:
    """Raises NotAllowed unless the actor looks after the units."""
    _must(work, UNITS, "Expected a system administrator to change units and roles, but you are none.")


def may_people(work: Work) -> None:
    """Raises NotAllowed unless the actor looks after people and their posts."""
    _must(work, PEOPLE, "Expected the HR department or an administrator to change people, but you are neither.")


def may_substitutions(work: Work) -> None:
    """Raises NotAllowed unless the actor keeps the substitutions."""
    _must(work, SUBSTITUTIONS, "Expected the HR department to change substitutions, but you are not of it.")


def not_himself(work: Work, who: Person) -> None:
    """Raises NotAllowed when the actor would give himself a right: another one of the same duty does that."""
    if not work.actor.is_office and work.actor.person == who.id:
        raise NotAllowed("Expected somebody else to change your own rights, but this is you.")


def _must(work: Work, roles: tuple[str, ...], sentence: str) -> None:
    if not (work.actor.is_office or work.actor.has(*roles)):
        raise NotAllowed(sentence)
