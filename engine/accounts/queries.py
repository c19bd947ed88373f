"""Looking at accounts and sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import literal, select

from engine import stamps
from engine.accounts.agreement import VERSION
from engine.accounts.commands import LONGEST_SESSION, hidden
from engine.accounts.models import Account, GivenAnswer, SignInSession, Token
from engine.people.models import Person
from engine.work import Work

ON_THE_WAY = timedelta(seconds=30)  # longer than an act and the longest wait for its steps take


@dataclass(frozen=True)
class SignedIn:
    """Who a cookie or token belongs to, and how he likes the screen."""

    person: int
    login: str
    language: str
    theme: str
    shortcuts: bool
    csrf: str
    agreed: bool
    locked: bool
    change_by: datetime | None = None
    must_change: bool = False


def kept_password(work: Work, login: str) -> tuple[int, str] | None:
    """The person and the hash of his password, or None for an unknown login."""
    row = work.session.execute(
        select(Account.person_id, Account.password_hash)
        .join(Person, Person.id == Account.person_id)
        .where(Person.login == login, Person.dismissed.is_(None))
    ).first()
    return None if row is None else (row[0], row[1])


def of_cookie(work: Work, cookie: str) -> SignedIn | None:
    """Who is signed in with that cookie, if the session has neither ended nor idled."""
    session = work.session.get(SignInSession, hidden(cookie))
    idle = timedelta(minutes=work.tools.settings.idle_minutes)
    if session is None or work.now - session.seen > idle or work.now - session.started > LONGEST_SESSION:
        return None
    return _signed_in(work, literal(session.person_id), session.csrf)


def seen_long_ago(work: Work, cookie: str) -> bool:
    """Whether it is time to note that the session is alive (once a minute is enough)."""
    session = work.session.get(SignInSession, hidden(cookie))
    return session is not None and work.now - session.seen > timedelta(minutes=1)


def of_token(work: Work, token: str) -> SignedIn | None:
    """Whose bearer token it is."""
    return _signed_in(work, Token.person_id, "", Token.hash == hidden(token), Token.ended.is_(None))


def of_person(work: Work, person_id: int) -> SignedIn | None:
    """How the account of that person stands."""
    return _signed_in(work, literal(person_id), "")


def _signed_in(work: Work, whose: Any, csrf: str, *which: Any) -> SignedIn | None:
    """The account of the one person that is asked for, with the stamps that tell whether the known staff still holds."""
    query = select(Account, Person, *stamps.asked()).join(Person, Person.id == Account.person_id)
    row = work.session.execute(query.where(Account.person_id == whose, *which)).first()
    if row is None or row[1].dismissed is not None:
        return None
    account, who = row[0], row[1]
    stamps.told(work.session, row)
    return SignedIn(
        who.id,
        who.login,
        account.language,
        account.theme,
        account.shortcuts,
        csrf,
        account.agreed_version == VERSION,
        account.locked_at is not None,
        account.change_by,
        account.change_by is not None and work.now > account.change_by,
    )


def given_answer(work: Work, key: str) -> GivenAnswer | None:
    """The answer already given to that key of this person. Status 0: the act is kept, and its answer on the way or lost."""
    return work.session.get(GivenAnswer, (work.actor.person, key))


def lost(work: Work, given: GivenAnswer) -> bool:
    """Whether the answer to a kept act is not to be expected any more: whoever was to give it has died."""
    return given.status == 0 and work.now - given.at >= ON_THE_WAY


def key_stopped_at(work: Work, person_id: int) -> datetime | None:
    """Since when a key of that person kept here signs nothing, or None."""
    account = work.session.get(Account, person_id)
    return None if account is None else account.key_stopped_at
