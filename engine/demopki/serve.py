"""The demo authority answering: OCSP, CRL and time-stamps over HTTP on the loopback."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType
from typing import Any

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel
from werkzeug.exceptions import BadRequest
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from engine.demopki.authority import architecture
from engine.demopki.facts import ARCHITECTURE, FACTS, opened
from engine.errors import Unavailable

logging.getLogger("certomancer").setLevel(logging.CRITICAL)

Environ = dict[str, Any]
App = Callable[[Environ, Any], Iterable[bytes]]


class _Animator(Animator):
    """The library's server, believing the demo's moment instead of the machine's."""

    def __init__(self, store: AnimatorArchStore, now: Callable[[], datetime]) -> None:
        super().__init__(store, with_web_ui=False, allow_time_override=False)
        self._now = now

    def at_time(self, request: Request) -> datetime:
        return self._now()


class _Wsgi:
    """Keeps the authority as its folder was last seen, and reads the folder again when somebody was revoked."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._facts = folder / FACTS
        self._now = now
        self._lock = Lock()
        self._seen = -1
        self._app = self._fresh()

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        response: Any
        try:
            response = self._fresh().dispatch(request)
        except (ValueError, TypeError, KeyError, AttributeError):
            response = BadRequest()
        if not isinstance(response, Response):
            response = response.get_response(environ)
        answered: Iterable[bytes] = response(environ, start_response)
        return answered

    def _fresh(self) -> _Animator:
        with self._lock:
            seen = self._facts.stat().st_mtime_ns
            if seen != self._seen:
                authority = architecture(opened(self._facts.parent))
                self._app = _Animator(AnimatorArchStore({ArchLabel(ARCHITECTURE): authority}), self._now)
                self._seen = seen
            return self._app


def wsgi(folder: Path, now: Callable[[], datetime]) -> App:
    """The authority as a WSGI application, to be served on 127.0.0.1 at the port its folder was made with.

    Its answers carry the moment `now` gives, so a moved demo clock moves the authority too.
    """
    return _Wsgi(folder, now)


class Served:
    """An authority being served by a thread until it is stopped."""

    def __init__(self, server: BaseWSGIServer) -> None:
        self._server = server
        self._thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Frees the port; returns when nothing listens any more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> "Served":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        pass


def serve(folder: Path, now: Callable[[], datetime], app: App | None = None) -> Served:
    """Serves the authority of the folder in a thread; raises Unavailable if another program holds its port.

    `app` stands in front of it instead, for tests that spoil its answers.
    """
    port = opened(folder).port
    try:
        server = make_server("127.0.0.1", port, app or wsgi(folder, now), threaded=True, request_handler=_Quiet)
    except (SystemExit, OSError) as error:
        raise Unavailable(
            "Expected port {port} to be free for the demo authority, but another program holds it.", port=port
        ) from error
    return Served(server)
