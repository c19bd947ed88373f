"""Telling people: a line of the feed for each, and by mail what each of them chose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from engine.calendar.queries import working_time
from engine.db import new_id
from engine.documents.models import Document
from engine.errors import Invalid, Stale
from engine.notices.letters import LETTERS
from engine.notices.models import Letter, MailChoice, Notice
from engine.notices.sentences import EVENTS, IN_DIGEST, NOW, REMINDERS, SENTENCES, WAYS, event_of
from engine.notices.told import left_out
from engine.people.queries import today
from engine.people.staff import staff
from engine.stamps import kept
from engine.work import Work

__all__ = ["SENTENCES", "announce", "choose", "post", "read", "read_some"]

STAMP = "mail"
CHUNK = 100  # letters of one job


def announce(
    work: Work,
    persons: Iterable[int],
    act: str,
    *,
    document: str | None = None,
    task: str | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Puts a line into the feed of each person (not of the one who acts), and a letter where he wants one."""
    told = sorted(set(persons) - {work.actor.person})
    if not told:
        return
    waiting = work.closing.setdefault("notices", [])
    kept = left_out(facts or {}, work.session.get(Document, document) if document else None)
    waiting.append(Told(tuple(told), act, document, task, facts or {}, kept))
    work.at_close("notices", _tell)


@dataclass(frozen=True)
class Told:
    """Something that is told to people when the act is kept; `kept` are the facts as their lines hold them."""

    persons: tuple[int, ...]
    act: str
    document: str | None
    task: str | None
    facts: dict[str, Any]
    kept: dict[str, Any]


def _tell(work: Work, waiting: Sequence[Told]) -> None:
    """All that was announced in a transaction: one look at the choices, one insert, and the letters."""
    choices = _choices(work, sorted({person for one in waiting for person in one.persons}))
    chosen = [_wanted(choices, one.persons, event_of(one.act)) for one in waiting]
    digest = any(way == IN_DIGEST for wanted in chosen for way, _ in wanted.values())
    morning = next_morning(work) if digest else None
    rows = [
        {
            "person_id": person,
            "at": work.now,
            "act": one.act,
            "document_id": one.document,
            "task_id": one.task,
            "facts": one.kept,
            "digest_at": morning if wanted.get(person, ("", False))[0] == IN_DIGEST else None,
        }
        for one, wanted in zip(waiting, chosen, strict=True)
        for person in one.persons
    ]
    work.session.execute(insert(Notice), rows, execution_options={"render_nulls": True})
    for one, wanted in zip(waiting, chosen, strict=True):
        _write(work, one, {person: quiet for person, (way, quiet) in wanted.items() if way == NOW})


def _write(work: Work, told: Told, at_once: Mapping[int, bool]) -> None:
    """Letters to those who want them at once; in working time to those who are quiet outside it."""
    link = f"/tasks/{told.task}" if told.task else f"/documents/{told.document}" if told.document else "/feed"
    for quiet in (False, True):
        some = [person for person, waits in at_once.items() if waits is quiet]
        at = working_time(work).add_hours(work.now, 0) if some and quiet else work.now
        put_letters(work, some, told.act, told.facts, link=link, document=told.document, at=at)


def _choices(work: Work, persons: Sequence[int]) -> dict[int, tuple[Mapping[str, str], bool | None]]:
    """By person who has an address: his choices by event, and whether he is quiet outside working time."""
    made, reached = kept(work.session, work.tools.memory, STAMP, lambda: _read_choices(work)), staff(work).reached
    return {person: made.get(person, ({}, None)) for person in persons if person in reached}


def _read_choices(work: Work) -> dict[int, tuple[Mapping[str, str], bool | None]]:
    query = select(MailChoice.person_id, MailChoice.events, MailChoice.quiet)
    return {row[0]: (row[1] or {}, row[2]) for row in work.session.execute(query)}


def _wanted(
    choices: Mapping[int, tuple[Mapping[str, str], bool | None]], persons: Sequence[int], event: str
) -> dict[int, tuple[str, bool]]:
    """By person who has an address: how he wants to have the event by mail, and whether in working time only."""
    always = event in REMINDERS
    return {
        person: (choices[person][0].get(event, EVENTS[event]), always or choices[person][1] is not False)
        for person in persons
        if person in choices
    }


def next_morning(work: Work) -> datetime:
    """When the next working day of the organisation begins (today's, when it has not begun yet)."""
    counting, day = working_time(work), today(work)
    for _ in range(60):
        if counting.works(day):
            begins = counting.add_hours(counting.start_of(day), 0)
            if begins > work.now:
                return begins
        day += timedelta(days=1)
    return work.now + timedelta(days=1)


def post(work: Work, person_id: int, letter: str, facts: Mapping[str, Any], *, link: str = "") -> None:
    """Puts a letter to that person into the outbox; it goes out after the commit, whatever his switches say.

    `letter` is a word of `letters.LETTERS`, `link` (or the fact of that name) an address of this site.
    """
    if letter not in LETTERS:
        raise ValueError(f"Expected a letter of the table, but {letter} is none.")
    given = (link or str(facts.get("link") or "/")).removeprefix(work.tools.settings.base_url.rstrip("/"))
    put_letters(work, [person_id], letter, dict(facts), link=given, document=None, at=work.now)


def put_letters(
    work: Work,
    persons: Sequence[int],
    letter: str,
    facts: Mapping[str, Any],
    *,
    link: str,
    document: str | None,
    at: datetime,
) -> None:
    """The same letter to all of them."""
    put_rows(work, [{"person_id": one, "facts": dict(facts)} for one in persons], letter, link, document, at)


def put_rows(
    work: Work, given: Sequence[dict[str, Any]], letter: str, link: str, document: str | None, at: datetime
) -> None:
    """Letters with facts of their own: one statement and one job for each hundred."""
    posted = bool(work.tools.settings.smtp_url)
    for first in range(0, len(given), CHUNK):
        batch = new_id()
        shared = {
            "letter": letter,
            "document_id": document,
            "link": link,
            "batch": batch,
            "state": "queued" if posted else "held",
            "attempts": 0,
            "created": work.now,
            "at": at,
        }
        rows = [{**shared, **one, "code": new_id()} for one in given[first : first + CHUNK]]
        work.session.execute(insert(Letter), rows)
        if posted:
            work.later("send_letter", {"batch": batch}, at=at)


def read(work: Work, up_to: int) -> None:
    """Marks the actor's lines up to that one as read."""
    work.session.execute(
        update(Notice)
        .where(Notice.person_id == work.actor.person, Notice.id <= up_to, Notice.read_at.is_(None))
        .values(read_at=work.now)
    )


def read_some(work: Work, ids: Sequence[int]) -> None:
    """Marks those of the actor's lines as read; others' are left as they are."""
    mine = update(Notice).where(Notice.person_id == work.actor.person, Notice.read_at.is_(None))
    work.session.execute(mine.where(Notice.id.in_(ids)).values(read_at=work.now))


def choose(work: Work, events: Mapping[str, str], *, quiet: bool, seen: int) -> None:
    """Keeps what the actor wants to have by mail; `seen` is the version he saw. Raises Invalid, Stale.

    What waits for the letter of the morning and is no longer wanted there is left out of it.
    """
    for event, way in events.items():
        if event not in EVENTS or way not in WAYS:
            raise Invalid.one(
                event[:40], "Expected one of {known}, but it is {value}.", known=", ".join(WAYS), value=way[:40]
            )
    row = work.session.get(MailChoice, work.actor.person, with_for_update=True)
    if seen != (row.version if row else 0):
        raise Stale("Expected the settings you saw, but they have changed since. Look again and keep them once more.")
    if row is None:
        row = work.add(MailChoice(person_id=work.actor.person, events={}, quiet=True, version=0))
    row.events, row.quiet, row.version = {**EVENTS, **row.events, **events}, quiet, row.version + 1
    off = [event for event, way in row.events.items() if way != IN_DIGEST]
    waiting = (Notice.person_id == work.actor.person, Notice.digest_at.is_not(None))
    acts = [one for one in work.session.scalars(select(Notice.act).where(*waiting).distinct()) if event_of(one) in off]
    work.session.execute(update(Notice).where(*waiting, Notice.act.in_(acts)).values(digest_at=None))
