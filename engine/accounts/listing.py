"""Lists of accounts, sessions and tokens, and the times in which acts under an account are not the person's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from engine.accounts.commands import LONGEST_SESSION, hidden
from engine.accounts.models import Account, Compromise, SignInSession, Token
from engine.people.models import Person, RoleGrant
from engine.people.queries import PersonCard, cards
from engine.work import Work

FILTERS = ("all", "locked", "never", "change", "none")


@dataclass(frozen=True)
class AccountCard:
    """How the account of a person stands: "none", "open", "locked" or "closed"."""

    person: PersonCard
    state: str
    email: str
    signed_in: datetime | None
    agreed: datetime | None
    change_by: datetime | None
    locked: datetime | None
    why: str
    compromised: bool = False


@dataclass(frozen=True)
class SessionCard:
    """A browser the person is signed in with; `id` is worth nothing for signing in."""

    id: str
    started: datetime
    seen: datetime
    address: str
    agent: str
    here: bool


@dataclass(frozen=True)
class TokenCard:
    """A token that speaks for the person; `id` is worth nothing as a token."""

    id: str
    name: str
    created: datetime
    ended: datetime | None


def accounts(work: Work, *, which: str = "all", text: str = "", first: int = 0, limit: int = 50) -> list[AccountCard]:
    """Accounts by the family of `which` (one of FILTERS) and by words of name, login or e-mail."""
    query = select(Person, Account).outerjoin(Account, Account.person_id == Person.id).where(Person.dismissed.is_(None))
    for word in text.casefold().split()[:5]:
        query = query.where(Person.found_by.contains(word, autoescape=True))
    wanted = _wanted(which)
    query = query if wanted is None else query.where(wanted)
    rows = work.session.execute(query.order_by(Person.found_by, Person.id).offset(first).limit(limit)).all()
    return _cards(work, [(row[0], row[1]) for row in rows])


def _wanted(which: str) -> ColumnElement[bool] | None:
    return {
        "locked": Account.locked_at.is_not(None),
        "never": Account.person_id.is_not(None) & Account.signed_in_at.is_(None),
        "change": Account.change_by.is_not(None),
        "none": Account.person_id.is_(None),
    }.get(which)


def account_of(work: Work, person: Person) -> AccountCard:
    """How the account of that person stands."""
    return _cards(work, [(person, work.session.get(Account, person.id))])[0]


def _cards(work: Work, rows: Collection[tuple[Person, Account | None]]) -> list[AccountCard]:
    people = cards(work, {who.id for who, _ in rows})
    opened = select(Compromise.person_id).where(Compromise.ended.is_(None), Compromise.person_id.in_(list(people)))
    lost = set(work.session.scalars(opened))
    return [_card(people[who.id], who, account, who.id in lost) for who, account in rows]


def _card(shown: PersonCard, who: Person, account: Account | None, lost: bool) -> AccountCard:
    if account is None:
        return AccountCard(shown, "none", who.email or "", None, None, None, None, "")
    state = "closed" if account.closed_at else "locked" if account.locked_at else "open"
    return AccountCard(
        shown,
        state,
        who.email or "",
        account.signed_in_at,
        account.agreed_at,
        account.change_by,
        account.locked_at,
        account.locked_why,
        lost,
    )


def sessions_of(work: Work, person_id: int, cookie: str = "") -> list[SessionCard]:
    """Where the person is signed in now, the newest sign of life first."""
    idle = timedelta(minutes=work.tools.settings.idle_minutes)
    alive = (SignInSession.seen >= work.now - idle, SignInSession.started >= work.now - LONGEST_SESSION)
    query = (
        select(SignInSession).where(SignInSession.person_id == person_id, *alive).order_by(SignInSession.seen.desc())
    )
    here = hidden(cookie)
    return [
        SessionCard(one.hash, one.started, one.seen, one.address or "", one.agent or "", one.hash == here)
        for one in work.session.scalars(query.limit(100))
    ]


def tokens_of(work: Work, person_id: int) -> list[TokenCard]:
    """The tokens that speak for the person, the living ones first."""
    query = select(Token).where(Token.person_id == person_id)
    found = work.session.scalars(query.order_by(Token.ended.is_not(None), Token.created.desc()).limit(100))
    return [TokenCard(one.hash, one.name, one.created, one.ended) for one in found]


def administrators(work: Work) -> list[int]:
    """Who looks after the accounts: the persons with the role admin."""
    query = select(RoleGrant.person_id).where(
        RoleGrant.role == "admin",
        RoleGrant.since <= work.now,
        or_(RoleGrant.until.is_(None), RoleGrant.until > work.now),
    )
    return list(work.session.scalars(query.distinct()))


def disowned(work: Work, lines: Collection[Any]) -> frozenset[int]:
    """The numbers of those lines (`actor`, `at`, `number`) that were done under an account reported as compromised."""
    times = _times(work, {line.actor for line in lines})
    return frozenset(
        line.number
        for line in lines
        if any(since < line.at and (until is None or line.at < until) for since, until in times.get(line.actor, ()))
    )


def _times(work: Work, logins: Collection[str]) -> Mapping[str, list[tuple[datetime, datetime | None]]]:
    query = select(Person.login, Compromise.at, Compromise.ended).join(Compromise, Compromise.person_id == Person.id)
    found: dict[str, list[tuple[datetime, datetime | None]]] = {}
    for login, since, until in work.session.execute(query.where(Person.login.in_(list(logins)))):
        found.setdefault(login, []).append((since, until))
    return found
