"""Letters: who gets which, when, in which language, and what becomes of them when the world outside is not well."""

import re
from datetime import datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, update

from engine.accounts.models import Account
from engine.calendar.commands import set_day
from engine.documents.models import Document, DocumentReader
from engine.notices.commands import choose, post
from engine.notices.models import MailChoice, Notice
from engine.notices.sentences import EVENTS, NONE, NOW
from engine.office import OFFICE
from engine.people.queries import person
from tests.engine.notices.conftest import BASE, Writing

ALMATY = ZoneInfo("Asia/Almaty")
CHAIR, TEACHER = "chair@example.org", "teacher@example.org"


def at(writing: Writing, text: str) -> None:
    writing.house.office.tools.clock.set(datetime.fromisoformat(text).replace(tzinfo=ALMATY))


def wants(writing: Writing, login: str, *, quiet: bool = True, **events: str) -> None:
    with writing.house.office.work(writing.house.actor(login)) as work:
        row = work.session.get(MailChoice, work.actor.person)
        choose(work, events, quiet=quiet, seen=row.version if row else 0)


def speaks(writing: Writing, login: str, language: str) -> None:
    with writing.house.office.work(OFFICE) as work:
        who = person(work, login).id
        work.session.execute(update(Account).where(Account.person_id == who).values(language=language))


def plain(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def states(writing: Writing) -> list[str]:
    return [one.state for one in writing.letters()]


@pytest.mark.parametrize(
    ("language", "subject", "button"),
    [
        ("kk", "Сізден күтіледі", "Тапсырманы ашу"),
        ("ru", "От вас ждут", "Открыть задачу"),
        ("ky", "Сизден күтүлөт", "Тапшырманы ачуу"),
        ("en", "is asked of you", "Open the task"),
    ],
)
def test_a_task_comes_in_the_receivers_language_with_one_button(
    writing: Writing, language: str, subject: str, button: str
) -> None:
    at(writing, "2026-12-09 10:00")
    speaks(writing, "chair", language)
    wants(writing, "chair", asked=NOW)

    writing.house.as_("teacher").writes()

    (letter,) = writing.post.to(CHAIR)
    task = writing.house.as_("chair").tasks()[0]
    html = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert subject in letter["Subject"] and "Проекторды ауыстыру туралы" in letter["Subject"]
    assert button in plain(letter) and button in html
    assert letter["Content-Language"] == language
    assert re.findall(r'href="([^"]+)"', html) == [f"{BASE}/tasks/{task.id}", f"{BASE}/me/notices"]
    assert "305-дәрісханадағы" not in letter.as_string() + plain(letter) + html


def test_a_term_is_said_in_the_subject(writing: Writing) -> None:
    at(writing, "2026-12-09 10:00")
    speaks(writing, "chair", "ru")
    wants(writing, "chair", asked=NOW)

    writing.house.as_("teacher").writes()

    (letter,) = writing.post.to(CHAIR)
    assert letter["Subject"].endswith("18:00") or "остал" in letter["Subject"]
    assert "Срок: " in plain(letter)


def test_without_a_switch_tasks_come_in_the_letter_of_the_morning(writing: Writing) -> None:
    at(writing, "2026-12-09 10:00")
    speaks(writing, "chair", "ru")
    writing.house.as_("teacher").writes()
    writing.house.as_("teacher").writes(subject="Екінші")
    assert writing.post.to(CHAIR) == []

    at(writing, "2026-12-10 08:59")
    writing.house.settle()
    assert writing.post.to(CHAIR) == []
    at(writing, "2026-12-10 09:01")
    writing.house.settle()
    writing.house.settle()

    mornings = [one for one in writing.post.to(CHAIR) if one["Subject"].startswith("Ваши документы")]
    assert len(mornings) == 1
    assert "Проекторды ауыстыру туралы" in plain(mornings[0]) and "Екінші" in plain(mornings[0])


def test_what_was_read_in_the_feed_is_not_told_again(writing: Writing) -> None:
    at(writing, "2026-12-09 10:00")
    writing.house.as_("teacher").writes()
    with writing.house.office.work(writing.house.actor("chair")) as work:
        work.session.execute(update(Notice).where(Notice.person_id == work.actor.person).values(read_at=work.now))

    at(writing, "2026-12-10 09:01")
    writing.house.settle()

    assert [one for one in writing.letters() if one.letter == "digest" and one.person_id == _id(writing, "chair")] == []


def test_no_morning_letter_on_a_day_made_free(writing: Writing) -> None:
    at(writing, "2026-12-10 10:00")
    writing.house.as_("teacher").writes()
    with writing.house.office.work(writing.house.actor("admin")) as work:
        set_day(work, datetime(2026, 12, 11).date(), works=False, reason="№ 1 қаулы")

    at(writing, "2026-12-11 09:30")
    writing.house.settle()
    on_the_free_day = len(writing.post.letters)
    at(writing, "2026-12-14 09:01")
    writing.house.settle()

    assert on_the_free_day == 0
    assert len(writing.post.to(CHAIR)) >= 1


def test_at_once_waits_for_working_time_unless_he_says_otherwise(writing: Writing) -> None:
    at(writing, "2026-12-11 20:00")  # a Friday evening
    wants(writing, "chair", asked=NOW)
    writing.house.as_("teacher").writes()
    assert writing.post.to(CHAIR) == []
    at(writing, "2026-12-14 09:00")
    writing.house.settle()
    after_the_weekend = len(writing.post.to(CHAIR))

    at(writing, "2026-12-14 20:00")
    wants(writing, "chair", asked=NOW, quiet=False)
    writing.house.as_("teacher").writes()

    assert after_the_weekend == 1
    assert len(writing.post.to(CHAIR)) == 2


def test_what_is_switched_off_is_in_the_feed_alone(writing: Writing) -> None:
    at(writing, "2026-12-09 10:00")
    wants(writing, "chair", **dict.fromkeys(EVENTS, NONE))

    writing.house.as_("teacher").writes()
    at(writing, "2026-12-10 09:01")
    writing.house.settle()

    with writing.house.office.look(OFFICE) as work:
        lines = work.session.scalars(select(Notice).where(Notice.person_id == _id(writing, "chair"))).all()
    assert writing.post.to(CHAIR) == []
    assert lines


def test_nobody_is_written_to_about_what_he_may_no_longer_see(writing: Writing) -> None:
    at(writing, "2026-12-11 20:00")
    wants(writing, "chair", asked=NOW)
    paper = writing.house.as_("teacher").writes()
    with writing.house.office.work(OFFICE) as work:
        who = _id(writing, "chair")
        work.session.execute(
            delete(DocumentReader).where(DocumentReader.document_id == paper.id, DocumentReader.person_id == who)
        )
        work.session.execute(update(Document).where(Document.id == paper.id).values(unit_id=1))

    at(writing, "2026-12-14 09:00")
    writing.house.settle()

    assert writing.post.to(CHAIR) == []
    assert [one.state for one in writing.letters() if one.letter == "task.opened"] == ["dropped"]


def test_without_a_server_letters_are_held_and_go_out_once_there_is_one(writing: Writing) -> None:
    writing.serves("")
    at(writing, "2026-12-09 10:00")
    wants(writing, "chair", asked=NOW)
    writing.house.as_("teacher").writes()
    held = states(writing)

    writing.serves(writing.post.url)
    from engine.office.running import tidy

    tidy(writing.house.office)
    writing.house.settle()

    assert held == ["held"]
    assert len(writing.post.to(CHAIR)) == 1
    assert states(writing) == ["sent"]


def test_a_silent_server_is_asked_again_and_the_letter_keeps_its_name(writing: Writing) -> None:
    at(writing, "2026-12-09 10:00")
    wants(writing, "chair", asked=NOW)
    writing.post.refusals = {CHAIR: "451 4.3.0 later"}
    writing.house.as_("teacher").writes()
    (waiting,) = writing.letters()
    assert (waiting.state, waiting.attempts) == ("queued", 1)

    writing.post.refusals = {}
    writing.house.goes_on(minutes=2)

    (letter,) = writing.post.to(CHAIR)
    assert letter["Message-ID"] == f"<{waiting.code}@edms.example.org>"
    assert states(writing) == ["sent"]


def test_after_a_day_of_silence_it_is_given_up_and_stands_there(writing: Writing) -> None:
    at(writing, "2026-12-09 10:00")
    writing.post.refusals = {CHAIR: "451 4.3.0 later"}
    with writing.house.office.work(OFFICE) as work:
        post(work, _id(writing, "chair"), "account.unlocked", {})

    for _ in range(10):
        writing.house.goes_on(days=1)

    (letter,) = [one for one in writing.letters() if one.letter == "account.unlocked"]
    assert letter.state == "failed"
    assert "4.3.0" in (letter.error or "")


def test_an_address_refused_for_good_is_given_up_at_once(writing: Writing) -> None:
    writing.post.refusals = {CHAIR: "550 5.1.1 no such user"}
    with writing.house.office.work(OFFICE) as work:
        post(work, _id(writing, "chair"), "account.unlocked", {})
    writing.house.settle()

    (letter,) = writing.letters()
    assert (letter.state, letter.attempts) == ("failed", 1)


def test_a_secret_address_is_forgotten_when_it_is_sent(writing: Writing) -> None:
    speaks(writing, "chair", "ru")
    with writing.house.office.work(OFFICE) as work:
        post(work, _id(writing, "chair"), "account.recovery", {}, link="/recover/secret-word")
    writing.house.settle()

    (letter,), (row,) = writing.post.to(CHAIR), writing.letters()
    assert f"{BASE}/recover/secret-word" in plain(letter)
    assert letter["List-Unsubscribe"] is None
    assert (row.state, row.link, row.facts) == ("sent", "", {})


def test_a_letter_of_an_act_that_was_undone_never_goes(writing: Writing) -> None:
    with pytest.raises(RuntimeError), writing.house.office.work(OFFICE) as work:
        post(work, _id(writing, "chair"), "account.unlocked", {})
        raise RuntimeError
    writing.house.settle()

    assert writing.post.letters == []


def _id(writing: Writing, login: str) -> int:
    with writing.house.office.look(OFFICE) as work:
        return person(work, login).id
