"""Serving by gunicorn: one process beside its master, with eight threads for requests, and the jobs' threads when asked.

The master only watches; the office is opened in the process that serves, after the fork, because threads and database
connections do not survive one (ADR 0013).
"""

from collections.abc import Callable
from contextlib import ExitStack
from socket import socket
from typing import Any

from apiflask import APIFlask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from engine.config import Settings
from engine.demo.beginning import serve_authority
from engine.office import Office
from engine.office.opening import opened_office
from engine.worker import Worker
from webui.serving import application

THREADS = 8
GRACE = 4  # seconds from the signal to the end
Open = tuple[Office, Worker | None]


def serve(settings: Settings, listening: socket, *, jobs: bool, ready: Callable[[], None]) -> int:
    """Serves until SIGTERM or SIGINT and gives the exit code; `ready` is called once requests are answered."""
    try:
        Serving(settings, listening, jobs=jobs, ready=ready).run()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


class Serving(BaseApplication):  # type: ignore[misc]
    """The application as gunicorn asks for it, and what has to be closed when its process ends."""

    def __init__(self, settings: Settings, listening: socket, *, jobs: bool, ready: Callable[[], None]) -> None:
        self._settings, self._listening, self._jobs, self._ready = settings, listening.detach(), jobs, ready
        self._held = ExitStack()
        self.open: Open | None = None
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"fd://{self._listening}",
            "worker_class": Process,
            "workers": 1,
            "threads": THREADS,
            "timeout": 120,
            "graceful_timeout": GRACE,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "bagyt",
            "control_socket_disable": True,
            "post_worker_init": self._answers,
            "worker_exit": self._ends,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> APIFlask:
        office = self._held.enter_context(opened_office(self._settings))
        served = serve_authority(self._settings, office)
        if served is not None:
            self._held.callback(served.stop)
        worker = Worker(office, self._settings.job_threads, alone=True) if self._jobs else None
        self.open = (office, worker)
        app = application(office)
        if worker is not None:
            worker.start()
            self._held.callback(worker.stop, 2)
        return app

    def wind_down(self) -> None:
        """Nobody waits and no further job is begun; returns at once."""
        if self.open is not None:
            office, worker = self.open
            office.closing.set()
            if worker is not None:
                worker.wind_down()

    def _answers(self, worker: Any) -> None:
        if worker.age == 1:  # a process that took the place of a broken one tells nothing
            self._ready()

    def _ends(self, server: Any, worker: Any) -> None:
        """Called in the process that ends, and again in the master, which has nothing open."""
        self._held.close()


class Process(ThreadWorker):  # type: ignore[misc]
    """Tells the application at once when a signal asks for the end, so that nothing new is begun meanwhile."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        self.app.wind_down()
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: Any) -> None:
        self.app.wind_down()
        super().handle_quit(sig, frame)
