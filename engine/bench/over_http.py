"""Documents over HTTP: a real `bagyt up` in a process of its own, and clients that call the API at the same time.

The clients go step by step: all documents are brought to a step, then all its tasks are completed at once. So the
completions of a step are a crowd of their own, with nothing else asked meanwhile.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar
from urllib.parse import urlsplit

from engine.bench.meter import Sample
from engine.bench.ways import Move, Way
from engine.errors import Refusal
from engine.office.making import DEMO_PASSWORD

T = TypeVar("T")
G = TypeVar("G")
PROGRAM = (sys.executable, "-P", "-c", "import sys, engine.cli; sys.exit(engine.cli.main())")


@dataclass
class Ran:
    """What came of it: samples, seconds by the wall, seconds of processor of the server (None where it cannot be read).

    `crowds` are completions and the seconds that all of them together took, by the move's name.
    """

    samples: list[Sample] = field(default_factory=list)
    crowds: dict[str, tuple[int, float]] = field(default_factory=dict)
    seconds: float = 0.0
    cpu: float | None = None

    def per_second(self, names: set[str]) -> float | None:
        """Completions a second of those moves, while nothing else was asked; None when there were none."""
        done = [one for name, one in self.crowds.items() if name in names]
        return sum(count for count, _ in done) / sum(seconds for _, seconds in done) if done else None


class Clients:
    """So many clients at once, each with a connection of its own."""

    def __init__(self, base: str, tokens: Mapping[str, str], many: int) -> None:
        self._place, self._tokens, self._many = urlsplit(base).netloc, tokens, many
        self._own = threading.local()

    def all(self, what: Callable[[G], T], given: Sequence[G]) -> list[T]:
        """What `what` gives for each, done by all clients together."""
        with ExitStack() as links, ThreadPoolExecutor(self._many, initializer=partial(self._connect, links)) as pool:
            return list(pool.map(what, given))

    def _connect(self, links: ExitStack) -> None:
        self._own.link = links.enter_context(closing(HTTPConnection(self._place, timeout=60)))

    def call(self, login: str, method: str, path: str, body: Any, samples: list[Sample], name: str) -> dict[str, Any]:
        """One call by the person's token, inside `all`; raises Refusal when it is refused."""
        return _call(self._own.link, self._tokens[login], method, path, body, samples, name)


Press = tuple[str, str, dict[str, Any]]  # who, the task, what is sent


def run(pid: int, clients: Clients, way: Way, body: Mapping[str, Any], documents: int) -> Ran:
    """So many documents to their end; raises Refusal when the server answers otherwise."""
    _documents(Ran(), clients, way, body, 1)  # the first one starts the renderer and is not counted
    ran, begun, before = Ran(), perf_counter(), _cpu(pid)
    _documents(ran, clients, way, body, documents)
    ran.seconds, after = perf_counter() - begun, _cpu(pid)
    ran.cpu = None if before is None or after is None else after - before
    return ran


def _documents(ran: Ran, clients: Clients, way: Way, body: Mapping[str, Any], documents: int) -> None:
    def submitted(_: int) -> str:
        path, name = "/documents?wait=20", "submit, settled"
        return str(clients.call(way.initiator, "POST", path, body, ran.samples, name)["id"])

    made = clients.all(submitted, range(documents))
    for move in way.moves:
        presses = [one for some in clients.all(partial(_presses, ran, clients, way, move), made) for one in some]
        begun = perf_counter()
        clients.all(partial(_complete, ran, clients, move), presses)
        ran.crowds[move.name] = len(presses), perf_counter() - begun


def _presses(ran: Ran, clients: Clients, way: Way, move: Move, document: str) -> list[Press]:
    """What is to be sent for a document at a step: each task as one who may do it has seen it."""
    path = f"/tasks?scope=all&document={document}&state=open&limit=100"
    found = clients.call(way.initiator, "GET", path, None, ran.samples, "list of tasks")["items"]
    return [_press(ran, clients, one, move) for one in found if one["step"] == move.step]


def _press(ran: Ran, clients: Clients, task: Mapping[str, Any], move: Move) -> Press:
    login = task["candidates"][0]
    shown = clients.call(login, "GET", f"/tasks/{task['id']}", None, ran.samples, "task with form")["rendition"]
    body = {"outcome": move.outcome, "answers": dict(move.answers), "password": DEMO_PASSWORD if move.proof else ""}
    return login, task["id"], {**body, "rendition_sha256": shown["sha256"] if shown else ""}


def _complete(ran: Ran, clients: Clients, move: Move, press: Press) -> None:
    login, task, body = press
    settles = move.proof and move.step != "acknowledge"
    wait, name = ("?wait=20", f"{move.name}, settled") if settles else ("", move.name)
    clients.call(login, "POST", f"/tasks/{task}/complete{wait}", body, ran.samples, name)


@contextmanager
def served(data: Path, database: str) -> Iterator[tuple[str, int]]:
    """The address and the process of a running `bagyt up`; raises Refusal when it does not start."""
    environment = {**os.environ, "BAGYT_DATABASE_URL": database}
    environment.pop("BAGYT_BASE_URL", None)
    with (data / "up.log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603
            [*PROGRAM, "up", "--port", "0", "--data", str(data)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            base = (server.stdout.readline() if server.stdout else "").strip()
            if not base:
                raise Refusal("Expected the server to start, but it did not: {log}", log=(data / "up.log").read_text())
            yield base, server.pid
        finally:
            server.terminate()
            server.communicate(timeout=30)


def _call(
    link: HTTPConnection,
    token: str,
    method: str,
    path: str,
    body: Mapping[str, Any] | None,
    samples: list[Sample],
    name: str,
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    begun = perf_counter()
    link.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), headers)
    answer = link.getresponse()
    read = answer.read()
    samples.append(Sample(name, perf_counter() - begun))
    if answer.status >= 400:
        raise Refusal(
            "Expected {path} to succeed, but it gave {status}: {said}",
            path=path,
            status=answer.status,
            said=read.decode(),
        )
    told: dict[str, Any] = json.loads(read)
    return told


def _cpu(pid: int) -> float | None:
    """Seconds of processor of a process and those it started, without the renderer's children (Linux)."""
    try:
        family = [pid, *(int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
        ticks = sum(
            sum(map(int, Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()[11:13])) for one in family
        )
    except (OSError, ValueError, IndexError):
        return None
    return ticks / os.sysconf("SC_CLK_TCK")
