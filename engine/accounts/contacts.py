"""What a person says about himself: e-mail and telephones (Y-13)."""

import re
from dataclasses import dataclass

from engine.errors import FieldProblem, Invalid, Stale
from engine.people.models import Person
from engine.people.queries import found_by
from engine.work import Work

_EMAIL = re.compile(r"[^@\s\"<>,;:()\[\]\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{3,30}")
LONGEST_EMAIL = 200


@dataclass(frozen=True)
class Contacts:
    """How the person is reached; `version` is the state of his row that was seen."""

    email: str
    phone_work: str
    phone_mobile: str
    version: int


def contacts_of(work: Work) -> Contacts:
    """The actor's own."""
    who = work.get(Person, work.actor.person)
    return Contacts(who.email or "", who.phone_work or "", who.phone_mobile or "", who.version)


def keep_contacts(work: Work, given: Contacts) -> None:
    """Keeps the actor's own contacts with an audit line; the same again does nothing. Raises Invalid, Stale."""
    email, phones = (
        given.email.strip(),
        {"phone_work": given.phone_work.strip(), "phone_mobile": given.phone_mobile.strip()},
    )
    _check(email, phones)
    who = work.get(Person, work.actor.person, hold=True)
    if who.version != given.version:
        raise Stale("Expected the contacts you saw, but they have changed since. Look again and keep them once more.")
    before = {"email": who.email, "phone_work": who.phone_work, "phone_mobile": who.phone_mobile}
    after = {"email": email or None, **{name: value or None for name, value in phones.items()}}
    if after == before and who.confirmed_email is None:
        return
    who.confirmed_email = None
    who.email, who.phone_work, who.phone_mobile = after["email"], after["phone_work"], after["phone_mobile"]
    who.found_by = found_by(who.login, who.names, who.email)
    who.version += 1
    work.record(f"person:{who.id}", "person.contacts_changed", who.login, before=before, after=after)


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
