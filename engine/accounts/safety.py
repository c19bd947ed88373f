"""Locking, closing and opening accounts, links that work once, ending sessions and tokens, a compromised account."""

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from engine.accounts.commands import hidden
from engine.accounts.models import Account, Compromise, EarlierPassword, OneTimeLink, SignInSession, Token
from engine.errors import AccountLocked, Invalid, NotAllowed, NotFound, Stale, WrongState
from engine.people.models import Person
from engine.work import Work

RECOVERY, ACTIVATION = "recovery", "activation"
LASTS: Mapping[str, timedelta] = {RECOVERY: timedelta(hours=1), ACTIVATION: timedelta(days=3)}
MOST_LINKS = 3  # for one person within an hour
KEPT_PASSWORDS = 10
LONGEST_REASON = 500
COMPROMISED = "compromised"


def must_be_administrator(work: Work) -> None:
    """Refuses everybody but the administrator of accounts and the office itself."""
    if not (work.actor.is_office or work.actor.has("admin")):
        raise NotAllowed("Expected an administrator to look after the accounts, but you are none.")


def checked_reason(reason: str) -> str:
    """The reason in one line; raises Invalid without one."""
    said = " ".join(reason.split())
    if not said:
        raise Invalid.one("reason", "Expected a reason, but there is none.")
    if len(said) > LONGEST_REASON or not said.isprintable():
        raise Invalid.one("reason", "Expected a reason of at most {most} characters.", most=LONGEST_REASON)
    return said


def block(work: Work, person: Person, reason: str, *, close: bool = False) -> None:
    """Locks the account, or closes it for good, and ends its sessions; tokens too when it is closed (Y-23, Y-34)."""
    must_be_administrator(work)
    why = checked_reason(reason)
    if person.id == work.actor.person:
        raise NotAllowed("Expected another administrator to block this account, but it is your own.")
    account = work.get(Account, person.id, hold=True)
    if account.closed_at is not None or (account.locked_at is not None and not close):
        raise WrongState("Expected an open account, but {login} is locked or closed already.", login=person.login)
    account.locked_at, account.locked_why = account.locked_at or work.now, why
    account.closed_at = work.now if close else None
    end_sessions(work, person.id)
    if close:
        end_tokens(work, person.id)
    work.record(
        f"person:{person.id}", "account.closed" if close else "account.blocked", person.login, after={"reason": why}
    )


def open_again(work: Work, person: Person, reason: str) -> bool:
    """Opens a locked or closed account (Y-31); whether it had been compromised, so that its password is worth nothing.

    Raises NotAllowed, Invalid, WrongState.
    """
    must_be_administrator(work)
    why = checked_reason(reason)
    if person.id == work.actor.person:
        raise NotAllowed("Expected another administrator to unlock this account, but it is your own.")
    account = work.get(Account, person.id, hold=True)
    if account.locked_at is None:
        raise WrongState("Expected a locked account, but {login} is open.", login=person.login)
    before = {"locked": account.locked_at.isoformat(), "reason": account.locked_why}
    account.locked_at, account.closed_at, account.locked_why, account.failed = None, None, "", 0
    work.record(f"person:{person.id}", "account.unlocked", person.login, before=before, after={"reason": why})
    opened = work.session.scalars(
        select(Compromise).where(Compromise.person_id == person.id, Compromise.ended.is_(None))
    ).all()
    for one in opened:
        one.ended = work.now
    return bool(opened)


def compromised(work: Work) -> None:
    """The actor says that others may use his account: nothing done under it from now on is his (Y-28).

    Ends all sessions and tokens, makes links useless, locks the account, and stops a key kept here.
    """
    person = work.get(Person, work.actor.person)
    account = work.get(Account, person.id, hold=True)
    account.locked_at, account.locked_why = account.locked_at or work.now, COMPROMISED
    account.key_stopped_at = work.now
    work.add(Compromise(person_id=person.id, at=work.now))
    end_sessions(work, person.id)
    end_tokens(work, person.id)
    spoil_links(work, person.id)
    work.record(f"person:{person.id}", "account.compromised", person.login)


def end_sessions(work: Work, person_id: int, *, but: str = "") -> int:
    """Ends the person's sessions, all but the one with that cookie; says how many."""
    kept = hidden(but) if but else ""
    found = work.session.scalars(
        select(SignInSession).where(SignInSession.person_id == person_id, SignInSession.hash != kept)
    ).all()
    for session in found:
        work.record(f"person:{person_id}", "session.ended", person_id, before={"address": session.address})
        work.session.delete(session)
    return len(found)


def end_one_session(work: Work, hash: str) -> None:
    """Ends a session of the actor's own; raises NotFound for another's or an unknown one."""
    session = work.session.get(SignInSession, _plain(hash))
    if session is None or session.person_id != work.actor.person:
        raise NotFound("Expected a session of yours, but there is no such one.")
    work.record(f"person:{session.person_id}", "session.ended", session.person_id, before={"address": session.address})
    work.session.delete(session)


def end_tokens(work: Work, person_id: int) -> None:
    """Ends all tokens that speak for the person."""
    for token in work.session.scalars(select(Token).where(Token.person_id == person_id, Token.ended.is_(None))):
        token.ended = work.now
        work.record(f"person:{person_id}", "token.ended", token.name)


def end_one_token(work: Work, hash: str) -> None:
    """Ends a token of the actor's own; a second time does nothing. Raises NotFound."""
    token = work.session.get(Token, _plain(hash))
    if token is None or token.person_id != work.actor.person:
        raise NotFound("Expected a token of yours, but there is no such one.")
    if token.ended is None:
        token.ended = work.now
        work.record(f"person:{token.person_id}", "token.ended", token.name)


def _plain(hash: str) -> str:
    return hash if re.fullmatch("[0-9a-f]{64}", hash) else ""


def make_link(work: Work, person_id: int, purpose: str) -> str:
    """The code of a new link; earlier ones of the person are worth nothing from now on."""
    spoil_links(work, person_id)
    code = secrets.token_urlsafe(32)
    work.add(
        OneTimeLink(
            hash=hidden(code), person_id=person_id, purpose=purpose, made=work.now, until=work.now + LASTS[purpose]
        )
    )
    work.record(f"person:{person_id}", "link.made", purpose)
    return code


def asked_too_often(work: Work, person_id: int) -> bool:
    """Whether the person had so many links within the hour that no further letter goes to him."""
    since = work.now - timedelta(hours=1)
    made = (
        select(func.count())
        .select_from(OneTimeLink)
        .where(OneTimeLink.person_id == person_id, OneTimeLink.made > since)
    )
    return (work.session.scalar(made) or 0) >= MOST_LINKS


def spoil_links(work: Work, person_id: int) -> None:
    """Makes the person's links that nobody has used worth nothing."""
    unused = (OneTimeLink.person_id == person_id, OneTimeLink.used.is_(None))
    work.session.execute(update(OneTimeLink).where(*unused).values(used=work.now))


def link_owner(work: Work, code: str, *, hold: bool = False) -> OneTimeLink:
    """The link while it is good; raises NotFound for a used, old or unknown one, AccountLocked for a locked account (Y-18)."""
    link = work.session.get(OneTimeLink, hidden(code), with_for_update=hold or None, populate_existing=hold)
    if link is None or link.used is not None or work.now >= link.until:
        raise NotFound("Expected a link that still works, but it is used, too old or unknown. Ask for a new one.")
    if work.get(Account, link.person_id).locked_at is not None:
        raise AccountLocked()
    return link


def keep_password(
    work: Work, person_id: int, password_hash: str, *, seen: str, but: str = "", without_old: bool = False
) -> None:
    """Keeps a new password's hash instead of the one that was seen, and ends the other sessions. Raises Stale, AccountLocked.

    `without_old` says that the old one was not typed: then tokens end too. The rule was checked before it was hashed.
    """
    account = work.get(Account, person_id, hold=True)
    if account.locked_at is not None:
        raise AccountLocked()
    if account.password_hash != seen:
        raise Stale("Expected the password you had, but it was changed meanwhile. Sign in again.")
    put_password(work, account, password_hash)
    end_sessions(work, person_id, but=but)
    if without_old:
        end_tokens(work, person_id)
    spoil_links(work, person_id)
    work.record(f"person:{person_id}", "password.changed", work.get(Person, person_id).login)


def put_password(work: Work, account: Account, password_hash: str, *, change_by: datetime | None = None) -> None:
    """The hash in force; the one before goes to the earlier ones, of which ten are kept."""
    work.add(EarlierPassword(person_id=account.person_id, password_hash=account.password_hash, at=work.now))
    account.password_hash, account.change_by = password_hash, change_by
    account.failed = 0 if account.locked_at is None else account.failed
    work.session.flush()
    kept = (
        select(EarlierPassword)
        .where(EarlierPassword.person_id == account.person_id)
        .order_by(EarlierPassword.id.desc())
    )
    for old in work.session.scalars(kept.offset(KEPT_PASSWORDS)):
        work.session.delete(old)


def earlier_passwords(work: Work, person_id: int) -> tuple[str, Iterable[str]]:
    """The hash in force, and those before it, newest first."""
    account = work.get(Account, person_id)
    kept = select(EarlierPassword.password_hash).where(EarlierPassword.person_id == person_id)
    return account.password_hash, list(
        work.session.scalars(kept.order_by(EarlierPassword.id.desc()).limit(KEPT_PASSWORDS))
    )
