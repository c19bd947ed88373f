"""`bagyt web`: pages and API alone; jobs are run by `bagyt worker`."""

import argparse
import sys

from engine.cli import web_door
from engine.config import Settings
from engine.office.opening import check_engine, opened


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="the address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", default=8000, type=int, metavar="P", help="the port (default 8000; 0: any free one)")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Serves until a signal; the address stands alone on standard output."""
    check_engine(settings)
    with opened(settings):
        pass
    with web_door.listen(given.host, given.port) as listening:
        address = web_door.address(listening, given.host)
        return web_door.serve(settings, listening, jobs=False, ready=lambda: _ready(address))


def _ready(address: str) -> None:
    print("Serving pages and API; jobs are run by `bagyt worker`. The address:", file=sys.stderr)
    print(address, flush=True)
