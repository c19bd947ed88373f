"""`bagyt kind test PATH`: plays a kind's scenarios and names the flows that none of them walked."""

import argparse
import sys
from pathlib import Path

from engine import scenario
from engine.cli import folder
from engine.config import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder."""
    parser.add_argument("path", type=Path, metavar="PATH", help="the kind's folder")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Prints one line for each scenario, then what is wrong; exit code 1 when something is."""
    told = scenario.report(folder.read(given.path, settings))
    for one in told.played:
        print(f"{'failed' if one.problems else 'passed'}: {one.scenario.place}: {one.scenario.title}")
    print("\n".join(folder.lines(told.problems)), end="\n" if told.problems else "")
    print(f"{told.coverage:.0%} of the flows walked by {len(told.played)} scenarios.", file=sys.stderr)
    return 1 if told.problems else 0
