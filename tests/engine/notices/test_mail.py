"""The door to mail: a message handed to a real server, or why not."""

import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import mail
from engine.errors import Unavailable
from tests.postoffice import PostOffice, certificate

MAIL = mail.Mail(
    to="dean@example.org",
    name="Сейтқали Ә. Б.",
    sender="bagyt@example.org",
    sender_name="Bagyt",
    subject="Қол қою: Проекторды ауыстыру туралы",
    text="Құжат\n",
    html="<p>Құжат</p>",
    language="kk",
    id="code@example.org",
    at=datetime(2026, 9, 14, 4, tzinfo=UTC),
    unsubscribe="https://example.org/me/notices",
)


def test_a_message_has_two_parts_and_says_that_a_machine_wrote_it(post_office: PostOffice) -> None:
    told = mail.send(post_office.url, [MAIL])

    (came,) = post_office.letters
    assert told == [None]
    assert came.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in came.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().strip() for part in came.iter_parts()] == ["Құжат", "<p>Құжат</p>"]
    assert came["Subject"] == MAIL.subject
    assert came["To"].addresses[0].display_name == MAIL.name
    assert (came["Message-ID"], came["Auto-Submitted"]) == ("<code@example.org>", "auto-generated")
    assert (came["Content-Language"], came["List-Unsubscribe"]) == ("kk", "<https://example.org/me/notices>")


def test_one_bad_address_does_not_hold_the_others_up(post_office: PostOffice) -> None:
    post_office.refusals = {"gone@example.org": "550 5.1.1 no such user", "full@example.org": "452 4.2.2 full"}
    mails = [
        replace(MAIL, to=one) for one in ("gone@example.org", "full@example.org", "no address", "dean@example.org")
    ]

    told = mail.send(post_office.url, mails)

    assert [type(one).__name__ for one in told] == ["Returned", "Unavailable", "Returned", "NoneType"]
    assert "5.1.1" in str(told[0])
    assert post_office.receivers == ["dean@example.org"]


def test_a_server_that_is_not_there_is_unavailable_for_every_message() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        told = mail.send(f"smtp://127.0.0.1:{taken.getsockname()[1]}", [MAIL, MAIL])

    assert [type(one) for one in told] == [Unavailable, Unavailable]


@pytest.mark.parametrize("url", ["http://127.0.0.1", "smtp://", "nonsense"])
def test_an_address_that_is_none_is_unavailable(url: str) -> None:
    assert isinstance(mail.send(url, [MAIL])[0], Unavailable)


def test_a_server_that_is_tired_is_asked_again(post_office: PostOffice) -> None:
    post_office.after_data = "451 4.3.0 later"

    assert isinstance(mail.send(post_office.url, [MAIL])[0], Unavailable)


def test_a_password_is_told_behind_encryption_only(
    post_office: PostOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted, context = certificate(tmp_path)
    address = f"smtp://office:p%40ss@127.0.0.1:{post_office.port}"

    in_the_clear = mail.send(address, [MAIL])
    post_office.context = context
    from_a_stranger = mail.send(address, [MAIL])
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    behind = mail.send(address, [MAIL])

    assert isinstance(in_the_clear[0], Unavailable)
    assert isinstance(from_a_stranger[0], Unavailable)
    assert behind == [None]
    assert (post_office.encrypted, len(post_office.logins)) == ([True], 1)


@given(st.text(), st.text())
def test_no_title_and_no_name_makes_another_header(title: str, name: str) -> None:
    steered = replace(
        MAIL, subject=f"{title}\r\nBcc: thief@example.org\r\n\r\nHello", name=f"{name}\nBcc: thief@example.org"
    )

    made = mail.message(steered)

    assert made["Bcc"] is None
    assert b"\nBcc:" not in made.as_bytes()
    assert len(made["Subject"]) <= mail.LONGEST_SUBJECT
