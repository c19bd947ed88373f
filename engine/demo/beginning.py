"""The demo from nothing: authority, university, kinds and documents, made once; a start that was broken off goes on."""

import json
from collections.abc import Callable
from datetime import date
from socket import SO_REUSEADDR, SOL_SOCKET, socket
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine import demopki
from engine.calendar.queries import WorkingTime
from engine.clock import Clock, FixedClock
from engine.config import Settings
from engine.demo import living, making
from engine.errors import Unavailable, WrongState
from engine.office import OFFICE, Office, running
from engine.office.opening import opened, opened_office
from engine.people.models import Person

MARK = "demo.json"


def begin(settings: Settings, say: Callable[[str], None]) -> None:
    """Makes what of the demo is not there yet, and publishes what is newly bundled.

    The documents are made on a clock of their own, so that they are spread over the last working days.
    """
    clock = Clock(settings.data / "demo-clock.json")
    _must_be_ours(settings)
    making.make_authority(settings, clock, say)
    _must_be_free(demopki.opened(settings.data / "pki").port)
    today = _unfinished(settings, clock)
    if today is not None:
        _make(settings, today, clock, say)
        mark_made(settings)
    with opened_office(settings, clock=clock) as office:
        making.publish_bundled(office, say)
        if today is not None:
            running.sweep(office)


def _must_be_ours(settings: Settings) -> None:
    """The invented people do not come among real ones."""
    if (settings.data / MARK).exists():
        return
    with opened(settings) as database, database.reading() as session:
        if session.scalar(select(Person.id).limit(1)) is not None:
            raise WrongState(
                "Expected an empty database for the demo, but {folder} holds people already. Start it with --empty.",
                folder=settings.data,
            )


def _make(settings: Settings, today: date, clock: Clock, say: Callable[[str], None]) -> None:
    zone = ZoneInfo(settings.timezone)
    past = FixedClock(living.begins(today, WorkingTime(zone, settings.country, {}), zone))
    with demopki.serve(settings.data / "pki", past.now), opened_office(settings, clock=past) as office:
        making.fill(office, say, today)
        with office.work(OFFICE) as work:
            making.make_dossiers(work)
        making.publish_bundled(office, say)
        living.live(office, past, today, say)


def _unfinished(settings: Settings, clock: Clock) -> date | None:
    """The day around which the demo is to be made; None when it is made."""
    file = settings.data / MARK
    if file.exists():
        mark = json.loads(file.read_text())
        return None if mark["made"] else date.fromisoformat(mark["today"])
    today = clock.now().astimezone(ZoneInfo(settings.timezone)).date()
    _mark(settings, {"today": today.isoformat(), "made": False})
    return today


def mark_made(settings: Settings) -> None:
    """The demo of this data folder is whole; nothing is added to it later."""
    _mark(settings, {"made": True})


def _mark(settings: Settings, said: dict[str, object]) -> None:
    file = settings.data / MARK
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(said))
    fresh.replace(file)


def serve_authority(settings: Settings, office: Office) -> demopki.Served | None:
    """The demo's authority answering on its port, if the data folder has one; None where another process serves it."""
    folder = settings.data / "pki"
    if not (folder / "pki.json").exists() or not _is_free(demopki.opened(folder).port):
        return None
    try:
        return demopki.serve(folder, office.tools.clock.now)
    except Unavailable:
        return None


def _must_be_free(port: int) -> None:
    if not _is_free(port):
        raise Unavailable(
            "Expected port {port} to be free for the demo authority, but another program holds it.", port=port
        )


def _is_free(port: int) -> bool:
    with socket() as probe:
        probe.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
