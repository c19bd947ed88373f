"""`bagyt kind check PATH`: everything wrong with a kind's folder."""

import argparse
import sys
from pathlib import Path

from engine.cli import folder
from engine.config import Settings
from engine.errors import KindRefused


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder."""
    parser.add_argument("path", type=Path, metavar="PATH", help="the kind's folder")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Prints one line for each problem; exit code 1 when the kind cannot be published."""
    try:
        kind = folder.read(given.path, settings)
    except KindRefused as refused:
        print("\n".join(folder.lines(refused.problems)))
        return 1
    print("\n".join([*folder.lines(kind.warnings)]), end="\n" if kind.warnings else "")
    print(f"{kind.name}: nothing stands against it.", file=sys.stderr)
    return 0
