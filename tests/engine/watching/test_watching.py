"""How documents run, told by the database alone: the same answer on both, and the same as counted by hand."""

from datetime import UTC, datetime, timedelta
from math import ceil
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from engine.control import watched, watching
from engine.control.overviews import Period
from engine.control.watching import Window
from engine.db import new_id
from engine.errors import Invalid, NotAllowed
from engine.instances.models import Task
from engine.office import OFFICE
from tests.offices import House

NOW = datetime(2026, 12, 2, 10, tzinfo=UTC)
DAYS = Period(datetime(2026, 11, 1).date(), datetime(2026, 11, 30).date())
WINDOW = Window("memo", DAYS)


def _tasks(house: House, many: int) -> list[dict[str, Any]]:
    """So many done tasks of one memo, by chance: some never seen, some late, some in a further round."""
    house.office.tools.clock.set(NOW)
    paper = house.as_("teacher").writes()
    chance = Random(7)
    with house.office.look(OFFICE) as work:
        one = dict(work.session.execute(select(Task.__table__).where(Task.document_id == paper.id)).mappings().one())
        people = [house.actor(login).person for login in ("chair", "dean", "facility")]
    rows = []
    for at in range(many):
        opened = datetime(2026, 11, 5, tzinfo=UTC) + timedelta(minutes=chance.randrange(20_000))
        seen = opened + timedelta(minutes=chance.randrange(3_000))
        done = seen + timedelta(minutes=chance.randrange(3_000))
        told = {
            "id": new_id(),
            "token": f"x#{at}",
            "step": chance.choice(("approve_chair", "sign_dean")),
            "state": "done",
        }
        told |= {
            "opened": opened,
            "seen": chance.choice((seen, None)),
            "done_at": done,
            "round": chance.choice((1, 1, 2)),
        }
        told |= {"done_by": chance.choice(people), "due": chance.choice((None, opened + timedelta(days=2)))}
        rows.append({**one, **told, "alarm_at": None})
    with house.office.work(OFFICE) as work:
        work.session.execute(insert(Task), rows)
    return rows


def _by_hand(rows: list[dict[str, Any]], name: str) -> dict[str, tuple[Any, ...]]:
    """(many, waiting's median and 95th percentile, working's, late, again) of each."""
    found = {}
    for key in {str(one[name]) for one in rows}:
        own = [one for one in rows if str(one[name]) == key]
        waits = sorted(((one["seen"] or one["done_at"]) - one["opened"]).total_seconds() for one in own)
        works = sorted((one["done_at"] - (one["seen"] or one["done_at"])).total_seconds() for one in own)
        figures = [some[ceil(len(own) * part / 100) - 1] for some in (waits, works) for part in (50, 95)]
        late = sum(one["due"] is not None and one["done_at"] > one["due"] for one in own)
        found[key] = (len(own), *figures, late, sum(one["round"] > 1 for one in own))
    return found


def _told(one: watching.Heat) -> tuple[Any, ...]:
    spans = (one.waiting.median, one.waiting.high, one.working.median, one.working.high)
    return (one.many, *(pytest.approx(span, abs=0.1) for span in spans), one.late, one.again)


def test_figures_are_those_counted_by_hand_on_each_database(quick_houses: House) -> None:
    rows = _tasks(quick_houses, 237)

    with quick_houses.office.look(quick_houses.actor("rector")) as work:
        steps = watching.steps(work, WINDOW)
        people = {str(card.id): heat for card, heat in watching.persons(work, WINDOW)}
        units = watching.units(work, WINDOW)

    assert _by_hand(rows, "step") == {key: _told(one) for key, one in steps.items()}
    assert _by_hand(rows, "done_by") == {key: _told(one) for key, one in people.items()}
    assert sum(one.many for one in units) == len(rows) and all(one.name for one in units)


def test_what_stands_now_is_counted_by_step(quick_houses: House) -> None:
    quick_houses.office.tools.clock.set(NOW)
    paper = quick_houses.as_("teacher").writes()
    quick_houses.office.tools.clock.set(NOW + timedelta(days=20))

    with quick_houses.office.look(quick_houses.actor("owner")) as work:
        stands = watching.now(work, WINDOW)
        behind = {figure: watched.documents(work, WINDOW, figure) for figure in watched.FIGURES}

    assert stands == {"approve_chair": watching.Now(open=1, overdue=1)}
    assert {figure: one.hidden for figure, one in behind.items()} == {
        **dict.fromkeys(watched.FIGURES, 0),
        "open": 1,
        "overdue": 1,
    }
    with quick_houses.office.look(quick_houses.actor("teacher")) as work, pytest.raises(NotAllowed):
        watching.now(work, WINDOW)
    with quick_houses.office.look(quick_houses.actor("chair")) as work, pytest.raises(NotAllowed):
        watched.documents(work, WINDOW, "open")
    with quick_houses.office.look(quick_houses.actor("owner")) as work, pytest.raises(Invalid):
        watched.documents(work, WINDOW, "everything")
    assert paper.id not in str(behind)


def test_days_and_steps_narrow_what_is_counted(quick_house: House) -> None:
    rows = _tasks(quick_house, 60)
    one = watching.before(WINDOW)

    with quick_house.office.look(quick_house.actor("owner")) as work:
        signed = watching.steps(work, Window("memo", DAYS, 1, "sign_dean"))
        before, other = watching.steps(work, one), watching.steps(work, Window("order", DAYS))

    assert {key: heat.many for key, heat in signed.items()} == {
        "sign_dean": sum(row["step"] == "sign_dean" for row in rows)
    }
    assert (one.period.until, (one.period.until - one.period.since).days) == (datetime(2026, 10, 31).date(), 29)
    assert not before and not other


def test_one_grouped_statement_goes_over_an_index_of_the_tasks(quick_house: House) -> None:
    _tasks(quick_house, 60)
    with quick_house.office.look(OFFICE) as work:
        asked = watching.heat(work, WINDOW, Task.step).compile(
            work.session.get_bind(), compile_kwargs={"literal_binds": True}
        )
        plan = [row[3] for row in work.session.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]

    print("\n".join(plan))
    tasks = [line for line in plan if " task " in f"{line} "]
    assert tasks and all("SEARCH task USING" in line and "INDEX" in line for line in tasks)
