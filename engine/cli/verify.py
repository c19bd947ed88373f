"""`bagyt verify FILE.pdf`: the verdict on any PDF; an installation knows the newest files of its own documents."""

import argparse
import json
import sys
from pathlib import Path

from engine import pades
from engine.clock import Clock
from engine.config import Settings
from engine.errors import Refusal
from engine.office.looking import file_verdict
from engine.office.making import outside
from engine.office.opening import opened_office

CODES = {"valid": 0, "invalid": 1, "not_yet_verifiable": 2, "unsigned": 3}
UNREADABLE = 3
NOBODY_TRUSTED = "Expected trusted roots to check against, but none is set (BAGYT_TRUST_FOLDER, BAGYT_TSA_URL)."


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and how to tell."""
    parser.add_argument("file", type=Path, metavar="FILE.pdf", help="the PDF")
    parser.add_argument("--json", action="store_true", help="the verdict as JSON, as the API gives it")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Prints signatures, reasons and verdict; the exit code tells the verdict."""
    try:
        pdf = given.file.read_bytes()
    except OSError as error:
        print(f"Expected to read {given.file}, but {error.strerror}.", file=sys.stderr)
        return UNREADABLE
    if b"%PDF-" not in pdf[:1024]:
        print(f"Expected a PDF, but {given.file} is none.", file=sys.stderr)
        return UNREADABLE
    clock = Clock(settings.data / "demo-clock.json")
    trusted = outside(settings, clock)
    verdict = _known(pdf, settings, clock) or pades.verdict(pdf, trusted or pades.Outside("", (), clock.now))
    if trusted is None and verdict.signatures:
        print(NOBODY_TRUSTED, file=sys.stderr)
        return CODES["not_yet_verifiable"]
    print(json.dumps(verdict.to_dict(), ensure_ascii=False, indent=2) if given.json else _told(verdict))
    return CODES[verdict.verdict]


def _known(pdf: bytes, settings: Settings, clock: Clock) -> pades.Verdict | None:
    """The verdict of an installation that knows its own documents; None where there is none, or it does not open."""
    url = settings.database
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return None
    try:
        with opened_office(settings, clock=clock) as office:
            return None if office.tools.trust is None else file_verdict(office, pdf)
    except Refusal as refusal:
        print(f"The registry is not asked: {refusal}", file=sys.stderr)
        return None


def _told(verdict: pades.Verdict) -> str:
    rows = [
        f"{row.field}: {row.verdict} · {row.name or row.level} · {row.moment or 'no proven moment'}"
        for row in verdict.signatures
    ]
    reasons = [f"  {reason.message}" for reason in verdict.reasons]
    return "\n".join([*rows, *reasons, verdict.verdict + (" (long-term)" if verdict.long_term else "")])
