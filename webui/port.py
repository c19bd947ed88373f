"""The accounts as the pages' port asks them, and the actor of a request."""

from flask import current_app, g, has_request_context, request

from engine.accounts import commands, queries
from engine.accounts.queries import SignedIn
from engine.errors import AccountLocked, NotAllowed
from engine.instances.queries import counted
from engine.notices.queries import unread
from engine.office import OFFICE, Actor, Office, Work, press
from engine.people.queries import actor as actor_of
from engine.people.queries import card
from webui.session import Who, signed_in

SEEN_BY = {
    "unit": lambda actor: bool(actor.headed),
    "control": lambda actor: bool(actor.headed) or actor.has("registrar", "records_admin", "hr"),
    "journals": lambda actor: actor.has("registrar", "archivist", "records_admin"),
    "workshop": lambda actor: actor.has("owner"),
    "people": lambda actor: actor.has("admin"),
    "administration": lambda actor: actor.has("hr", "admin", "records_admin"),
}


class OfficeSessions:
    """Sign-in, sessions and tokens over an open office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def find(self, session: str) -> Who | None:
        with self._office.look(OFFICE) as work:
            found = queries.of_cookie(work, session)
            stale = found is not None and queries.seen_long_ago(work, session)
            who = None if found is None or found.locked else _who(work, found, session)
        if stale:
            with self._office.work(OFFICE) as work:
                commands.touch(work, session)
        return who

    def bearer(self, token: str) -> Who | None:
        with self._office.look(OFFICE) as work:
            found = queries.of_token(work, token)
            if found is None or not found.locked:
                return None if found is None else _who(work, found, "")
        refusal = AccountLocked()
        self._office.note(Actor(person=found.person, login=found.login, address=request.remote_addr), refusal)
        raise refusal

    def start(self, login: str, password: str, address: str, agent: str) -> str:
        return press.sign_in(self._office, login, password, address=address, agent=agent)[0]

    def end(self, session: str) -> None:
        with self._office.work(OFFICE) as work:
            commands.end_session(work, session)

    def prefer(self, session: str, *, language: str | None = None, theme: str | None = None) -> None:
        with self._office.work(actor()) as work:
            commands.choose(work, language=language, theme=theme)


def _who(work: Work, found: SignedIn, session: str) -> Who:
    address = request.remote_addr if has_request_context() else None
    who = actor_of(work, found.person, language=found.language, address=address)
    work.actor = who
    g.actor = who
    shown = card(work, found.person)
    sees = frozenset({"tasks", "documents", *(name for name, may in SEEN_BY.items() if may(who))})
    return Who(
        person=found.person,
        login=found.login,
        name=shown.name,
        post=shown.post,
        language=found.language,
        theme=found.theme,
        shortcuts=found.shortcuts,
        roles=who.roles,
        sees=sees,
        unread=unread(work) if not request.path.startswith("/api/") else 0,
        overdue=counted(work, overdue=True) if not request.path.startswith("/api/") else 0,
        session=session,
        csrf=found.csrf,
        agreed=found.agreed,
        change_by=found.change_by,
        must_change=found.must_change,
    )


def office() -> Office:
    """The office this application serves."""
    found: Office = current_app.extensions["office"]
    return found


def actor() -> Actor:
    """Who acts in this request; raises NotSignedIn."""
    signed_in()
    found: Actor = g.actor
    return found


def note_refusal(refusal: NotAllowed) -> None:
    """Keeps an audit line about a refusal of rights, when it is known whom."""
    who: Actor | None = g.get("actor")
    if who is not None:
        office().note(who, refusal)
