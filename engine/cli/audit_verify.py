"""`bagyt audit verify`: whether the chains of the audit are whole."""

import argparse
import sys

from engine import audit
from engine.config import Settings
from engine.office.opening import opened


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Prints one line for each break; exit code 1 when there is one."""
    with opened(settings) as database, database.reading() as session:
        broken = list(audit.verify(session))
    print("\n".join(broken), end="\n" if broken else "")
    print(f"{len(broken)} breaks." if broken else "The chains of the audit are whole.", file=sys.stderr)
    return 1 if broken else 0
