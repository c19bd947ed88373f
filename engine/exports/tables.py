"""What stands in each list that may be taken out. Whether the actor may see it is asked by the list itself."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select

from engine.catalogue.queries import all_current, version
from engine.control import absent, lists
from engine.control.lists import ControlLine, Wanted
from engine.control.overviews import Discipline, HouseOverview, Time, UnitOverview
from engine.errors import NotAllowed
from engine.exports.writing import Table
from engine.kinds import state_label
from engine.people.models import Person, Unit
from engine.people.queries import cards
from engine.phrases import say
from engine.registration import queries as registrations
from engine.registration.keeping import READERS
from engine.registration.queries import RegistrationCard
from engine.spreadsheets.writing import Cell
from engine.texts import said
from engine.work import Work

DAY = 86400
PORTION = 500


def standing(name: str, tongue: str) -> str:
    """How a term is kept, in words."""
    words = {
        "in_time": say("In time", tongue),
        "late": say("Done late", tongue),
        "overdue": say("Overdue", tongue),
        "extended": say("Extended", tongue),
    }
    return words[name]


def control(work: Work, wanted: Wanted) -> Table:
    """A control list; raises NotAllowed, NotFound, Invalid."""
    tongue = work.actor.language
    lists.page(work, wanted, limit=1)
    headings = [
        say("Kind", tongue),
        say("Number", tongue),
        say("Date", tongue),
        say("Title", tongue),
        say("Task", tongue),
        say("Executors", tongue),
        say("Unit", tongue),
        say("Due", tongue),
        say("Done", tongue),
        say("Term", tongue),
    ]
    rows = (_control(work, one) for one in lists.every(work, wanted))
    narrowed = {
        "scope": wanted.scope,
        "tab": wanted.tab,
        "kind": wanted.kind,
        "unit": wanted.unit,
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
    }
    return Table("control", say("Control of execution", tongue), headings, rows, narrowed)


def _control(work: Work, one: ControlLine) -> list[Cell]:
    task, tongue = one.task, work.actor.language
    people = [task.done_by] if task.done_by else list(task.candidates)
    kind = version(work, task.version_id).kind.texts("title", tongue)
    who = ", ".join(each.name for each in people)
    facts: list[Cell] = [kind, one.number, one.dated, one.title, task.step_name, who, one.unit, task.due, task.done_at]
    return [*facts, standing(one.standing, tongue)]


def journal(work: Work, code: str, year: int, since: date | None, until: date | None) -> Table:
    """A journal's year; raises NotAllowed, NotFound."""
    if not work.actor.has(*READERS):
        raise NotAllowed("Expected a records officer to read the journals, but you are none.")
    registrations.page(work, code, year=year, limit=1)
    tongue = work.actor.language
    headings = [
        say("Number", tongue),
        say("Date", tongue),
        say("Kind", tongue),
        say("Title", tongue),
        say("Signer", tongue),
        say("Executors", tongue),
        say("Due", tongue),
        say("Case", tongue),
        say("State", tongue),
        say("Reason", tongue),
    ]
    title = next((one.title for one in registrations.journals(work) if one.code == code), code)
    days = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
    narrowed = {"journal": code, "year": str(year), **days}
    return Table("journal", title, headings, _registrations(work, code, year, since, until), narrowed)


def _registrations(work: Work, code: str, year: int, since: date | None, until: date | None) -> Iterator[list[Cell]]:
    kinds = {one.kind.name: one.kind.texts("title", work.actor.language) for one in all_current(work)}
    after = 0
    while True:
        lines = registrations.page(work, code, year=year, since=since, until=until, after=after, limit=PORTION)
        named = _named(work, {one for line in lines for one in line.executors})
        yield from (_registration(one, named, kinds, work.actor.language) for one in lines)
        if len(lines) < PORTION:
            return
        after = lines[-1].serial


def _registration(one: RegistrationCard, named: Mapping[str, str], kinds: Mapping[str, str], tongue: str) -> list[Cell]:
    who = ", ".join(named.get(code, code) for code in one.executors)
    facts: list[Cell] = [one.shown, one.date, kinds.get(one.kind, one.kind), one.title, one.signer, who, one.due]
    return [*facts, one.dossier, state_label(one.document_state, tongue), one.reason]


def _named(work: Work, codes: set[str]) -> dict[str, str]:
    """The names behind logins and units' codes."""
    units = work.session.execute(select(Unit.code, Unit.name).where(Unit.code.in_(codes)))
    found = {row[0]: said(row[1], work.actor.language) for row in units}
    people = cards(work, list(work.session.scalars(select(Person.id).where(Person.login.in_(codes)))))
    return found | {one.login: one.name for one in people.values()}


def not_acquainted(work: Work, document: str) -> Table:
    """Who of a document's list is not acquainted; raises NotFound, NotAllowed."""
    absent.not_acquainted(work, document, limit=1)
    tongue = work.actor.language
    headings = [
        say("Employee", tongue),
        say("Post", tongue),
        say("Unit", tongue),
        say("Asked since", tongue),
        say("Due", tongue),
        say("Term", tongue),
    ]
    rows: Iterator[list[Cell]] = (
        [
            one.person.name,
            one.person.post,
            one.person.unit,
            one.since,
            one.due,
            standing("overdue" if one.overdue else "in_time", tongue),
        ]
        for one in absent.everybody(work, document)
    )
    return Table("not-acquainted", say("Not acquainted", tongue), headings, rows, {"document": document})


def vacancies(work: Work) -> Table:
    """Vacant posts and steps that stopped; raises NotAllowed."""
    tongue = work.actor.language
    headings = [
        say("Kind", tongue),
        say("Number", tongue),
        say("Step", tongue),
        say("Unit", tongue),
        say("Since", tongue),
    ]
    rows: list[list[Cell]] = [
        [one.kind_title, one.number, one.step, one.unit, one.since] for one in absent.vacancies(work)
    ]
    return Table("vacancies", say("Vacant posts", tongue), headings, rows, {})


def unit_load(work: Work, found: UnitOverview) -> Table:
    """The load of a head's people."""
    tongue = work.actor.language
    headings = [
        say("Employee", tongue),
        say("Post", tongue),
        say("Open", tongue),
        say("Overdue", tongue),
        say("Done late", tongue),
    ]
    rows: list[list[Cell]] = [[one.person.name, one.person.post, one.open, one.overdue, one.late] for one in found.load]
    return Table("unit-load", say("The load of the unit", tongue), headings, rows, _days(found))


def discipline(work: Work, found: HouseOverview) -> Table:
    """How the units keep their terms."""
    tongue = work.actor.language
    headings = [
        say("Unit", tongue),
        say("Open", tongue),
        say("Overdue", tongue),
        say("Done", tongue),
        say("Done late", tongue),
    ]
    return Table("discipline", say("Execution discipline", tongue), headings, map(_unit, found.units), _days(found))


def _unit(one: Discipline) -> list[Cell]:
    return [one.name, one.open, one.overdue, one.done, one.late]


def times(work: Work, found: HouseOverview) -> Table:
    """How long kinds and their steps take, in days."""
    tongue = work.actor.language
    headings = [
        say("Kind", tongue),
        say("Step", tongue),
        say("How many", tongue),
        say("Median, days", tongue),
        say("95th percentile, days", tongue),
    ]
    rows = (_time(one) for one in [*found.kinds, *found.steps])
    return Table("times", say("How long it takes", tongue), headings, rows, _days(found))


def _time(one: Time) -> list[Cell]:
    return [one.title, one.step, one.many, round(one.median / DAY, 2), round(one.high / DAY, 2)]


def _days(found: UnitOverview | HouseOverview) -> dict[str, str]:
    return {"since": found.period.since.isoformat(), "until": found.period.until.isoformat()}
