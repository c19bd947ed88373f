"""Presses about accounts: a new password, a link by letter, opening, closing, and a compromised account.

Hashing is slow and stands between two transactions, as in `press`.
"""

import secrets

from sqlalchemy import func, or_, select

from engine.accounts import commands as accounts
from engine.accounts import contacts, passwords, safety
from engine.accounts.contacts import Contacts
from engine.accounts.listing import administrators
from engine.accounts.models import Account, SignInFailure
from engine.errors import Invalid, NotAllowed, WrongState
from engine.notices.commands import announce, post
from engine.office import OFFICE, Actor, Office
from engine.office.press import prove_password
from engine.people.models import Person
from engine.people.queries import own_address, person
from engine.wording import name_in_each
from engine.work import Work


def change_password(office: Office, actor: Actor, old: str, new: str, again: str, *, cookie: str = "") -> None:
    """A new password of the actor's own; his other sessions end, the one with that cookie goes on (Y-24 to Y-26).

    Raises Invalid (fields old, password, again), AccountLocked, Stale.
    """
    _prove(office, actor, old, what="change of password")
    seen, hashed = _checked(office, actor.person, new, again)
    with office.work(actor) as work:
        safety.keep_password(work, actor.person, hashed, seen=seen, but=cookie)


def _prove(office: Office, actor: Actor, password: str, *, what: str) -> None:
    if not password:
        raise Invalid.one("old", "Expected your password, but there is none.")
    try:
        prove_password(office, actor.login, password, address=actor.address or "", what=what)
    except Invalid:
        raise Invalid.one("old", "Expected the right password, but this one is wrong.") from None


def keep_contacts(office: Office, actor: Actor, given: Contacts, password: str) -> None:
    """The actor's own e-mail and telephones (Y-13). Another address is kept with his password only, and the one before is told.

    Raises Invalid (the contacts' fields, old), AccountLocked, Stale.
    """
    with office.look(actor) as work:
        asked = contacts.moves(work, given)
    if asked:
        _prove(office, actor, password, what="change of e-mail")
    with office.work(actor) as work:
        left = contacts.keep_contacts(work, given, proved=asked)
        if left and work.tools.settings.smtp_url:
            post(work, actor.person, "account.address_changed", {"to": left}, link="/sign-in")


def _tell_new_password(work: Work, person_id: int) -> None:
    if _mails(work, work.get(Person, person_id)):
        post(work, person_id, "account.password_new", {}, link="/sign-in")


def _checked(office: Office, person_id: int, new: str, again: str) -> tuple[str, str]:
    """The hash in force and the hash of the new password; raises Invalid."""
    memory = office.tools.settings.password_memory
    with office.look(OFFICE) as work:
        who = work.get(Person, person_id)
        login, email = who.login, who.email or ""
        seen, earlier = safety.earlier_passwords(work, person_id)
    accounts.check_rule(new, login, email)
    if new != again:
        raise Invalid.one("again", "Expected the same password twice, but they differ.")
    if any(passwords.fits(kept, new, memory=memory) for kept in (seen, *earlier)):
        raise Invalid.one("password", "Expected a new password, but you have had this one before.")
    return seen, passwords.hash_password(new, memory=memory)


def forgot(office: Office, name: str, *, address: str) -> None:
    """A letter with a link that works once within an hour, when the login or e-mail is known and the account open (Y-18).

    The same silence for everybody: unknown names, locked accounts, people without an address. Raises TooMany.
    """
    with office.look(OFFICE) as work:
        accounts.must_not_hurry(work, address)
    with office.work(Actor(login="nobody", address=address)) as work:
        work.add(SignInFailure(address=address, at=work.now))
        found = _open_account(work, name.strip())
        if found is not None and _mails(work, found) and not safety.asked_too_often(work, found.id):
            _post_link(work, found.id, safety.RECOVERY)


def _open_account(work: Work, name: str) -> Person | None:
    if not name or "\0" in name or len(name) > 200:
        return None
    own = func.lower(func.coalesce(Person.confirmed_email, Person.email))
    known = or_(Person.login == name, own == name.lower())
    query = select(Person).join(Account, Account.person_id == Person.id)
    found = work.session.scalars(
        query.where(known, Person.dismissed.is_(None), Account.locked_at.is_(None)).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def _mails(work: Work, who: Person) -> bool:
    return bool(own_address(who) and work.tools.settings.smtp_url)


def _post_link(work: Work, person_id: int, purpose: str) -> None:
    link = "/forgot/" + safety.make_link(work, person_id, purpose)
    post(work, person_id, f"account.{purpose}", {"link": link}, link=link)


def link_login(office: Office, code: str) -> str:
    """Whose password the link is for; raises NotFound, AccountLocked."""
    with office.look(OFFICE) as work:
        return work.get(Person, safety.link_owner(work, code).person_id).login


def use_link(office: Office, code: str, new: str, again: str, *, address: str) -> None:
    """A new password by the link, which is worth nothing afterwards; all sessions and tokens end. Nothing is unlocked by it.

    Raises NotFound (used, old, unknown link), AccountLocked, Invalid, Stale.
    """
    with office.look(OFFICE) as work:
        who = safety.link_owner(work, code).person_id
        login = work.get(Person, who).login
    seen, hashed = _checked(office, who, new, again)
    with office.work(Actor(person=who, login=login, address=address)) as work:
        link = safety.link_owner(work, code, hold=True)
        link.used = work.now
        safety.keep_password(work, who, hashed, seen=seen, without_old=True)
        work.record(f"person:{who}", "link.used", link.purpose)
        _tell_new_password(work, who)


def invite(office: Office, actor: Actor, login: str) -> str:
    """Lets a person choose his first password himself: an account where there is none, and a link that lasts three days.

    Gives the address to hand over where no letter can go, else "". Raises NotFound, NotAllowed, WrongState.
    """
    hashed = _nobodys(office)
    with office.work(actor) as work:
        safety.must_be_administrator(work)
        who = person(work, login)
        if who.dismissed is not None:
            raise WrongState("Expected a person who works here, but {login} is dismissed.", login=login)
        account = work.session.get(Account, who.id, with_for_update=True)
        if account is None:
            accounts.open_account(work, who, hashed)
        elif account.locked_at is not None:
            raise WrongState("Expected an open account, but {login} is locked or closed already.", login=login)
        elif account.signed_in_at is not None:
            raise WrongState("Expected a person who has never signed in, but {login} has.", login=login)
        who.confirmed_email = None  # an account nobody has used yet is opened with the address that is known now
        return _activation(work, who)


def unlock(office: Office, actor: Actor, login: str, reason: str) -> str:
    """Opens a locked or closed account, with a reason (Y-31). The password of a compromised one is worth nothing any more.

    Gives the address to hand over where a new password is needed and no letter can go, else "".
    Raises NotFound, NotAllowed, Invalid, WrongState.
    """
    hashed = _nobodys(office)
    with office.work(actor) as work:
        who = person(work, login)
        if not safety.open_again(work, who, reason):
            if _mails(work, who):
                post(work, who.id, "account.unlocked", {}, link="/sign-in")
            return ""
        safety.put_password(work, work.get(Account, who.id, hold=True), hashed)
        return _activation(work, who)


def _nobodys(office: Office) -> str:
    return passwords.hash_password(secrets.token_urlsafe(32), memory=office.tools.settings.password_memory)


def _activation(work: Work, who: Person) -> str:
    if _mails(work, who):
        _post_link(work, who.id, safety.ACTIVATION)
        return ""
    return work.tools.settings.base_url.rstrip("/") + "/forgot/" + safety.make_link(work, who.id, safety.ACTIVATION)


def report_compromised(office: Office, actor: Actor) -> None:
    """Others may use the actor's account: it is locked, everything open under it ends, the administrators are told (Y-28)."""
    if actor.is_office:
        raise NotAllowed()
    with office.work(actor) as work:
        safety.compromised(work)
        who = work.get(Person, actor.person)
        if _mails(work, who):
            post(work, who.id, "account.compromised", {}, link="/sign-in")
        facts = {"who": name_in_each(who.names), "login": who.login}
        announce(work, administrators(work), "account.reported", facts=facts)
