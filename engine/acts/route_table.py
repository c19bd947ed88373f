"""The route of a draft as a table, and what an owner changes in it: each change is a save of the draft."""

from collections.abc import Callable, Mapping

from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.kinds import redrawing
from engine.kinds.redrawing import Approver, Change, New, Table
from engine.work import Work

Files = Mapping[str, bytes]


def look(work: Work, kind: str) -> tuple[Draft, Table]:
    """The draft and its table; raises NotFound, NotAllowed, and KindRefused when its diagram cannot be read."""
    held = drafts.draft(work, kind)
    return held, redrawing.table(held.files)


def change_step(
    work: Work, kind: str, seen: int, step: str, wanted: Change, *, lane: str = "", new: New | None = None
) -> Draft:
    """Changes what a step's row says, and who does it when a lane is named or a new one described.

    Raises NotFound, NotAllowed, Invalid, WrongState, and Stale when somebody has saved since `seen`.
    """

    def redraw(files: Files) -> Files:
        seated = redrawing.reseat(files, step, lane, new) if lane or new else {}
        return {**seated, **redrawing.change({**files, **seated}, step, wanted)}

    return _redrawn(work, kind, seen, step, redraw)


def insert_approver(work: Work, kind: str, seen: int, step: str, place: str, who: Approver) -> tuple[Draft, str]:
    """Puts an approver before, after or beside a step; the draft, and the id of his step. Raises as `change_step`."""
    made: list[str] = []

    def redraw(files: Files) -> Files:
        changed, id = redrawing.insert(files, step, place, who)
        made.append(id)
        return changed

    held = _redrawn(work, kind, seen, f"+ {place} {step}", redraw)
    return held, made[0]


def drop_step(work: Work, kind: str, seen: int, step: str) -> Draft:
    """Takes a person's step out of the route; raises as `change_step`."""
    return _redrawn(work, kind, seen, f"− {step}", lambda files: redrawing.drop(files, step))


def _redrawn(work: Work, kind: str, seen: int, what: str, redraw: Callable[[Files], Files]) -> Draft:
    held = drafts.draft(work, kind)
    if held.version != seen:
        drafts.save(work, kind, seen, {})  # says who has saved it since
    return drafts.save(work, kind, seen, redraw(held.files), what=what)
