"""What a person says about himself: e-mail and telephones (Y-13).

Letters that open his account go to his address, so another address is kept with his password only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import FieldProblem, Invalid, Stale
from engine.people.models import Person
from engine.people.queries import found_by, own_address
from engine.work import Work

_EMAIL = re.compile(r"[^@\s\"<>,;:()\[\]\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{3,30}")
LONGEST_EMAIL = 200


@dataclass(frozen=True)
class Contacts:
    """How the person is reached; `version` is the state of his row that was seen.

    `opens` is where letters that open his account go, while that is another address: somebody else has entered the
    present one, and he has not confirmed it with his password.
    """

    email: str
    phone_work: str
    phone_mobile: str
    version: int
    opens: str = ""


def contacts_of(work: Work) -> Contacts:
    """The actor's own."""
    who = work.get(Person, work.actor.person)
    return Contacts(
        who.email or "", who.phone_work or "", who.phone_mobile or "", who.version, who.confirmed_email or ""
    )


def moves(work: Work, given: Contacts) -> bool:
    """Whether letters that open the actor's account would go elsewhere afterwards. Raises Invalid, Stale."""
    _must_be_seen(work.get(Person, work.actor.person), given)
    return _moved(work.get(Person, work.actor.person), _checked(given))


def keep_contacts(work: Work, given: Contacts, *, proved: bool) -> str:
    """Keeps the actor's own contacts with an audit line; the same again does nothing.

    Gives the address letters that open his account went to, when they go elsewhere now, else "". `proved` says that he
    typed his password, without which they do not. Raises Invalid, Stale.
    """
    after = _checked(given)
    who = work.get(Person, work.actor.person, hold=True)
    _must_be_seen(who, given)
    moved = _moved(who, after)
    if moved and not proved:
        raise Invalid.one("old", "Expected your password, but there is none.")
    before = {"email": who.email, "phone_work": who.phone_work, "phone_mobile": who.phone_mobile}
    if after == before and who.confirmed_email is None:
        return ""
    left = own_address(who) if moved else ""
    who.confirmed_email = None
    who.email, who.phone_work, who.phone_mobile = after["email"], after["phone_work"], after["phone_mobile"]
    who.found_by = found_by(who.login, who.names, who.email)
    who.version += 1
    work.record(f"person:{who.id}", "person.contacts_changed", who.login, before=before, after=after)
    return left


def _must_be_seen(who: Person, given: Contacts) -> None:
    if who.version != given.version:
        raise Stale("Expected the contacts you saw, but they have changed since. Look again and keep them once more.")


def _moved(who: Person, after: Mapping[str, str | None]) -> bool:
    return (after["email"] or "") != own_address(who)


def _checked(given: Contacts) -> dict[str, str | None]:
    typed = {"email": given.email, "phone_work": given.phone_work, "phone_mobile": given.phone_mobile}
    kept = {name: value.strip() for name, value in typed.items()}
    _check(kept["email"], {name: kept[name] for name in ("phone_work", "phone_mobile")})
    return {name: value or None for name, value in kept.items()}


def _check(email: str, phones: dict[str, str]) -> None:
    wrong = []
    if email and (len(email) > LONGEST_EMAIL or not email.isprintable() or not _EMAIL.fullmatch(email)):
        wrong.append(
            FieldProblem("email", "Expected an e-mail address such as name@example.org, but it is another text.")
        )
    for name, value in phones.items():
        if value and not _PHONE.fullmatch(value):
            wrong.append(
                FieldProblem(name, "Expected a telephone number such as +7 727 123 45 67, but it is another text.")
            )
    if wrong:
        raise Invalid(wrong)
