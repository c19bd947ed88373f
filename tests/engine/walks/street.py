"""A university on its way: everything its people may do to each other's documents, one act after another."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from engine.acts import asking, end, events, handing
from engine.acts.complete import Press
from engine.audit import AuditHead, verify
from engine.calendar import commands as calendar
from engine.catalogue.queries import version
from engine.control import commands as control
from engine.control.models import DueChange
from engine.db import Row
from engine.demo.university import PEOPLE
from engine.documents.models import Document, Rendition
from engine.errors import Refusal, Stopped
from engine.fsck import CHECKS, chains
from engine.instances import commands as instances
from engine.instances.models import Candidate, Instance, Task
from engine.instances.rows import step_of
from engine.office import OFFICE, Actor, Work, press
from engine.people import commands as people
from engine.people import queries
from engine.people.models import Appointment, Person, Substitution
from tests.engine.walks import answers
from tests.engine.walks.memory import ZONE, press_cheaply
from tests.engine.walks.mirror import Mirror
from tests.offices import PASSPHRASE, House

LOGINS = [one.login for one in PEOPLE]
STARTERS = {"memo": ("teacher", "docent", "chair"), "order": ("hr", "hr2"), "trip": ("teacher", "chair", "dean")}
WORDS = "Себебі бар"
MOST = 4  # so many documents are begun on one walk


@dataclass(frozen=True)
class Seat:
    """A person at an open task."""

    task: str
    login: str
    document: str
    step: str
    outcomes: tuple[str, ...]
    primary: str


@dataclass
class Street:
    """The house, what its people have done, and what must be true after each act."""

    house: House
    cheap: bool = True
    told: Counter[str] = field(default_factory=Counter)
    begun: int = 0
    fallen: list[BaseException] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mirror = Mirror(self.house)

    @property
    def today(self) -> date:
        return self.house.office.tools.clock.now().astimezone(ZONE).date()

    def passes(self, **span: float) -> None:
        """Lets time pass."""
        clock = self.house.office.tools.clock
        clock.set(clock.now() + timedelta(**span))

    def does(self, what: str, act: Callable[[], Any]) -> None:
        """One act of somebody: it is kept, or refused; anything else is a bug. Then the office does its part."""
        try:
            act()
        except Stopped as stopped:
            raise AssertionError(f"{what}: the route stopped: {stopped} {stopped.step}") from stopped
        except Refusal as refused:
            self.told[f"{what} refused {refused.template[:60]}"] += 1
        else:
            self.told[what] += 1
        self.passes(minutes=1)
        self.settles()

    def settles(self) -> None:
        self.house.settle()
        assert not self.fallen, f"{self.fallen[0]!r}"

    def must_be_whole(self, *, everything: bool) -> None:
        """Every invariant; chains of the audit that did not grow are left out unless everything is looked at.

        What a chain holds cannot be changed nor taken away (the database refuses), and what is added moves its head.
        """
        with self.house.office.look(OFFICE) as work:
            broken = [one for check in CHECKS if everything or check is not chains for one in check(work)]
            heads = {one.stream: one.hash for one in work.session.execute(select(AuditHead.stream, AuditHead.hash))}
            for stream in [one for one, end in heads.items() if self.heads.get(one) != end]:
                broken += verify(work.session, stream)
        assert broken == []
        assert self.mirror.disagreements() == []
        self.heads = heads

    # What stands on the street.

    def seats(self) -> list[Seat]:
        """Everybody at an open task, in an order that does not hang on chance."""
        with self.house.office.look(OFFICE) as work:
            rows = work.session.execute(
                select(Task, Document, Instance.version_id, Person.login)
                .join(Document, Document.id == Task.document_id)
                .join(Instance, Instance.document_id == Document.id)
                .join(Candidate, (Candidate.task_id == Task.id) & Candidate.open)
                .join(Person, Person.id == Candidate.person_id)
                .where(Task.state == "open")
                .order_by(Document.created, Task.token, Task.item, Task.opened, Person.id)
            ).all()
            return [_seat(work, *row) for row in rows]

    def papers(self, kind: str = "") -> list[str]:
        """The ids of the documents, the oldest first."""
        found = select(Document.id).order_by(Document.created, Document.kind)
        return self._all(found.where(Document.kind == kind) if kind else found)

    def _all(self, query: Any) -> list[Any]:
        with self.house.office.look(OFFICE) as work:
            return list(work.session.scalars(query))

    def row(self, model: type[Row], key: object) -> Any:
        with self.house.office.look(OFFICE) as work:
            return work.session.get(model, key)

    def substitutions(self) -> list[int]:
        return self._all(select(Substitution.id).order_by(Substitution.id))

    def posts(self) -> list[int]:
        return self._all(select(Appointment.id).where(Appointment.until.is_(None)).order_by(Appointment.id))

    def requests(self) -> list[int]:
        return self._all(select(DueChange.id).order_by(DueChange.id))

    def _as(self, login: str, act: Callable[[Work], Any]) -> None:
        with self.house.office.work(self.house.actor(login)) as work:
            act(work)

    # What people do.

    def starts(self, draw: Any, kind: str, login: str) -> None:
        given = answers.first(draw, kind, self.today)
        actor = self.house.actor(login)
        self.begun += 1
        self.does(f"{kind} begun", lambda: press.start_document(self.house.office, actor, kind, given, submit=True))

    def completes(self, draw: Any, seat: Seat, outcome: str, comment: str = WORDS, *, login: str = "") -> None:
        given = answers.of_step(draw, seat.step, outcome, self.today)
        actor = self.house.actor(login or seat.login)
        shown = self._shown(seat.document)
        self.does(
            f"{seat.step} {outcome}",
            lambda: self._press(actor, seat.task, Press(outcome, given, comment, PASSPHRASE, shown)),
        )

    def _press(self, actor: Actor, task: str, pressed: Press) -> None:
        (press_cheaply if self.cheap else press.complete)(self.house.office, actor, task, pressed)

    def _shown(self, document: str) -> str:
        with self.house.office.look(OFFICE) as work:
            round = work.get(Document, document).round
            found = select(Rendition.sha256).where(Rendition.document_id == document, Rendition.round == round)
            return work.session.scalar(found) or ""

    def hands(self, seat: Seat, to: str, by: str) -> None:
        """The holder delegates, another reassigns."""
        give = handing.delegate if by == seat.login else handing.reassign
        self.does(give.__name__, lambda: self._as(by, lambda work: give(work, seat.task, to, WORDS)))

    def asks(self, seat: Seat, who: str, order: str, by: str) -> None:
        self.does(
            f"asked {order}", lambda: self._as(by, lambda work: asking.add_approver(work, seat.task, who, WORDS, order))
        )

    def asks_again(self, seat: Seat, who: str) -> None:
        self.does(
            "asked again", lambda: self._as(seat.login, lambda work: asking.return_to(work, seat.task, who, WORDS))
        )

    def approvers(self, seat: Seat) -> list[str]:
        with self.house.office.look(OFFICE) as work:
            ids = sorted(asking.approvers(work, work.get(Document, seat.document)))
            return [work.get(Person, one).login for one in ids]

    def excuses(self, seat: Seat, by: str) -> None:
        self.does("excused", lambda: self._as(by, lambda work: handing.excuse(work, seat.task, WORDS)))

    def claims(self, seat: Seat, *, back: bool) -> None:
        move = instances.release if back else instances.claim
        self.does(
            move.__name__, lambda: self._as(seat.login, lambda work: move(work, instances.hold_task(work, seat.task)))
        )

    def ends(self, document: str, how: str, by: str) -> None:
        act = {"withdraw": end.withdraw, "cancel": end.cancel, "annul": end.annul}[how]
        self.does(how, lambda: self._as(by, lambda work: act(work, document, WORDS)))

    def initiator(self, document: str) -> str:
        return str(self.row(Person, self.row(Document, document).initiator_id).login)

    def asks_for_days(self, seat: Seat, ahead: int) -> None:
        day = self.today + timedelta(days=ahead)
        self.does(
            "due asked", lambda: self._as(seat.login, lambda work: control.propose_due(work, seat.task, day, WORDS))
        )

    def answers_days(self, change: int, by: str, *, grants: bool) -> None:
        act = (
            (lambda work: control.grant_due(work, change))
            if grants
            else (lambda work: control.refuse_due(work, change, WORDS))
        )
        self.does("due granted" if grants else "due refused", lambda: self._as(by, act))

    def changes_trip(self, draw: Any, document: str, name: str) -> None:
        given, by = answers.of_event(draw, name, self.today), self.initiator(document)
        self.does(name, lambda: self._as(by, lambda work: events.happen(work, document, name, given)))

    # What changes around them.

    def substitutes(self, absent: str, stands: str, ahead: int, days: int, *, may_sign: bool) -> None:
        since = self.today + timedelta(days=ahead)

        def order(work: Work) -> None:
            until = since + timedelta(days=days)
            away, there = queries.person(work, absent), queries.person(work, stands)
            people.substitute(work, away, there, since=since, until=until, basis="№ 1 бұйрық", may_sign=may_sign)

        self.does("substitution", lambda: self._as("hr3", order))

    def ends_substitution(self, id: int) -> None:
        self.does("substitution over", lambda: self._as("hr3", lambda work: people.end_substitution(work, id)))

    def leaves(self, login: str, ahead: int) -> None:
        last = self.today + timedelta(days=ahead)
        self.does("dismissed", lambda: self._as("hr3", lambda work: people.dismiss(work, login, last)))

    def comes_back(self, login: str) -> None:
        self.does("rehired", lambda: self._as("hr3", lambda work: people.rehire(work, login)))

    def is_appointed(self, login: str, unit: str, post: str, *, head: bool, ahead: int) -> None:
        since = self.today + timedelta(days=ahead)

        def order(work: Work) -> None:
            who = queries.person(work, login)
            people.appoint(work, who, unit, post, {"kk": post, "ru": post}, is_head=head, since=since)

        self.does("appointed", lambda: self._as("hr3", order))

    def gives_up_post(self, post: int, ahead: int) -> None:
        last = self.today + timedelta(days=ahead)
        self.does("post released", lambda: self._as("hr3", lambda work: people.release(work, post, last)))

    def closes(self, unit: str, successor: str) -> None:
        self.does(
            "unit closed", lambda: self._as("admin", lambda work: people.close_unit(work, unit, successor=successor))
        )

    def role(self, login: str, role: str, *, given: bool) -> None:
        change = people.grant if given else people.end_role
        self.does(
            change.__name__, lambda: self._as("admin", lambda work: change(work, queries.person(work, login), role))
        )

    def day(self, ahead: int, *, works: bool, clears: bool) -> None:
        day = self.today + timedelta(days=ahead)
        change = (
            (lambda work: calendar.clear_day(work, day))
            if clears
            else (lambda work: calendar.set_day(work, day, works=works, reason="Қаулы"))
        )
        self.does("calendar", lambda: self._as("records", change))

    def hours(self, ahead: int, ends: int) -> None:
        week = tuple(((time(8), time(ends)),) if day < 5 else () for day in range(7))
        since = self.today + timedelta(days=ahead)
        self.does(
            "hours", lambda: self._as("records", lambda work: calendar.set_hours(work, since, week, reason="Бұйрық"))
        )


def _seat(work: Work, task: Task, document: Document, version_id: int, login: str) -> Seat:
    step = step_of(version(work, version_id).kind, task)
    primary = next((one.id for one in step.outcomes if one.primary), step.outcomes[0].id)
    return Seat(task.id, login, document.id, task.step, tuple(one.id for one in step.outcomes), primary)
