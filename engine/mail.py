"""The one door to mail: a message in, handed over to the server, or Unavailable.

Addresses: `smtp://user:password@host:587` (encrypted when the server offers it, always before a password is told) and
`smtps://…` (encrypted from the start). `?insecure=yes` lets a password go to a server of this network in the clear.
"""

import smtplib
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from engine.errors import Invalid, Refusal, Unavailable

DEADLINE = 10.0  # seconds for each answer of the server
LONGEST_SUBJECT = 150
REFUSED = 500  # answers of the server from here on are final (RFC 5321, 4.2.1)
ABOUT_SERVER = frozenset({502, 503, 530, 534, 535, 538})  # final answers that are about us, not about this letter


@dataclass(frozen=True)
class Mail:
    """One message to one person. `id` and `unsubscribe` (an address of a page) become headers."""

    to: str
    name: str
    sender: str
    sender_name: str
    subject: str
    text: str
    html: str
    language: str
    id: str
    at: datetime
    unsubscribe: str = ""


class Returned(Refusal):
    """Expected the server to take the letter, but it refused it for good."""

    code = "letter-returned"


def message(mail: Mail) -> EmailMessage:
    """The message with its headers: made by a machine, not to be answered by one (RFC 3834). Raises Invalid."""
    made = EmailMessage(policy=SMTP)
    try:
        made["From"] = _address(mail.sender, mail.sender_name)
        made["To"] = _address(mail.to, mail.name)
    except (ValueError, IndexError) as error:
        raise Invalid.one(
            "to", "Expected an address for mail, but {value} is none.", value=one_line(mail.to)
        ) from error
    made["Subject"] = one_line(mail.subject)
    made["Date"] = format_datetime(mail.at)
    made["Message-ID"] = f"<{mail.id}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    if mail.unsubscribe:
        made["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
    made.set_content(mail.text, cte="base64")
    made.add_alternative(mail.html, subtype="html", cte="base64")
    made["Content-Language"] = mail.language  # only now: making parts moves what is said of the content into the first
    return made


def _address(address: str, name: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=address.strip())


def one_line(text: str) -> str:
    """The text in one line that is not too long, without characters that steer."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"


def send(url: str, mails: Iterable[Mail], *, deadline: float = DEADLINE) -> list[Refusal | None]:
    """Hands the messages to the server over one connection: for each None, or why it did not go.

    Returned is final, Unavailable passes. What is never reached because the connection broke is Unavailable too.
    """
    waiting = list(mails)
    told: list[Refusal | None] = []
    try:
        with _opened(url, deadline) as server:
            for mail in waiting:
                told.append(_one(server, mail))
    except (smtplib.SMTPException, OSError) as error:
        told += [_passing(error)] * (len(waiting) - len(told))
    except Unavailable as refusal:
        told += [refusal] * (len(waiting) - len(told))
    return told


def _one(server: smtplib.SMTP, mail: Mail) -> Refusal | None:
    try:
        server.send_message(message(mail))
    except Invalid as refusal:
        return Returned(refusal.problems[0].template, **refusal.problems[0].facts)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return _answer(code, words)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPNotSupportedError as error:
        return Returned("Expected the server to take the letter, but it said: {answer}.", answer=one_line(str(error)))
    except smtplib.SMTPResponseException as error:
        return _answer(error.smtp_code, error.smtp_error)
    return None


def _answer(code: int, words: bytes | str) -> Refusal:
    said = one_line(f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}")
    if code >= REFUSED and code not in ABOUT_SERVER:
        return Returned("Expected the server to take the letter, but it said: {answer}.", answer=said)
    return Unavailable("Expected the server for mail to take the letter, but it said: {answer}.", answer=said)


def _passing(error: Exception) -> Unavailable:
    said = one_line(str(error)) or type(error).__name__
    return Unavailable("Expected an answer of the server for mail, but there was none: {problem}.", problem=said)


@contextmanager
def _opened(url: str, deadline: float) -> Iterator[smtplib.SMTP]:
    place = urlsplit(url)
    if place.scheme not in ("smtp", "smtps") or not place.hostname:
        raise Unavailable("Expected BAGYT_SMTP_URL like smtp://user:password@host:587, but it is not.")
    safe = ssl.create_default_context()
    if place.scheme == "smtps":
        opened: smtplib.SMTP = smtplib.SMTP_SSL(place.hostname, place.port or 465, timeout=deadline, context=safe)
    else:
        opened = smtplib.SMTP(place.hostname, place.port or 25, timeout=deadline)
    with opened as server:
        server.ehlo_or_helo_if_needed()
        hidden = place.scheme == "smtps"
        if not hidden and server.has_extn("starttls"):
            server.starttls(context=safe)
            hidden = True
        if place.username:
            if not hidden and "yes" not in parse_qs(place.query).get("insecure", []):
                raise Unavailable("Expected an encrypted way to the server for mail, but it offers none.")
            server.login(unquote(place.username), unquote(place.password or ""))
        yield server
