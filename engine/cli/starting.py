"""What `up` begins with: the demo's people to be told of, or the first account of an installation of one's own."""

import secrets
from collections.abc import Callable

from sqlalchemy import select

from engine.accounts.commands import open_account
from engine.accounts.passwords import hash_password
from engine.calendar.queries import working_time
from engine.config import Settings
from engine.demo.beginning import MARK
from engine.demo.making import publish_bundled
from engine.demo.units import UNITS
from engine.demo.university import PEOPLE, TITLES, names
from engine.errors import WrongState
from engine.office import OFFICE, Office
from engine.office.opening import opened_office
from engine.people.commands import grant, hire
from engine.people.models import Person
from engine.wording import full_name

SHOWN = (
    "teacher chair dean facility hr lawyer finance accountant rector registrar archivist owner admin stranger"
).split()
LETTERS, DIGITS = "abcdefghkmnpqrstuvwxyz", "23456789"
CHANGE_DAYS = 3  # working days in which a password given by somebody else is to be changed (Y-24)


def people() -> list[str]:
    """One line for each demo login that is promised."""
    units = {code: kk for code, _, _, _, kk, *_ in UNITS}
    by_login = {one.login: one for one in PEOPLE}
    return [
        f"  {login:<11} {full_name(names(one.kk, one.ru), 'kk')}, {TITLES[one.post][0]}, {units[one.unit]}"
        for login in SHOWN
        if (one := by_login[login])
    ]


def begin_empty(settings: Settings, say: Callable[[str], None]) -> list[str]:
    """Kinds and, where there is nobody yet, an administrator; gives the lines to be told at the end."""
    if (settings.data / MARK).exists():
        raise WrongState(
            "Expected a data folder of your own for --empty, but {folder} holds the demo.", folder=settings.data
        )
    with opened_office(settings) as office:
        publish_bundled(office, say)
        told = [] if office.tools.trust and office.tools.stamp else [_without_signatures()]
        return [*told, *_first_account(office)]


def _without_signatures() -> str:
    return (
        "Nothing can be sealed, signed or numbered yet: set BAGYT_SEAL_FILE, BAGYT_TSA_URL and BAGYT_TRUST_FOLDER. "
        "Documents that are sent wait until then."
    )


def _first_account(office: Office) -> list[str]:
    with office.look(OFFICE) as work:
        if work.session.scalar(select(Person.id).limit(1)) is not None:
            return []
    password = one_time_password()
    kept = hash_password(password, memory=office.tools.settings.password_memory)
    with office.work(OFFICE) as work:
        who = hire(work, "admin", {"en": {"family": "Administrator", "given": "", "patronymic": ""}})
        grant(work, who, "admin")
        open_account(work, who, kept, change_by=working_time(work).add_days(work.now, CHANGE_DAYS))
    return [
        f"The first account: admin, with the password {password} (told only now; change it within three working days)."
    ]


def one_time_password() -> str:
    """A password that keeps the rule (Y-25) and is easy to read out: letters and digits that are not mistaken."""
    first, second = ("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(2))
    return f"{first.capitalize()}-{second}-{''.join(secrets.choice(DIGITS) for _ in range(4))}"
