"""One actor, one moment, one transaction, and the tools at hand: the first argument of every command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from engine import audit, jobs
from engine.clock import Clock
from engine.config import Settings
from engine.db import Row
from engine.errors import NotFound, Unavailable
from engine.files import Files
from engine.pades import Outside, Signatory
from engine.rendering import Renderer
from engine.workflow import Machine, VerbShape

R = TypeVar("R", bound=Row)
# Nobody else changes the row meanwhile, but others may put rows that refer to it: a key is never changed here.
CHANGING = {"key_share": True}


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in person, or the office itself."""

    person: int = 0
    login: str = "bagyt"
    roles: frozenset[str] = frozenset()
    headed: frozenset[int] = frozenset()  # the units this person heads, with all beneath them
    units: frozenset[int] = frozenset()  # the units this person has a post in
    language: str = "kk"
    address: str | None = None

    @property
    def is_office(self) -> bool:
        return self.person == 0

    def has(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))


OFFICE = Actor()


@dataclass
class Tools:
    """What the desks work with: made once at start, the same for all.

    An installation may do without `trust` and `stamp` for a while; whoever needs them is refused with Unavailable.
    """

    settings: Settings
    clock: Clock
    files: Files
    machine: Machine
    renderer: Renderer
    trust: Outside | None
    stamp: Signatory | None
    verbs: Mapping[str, VerbShape]
    shelf: dict[int, object] = field(default_factory=dict)  # published kinds already read, by the id of their version
    memory: dict[str, Any] = field(default_factory=dict)  # what is kept by a stamp (engine.stamps)

    @property
    def outside(self) -> Outside:
        """The trusted roots and the time-stamp authority; raises Unavailable when none is set."""
        if self.trust is None:
            raise Unavailable(
                "Expected trusted roots and a time-stamp authority, but none is set (BAGYT_TRUST_FOLDER, BAGYT_TSA_URL)."
            )
        return self.trust

    @property
    def seal(self) -> Signatory:
        """The organisation's seal; raises Unavailable when none is set."""
        if self.stamp is None:
            raise Unavailable("Expected the organisation's seal, but none is set (BAGYT_SEAL_FILE).")
        return self.stamp


@dataclass
class Work:
    """One transaction of one actor. Commands add to it; whoever opened it closes it."""

    session: Session
    actor: Actor
    now: datetime
    tools: Tools
    entries: list[audit.Entry] = field(default_factory=list)
    ends: dict[str, tuple[int, str]] = field(default_factory=dict)  # ends of audit chains that were read already
    hurried: bool = False
    closing: dict[str, Any] = field(
        default_factory=dict
    )  # what is gathered during the act and kept at its end, by name
    closers: dict[str, Callable[["Work", Any], None]] = field(default_factory=dict)

    def add(self, row: R) -> R:
        self.session.add(row)
        return row

    def get(self, model: type[R], key: object, *, hold: bool = False) -> R:
        """The row with that key, locked when `hold`; raises NotFound."""
        if hold:
            self.session.flush()  # reading anew must not undo what this transaction has changed
        row = self.session.get(model, key, with_for_update=CHANGING if hold else None, populate_existing=hold)
        if row is None:
            raise NotFound("Expected to find {thing} {key}, but there is none.", thing=model.__tablename__, key=key)
        return row

    def record(
        self,
        stream: str,
        act: str,
        thing: object,
        *,
        before: Any = None,
        after: Any = None,
        acting_for: str | None = None,
    ) -> None:
        """Notes the act for the audit chain of that stream; it is written just before the commit."""
        self.entries.append(
            audit.Entry(stream, act, str(thing), before, after, self.actor.login, acting_for, self.actor.address)
        )

    def later(
        self,
        name: str,
        args: dict[str, Any],
        *,
        at: datetime | None = None,
        key: str | None = None,
        document: str | None = None,
    ) -> None:
        """Leaves a job for after the commit."""
        jobs.put(self.session, name, args, now=self.now, at=at, key=key, document=document)
        self.hurried = self.hurried or at is None or at <= self.now

    def at_close(self, name: str, keep: Callable[["Work", Any], None]) -> None:
        """Lets `keep` write what was gathered under that name in `closing`, once, at the end of the transaction."""
        self.closers[name] = keep

    def close(self) -> None:
        """Writes what waits until the end of the transaction; called once by whoever opened it."""
        self.session.flush()
        for name, keep in self.closers.items():
            keep(self, self.closing.pop(name))
        self.closers.clear()
        if self.entries:
            audit.append(self.session, self.entries, self.now, self.ends)
            self.entries = []
        self.session.flush()
