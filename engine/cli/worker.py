"""`bagyt worker`: jobs, terms and notices alone; may run many times over on PostgreSQL."""

import argparse
import signal
import sys
import threading

from engine.config import Settings
from engine.demo.beginning import serve_authority
from engine.office.opening import opened_office
from engine.worker import Worker


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many jobs at once."""
    parser.add_argument("--threads", type=int, default=None, metavar="N", help="jobs at once (BAGYT_JOB_THREADS)")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Runs jobs until SIGTERM or Ctrl-C, then lets those in hand end."""
    ended = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: ended.set())
    with opened_office(settings) as office:
        served = serve_authority(settings, office)
        worker = Worker(office, max(1, given.threads or settings.job_threads))
        worker.start()
        print("Running jobs. Ctrl-C stops it.", file=sys.stderr, flush=True)
        ended.wait()
        worker.stop()
        if served is not None:
            served.stop()
    return 0
