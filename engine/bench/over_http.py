"""The memo over HTTP: a real `bagyt up` in a process of its own, and clients that call the API at the same time."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from engine.bench.inside import WAY, Move
from engine.bench.meter import Sample
from engine.errors import Refusal
from engine.office.making import DEMO_PASSWORD

PROGRAM = (sys.executable, "-P", "-c", "import sys, engine.cli; sys.exit(engine.cli.main())")


@dataclass(frozen=True)
class Ran:
    """What came of it: samples, seconds by the wall, seconds of processor of the server (None where it cannot be read)."""

    samples: Sequence[Sample]
    seconds: float
    cpu: float | None


def run(data: Path, database: str, tokens: Mapping[str, str], body: Mapping[str, Any], memos: int, clients: int) -> Ran:
    """So many memos by so many clients at once; raises Refusal when the server does not start or answers otherwise."""
    with _server(data, database) as (base, pid):
        _memo(base, tokens, body)  # the first one starts the renderer and is not counted
        begun, before = perf_counter(), _cpu(pid)
        with ThreadPoolExecutor(clients) as pool:
            done = list(pool.map(lambda _: _memo(base, tokens, body), range(memos)))
        seconds, after = perf_counter() - begun, _cpu(pid)
    spent = None if before is None or after is None else after - before
    return Ran([one for samples in done for one in samples], seconds, spent)


@contextmanager
def _server(data: Path, database: str) -> Iterator[tuple[str, int]]:
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


def _memo(base: str, tokens: Mapping[str, str], body: Mapping[str, Any]) -> list[Sample]:
    link = HTTPConnection(urlsplit(base).netloc, timeout=60)
    samples: list[Sample] = []
    document = _call(link, tokens["teacher"], "POST", "/documents?wait=20", body, samples, "submit, settled")["id"]
    for move in WAY:
        _complete(link, tokens[move.login], document, move, samples)
    link.close()
    return samples


def _complete(link: HTTPConnection, token: str, document: str, move: Move, samples: list[Sample]) -> None:
    found = _call(link, token, "GET", f"/tasks?document={document}", None, samples, "list of tasks")
    task = found["items"][0]["id"]
    shown = _call(link, token, "GET", f"/tasks/{task}", None, samples, "task with form")["rendition"]
    body = {
        "outcome": move.outcome,
        "answers": move.answers,
        "password": DEMO_PASSWORD,
        "rendition_sha256": shown["sha256"] if shown else "",
    }
    wait, name = ("?wait=20", f"{move.name}, settled") if move.proves else ("", move.name)
    _call(link, token, "POST", f"/tasks/{task}/complete{wait}", body, samples, name)


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
