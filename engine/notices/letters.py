"""The words of letters: one closed table, and what is called how.

Subjects, lines and buttons are gettext keys; the receiver's language says them when the letter is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.notices.sentences import SENTENCES

DIGEST = "digest"


@dataclass(frozen=True)
class Wording:
    """What a letter says: its subject, the lines beneath, and the words of its one button."""

    subject: str
    lines: tuple[str, ...]
    button: str


OPEN_TASK, OPEN_DOCUMENT = "Open the task", "Open the document"

_OF_ACCOUNTS = {
    "account.recovery": Wording(
        "A new password for your account",
        (
            "Somebody, most likely you, asked for a new password for your account.",
            "The button leads to a page where you choose it. If it was not you, do nothing: your password stays as it is.",
        ),
        "Choose a new password",
    ),
    "account.activation": Wording(
        "Your account is ready",
        (
            "An account was made for you in the electronic document management of your university.",
            "The button leads to a page where you choose your password. It works once.",
        ),
        "Choose a password",
    ),
    "account.compromised": Wording(
        "Your account was closed for safety",
        (
            "It was reported that somebody else may know your password or have your key, so the account was closed.",
            "All your sessions and the tokens of your programs have ended.",
            "Ask the administrator to open it again.",
        ),
        "Open the sign-in page",
    ),
    "account.password_new": Wording(
        "Your account has a new password",
        (
            "It was chosen by a link from a letter, or by one the administrator gave.",
            "All your sessions and the tokens of your programs have ended.",
            "If it was not you, tell the administrator at once.",
        ),
        "Open the sign-in page",
    ),
    "account.address_changed": Wording(
        "The e-mail address of your account was changed",
        (
            "Letters that open your account go to another address from now on, and not to this one.",
            "If it was not you, tell the administrator at once.",
        ),
        "Open the sign-in page",
    ),
    "account.unlocked": Wording(
        "Your account is open again",
        ("An administrator has unlocked your account. You may sign in.",),
        "Open the sign-in page",
    ),
}
_DIGEST = {DIGEST: Wording("Your documents: what is new", ("Since the last letter:",), "Open the feed")}
_OF_ACTS = {
    act: Wording(sentence, (), OPEN_TASK if act.startswith("task.") and act != "task.done" else OPEN_DOCUMENT)
    for act, sentence in SENTENCES.items()
}

LETTERS: Mapping[str, Wording] = {**_OF_ACCOUNTS, **_DIGEST, **_OF_ACTS}
SECRET = frozenset(_OF_ACCOUNTS)  # their facts and links are forgotten as soon as they are sent
