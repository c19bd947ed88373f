"""Signing in and out, tokens, and the answers kept for repeated calls. Locking and links are in `safety`.

Hashing a password takes long, so it is done between two transactions: `queries.kept_password` reads, the caller
verifies with `passwords.fits`, and `tried` notes the result.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from engine.accounts import passwords
from engine.accounts.agreement import mark_agreed
from engine.accounts.models import Account, GivenAnswer, OneTimeLink, SignInFailure, SignInSession, Token
from engine.errors import AccountLocked, Invalid, TooMany, WrongState
from engine.people.models import Person
from engine.work import Work

TRIES = 3  # wrong passwords that are forgiven; the next one locks (Y-31)
ADDRESS_TRIES = 20
ADDRESS_WINDOW = timedelta(minutes=10)
LONGEST_SESSION = timedelta(hours=12)


def hidden(value: str) -> str:
    """What is kept of a secret that only has to be recognised."""
    return hashlib.sha256(value.encode()).hexdigest()


def open_account(
    work: Work,
    person: Person,
    password_hash: str,
    *,
    language: str = "kk",
    agreed: bool = False,
    change_by: datetime | None = None,
) -> Account:
    """An account for the person; the password's hash was made before. One that somebody else chose is to be changed by then."""
    account = work.add(
        Account(
            person_id=person.id,
            password_hash=password_hash,
            language=language,
            created=work.now,
            agreed_at=None,
            agreed_version="",
            change_by=change_by,
            failed=0,
            locked_why="",
            theme="auto",
            shortcuts=True,
        )
    )
    work.record(f"person:{person.id}", "account.opened", person.login)
    if agreed:
        mark_agreed(work, account, work.now)
    return account


def tried(work: Work, person_id: int | None, *, right: bool, address: str, what: str = "sign-in") -> str:
    """Notes a try of a password and says how it ended: "right", "wrong" or "locked".

    More than three wrong tries lock the account (Y-31); a right password does not open a locked one. Returned, not
    raised, so that the note is kept.
    """
    if person_id is None:
        work.add(SignInFailure(address=address, at=work.now))
        return "wrong"
    account = work.get(Account, person_id, hold=True)
    if account.locked_at is not None:
        work.record(f"person:{person_id}", "password.refused_locked", what)
        return "locked"
    if right:
        account.failed = 0
        return "right"
    account.failed += 1
    if account.failed > TRIES:
        account.locked_at = work.now
        work.record(
            f"person:{person_id}",
            "account.locked",
            what,
            before={"failed": account.failed - 1},
            after={"failed": account.failed},
        )
        return "locked"
    work.record(f"person:{person_id}", "password.refused", what, after={"failed": account.failed})
    return "wrong"


def must_not_hurry(work: Work, address: str) -> None:
    """Refuses an address from which too many unknown logins were tried lately; raises TooMany.

    Known logins lock by themselves, so that a whole university behind one address is not shut out by a few wrong words.
    """
    since = work.now - ADDRESS_WINDOW
    failed = work.session.scalar(
        select(func.count())
        .select_from(SignInFailure)
        .where(SignInFailure.address == address, SignInFailure.at > since)
    )
    if (failed or 0) >= ADDRESS_TRIES:
        raise TooMany(
            "Expected fewer wrong tries from this address, but there were {failed} in ten minutes. Wait and try again.",
            failed=failed,
        )


def refuse(result: str, *, field: str = "password") -> None:
    """Raises what a wrong or locked try means; nothing for a right one."""
    if result == "locked":
        raise AccountLocked()
    if result == "wrong":
        raise Invalid.one(field, "Expected the right password, but this one is wrong.")


def start_session(work: Work, person_id: int, *, address: str | None, agent: str | None) -> tuple[str, str]:
    """A new session; gives the cookie's value and the token for forms, which are kept only as hash and as they are."""
    cookie, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    work.get(Account, person_id).signed_in_at = work.now
    work.add(
        SignInSession(
            hash=hidden(cookie),
            person_id=person_id,
            csrf=csrf,
            started=work.now,
            seen=work.now,
            address=address,
            agent=(agent or "")[:300],
        )
    )
    work.record(f"person:{person_id}", "session.started", person_id, after={"address": address})
    return cookie, csrf


def end_session(work: Work, cookie: str) -> None:
    """Signs the browser out; its cookie is worth nothing afterwards (Y-30)."""
    session = work.session.get(SignInSession, hidden(cookie))
    if session is not None:
        work.record(f"person:{session.person_id}", "session.ended", session.person_id)
        work.session.delete(session)


def make_token(work: Work, person: Person, name: str) -> str:
    """A bearer token for programs; shown once."""
    value = "bagyt_" + secrets.token_urlsafe(32)
    work.add(Token(hash=hidden(value), person_id=person.id, name=name[:100], created=work.now))
    work.record(f"person:{person.id}", "token.made", name)
    return value


def choose(work: Work, *, language: str | None = None, theme: str | None = None, shortcuts: bool | None = None) -> None:
    """The person's own settings of the screen."""
    account = work.get(Account, work.actor.person)
    before = {"language": account.language, "theme": account.theme, "shortcuts": account.shortcuts}
    account.language = language if language in {"kk", "ru", "ky", "en"} else account.language
    account.theme = theme if theme in {"light", "dark", "auto"} else account.theme
    account.shortcuts = account.shortcuts if shortcuts is None else shortcuts
    after = {"language": account.language, "theme": account.theme, "shortcuts": account.shortcuts}
    if after != before:
        work.record(f"person:{account.person_id}", "account.changed", work.actor.login, before=before, after=after)


def claim_answer(work: Work, once: str) -> None:
    """Takes a key for the act of this transaction; raises WrongState when an act was kept under it before.

    `once` is `key|hash of the request`. The answer's text follows with `give_answer`; the key is kept with the act, and
    with it the document the act is about: should the answer be lost, the document says how it stands.
    """
    key, _, request = once.rpartition("|")
    if work.session.get(GivenAnswer, (work.actor.person, key)) is not None:
        raise WrongState("Expected a new Idempotency-Key, but this one was used already.")
    given = work.add(
        GivenAnswer(person_id=work.actor.person, key=key, request=request, status=0, body=None, at=work.now)
    )
    try:
        work.session.flush()
    except IntegrityError:
        raise WrongState("Expected a new Idempotency-Key, but this one was used already.") from None
    work.closing["answer"] = given
    work.at_close("answer", _note_document)


def _note_document(work: Work, given: GivenAnswer) -> None:
    about = [one for one in work.entries if one.stream.startswith("document:")]
    first = next((one for one in about if one.act.startswith("task.")), about[0] if about else None)
    given.body = first.stream.partition(":")[2] if first else None


def give_answer(work: Work, key: str, request: str, status: int, body: Any) -> None:
    """Keeps the text of the first answer to a keyed request, also of one that kept nothing else."""
    given = work.session.get(GivenAnswer, (work.actor.person, key))
    if given is None:
        given = work.add(GivenAnswer(person_id=work.actor.person, key=key, request=request, at=work.now))
    given.status, given.body = status, body


def forget(work: Work) -> None:
    """Drops what is no longer needed: ended sessions, old failures, answers older than a day."""
    idle = work.now - timedelta(minutes=work.tools.settings.idle_minutes)
    work.session.execute(
        delete(SignInSession).where((SignInSession.seen < idle) | (SignInSession.started < work.now - LONGEST_SESSION))
    )
    work.session.execute(delete(SignInFailure).where(SignInFailure.at < work.now - timedelta(days=1)))
    work.session.execute(delete(GivenAnswer).where(GivenAnswer.at < work.now - timedelta(days=1)))
    work.session.execute(delete(OneTimeLink).where(OneTimeLink.until < work.now - timedelta(days=1)))


def check_rule(password: str, login: str, email: str = "") -> None:
    """Raises Invalid when the password breaks the rule."""
    wrong = passwords.problems(password, login, email)
    if wrong:
        raise Invalid(wrong)


def touch(work: Work, cookie: str) -> None:
    """Notes that the session is alive."""
    session = work.session.get(SignInSession, hidden(cookie))
    if session is not None:
        session.seen = work.now
