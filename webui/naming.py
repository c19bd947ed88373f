"""Names for the codes that stand in answers: people, units, files, cases, journals."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from engine import forms, wording
from engine.documents.queries import AttachmentCard
from engine.errors import NotFound
from engine.forms import Form
from engine.kinds.labels import ACCESS
from engine.office import Work
from engine.people import queries as people
from engine.people.queries import UNIT
from engine.registration.queries import dossiers, journals
from engine.texts import said
from webui.languages import N_, NATIVE, _, language

REQUISITES = {
    "number": N_("Registration number"),
    "date": N_("Date"),
    "journal": N_("Journal"),
    "case": N_("Case"),
    "retention_years": N_("Kept for, years"),
    "place": N_("Where the paper lies"),
    "access": N_("Access"),
    "executor_unit": N_("Responsible unit"),
    "co_executors": N_("Co-executors"),
    "executors": N_("Executors"),
    "resolution": N_("Resolution"),
    "due": N_("Due"),
    "control": N_("Under control"),
    "controller": N_("Controller"),
    "language": N_("Language"),
    "registrar": N_("Registrar"),
    "reason": N_("Reason"),
}
MANY = {"executors", "co_executors"}


def namer(work: Work, files: Sequence[AttachmentCard] = ()) -> Callable[[str, str], str]:
    """How the forms name a person, unit or file by its code; what is not known stays as it is."""
    held = {one.id: one.name for one in files}
    units: dict[str, str] = {}

    def name(type: str, value: str) -> str:
        if type in {"unit", "units", "people"} and not units:
            units.update({one.code: one.name for one in people.units(work)})
        if type in {"unit", "units", "people"} and value.removeprefix(UNIT) in units and _a_unit(work, type, value):
            return units[value.removeprefix(UNIT)]
        if type in {"employee", "employees", "people"}:
            return person_name(work, value)
        if type == "datetime":
            return day_name(value)
        if type == "money":
            return amount_name(value)
        return held.get(value, value) if type == "filepicker" else value

    return name


def _a_unit(work: Work, type: str, value: str) -> bool:
    """Whether a code is meant as a unit's: in a list of people and units only where no login is the same."""
    return type != "people" or value.startswith(UNIT) or not people.of_logins(work, [value])


def person_name(work: Work, login: str) -> str:
    """«Фамилия И. О.» of that login, or the login when there is nobody of it."""
    try:
        return people.card(work, people.person(work, login).id).name
    except NotFound:
        return login


def day_name(value: str) -> str:
    """A day of an answer in the reader's words."""
    try:
        return wording.long_date(date.fromisoformat(value), language())
    except ValueError:
        return value


def amount_name(value: str) -> str:
    """A sum of an answer in the reader's figures, hundredths always."""
    try:
        return wording.number(Decimal(value), language(), 2)
    except InvalidOperation:
        return value


def answers(work: Work, form: Form, given: Any, files: Sequence[AttachmentCard] = ()) -> list[forms.Shown]:
    """The filled answers of a form as the page shows them."""
    return forms.shown(form, given, language(), namer(work, files))


def requisites(work: Work, given: Any) -> list[tuple[str, str]]:
    """The requisites part in words, in the order records officers read it."""
    return [(_(words), _said(work, key, given[key])) for key, words in REQUISITES.items() if _filled(given.get(key))]


def requisite(work: Work, key: str, value: Any) -> str:
    """One requisite in words."""
    return _said(work, key, value)


def plain(one: Any) -> str:
    """A shown answer, or any value, as one line of text."""
    if one is None:
        return ""
    if isinstance(one, forms.Shown):
        return "; ".join(", ".join(plain(cell) for cell in row) for row in one.rows) if one.rows else plain(one.value)
    if isinstance(one, bool):
        return _("yes") if one else _("no")
    if isinstance(one, dict):
        return "; ".join(f"{key}: {plain(value)}" for key, value in one.items())
    return ", ".join(plain(part) for part in one) if isinstance(one, list | tuple) else str(one)


def _filled(value: Any) -> bool:
    return value not in (None, "", [])


def _said(work: Work, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key in MANY:
        name = namer(work)
        return ", ".join(name("people", str(one)) for one in value)
    if key == "executor_unit":
        return namer(work)("unit", str(value))
    if key in {"registrar", "controller"}:
        return person_name(work, str(value))
    if key in {"date", "due"}:
        return day_name(str(value)[:10])
    return _listed(work, key, str(value))


def _listed(work: Work, key: str, value: str) -> str:
    if key == "journal":
        return next((one.title for one in journals(work) if one.code == value), value)
    if key == "case":
        title = next((title for index, title, _years in dossiers(work) if index == value), "")
        return f"{value} {title}".strip()
    if key == "retention_years":
        return _("permanently") if value == "permanent" else value
    if key == "access":
        return said(ACCESS.get(value, value), language())
    return NATIVE.get(value, value) if key == "language" else value
