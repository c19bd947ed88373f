"""People brought in from a spreadsheet: first shown line by line, then exactly what was shown is kept, portion by portion.

What was shown has a hash. When people have changed meanwhile, the same rows would do something else: then nothing is
kept, and it is shown anew. While portions are kept, a line that would do something else is left out and says so.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from engine.db import new_id
from engine.errors import NotFound, Stale, WrongState
from engine.people import queries, rights
from engine.people.checks import Problems
from engine.people.columns import PERSON, Table, template, understood
from engine.people.following import day_after, start_of
from engine.people.keeping import keep
from engine.people.models import PeopleImport, Person
from engine.people.planning import EMPTY, Plan, plan
from engine.people.roll import Known, Roll, roll
from engine.spreadsheets.reading import read_xlsx
from engine.spreadsheets.writing import write_xlsx
from engine.work import Work

JOB = "import_people"
PORTION = 200
RESEATED = 1_000  # people whose tasks one job looks for
KEPT = timedelta(days=30)
STATES = ("added", "changed", "unchanged", "refused")


@dataclass(frozen=True)
class ImportCard:
    """An import: how far it is, how many lines do what, and the lines of one state (or all), from one on.

    `state` is shown, going, done or stopped; `lines` are as they were shown, see `_line`.
    """

    id: str
    name: str
    at: datetime
    by: str
    state: str
    done: int
    total: int
    shown: str
    counts: Mapping[str, int]
    over: Sequence[str]
    lines: Sequence[Mapping[str, Any]]
    matching: int


def read_table(content: bytes, language: str) -> Table:
    """What a file says; raises Invalid (field `file`). It is heavy work: outside of any transaction."""
    return understood(read_xlsx(content), language)


def template_file(work: Work) -> bytes:
    """An empty table to be filled in, in the reader's language, with a sheet that explains it."""
    table, explained = template(work.actor.language, queries.today(work))
    file = BytesIO()
    write_xlsx(table, file, ZoneInfo(work.tools.settings.timezone), explained)
    return file.getvalue()


def show(work: Work, name: str, content: bytes, table: Table) -> str:
    """Keeps what the file would do, line by line; gives the import's id. Raises NotAllowed."""
    rights.may_people(work)
    lines = _lines(work, table.rows)
    told = {"day": queries.today(work).isoformat(), "over": list(table.over), "lines": lines}
    row = PeopleImport(id=new_id(), person_id=work.actor.person, at=work.now, name=name[-200:], state="shown", done=0)
    row.sha256, row.shown = hashlib.sha256(content).hexdigest(), _print(lines)
    row.rows, row.told = [[number, dict(typed)] for number, typed in table.rows], told
    work.add(row)
    return row.id


def _lines(work: Work, rows: Sequence[tuple[int, Mapping[str, str]]]) -> list[dict[str, Any]]:
    found, above = roll(work, [typed for _, typed in rows]), _Above()
    lines = []
    for number, typed in rows:
        known = found.called_by(typed)
        line = above.refused(number, typed, known.login) if known else None
        if line is None:
            line = _line(number, plan(found, typed))
            if line["state"] != "refused":
                above.keep(number, typed, line["login"])
        lines.append({**line, "names": line["names"] or (known.fields["names"] if known else {})})
    return lines


class _Above:
    """What the lines above say: a line is not there twice, and none says otherwise of the same person."""

    def __init__(self) -> None:
        self._rows: dict[frozenset[tuple[str, str]], int] = {}
        self._said: dict[tuple[str, ...], tuple[str, int]] = {}

    def keep(self, number: int, typed: Mapping[str, str], login: str) -> None:
        self._rows[frozenset(typed.items())] = number
        for slot, said in _slots(typed, login):
            self._said.setdefault(slot, (said, number))

    def refused(self, number: int, typed: Mapping[str, str], login: str) -> dict[str, Any] | None:
        """The line when it is there already or says otherwise."""
        problems = Problems()
        twice = self._rows.get(frozenset(typed.items()))
        if twice is not None:
            problems.add("login", "Expected each line once, but this is line {line} again.", line=twice)
        for slot, said in _slots(typed, login):
            other, line = self._said.get(slot, (said, 0))
            if other != said:
                sentence = "Expected what line {line} says of the same person, but it is another."
                problems.add(slot[-1], sentence, line=line)
        return _line(number, Plan("refused", Known(0, login, EMPTY), problems=problems)) if problems.found else None


def _slots(typed: Mapping[str, str], login: str) -> list[tuple[tuple[str, ...], str]]:
    post = typed.get("unit", ""), typed.get("post", ""), typed.get("since", "")
    return [((login, name) if name in PERSON else (login, *post, name), said) for name, said in typed.items()]


def _line(number: int, planned: Plan) -> dict[str, Any]:
    """A line as it is shown: whom it means, what it changes (column, before, after), what is wrong (column, sentence, facts)."""
    return {
        "line": number,
        "state": planned.state,
        "login": planned.who.login,
        "names": planned.who.fields["names"],
        "changes": [list(one) for one in planned.changes],
        "problems": [[one.field, one.template, dict(one.facts)] for one in planned.problems.found],
        "doubtful": planned.doubtful,
    }


def _print(lines: Sequence[Mapping[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(lines, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def bring_in(work: Work, id: str, shown: str) -> None:
    """Begins to keep what was shown. Raises NotAllowed, NotFound, WrongState, and Stale when it would do something else now."""
    rights.may_people(work)
    row = _held(work, id)
    if row.state != "shown":
        raise WrongState("Expected an import that waits, but this one was begun already.")
    if row.person_id != work.actor.person:
        raise WrongState("Expected who has sent the file to bring it in, but it was somebody else. Send it yourself.")
    if shown != row.shown or _print(_lines(work, _rows(row))) != shown:
        raise Stale("Expected people as they were when this was shown, but some have changed since. Look at it again.")
    row.state = "going"
    counts = _counts(row.told["lines"])
    work.record(f"person:{work.actor.person}", "people.import_begun", id, after={"sha256": row.sha256, **counts})
    work.later(JOB, {"id": id})


def show_again(work: Work, id: str) -> None:
    """Shows what the same rows would do now, while nothing of it is begun. Raises NotAllowed, NotFound."""
    rights.may_people(work)
    row = _held(work, id)
    if row.state == "shown":
        lines = _lines(work, _rows(row))
        row.told = row.told | {"day": queries.today(work).isoformat(), "lines": lines}
        row.shown = _print(lines)


def carry_on(work: Work, given: Mapping[str, Any]) -> None:
    """The chore: keeps the next portion in the name of who began it, and leaves itself for the rest."""
    row = _held(work, str(given["id"]))
    if row.state != "going":
        return
    work.actor = queries.actor(work, row.person_id)
    if not work.actor.has(*rights.PEOPLE) or work.get(Person, row.person_id).dismissed is not None:
        row.state, row.rows = "stopped", []
        _follow(work, row, row.done)
        return
    lines = row.told["lines"]
    last = min(row.done + PORTION, len(lines))
    _portion(work, row, row.done, last)
    row.done = last
    if last < len(lines):
        work.later(JOB, {"id": row.id})
        return
    row.state, row.rows = "done", []
    _follow(work, row, last)
    work.record(f"person:{row.person_id}", "people.import_done", row.id, after=_counts(row.told["lines"]))


def _portion(work: Work, row: PeopleImport, first: int, last: int) -> None:
    lines = row.told["lines"]
    typed = dict(_rows(row))
    wanted = [one for one in lines[first:last] if one["state"] in ("added", "changed")]
    found = roll(work, [typed[one["line"]] for one in wanted], day=date.fromisoformat(row.told["day"]), hold=True)
    plans, left = _as_shown(found, wanted, typed)
    keep(work, plans, row.id)
    if left:
        changed = [_left_out(one) if one["line"] in left else one for one in lines]
        row.told = row.told | {"lines": changed}


def _as_shown(
    found: Roll, wanted: Sequence[Mapping[str, Any]], typed: Mapping[int, Mapping[str, str]]
) -> tuple[list[Plan], set[int]]:
    """Plans that do what was shown, and the lines that would do something else now."""
    plans, left = [], set()
    for one in wanted:
        now = plan(found, typed[one["line"]])
        if _line(one["line"], now) == one:
            plans.append(now)
        else:
            left.add(one["line"])
    return plans, left


def _left_out(line: Mapping[str, Any]) -> dict[str, Any]:
    sentence = "Expected it as it was shown, but somebody has changed it since. Send the line once more."
    return {**line, "state": "refused", "changes": [], "problems": [["login", sentence, {}]]}


def _follow(work: Work, row: PeopleImport, last: int) -> None:
    """Leaves looks for who may do the open tasks of everybody whose posts were changed, for each day that matters."""
    days: dict[date, set[str]] = {}
    now = queries.today(work)
    for line in row.told["lines"][:last]:
        if line["state"] in ("added", "changed") and any(name not in PERSON for name, *_ in line["changes"]):
            for day in {max(day, now) for day in _days(line["changes"])} or {now}:
                days.setdefault(day, set()).add(line["login"])
    for day, logins in sorted(days.items()):
        _reseat(work, sorted(logins), start_of(work, day) if day > now else None)


def _days(changes: Sequence[Sequence[str]]) -> list[date]:
    said = {name: date.fromisoformat(after) for name, _, after in changes if name in ("since", "until") and after}
    return [day_after(day) if name == "until" else day for name, day in said.items()]


def _reseat(work: Work, logins: Sequence[str], at: datetime | None) -> None:
    for place in range(0, len(logins), RESEATED):
        wanted = select(Person.id).where(Person.login.in_(logins[place : place + RESEATED])).order_by(Person.id)
        work.later("reseat", {"persons": list(work.session.scalars(wanted))}, at=at)


def _held(work: Work, id: str) -> PeopleImport:
    row = work.session.get(PeopleImport, id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("Expected to find the import, but there is none.")
    return row


def _rows(row: PeopleImport) -> list[tuple[int, Mapping[str, str]]]:
    return [(number, typed) for number, typed in row.rows]


def _counts(lines: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    found = dict.fromkeys(STATES, 0)
    for one in lines:
        found[one["state"]] += 1
    return found


def card(work: Work, id: str, *, state: str = "", first: int = 0, limit: int = 100) -> ImportCard:
    """An import with a page of its lines. Raises NotAllowed, NotFound."""
    rights.may_people(work)
    row = work.session.get(PeopleImport, id)
    if row is None:
        raise NotFound("Expected to find the import, but there is none.")
    lines = row.told["lines"]
    wanted = [one for one in lines if state in ("", one["state"])]
    by = queries.card(work, row.person_id).name
    facts = row.id, row.name, row.at, by, row.state, row.done, len(lines), row.shown
    return ImportCard(*facts, _counts(lines), row.told["over"], wanted[first : first + limit], len(wanted))


def latest(work: Work, *, limit: int = 5) -> list[tuple[str, str, datetime, str]]:
    """The newest imports: id, file, when, state. Raises NotAllowed."""
    rights.may_people(work)
    query = select(PeopleImport.id, PeopleImport.name, PeopleImport.at, PeopleImport.state)
    rows = work.session.execute(query.order_by(PeopleImport.at.desc(), PeopleImport.id).limit(limit))
    return [(id, name, at, state) for id, name, at, state in rows]


def forget(work: Work) -> None:
    """Takes away what was shown long ago: it holds personal data, and the audit has what was done."""
    old = PeopleImport.at < work.now - KEPT
    work.session.execute(delete(PeopleImport).where(old, PeopleImport.state != "going"))
