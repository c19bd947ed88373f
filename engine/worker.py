"""The embedded job engine: threads of this process that run what is due."""

import logging
import secrets
import threading
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from engine.errors import Refusal
from engine.office import Office
from engine.office.running import run_one, sweep, tidy

log = logging.getLogger("bagyt.worker")
POLL = 1.0  # seconds between looks when nothing has kicked
SWEEP = 5.0
TIDY = 600.0


class Worker:
    """Runs jobs in so many threads until it is stopped."""

    def __init__(self, office: Office, threads: int = 2) -> None:
        self.office = office
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(number,), name=f"jobs-{number}", daemon=True)
            for number in range(threads)
        ]
        self.beat = monotonic()

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 20) -> None:
        """Lets the running jobs end, then gives up waiting."""
        self._stop.set()
        self.office.kick.set()
        for thread in self._threads:
            thread.join(seconds)

    @property
    def alive(self) -> bool:
        """Whether its threads run and one was heard of lately."""
        return any(thread.is_alive() for thread in self._threads) and monotonic() - self.beat < 120

    def _run(self, number: int) -> None:
        owner = f"worker-{secrets.token_hex(4)}"
        swept = tidied = 0.0
        while not self._stop.is_set():
            try:
                self.beat = monotonic()
                if number == 0 and monotonic() - swept > SWEEP:
                    sweep(self.office)
                    swept = monotonic()
                if number == 0 and monotonic() - tidied > TIDY:
                    tidy(self.office)
                    tidied = monotonic()
                if run_one(self.office, owner):
                    continue
            except (SQLAlchemyError, Refusal, OSError):
                log.exception("the job thread goes on after a failure")
                self._stop.wait(1)
            self.office.kick.wait(POLL)
            self.office.kick.clear()
