"""`bagyt test`: the script of the checkout installs what tests need and runs them."""

import argparse
import os

from engine.config import ROOT, Settings
from engine.errors import NotFound

DOOR = ROOT / "bagyt"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything that follows is pytest's."""
    parser.add_argument("pytest", nargs=argparse.REMAINDER, help="arguments of pytest")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Becomes the script; raises NotFound outside a checkout."""
    if not DOOR.is_file():
        raise NotFound("Expected a checkout with its script {script}, but there is none.", script=DOOR)
    os.execv(DOOR, [str(DOOR), "test", *given.pytest])  # noqa: S606 - the program is ours, no shell is in between
