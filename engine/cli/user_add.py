"""`bagyt user add LOGIN`: a person with an account."""

import argparse
import re
import sys
from pathlib import Path

from sqlalchemy import select

from engine.accounts.commands import check_rule, open_account
from engine.accounts.passwords import hash_password
from engine.calendar.queries import working_time
from engine.cli.starting import CHANGE_DAYS, one_time_password
from engine.config import Settings
from engine.errors import Invalid, NotFound
from engine.office import OFFICE
from engine.office.opening import opened_office
from engine.people.commands import appoint, grant, hire
from engine.people.models import Person
from engine.people.queries import today
from engine.texts import LANGUAGES
from engine.work import Work

LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,63}")
ROLES = ("admin", "owner", "registrar", "records_admin", "archivist")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Who it is, where he works, what he may do, and his first password."""
    parser.add_argument("login", metavar="LOGIN", help="small letters, digits, . _ -")
    parser.add_argument("--name", required=True, help="family name, given name, patronymic")
    parser.add_argument("--name-kk", default="", help="the same in Kazakh, where it is written otherwise")
    parser.add_argument("--unit", default="", help="code of the unit he works in")
    parser.add_argument("--post", default="", help="his post, as it is written under documents")
    parser.add_argument("--head", action="store_true", help="he is the head of the unit")
    parser.add_argument("--role", action="append", default=[], choices=ROLES, help="a role; may be given again")
    parser.add_argument("--email", default=None, help="where mail is sent")
    parser.add_argument(
        "--agreed", action="store_true", help="his agreement on paper is there; else he agrees at first sign-in"
    )
    parser.add_argument("--password-file", type=Path, default=None, help="file with his password (else one is made)")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Prints the one-time password where one was made; raises Invalid, NotFound."""
    _check(given)
    password = _password(given.password_file) or one_time_password()
    check_rule(password, given.login, given.email or "")
    kept = hash_password(password, memory=settings.password_memory)
    with opened_office(settings) as office, office.work(OFFICE) as work:
        _add(work, given, kept)
    if given.password_file is None:
        print(password)
    print(f"{given.login} may sign in; the password is to be changed within three working days.", file=sys.stderr)
    return 0


def _check(given: argparse.Namespace) -> None:
    if not LOGIN.fullmatch(given.login):
        raise Invalid.one(
            "LOGIN", "Expected small letters, digits, dots, dashes, but it is {value}.", value=given.login[:64]
        )
    if not given.name.split():
        raise Invalid.one("--name", "Expected a name, but it is empty.")
    if bool(given.unit) != bool(given.post):
        raise Invalid.one("--post", "Expected a unit and a post together, but one is missing.")


def _password(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound("Expected to read {file}, but {problem}.", file=file, problem=error) from error


def _add(work: Work, given: argparse.Namespace, password_hash: str) -> None:
    if work.session.scalar(select(Person.id).where(Person.login == given.login)) is not None:
        raise Invalid.one("LOGIN", "Expected a new login, but {login} is taken.", login=given.login)
    names = {"ru": _parts(given.name), **({"kk": _parts(given.name_kk)} if given.name_kk else {})}
    who = hire(work, given.login, names, email=given.email)
    if given.unit:
        title = dict.fromkeys(LANGUAGES, given.post)
        appoint(work, who, given.unit, "employee", title, is_head=given.head, since=today(work))
    for role in dict.fromkeys(given.role):
        grant(work, who, role)
    change_by = working_time(work).add_days(work.now, CHANGE_DAYS)
    open_account(work, who, password_hash, agreed=given.agreed, change_by=change_by)


def _parts(name: str) -> dict[str, str]:
    family, given, *rest = [*name.split(maxsplit=2), "", ""]
    return {"family": family, "given": given, "patronymic": rest[0]}
