"""The embedded job engine: threads of this process that run what is due."""

import logging
import secrets
import threading
from pathlib import Path
from time import monotonic, time

from engine import jobs
from engine.config import Settings
from engine.office import OFFICE, Office
from engine.office.running import run_one, sweep, tidy

log = logging.getLogger("bagyt.worker")
POLL = 1.0  # seconds between looks when nothing has kicked
SWEEP = 5.0
TIDY = 600.0
BEAT = "worker.beat"  # a file of the data folder, touched by whoever runs jobs


class Worker:
    """Runs jobs in so many threads until it is stopped.

    `alone` says that nobody else runs jobs of this database: then what an earlier runner left in hand is begun anew.
    """

    def __init__(self, office: Office, threads: int = 2, *, alone: bool = False) -> None:
        self.office = office
        self._stop = threading.Event()
        self._alone = alone
        self._sweeping, self._swept, self._tidied = threading.Lock(), 0.0, 0.0
        self._owners = [f"worker-{secrets.token_hex(4)}" for _ in range(threads)]
        self._threads = [
            threading.Thread(target=self._run, args=(number,), name=f"jobs-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        if self._alone:
            with self.office.work(OFFICE) as work:
                jobs.release(work.session)
        for thread in self._threads:
            thread.start()

    def wind_down(self) -> None:
        """No further job is begun; returns at once."""
        self._stop.set()
        self.office.kick.set()

    def stop(self, seconds: float = 20) -> None:
        """Lets the running jobs end, waits for them so long at most, and gives back what has not ended."""
        self.wind_down()
        end = monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, end - monotonic()))
        left = [owner for owner, thread in zip(self._owners, self._threads, strict=True) if thread.is_alive()]
        for owner in left:
            with self.office.work(OFFICE) as work:
                jobs.release(work.session, owner)

    def _run(self, number: int) -> None:
        while not self._stop.is_set():
            try:
                self._look_around()
                if run_one(self.office, self._owners[number]):
                    continue
            except Exception:  # whatever it is, the other jobs have to go on
                log.exception("the job thread goes on after a failure")
                self._stop.wait(1)
            self.office.kick.wait(POLL)
            self.office.kick.clear()

    def _look_around(self) -> None:
        """Looks for what is due, by whichever thread comes first; only then is the worker heard of."""
        if monotonic() - self._swept < SWEEP or not self._sweeping.acquire(blocking=False):
            return
        try:
            sweep(self.office)
            if monotonic() - self._tidied > TIDY:
                self._tidied = monotonic()
                tidy(self.office)
            (self.office.tools.settings.data / BEAT).touch()
        finally:
            self._swept = monotonic()
            self._sweeping.release()


def last_beat(settings: Settings) -> float | None:
    """Seconds since a worker was heard of in this data folder; None when never."""
    file: Path = settings.data / BEAT
    try:
        return max(0.0, time() - file.stat().st_mtime)
    except FileNotFoundError:
        return None
