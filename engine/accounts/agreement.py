"""The agreement on electronic interaction: its text by version, and accepting it (second regulation 1.6, 5.2, 6.2, 6.3, 6.8).

A changed text is a new version beside the old ones: then everybody is asked again, and what was accepted stays readable.
"""

import hashlib
import json
from datetime import datetime
from functools import cache
from pathlib import Path

from engine.accounts.models import Account
from engine.errors import Stale
from engine.texts import LANGUAGES
from engine.work import Work

VERSION = "1"

FOLDER = Path(__file__).parent / "agreements"  # one folder for each version, one file for each language


@cache
def text(language: str, version: str = VERSION) -> tuple[str, ...]:
    """The paragraphs of the agreement in that language."""
    return tuple((FOLDER / version / f"{language}.txt").read_text(encoding="utf-8").split("\n\n"))


def fingerprint(version: str = VERSION) -> str:
    """SHA-256 of the text in all its languages: what was accepted can be proved."""
    texts = {language: text(language, version) for language in LANGUAGES}
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def agree(work: Work, *, version: str) -> None:
    """The actor accepts the agreement as he was shown it; a second time does nothing. Raises Stale for another version."""
    if version != VERSION:
        raise Stale(
            "Expected the agreement in force, but its text has changed since. Read it again and accept it once more."
        )
    account = work.get(Account, work.actor.person, hold=True)
    if account.agreed_version != VERSION:
        mark_agreed(work, account, work.now)


def mark_agreed(work: Work, account: Account, at: datetime) -> None:
    """Keeps that the person of the account has agreed to the text in force."""
    before = {"version": account.agreed_version} if account.agreed_version else None
    account.agreed_at, account.agreed_version = at, VERSION
    after = {"version": VERSION, "sha256": fingerprint()}
    work.record(f"person:{account.person_id}", "agreement.accepted", account.person_id, before=before, after=after)
