"""Letters on their way: the job that sends them, the letter of the morning, and what is looked after.

A letter is asked twice whether its receiver may see the document: when it is put and when it goes. It goes out at least
once, always under the same Message-ID, so a second copy (after a crash between sending and keeping) is known as such.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from engine import mail
from engine.accounts.models import Account
from engine.calendar.queries import working_time
from engine.db import new_id
from engine.documents.models import Document
from engine.documents.rights import visible
from engine.errors import Refusal, WrongState
from engine.notices.commands import next_morning, put_rows
from engine.notices.composing import address, compose
from engine.notices.letters import DIGEST, SECRET
from engine.notices.models import Letter, Notice
from engine.notices.queries import must_keep_letters
from engine.notices.sentences import UNREAD_BY
from engine.notices.told import put_back
from engine.people.models import Person
from engine.people.queries import actor, today
from engine.work import Tools, Work

AT_ONCE = 20  # letters of one connection
PAUSES = tuple(timedelta(minutes=some) for some in (1, 5, 15, 60, 240, 720, 1440))
MOST_LINES = 30  # of a letter of the morning; the feed has the rest
FRESH, KEPT = timedelta(days=3), timedelta(days=90)
NO_ADDRESS = "Expected an address to write to, but the person has none."


@dataclass(frozen=True)
class Gathered:
    """What one connection carries: the messages by the ids of their letters, and letters that are not to go."""

    batch: str
    mails: Mapping[int, mail.Mail]
    dropped: Mapping[int, str]  # id → why; empty: he may no longer see it


def gather(work: Work, args: Mapping[str, Any]) -> Gathered | None:
    """The next letters of the batch as their receivers read them."""
    due = select(Letter).where(Letter.batch == args["batch"], Letter.state == "queued", Letter.at <= work.now)
    letters = list(work.session.scalars(due.order_by(Letter.id).limit(AT_ONCE)))
    mails: dict[int, mail.Mail] = {}
    dropped: dict[int, str] = {}
    for letter in letters:
        who = work.get(Person, letter.person_id)
        open_to_him = _documents(work, letter)
        if who.dismissed is not None and letter.letter not in SECRET:
            dropped[letter.id] = ""
        elif not address(letter, who):
            dropped[letter.id] = NO_ADDRESS
        elif _is_about_nothing(letter, open_to_him):
            dropped[letter.id] = ""
        else:
            mails[letter.id] = compose(work, letter, who, _language(work, who.id), open_to_him)
    return Gathered(str(args["batch"]), mails, dropped)


def _language(work: Work, person: int) -> str:
    return work.session.scalar(select(Account.language).where(Account.person_id == person)) or "kk"


def _documents(work: Work, letter: Letter) -> dict[str, Document]:
    """Those of the letter's documents that its receiver may see today."""
    named = {one["document"] for one in letter.facts["lines"]} if letter.letter == DIGEST else {letter.document_id}
    named -= {None}
    if not named:
        return {}
    seen = select(Document).where(Document.id.in_(named), visible(actor(work, letter.person_id)))
    return {one.id: one for one in work.session.scalars(seen)}


def _is_about_nothing(letter: Letter, seen: Collection[str]) -> bool:
    if letter.letter == DIGEST:
        return all(one["document"] and one["document"] not in seen for one in letter.facts["lines"])
    return bool(letter.document_id) and letter.document_id not in seen and letter.letter not in UNREAD_BY


def do(tools: Tools, gathered: Gathered) -> dict[int, Refusal | None]:
    """Hands them to the server."""
    if not gathered.mails:
        return {}
    return dict(zip(gathered.mails, mail.send(tools.settings.smtp_url, gathered.mails.values()), strict=True))


def keep(work: Work, gathered: Gathered, told: Mapping[int, Refusal | None]) -> None:
    """Notes what became of each, and leaves the next job for those that are to be tried again."""
    for letter in work.session.scalars(select(Letter).where(Letter.id.in_([*gathered.dropped, *told]))):
        if letter.state != "queued":
            continue
        if letter.id in gathered.dropped:
            why = gathered.dropped[letter.id]
            _end(letter, "failed" if why else "dropped", why)
        else:
            _tried(work, letter, told[letter.id])
    work.session.flush()
    left = select(func.min(Letter.at)).where(Letter.batch == gathered.batch, Letter.state == "queued")
    at = work.session.scalar(left)
    if at is not None:
        work.later("send_letter", {"batch": gathered.batch}, at=max(at, work.now))


def _tried(work: Work, letter: Letter, refusal: Refusal | None) -> None:
    letter.attempts += 1
    if refusal is None:
        _end(letter, "sent", "")
    elif isinstance(refusal, mail.Returned) or letter.attempts > len(PAUSES):
        _end(letter, "failed", str(refusal))
    else:
        letter.at, letter.error = work.now + PAUSES[letter.attempts - 1], str(refusal)[:2000]


def _end(letter: Letter, state: str, why: str) -> None:
    letter.state, letter.error = state, why[:2000] or None
    if letter.letter in SECRET and state == "sent":
        letter.facts, letter.link = {}, ""


def mornings_due(work: Work, *, most: int = 200) -> list[int]:
    """Persons whose letter of the morning is due."""
    due = select(Notice.person_id).where(Notice.digest_at <= work.now)
    return list(work.session.scalars(due.distinct().limit(most)))


def write_mornings(work: Work, persons: Sequence[int]) -> None:
    """The letter of the morning for each of them: what has come since the last, less what was read meanwhile.

    A day that was made free since then has no morning: it waits for the next.
    """
    waiting = (Notice.person_id.in_(persons), Notice.digest_at <= work.now)
    if not working_time(work).works(today(work)):
        work.session.execute(update(Notice).where(*waiting).values(digest_at=next_morning(work)))
        return
    lines: dict[int, list[dict[str, Any]]] = {}
    some = select(Notice, Document).outerjoin(Document, Document.id == Notice.document_id).where(*waiting)
    for one, document in work.session.execute(some.order_by(Notice.id).with_for_update(of=Notice)):
        if one.read_at is None:
            told = {
                "act": one.act,
                "document": one.document_id,
                "task": one.task_id,
                "facts": put_back(one.facts, document),
            }
            lines.setdefault(one.person_id, []).append(told)
    work.session.execute(update(Notice).where(*waiting).values(digest_at=None))
    rows = [{"person_id": person, "facts": {"lines": some[-MOST_LINES:]}} for person, some in lines.items()]
    put_rows(work, rows, DIGEST, "/feed", None, work.now)


def look_after(work: Work) -> None:
    """Sends what was held while no server was set, as long as it is fresh, and forgets what is old."""
    old = (Letter.created < work.now - KEPT, Letter.state != "queued")
    work.session.execute(delete(Letter).where(*old))
    if work.tools.settings.smtp_url:
        release(work, Letter.state == "held", Letter.created > work.now - FRESH)


def send_again(work: Work) -> int:
    """Queues what was given up or is held once more, for an administrator; says how many. Raises NotAllowed, WrongState.

    Letters with an address that was secret are left: it is no longer good.
    """
    must_keep_letters(work)
    if not work.tools.settings.smtp_url:
        raise WrongState("Expected a server for mail, but none is set (BAGYT_SMTP_URL).")
    count = release(work, Letter.state.in_(("failed", "held")), Letter.letter.not_in(SECRET))
    work.record("system", "letters.sent_again", "letters", after={"count": count})
    return count


def release(work: Work, *those: Any) -> int:
    """Queues letters that were held or given up, under a new job for each hundred; says how many."""
    ids = list(work.session.scalars(select(Letter.id).where(*those).order_by(Letter.id).limit(1000)))
    for first in range(0, len(ids), 100):
        batch, some = new_id(), ids[first : first + 100]
        queued = {"state": "queued", "attempts": 0, "at": work.now, "batch": batch, "error": None}
        work.session.execute(update(Letter).where(Letter.id.in_(some)).values(**queued))
        work.later("send_letter", {"batch": batch})
    return len(ids)
