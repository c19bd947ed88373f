"""The office: everything wired, and the only place where a transaction opens and closes.

`office.work(actor)` is one writing transaction, `office.look(actor)` one for looking. Presses that need a password or a
signature are in `press`; the running of jobs in `running`.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from engine import jobs
from engine.accounts.commands import claim_answer
from engine.audit import Entry, append
from engine.db import Database
from engine.errors import NotAllowed
from engine.office.making import make_tools
from engine.work import OFFICE, Actor, Tools, Work

__all__ = ["OFFICE", "Actor", "Office", "Tools", "Work", "make_tools"]


class Office:
    """An open installation: its database and its tools."""

    def __init__(self, database: Database, tools: Tools) -> None:
        self.database = database
        self.tools = tools
        self.kick = threading.Event()  # set when a commit left something to do at once
        self.closing = threading.Event()  # set when nobody shall wait for anything any more

    @contextmanager
    def work(self, actor: Actor, *, once: str | None = None) -> Iterator[Work]:
        """One act of one actor: kept whole at the end, or not at all.

        `once` is a key under which the act is kept only one time; a second one with it raises WrongState. A refusal of
        rights is noted in the audit after the act was undone.
        """
        try:
            with self.database.writing() as session:
                work = Work(session, actor, self.tools.clock.now(), self.tools)
                if once is not None:
                    claim_answer(work, once)
                yield work
                work.close()
        except NotAllowed as refusal:
            self.note(actor, refusal)
            raise
        if work.hurried:
            self.kick.set()

    @contextmanager
    def look(self, actor: Actor) -> Iterator[Work]:
        """Looking without keeping; a refusal of rights is noted in the audit."""
        try:
            with self.database.reading() as session:
                yield Work(session, actor, self.tools.clock.now(), self.tools)
        except NotAllowed as refusal:
            self.note(actor, refusal)
            raise

    def note(self, actor: Actor, refusal: NotAllowed) -> None:
        """Keeps an audit line about a refusal of rights; one line for one refusal, however often it is told."""
        if actor.is_office or refusal.noted:
            return
        refusal.noted = True
        thing = str(refusal.facts.get("document") or refusal.facts.get("task") or refusal.code)
        entry = Entry(
            f"person:{actor.person}",
            "access.refused",
            thing[:120],
            None,
            {"reason": refusal.template},
            actor.login,
            None,
            actor.address,
        )
        with self.database.writing() as session:
            append(session, [entry], self.tools.clock.now())

    def settled(self, document: str, seconds: float = 0) -> bool:
        """Whether the automatic steps of the document are done; waits for them up to so many seconds."""
        end = monotonic() + seconds
        while True:
            with self.database.reading() as session:
                busy = jobs.busy(session, document, now=self.tools.clock.now())
            if not busy or monotonic() >= end or self.closing.is_set():
                return not busy
            sleep(0.05)

    def close(self) -> None:
        """Lets go of the database and the renderer."""
        self.tools.renderer.close()
        self.database.close()
