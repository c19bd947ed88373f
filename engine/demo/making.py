"""Making the demo: authority, people, journals, kinds. Each part is made once and found the next time."""

import socket
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from engine import demopki, kinds
from engine.accounts.commands import open_account
from engine.accounts.passwords import hash_password
from engine.acts.publish import publish
from engine.catalogue.commands import is_known
from engine.clock import Clock
from engine.config import Settings
from engine.demo.units import DOSSIERS, NAME, UNITS, texts
from engine.demo.university import PEOPLE, SIGNERS, TITLES, names
from engine.office import Office
from engine.office.making import DEMO_PASSWORD
from engine.people.commands import appoint, grant, hire, open_unit, substitute
from engine.people.models import Person
from engine.people.queries import person
from engine.registration.commands import open_dossier
from engine.registration.models import Dossier
from engine.signing.commands import keep_credential
from engine.wording import full_name
from engine.work import OFFICE, Work

SINCE = date(2024, 9, 1)
SUBSTITUTIONS = (
    # absent, substitute, days from now, days long, may sign, basis
    ("dean2", "primaryhead", 0, 14, True, {"kk": "№ 398 ЖҚ бұйрығы", "ru": "приказ № 398 ЛС"}),
    ("mathhead", "math1", 0, 7, False, {"kk": "№ 401 ЖҚ бұйрығы", "ru": "приказ № 401 ЛС"}),
    ("hr", "hr2", 10, 14, True, {"kk": "№ 405 ЖҚ бұйрығы", "ru": "приказ № 405 ЛС"}),
)


def free_port() -> int:
    """A port nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_authority(settings: Settings, clock: Clock, say: Callable[[str], None]) -> None:
    """The demo's own certification authority, in the data folder; its port is chosen once."""
    folder = settings.data / "pki"
    if is_whole(folder):
        return
    port = demopki.opened(folder).port if (folder / "pki.json").exists() else free_port()
    say("Making the demo authority and keys")
    demopki.make(
        folder,
        port,
        [holder(login) for login in SIGNERS],
        now=clock.now() - timedelta(days=30),
        passphrase=DEMO_PASSWORD.encode(),
        organisation=demopki.Organisation(NAME["ru"], "200340012345"),
    )


def is_whole(folder: Path) -> bool:
    """Whether the demo authority is there and knows everybody who signs."""
    if not (folder / "pki.json").exists():
        return False
    return {one.login for one in demopki.opened(folder).people}.issuperset(SIGNERS)


def holder(login: str) -> demopki.Holder:
    """What stands in a demo person's certificate."""
    number, someone = next((at, one) for at, one in enumerate(PEOPLE) if one.login == login)
    return demopki.Holder(login, full_name(names(someone.kk, someone.ru), "ru"), identification(number))


def identification(number: int) -> str:
    """An invented personal identification number: the date of birth cannot be one."""
    return f"0000000{number:05}"


def fill(office: Office, say: Callable[[str], None], today: date | None = None) -> bool:
    """Units, people, accounts, substitutions around `today`, in one transaction; False when they are there."""
    with office.look(OFFICE) as work:
        if work.session.scalar(select(Person.id).limit(1)) is not None:
            return False
    say("Making the demo university")
    password = hash_password(DEMO_PASSWORD, memory=office.tools.settings.password_memory)
    with office.work(OFFICE) as work:
        for code, type, parent, index, *name in UNITS:
            open_unit(work, code, type, texts(*name), index=index, parent=parent)
        for number in range(len(PEOPLE)):
            _someone(work, number, password)
        _substitutions(work, today or work.now.date())
    return True


def _someone(work: Work, number: int, password: str) -> None:
    one = PEOPLE[number]
    who = hire(work, one.login, names(one.kk, one.ru), number=identification(number), email=f"{one.login}@example.org")
    appoint(work, who, one.unit, one.post, texts(*TITLES[one.post]), is_head=one.head, since=SINCE)
    for role in one.roles:
        grant(work, who, role)
    open_account(work, who, password, agreed=True)
    if one.login in SIGNERS:
        keep_credential(work, who.id, demopki.opened(work.tools.settings.data / "pki").p12(one.login))


def _substitutions(work: Work, day: date) -> None:
    for absent, stands, start, length, may_sign, basis in SUBSTITUTIONS:
        since = day + timedelta(days=start)
        substitute(
            work,
            person(work, absent),
            person(work, stands),
            since=since,
            until=since + timedelta(days=length),
            basis=basis["ru"],
            may_sign=may_sign,
        )


def make_dossiers(work: Work) -> None:
    """The nomenclature of cases."""
    known = set(work.session.scalars(select(Dossier.index)))
    for index, years, *title in DOSSIERS:
        if index not in known:
            open_dossier(work, index, texts(*title), years)


def publish_bundled(office: Office, say: Callable[[str], None]) -> None:
    """Every kind of the folder `processes` whose files were never published: an owner's later version stays in force."""
    settings = office.tools.settings
    shared = kinds.read_folder(settings.forms)
    for folder in bundled(settings.processes):
        files = kinds.read_folder(folder)
        with office.look(OFFICE) as work:
            if is_known(work, folder.name, files, shared):
                continue
        say(f"Publishing {folder.name}")
        with office.work(OFFICE) as work:
            publish(work, files, shared, reason="Bundled with the program")


def bundled(processes: Path) -> list[Path]:
    """The folders of kinds."""
    return sorted(one.parent for one in processes.glob("*/kind.yaml"))
