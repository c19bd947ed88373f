"""Documents of the three kinds, one waiting at each step of its route, and who may take that step: told here from the
university's posts and the rules of domain 6, not asked of the house.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from engine.acts.complete import Press
from engine.audit import AuditRecord
from engine.catalogue.queries import version
from engine.demo.university import PEOPLE
from engine.documents.models import Document, DocumentLink
from engine.errors import Invalid, NotAllowed
from engine.instances.models import Candidate, Task
from engine.kinds import Kind
from engine.office import OFFICE, press
from engine.people.models import Person, Substitution
from engine.signing.queries import newest_rendition
from tests.api.programs import Desk
from tests.engine.cheap import made_cheap
from tests.engine.walks.memory import press_cheaply
from tests.journeys.travel import COSTS, asks, day
from tests.offices import House, Paper, _on_sqlite

LOGINS = tuple(one.login for one in PEOPLE)
ORDER = {
    "title_kk": "ЭҚАЖ енгізу туралы",
    "title_ru": "О введении СЭД",
    "text_kk": "БҰЙЫРАМЫН:\n1. Енгізілсін.",
    "text_ru": "ПРИКАЗЫВАЮ:\n1. Ввести.",
    "subtype": "core",
    "executors": ["facility"],
    "acquaint": [],
    "controller": "vice1",
}
SIGNING = ("sign_dean", "sign_rector", "register")
ON = ("approve", "sign", "register", "report", "accept", "pay", "settle", "print_done", "acknowledge")
NOTHING = Press("nothing")  # a button no step has: whoever may press there is told so, and nothing is kept


def desks(request: pytest.FixtureRequest, folder: Path) -> Iterator[Desk]:
    """The API over a house with cheap files where nobody stands for anybody; its data must be whole at the end."""
    with pytest.MonkeyPatch.context() as patch:
        made_cheap(patch)
        for house in _on_sqlite(request, folder / "data"):
            with house.office.work(OFFICE) as work:
                work.session.execute(delete(Substitution))
            yield Desk(house)
            assert house.broken() == []


def of_unit(code: str) -> frozenset[str]:
    return frozenset(one.login for one in PEOPLE if one.unit == code)


REGISTRARS = frozenset({"registrar", "records"})
WHO: dict[str, dict[str, frozenset[str]]] = {
    "memo": {
        "approve_chair": frozenset({"chair"}),
        "sign_dean": frozenset({"dean"}),
        "register": REGISTRARS,
        "execute": frozenset({"facility"}),
        "accept": frozenset({"dean"}),
    },
    "order": {
        "approve_lawyer": of_unit("legal"),
        "approve_finance": of_unit("finance"),
        "sign_rector": frozenset({"rector"}),
        "register": REGISTRARS,
        "execute": frozenset({"facility"}),
        "control": frozenset({"vice1"}),
    },
    "trip": {
        "approve_chair": frozenset({"chair"}),
        "approve_dean": frozenset({"dean"}),
        "approve_hr": of_unit("hr"),
        "sign_rector": frozenset({"rector"}),
        "register": REGISTRARS,
        "advance": of_unit("accounting"),
        "accept_report": frozenset({"chair"}),
        "settle": of_unit("accounting"),
    },
}
WRITERS = {"memo": "teacher", "order": "hr", "trip": "teacher"}


@dataclass(frozen=True)
class Place:
    """An open task, where it stands, and who has a hand in its document already."""

    task: str
    kind: str
    step: str
    writer: str
    signed: frozenset[str]
    reported: frozenset[str]


@dataclass(frozen=True)
class Order:
    """One stands for another."""

    absent: str
    stands: str
    may_sign: bool


def may(place: Place, orders: Iterable[Order] = ()) -> set[str]:
    """Who may take the step: those of the post, and who stands for one of them; never whoever is a party already."""
    out = {place.writer}
    if place.step == "register":
        out |= place.signed
    if place.step in ("accept", "control", "accept_report"):
        out |= place.reported
    there = WHO[place.kind][place.step]
    standing = {one.stands for one in orders if one.absent in there and (one.may_sign or place.step not in SIGNING)}
    return (there | standing) - out


def answers(house: House, kind: str, step: str) -> dict[str, Any]:
    """What a person writes at that step."""
    match step:
        case "sign_dean":
            return {"executor_unit": "facility", "control": True}
        case "execute":
            return {"report": "Орындалды"}
        case "advance":
            return {"paid": "1000"}
        case "trip_report":
            return {"report": "Баяндама жасалды.", "actual_costs": COSTS}
        case "settle":
            return {"settled_on": day(house, 0)}
        case "paper_duplicate":
            return {"place": "1-шкаф"}
    return {}


def open_rows(house: House, document: str) -> list[tuple[Task, list[str]]]:
    """The open tasks of a document in the order of its route, and the logins of those who may do each."""
    with house.office.look(OFFICE) as work:
        query = select(Task).where(Task.document_id == document, Task.state == "open").order_by(Task.opened, Task.token)
        tasks = list(work.session.scalars(query))
        names = select(Person.login).join(Candidate, Candidate.person_id == Person.id).order_by(Person.login)
        found = [(one, list(work.session.scalars(names.where(Candidate.task_id == one.id)))) for one in tasks]
        work.session.expunge_all()
        return found


def kind_of(house: House, document: str) -> Kind:
    with house.office.look(OFFICE) as work:
        return version(work, work.get(Document, document).version_id).kind


def goes_on(house: House, task: Task, login: str) -> None:
    """That person presses the button that leads on."""
    with house.office.look(OFFICE) as work:
        document = work.get(Document, task.document_id)
        kind = version(work, document.version_id).kind
        outcomes = {one.id for one in kind.diagram.steps[task.step].outcomes}
        frozen = newest_rendition(work, document.id)
    outcome = next(one for one in ON if one in outcomes)
    pressed = Press(outcome, answers(house, kind.name, task.step), shown=frozen.sha256 if frozen else "")
    press_cheaply(house.office, house.actor(login), task.id, pressed)
    house.settle()


def writes(house: House, kind: str, login: str, *, ahead: int = 30, **more: Any) -> Paper:
    if kind == "trip":
        return asks(house, login, ahead=ahead, days=1, **more)
    return house.as_(login).writes(kind, **(ORDER if kind == "order" else {}), **more)


def reach(house: House, paper: Paper, step: str) -> None:
    """The document, and the order it has made, go on until it waits at that step."""
    for _ in range(60):
        rows = open_rows(house, paper.id)
        if any(task.step == step for task, _ in rows):
            return
        made = [row for other in _made(house, paper) for row in open_rows(house, other) if row[0].step != "control"]
        waiting = [row for row in (*rows, *made) if row[1]]
        if waiting:
            goes_on(house, waiting[0][0], waiting[0][1][0])
        else:
            house.goes_on(days=1)
    raise AssertionError(f"{step} is never reached")


def _made(house: House, paper: Paper) -> list[str]:
    orders = select(DocumentLink.document_id).where(DocumentLink.other_id == paper.id)
    with house.office.look(OFFICE) as work:
        return sorted(work.session.scalars(orders.where(DocumentLink.relation == "order_of")))


def place(house: House, kind: str, paper: Paper, step: str, writer: str) -> Place:
    """That step of the document as the rules see it."""
    task = next(task for task, _ in open_rows(house, paper.id) if task.step == step)
    return Place(task.id, kind, step, writer, _who(house, paper, "sign"), _who(house, paper, "report"))


def _who(house: House, paper: Paper, outcome: str) -> frozenset[str]:
    done = select(Person.login).join(Task, Task.done_by == Person.id)
    with house.office.look(OFFICE) as work:
        found = done.where(Task.document_id == paper.id, Task.state == "done", Task.outcome == outcome)
        return frozenset(work.session.scalars(found))


def refused(house: House, login: str, task: str) -> bool:
    """Whether the office refuses that person's press there for want of the right."""
    try:
        press.complete(house.office, house.actor(login), task, NOTHING)
    except NotAllowed:
        return True
    except Invalid:
        return False
    raise AssertionError("a button that is not there was pressed")


def lines(house: House, login: str, task: str) -> int:
    """How many refusals of that person at that task stand in the audit."""
    with house.office.look(OFFICE) as work:
        query = select(func.count()).where(
            AuditRecord.actor == login, AuditRecord.act == "access.refused", AuditRecord.object == task
        )
        return work.session.scalar(query) or 0


def must_answer(desk: Desk, where: Place, logins: Collection[str], allowed: Collection[str]) -> None:
    """For each of those persons the office and the API say the same: 403 with a line in the audit, or that the button is not there."""
    house = desk.house
    for login in logins:
        before = lines(house, login, where.task)
        by_office = refused(house, login, where.task)
        answer = desk(login).call("POST", f"/tasks/{where.task}/complete", json={"outcome": "nothing"})
        said = (by_office, answer.status_code, lines(house, login, where.task) - before)
        assert said == ((False, 422, 0) if login in allowed else (True, 403, 2)), (where, login, answer.text)
