"""`bagyt kind publish PATH`: the folder becomes the kind's newest version."""

import argparse
import sys
from pathlib import Path

from engine import kinds
from engine.acts.publish import publish
from engine.cli import folder
from engine.config import Settings
from engine.errors import KindRefused, NotFound
from engine.office import OFFICE
from engine.office.opening import opened_office


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder, and why it is published."""
    parser.add_argument("path", type=Path, metavar="PATH", help="the kind's folder")
    parser.add_argument("--reason", required=True, help="why the kind changes; kept with the version")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Prints kind and version; exit code 1 with a line for each problem when it cannot be published."""
    if not given.path.is_dir():
        raise NotFound("Expected a kind's folder, but {path} is none.", path=given.path)
    shared = kinds.read_folder(settings.forms)
    try:
        with opened_office(settings) as office, office.work(OFFICE) as work:
            row = publish(work, kinds.read_folder(given.path), shared, reason=given.reason)
            told = f"{row.kind} {row.number}"
    except KindRefused as refused:
        print("\n".join(folder.lines(refused.problems)), file=sys.stderr)
        return 1
    print(told)
    return 0
