"""Living through the demo's stories: the real acts, by the demo people, at moments of the last working days.

It may be broken off and begun again: what is done already is found and not done twice.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from engine.acts.complete import Press
from engine.acts.views import task_view
from engine.calendar.queries import WorkingTime, working_time
from engine.clock import FixedClock
from engine.demo.orders import ORDERS
from engine.demo.stories import STORIES as MEMOS
from engine.demo.stories import Act, Story
from engine.demo.trips import TRIPS
from engine.documents.models import Document, DocumentLink
from engine.documents.relations import MADE
from engine.errors import NotFound
from engine.instances.models import Task
from engine.instances.queries import of_actor
from engine.office import OFFICE, Actor, Office, press, running
from engine.office.making import DEMO_PASSWORD
from engine.people.queries import actor as actor_of
from engine.people.queries import person

STORIES = (*MEMOS, *ORDERS, *TRIPS)
Deed = tuple[datetime, int, Callable[[], None]]


def begins(today: date, days: WorkingTime, zone: ZoneInfo) -> datetime:
    """The moment before the first story, when the university is there already."""
    return _moment(today, days, zone, max(story.day for story in STORIES) + 1, "09:00")


def live(office: Office, clock: FixedClock, today: date, say: Callable[[str], None]) -> None:
    """Lives through all stories in the order of their moments; jobs run in between."""
    deeds = sorted(_deeds(office, today), key=lambda deed: deed[:2])
    say(f"Making {len(STORIES)} demo documents")
    for moment, _, deed in deeds:
        clock.set(max(moment, clock.now() + timedelta(seconds=30)))
        running.settle(office)
        deed()
        clock.set(clock.now() + timedelta(seconds=10))
        running.settle(office)


def _deeds(office: Office, today: date) -> list[Deed]:
    zone = ZoneInfo(office.tools.settings.timezone)
    with office.look(OFFICE) as work:
        days = working_time(work)
    deeds: list[Deed] = []
    for story in STORIES:
        dates = {key: _workday(today, days, count).isoformat() for key, count in story.days.items()}
        writing = partial(_write, office, story, dates)
        deeds.append((_moment(today, days, zone, story.day, story.at), len(deeds), writing))
        for at, act in enumerate(story.acts):
            number = sum(1 for one in story.acts[:at] if one.on == act.on)
            due = None if act.due is None else _workday(today, days, act.due)
            deed = partial(_press, office, story, act, number, due)
            deeds.append((_moment(today, days, zone, act.day, act.at), len(deeds), deed))
    return deeds


def _moment(today: date, days: WorkingTime, zone: ZoneInfo, day: int, at: str) -> datetime:
    return datetime.combine(_workday(today, days, -day), time.fromisoformat(at), zone).astimezone(UTC)


def _workday(today: date, days: WorkingTime, count: int) -> date:
    """The working day so many before (negative) or after today."""
    day, step = today, timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not days.works(day):
            day += step
    return day


def _who(office: Office, login: str) -> Actor:
    with office.look(OFFICE) as work:
        return actor_of(work, person(work, login).id)


def _document(office: Office, story: Story) -> str | None:
    with office.look(OFFICE) as work:
        own = select(Document.id).where(
            Document.initiator_id == person(work, story.login).id, Document.title == story.subject
        )
        return work.session.scalar(own.limit(1))


def _made_by(office: Office, document: str | None) -> str | None:
    """The document that document's route has had made."""
    with office.look(OFFICE) as work:
        made = select(DocumentLink.document_id).where(DocumentLink.other_id == document, DocumentLink.relation == MADE)
        return work.session.scalar(made.limit(1))


def _write(office: Office, story: Story, dates: dict[str, str]) -> None:
    if _document(office, story) is None:
        answers = {**story.answers, **dates}
        press.start_document(office, _who(office, story.login), story.kind, answers, submit=story.sent)


def _press(office: Office, story: Story, act: Act, number: int, due: date | None) -> None:
    document, who = _document(office, story), _who(office, act.login)
    if act.on == "order":
        document = _made_by(office, document)
    with office.look(who) as work:
        done = select(func.count()).where(Task.document_id == document, Task.state == "done")
        if (work.session.scalar(done) or 0) > number:
            return
        own = [one for one in of_actor(work, limit=500)[0] if one.document == document]
        task = next((one for one in own if act.step in ("", one.step)), None)
        if task is None:
            raise NotFound(
                "Expected a task of {login} in the demo document {document}.", login=act.login, document=document
            )
        shown = task_view(work, task.id).document.rendition
    answers = {**act.answers, **({"due": due.isoformat()} if due else {})}
    pressed = Press(act.outcome, answers, act.comment, DEMO_PASSWORD, shown.sha256 if shown else "")
    press.complete(office, who, task.id, pressed)
