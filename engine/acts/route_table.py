"""The route of a draft as a table, and what an owner changes in it: each change is a save of the draft."""

from collections.abc import Callable, Mapping

from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.kinds import redrawing
from engine.kinds.redrawing import Change, Table
from engine.work import Work

Redraw = Callable[[Mapping[str, bytes]], Mapping[str, bytes]]


def look(work: Work, kind: str) -> tuple[Draft, Table]:
    """The draft and its table; raises NotFound, NotAllowed, and KindRefused when its diagram cannot be read."""
    held = drafts.draft(work, kind)
    return held, redrawing.table(held.files)


def change_step(work: Work, kind: str, seen: int, step: str, wanted: Change) -> Draft:
    """Changes what a step's row says; raises NotFound, NotAllowed, Invalid, and Stale when somebody has saved since `seen`."""
    return _redrawn(work, kind, seen, step, lambda files: redrawing.change(files, step, wanted))


def _redrawn(work: Work, kind: str, seen: int, what: str, redraw: Redraw) -> Draft:
    held = drafts.draft(work, kind)
    if held.version != seen:
        return drafts.save(work, kind, seen, {})  # says who has saved it since
    return drafts.save(work, kind, seen, redraw(held.files), what=what)
