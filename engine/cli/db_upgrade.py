"""`bagyt db upgrade`: the database gets the shape that this program needs."""

import argparse
import sys

from engine.config import Settings
from engine.db import Database
from engine.upgrade import is_current, upgrade


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Runs the migrations that are missing; a second time changes nothing."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    try:
        done = is_current(database)
        upgrade(database)
    finally:
        database.close()
    print("The database was up to date." if done else "The database is up to date now.", file=sys.stderr)
    return 0
