"""Changing the tree of units."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import or_, select

from engine.errors import Invalid, WrongState
from engine.people import checks, queries, rights
from engine.people.following import reseat, seen
from engine.people.models import Appointment, Unit
from engine.work import Work


def open_unit(work: Work, code: str, type: str, name: Mapping[str, str], *, index: str = "", parent: str = "") -> Unit:
    """A new unit under its parent. Raises NotAllowed, Invalid, NotFound."""
    rights.may_units(work)
    problems = checks.Problems()
    called = checks.code(problems, code)
    said = checks.texts(problems, "name", name)
    index = checks.line(problems, "index", index, most=20)
    if type not in checks.UNIT_TYPES:
        problems.add("type", "Expected one of the offered choices, but it is another.")
    if work.session.scalar(select(Unit.id).where(Unit.code == called)) is not None:
        problems.add("code", "Expected a new code, but the unit {code} is there already.", code=called)
    problems.stop()
    above = _open(work, parent).id if parent else None
    unit = work.add(Unit(code=called, type=type, name=said, index=index, parent_id=above))
    work.session.flush()
    after = {"type": type, "name": said, "index": index, "parent": parent}
    work.record("system", "unit.opened", called, after=after)
    return unit


def change_unit(
    work: Work, code: str, name: Mapping[str, str], *, index: str, parent: str, seen_version: int | None = None
) -> None:
    """Another name, index or place in the tree. Raises NotAllowed, Invalid, NotFound, Stale; a unit is never above itself."""
    rights.may_units(work)
    unit = _hold(work, code)
    seen(unit, seen_version)
    problems = checks.Problems()
    said = checks.texts(problems, "name", name)
    index = checks.line(problems, "index", index, most=20)
    above = _open(work, parent) if parent else None
    if above is not None and above.id in queries.beneath(work, [unit.id]):
        problems.add("parent", "Expected a unit that is not beneath {unit}, but {parent} is.", unit=code, parent=parent)
    problems.stop()
    before = _told(work, unit)
    unit.name, unit.index, unit.parent_id = said, index, above.id if above else None
    work.session.flush()
    after = _told(work, unit)
    if before == after:
        return
    work.record("system", "unit.changed", unit.code, before=before, after=after)
    if before["parent"] != after["parent"]:
        _reseat_all(work, unit)


def close_unit(work: Work, code: str, *, successor: str = "", seen_version: int | None = None) -> None:
    """No such unit from now on: its posts end today, its tasks go to the successor, or to the records administrator's list.

    Raises NotAllowed, NotFound, Stale, Invalid, and WrongState while units are open beneath it.
    """
    rights.may_units(work)
    unit = _hold(work, code)
    seen(unit, seen_version)
    after = _open(work, successor, "successor") if successor else None
    if after is not None and after.id == unit.id:
        raise Invalid.one("successor", "Expected another unit to go on with the work, but it is the same.")
    inner = work.session.scalar(select(Unit.code).where(Unit.parent_id == unit.id, Unit.closed.is_(False)).limit(1))
    if inner is not None:
        raise WrongState(
            "Expected no open units beneath {unit}, but {inner} is. Move or close it first.", unit=code, inner=inner
        )
    _reseat_all(work, unit)
    _end_posts(work, unit)
    unit.closed, unit.successor_id = True, after.id if after else None
    work.record("system", "unit.closed", unit.code, after={"successor": successor or None})


def _end_posts(work: Work, unit: Unit) -> None:
    last = queries.today(work) - timedelta(days=1)
    lasting = or_(Appointment.until.is_(None), Appointment.until > last)
    for one in work.session.scalars(select(Appointment).where(Appointment.unit_id == unit.id, lasting)):
        one.until = last
        after = {"unit": unit.code, "post": one.post, "until": last.isoformat()}
        work.record(f"person:{one.person_id}", "person.released", unit.code, after=after)


def _reseat_all(work: Work, unit: Unit) -> None:
    within = queries.beneath(work, [unit.id])
    theirs = select(Appointment.person_id).where(Appointment.unit_id.in_(within))
    reseat(work, set(work.session.scalars(theirs)), units=within)


def _hold(work: Work, code: str) -> Unit:
    # Moves of two units at once could make a ring of them: whoever changes the tree holds its first row.
    work.session.scalar(select(Unit.id).order_by(Unit.id).limit(1).with_for_update())
    unit = work.get(Unit, queries.unit(work, code).id, hold=True)
    if unit.closed:
        raise WrongState("Expected an open unit, but {unit} is closed.", unit=code)
    return unit


def _open(work: Work, code: str, name: str = "parent") -> Unit:
    found = work.session.scalar(select(Unit).where(Unit.code == code, Unit.closed.is_(False)))
    if found is None:
        raise Invalid.one(name, "Expected an open unit, but there is no {unit}.", unit=code[:60])
    return found


def _told(work: Work, unit: Unit) -> dict[str, object]:
    above = work.get(Unit, unit.parent_id).code if unit.parent_id else ""
    return {"name": unit.name, "index": unit.index, "parent": above}
