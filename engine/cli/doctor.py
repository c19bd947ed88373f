"""`bagyt doctor`: what this machine lacks and how to get it. Exit code 0 when nothing needed is missing, else 1."""

import argparse
import ctypes
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engine.config import Settings
from engine.db import Database

LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
ROOM = 2 * 1024**3
APT = "sudo apt-get install -y"
# Kazakhstan moved to one zone on 2024-03-01; older zone data tells every clock of it an hour wrong.
ALMATY = timedelta(hours=5)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is as needed, and what to do when not."""

    fine: bool
    subject: str
    remedy: str = ""
    needed: bool = True

    def line(self) -> str:
        sign = "ok" if self.fine else "MISSING" if self.needed else "without"
        return f"{sign:<8} {self.subject}" + ("" if self.fine else f"\n         {self.remedy}")


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(given: argparse.Namespace, settings: Settings) -> int:
    """Prints one line for each thing looked at."""
    findings = [finding for look in LOOKS for finding in look(settings)]
    for finding in findings:
        print(finding.line())
    return 0 if all(finding.fine for finding in findings if finding.needed) else 1


def _python(settings: Settings) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(sys.version_info >= (3, 11), f"Python {version}", f"{APT} python3 python3-venv (3.11 or newer)")
    fine = sqlite3.sqlite_version_info >= (3, 35, 0)
    yield Finding(fine, f"SQLite {sqlite3.sqlite_version}", "Use a Python built with SQLite 3.35 or newer.")


def _libraries(settings: Settings) -> Iterator[Finding]:
    lacking = [package for library, package in LIBRARIES.items() if not _loads(library)]
    yield Finding(not lacking, "libraries that make PDFs (Pango, HarfBuzz)", f"{APT} {' '.join(lacking)}")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _zone(settings: Settings) -> Iterator[Finding]:
    remedy = f"{APT} tzdata (or set BAGYT_TIMEZONE to an IANA name)"
    try:
        offset = datetime.now(UTC).astimezone(ZoneInfo(settings.timezone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        yield Finding(False, f"time zone {settings.timezone}", remedy)
        return
    stale = settings.timezone == "Asia/Almaty" and offset != ALMATY
    yield Finding(
        not stale,
        f"time zone {settings.timezone} ({offset} from UTC)",
        f"{remedy}; the zone data is older than March 2024",
    )


def _data(settings: Settings) -> Iterator[Finding]:
    folder = settings.data.absolute()
    place = next(one for one in (folder, *folder.parents) if one.exists())
    writable = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    yield Finding(writable, f"data folder {settings.data}", f"Make {place} writable, or give another with --data.")
    free = shutil.disk_usage(place).free
    yield Finding(free > ROOM, f"{free // 1024**3} GiB free there", "At least 2 GiB should be free.")


def _database(settings: Settings) -> Iterator[Finding]:
    if settings.database.startswith("sqlite") and not (settings.data / "bagyt.sqlite").exists():
        yield Finding(True, "database: will be made by `bagyt up` or `bagyt db upgrade`")
        return
    database = Database(settings.database)
    shown = database.engine.url.render_as_string(hide_password=True)
    try:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
        yield Finding(True, f"database {shown}")
    except SQLAlchemyError as error:
        yield Finding(False, f"database {shown}", str(error.__cause__ or error).strip().splitlines()[0])
    finally:
        database.close()


def _folders(settings: Settings) -> Iterator[Finding]:
    for name, folder in (("processes", settings.processes), ("forms", settings.forms)):
        yield Finding(folder.is_dir(), f"folder {name}: {folder}", f"Set BAGYT_{name.upper()} to the folder.")


def _tests(settings: Settings) -> Iterator[Finding]:
    servers = list(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    wanted = {
        "chromium": shutil.which("chromium") or shutil.which("google-chrome"),
        "postgresql": servers or shutil.which("postgres"),
        "poppler-utils": shutil.which("pdfsig"),
        "qpdf": shutil.which("qpdf"),
        "default-jdk-headless libjaxb-java": shutil.which("javac")
        and Path("/usr/share/java/jaxb-runtime.jar").exists(),
        "npm": shutil.which("npm"),
    }
    for package, there in wanted.items():
        yield Finding(bool(there), f"for the tests only: {package}", f"{APT} {package}", needed=False)


LOOKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _python,
    _libraries,
    _zone,
    _data,
    _database,
    _folders,
    _tests,
)
