"""A real demo authority on the loopback for tests: `from tests.pki import pki` in a conftest gives the fixture."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.demopki import DemoPki, Holder, Organisation, Served, make, serve, wsgi
from engine.pades import Outside, Signatory, certificates, from_pkcs12

PASSPHRASE = "Demo-2026!"
DEAN = Holder("dean", "Үмітқызы Әлия Серікқызы", "750101400123")
REGISTRAR = Holder("registrar", "Өсербаева Іңкәр Ғалымқызы", "800202400321")
PEOPLE = (DEAN, REGISTRAR, Holder("late", "Кешіккен Адам", "900303300999"))
UNIVERSITY = Organisation("Үлгі университеті", "990140000123")


class TestPki:
    """The authority, its server, and a clock that can be moved: `moved` is how far it is from the machine's."""

    __test__ = False

    def __init__(self, folder: Path, people: Iterable[Holder] = PEOPLE, since: timedelta = timedelta()) -> None:
        self.moved = timedelta()
        self.ocsp_answers = True
        self.made: DemoPki = make(
            folder,
            free_port(),
            people,
            now=datetime.now(UTC) - since,
            passphrase=PASSPHRASE.encode(),
            organisation=UNIVERSITY,
        )
        self._served: Served = self._serve()

    def _serve(self) -> Served:
        authority = wsgi(self.made.folder, self.now)

        def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            if "/ocsp/" in environ["PATH_INFO"] and not self.ocsp_answers:
                start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
                return [b""]
            return authority(environ, start_response)

        return serve(self.made.folder, self.now, app)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.moved

    def outside(self, **changes: object) -> Outside:
        """The authority as the outside world of signatures."""
        outside = Outside(
            tsa_url=self.made.tsa_url,
            roots=certificates(self.made.trust),
            now=self.now,
        )
        return replace(outside, **changes)  # type: ignore[arg-type]

    def signatory(self, login: str) -> Signatory:
        """The key of a person, of `seal`, or of `bad-…`."""
        return from_pkcs12(self.made.p12(login), PASSPHRASE)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """The authority does not answer inside this block."""
        self._served.stop()
        try:
            yield
        finally:
            self._served = self._serve()

    @contextmanager
    def without_ocsp(self) -> Iterator[None]:
        """Inside this block time-stamps and revocation lists are given, but no answers about a certificate."""
        self.ocsp_answers = False
        try:
            yield
        finally:
            self.ocsp_answers = True

    @contextmanager
    def clock(self, moved: timedelta) -> Iterator[None]:
        """Everything believes in another moment inside this block."""
        self.moved = moved
        try:
            yield
        finally:
            self.moved = timedelta()

    def stop(self) -> None:
        self._served.stop()


def free_port() -> int:
    """A port of the loopback that was free a moment ago."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
    return port


RUNNING = pytest.StashKey[TestPki]()


@pytest.fixture(scope="session")
def pki(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> TestPki:
    """One authority for the whole run, whichever folders ask for it (its keys take two seconds)."""
    stash = request.config.stash
    if RUNNING not in stash:
        stash[RUNNING] = TestPki(tmp_path_factory.mktemp("pki"))
        request.config.add_cleanup(stash[RUNNING].stop)
    return stash[RUNNING]
