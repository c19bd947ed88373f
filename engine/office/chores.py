"""Jobs that are not steps of a route: one line each.

A chore of `CHORES` runs in one transaction; it may leave itself again for what is left. One of `SLOW` has three beats
like a step: gather in a short transaction, do outside any, keep in a short one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.acts import moving
from engine.documents import relations
from engine.errors import WrongState
from engine.instances import absence, filling, messages, terms
from engine.instances.commands import wake
from engine.notices import sending
from engine.people import commands as people
from engine.people import importing
from engine.sheets import making as sheets
from engine.work import Tools, Work


@dataclass(frozen=True)
class Slow:
    """A chore that needs the world outside. `gather` gives None when there is nothing to do any more."""

    gather: Callable[[Work, Mapping[str, Any]], Any]
    do: Callable[[Tools, Any], Any]
    keep: Callable[[Work, Any, Any], None]


def _wake(work: Work, given: Mapping[str, Any]) -> None:
    wake(work, str(given["document"]))


def _follow(work: Work, given: Mapping[str, Any]) -> None:
    """A document follows to another version; where its route stops, it stays as it was and that is noted."""
    try:
        with work.session.begin_nested():
            moving.move_document(work, given)
    except WrongState as refused:
        for gathered in (work.entries, work.closing, work.closers):
            gathered.clear()
        moving.refuse_document(work, given, refused)


CHORES: Mapping[str, Callable[[Work, Mapping[str, Any]], None]] = {
    "wake": _wake,
    "leave": people.leave,
    importing.JOB: importing.carry_on,
    "open_rows": filling.fill,
    "reseat": absence.reseat,
    "reseat_document": absence.reseat_document,
    "deliver_message": messages.deliver,
    "recount_terms": terms.recount,
    "recount_document": terms.recount_document,
    relations.STAND: relations.stand,
    "move_documents": moving.move_documents,
    "move_document": _follow,
    "undo_move": moving.undo_move,
}
SLOW: Mapping[str, Slow] = {
    sheets.JOB: Slow(sheets.gather, sheets.do, sheets.keep),
    "send_letter": Slow(sending.gather, sending.do, sending.keep),
}
