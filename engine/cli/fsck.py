"""`bagyt fsck`: whether every invariant of the data holds."""

import argparse
import sys

from engine.config import Settings
from engine.fsck import fsck
from engine.office import OFFICE
from engine.office.opening import opened_office


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Prints a line for each thing that is not as it must be; exit code 1 when there is one."""
    with opened_office(settings) as office, office.look(OFFICE) as work:
        broken = list(fsck(work))
    print("\n".join(broken), end="\n" if broken else "")
    print(f"{len(broken)} things are broken." if broken else "All invariants hold.", file=sys.stderr)
    return 1 if broken else 0
