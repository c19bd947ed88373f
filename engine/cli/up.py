"""`bagyt up`: everything from nothing to a served page; a second start finds everything there."""

import argparse
import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from engine.cli import web_door
from engine.cli.starting import begin_empty, people
from engine.config import Settings
from engine.db import Database
from engine.demo.beginning import begin
from engine.errors import WrongState
from engine.office.making import DEMO_PASSWORD
from engine.office.opening import check_engine
from engine.upgrade import upgrade

EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and whether to begin without the demo."""
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="the address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", default=8000, type=int, metavar="P", help="the port (default 8000; 0: any free one)")
    parser.add_argument("--empty", action="store_true", help="without the demo: for an installation of one's own")


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Serves until Ctrl-C or SIGTERM; the address stands alone on standard output once a page is served."""
    began = time.monotonic()
    check_engine(settings)
    with web_door.listen(given.host, given.port) as listening:
        settings = chosen(settings, web_door.address(listening, given.host), demo=not given.empty)
        settings.data.mkdir(parents=True, exist_ok=True)
        with alone(settings.data):
            told = prepare(settings, demo=not given.empty)
            address = web_door.address(listening, given.host)
            ready = partial(_ready, address, told, began, open_to_all=given.host in EVERYWHERE)
            return web_door.serve(settings, listening, jobs=True, ready=ready)


def chosen(settings: Settings, address: str, *, demo: bool) -> Settings:
    """The settings in force: the base address follows the one listened on, unless it is set."""
    base = settings.base_url if "BAGYT_BASE_URL" in os.environ else address
    return replace(settings, base_url=base, demo=demo or settings.demo)


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Holds the data folder; raises WrongState while another `bagyt up` has it."""
    with (data / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WrongState(
                "Expected the data folder {folder} to be free, but another bagyt up is using it.", folder=data
            ) from None
        yield


def prepare(settings: Settings, *, demo: bool) -> list[str]:
    """Database, kinds, people and documents; gives the lines to be told when all is served."""
    database = Database(settings.database)
    try:
        upgrade(database)
    finally:
        database.close()
    if not demo:
        return begin_empty(settings, say)
    begin(settings, say)
    return [f"Sign in with the password {DEMO_PASSWORD} as", *people()]


def say(line: str) -> None:
    """Talk goes to standard error."""
    print(line, file=sys.stderr, flush=True)


def _ready(address: str, told: list[str], began: float, *, open_to_all: bool) -> None:
    for line in told:
        say(line)
    if open_to_all and "BAGYT_BASE_URL" not in os.environ:
        say(f"Requests are answered under {address} only; for another name set BAGYT_BASE_URL.")
    say(f"Ready after {time.monotonic() - began:.1f} s. Ctrl-C stops it. The address:")
    print(address, flush=True)
