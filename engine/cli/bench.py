"""`bagyt bench`: a document of a kind measured beside the bare library."""

import argparse
import cProfile
import io
import pstats
import sys

from engine.bench import measure
from engine.bench.ways import WAYS
from engine.config import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much is measured, where, and how it is told."""
    parser.add_argument("--kind", choices=sorted(WAYS), default="order", help="what is measured (default order)")
    parser.add_argument(
        "--documents", type=int, default=10, metavar="N", help="documents in process and over HTTP (default 10)"
    )
    parser.add_argument(
        "--clients", type=int, default=4, metavar="N", help="clients at once over HTTP (default 4; 0: not over HTTP)"
    )
    parser.add_argument("--database", default="", metavar="URL", help="an empty database (default: SQLite of its own)")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--profile", action="store_true", help="the 25 dearest functions too, on standard error")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Measures in a folder of its own, which is gone afterwards; the figures stand on standard output."""
    profile = cProfile.Profile() if given.profile else None
    result = measure(
        settings,
        kind=given.kind,
        documents=max(1, given.documents),
        clients=max(0, given.clients),
        database=given.database,
        say=_say,
        profile=profile,
    )
    if profile is not None:
        told = io.StringIO()
        pstats.Stats(profile, stream=told).sort_stats("cumulative").print_stats(25)
        _say(told.getvalue())
    print(result.to_json() if given.json else result.to_text())
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
