"""`bagyt up` as a person starts it: a process of its own, spoken to by signals and HTTP."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

PROGRAM = (sys.executable, "-P", "-c", "import sys, engine.cli; sys.exit(engine.cli.main())")
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Up:
    """A running `bagyt up`: its base address, and what it said."""

    process: subprocess.Popen[str]
    base: str
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text()

    def get(self, path: str, token: str = "") -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            with build_opener().open(Request(self.base + path, headers=headers), timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def posts(self, path: str, body: bytes, token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        with build_opener().open(Request(self.base + path, body, headers), timeout=60) as answer:
            read: dict[str, Any] = json.loads(answer.read())
            return read

    def signs_in(self, login: str, password: str) -> OpenerDirector:
        """A browser in which the person is signed in; raises HTTPError when he is not let in."""
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        with browser.open(f"{self.base}/sign-in", timeout=30) as page:
            found = CSRF.search(page.read().decode())
        assert found is not None
        form = urlencode({"csrf_token": found[1], "login": login, "password": password, "next": "/healthz"}).encode()
        with browser.open(f"{self.base}/sign-in", form, timeout=30) as after:
            assert json.loads(after.read()) == {"alive": True}
        return browser

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        code = self.process.wait(20)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


def start(data: Path, *words: str, command: str = "up", **settings: str) -> Up:
    """Starts it on a free port and waits for its address; what it said is beside the folder."""
    log = data.with_suffix(f".{command}.log")
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*PROGRAM, command, "--port", "0", "--data", str(data), *words],
            env={**os.environ, "BAGYT_PASSWORD_MEMORY": "1024", **settings},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    base = process.stdout.readline().strip()
    if not base:
        process.stdout.close()
        raise AssertionError(f"Expected an address, but it ended with {process.wait(20)}: {log.read_text()}")
    return Up(process, base, log)


def start_worker(data: Path) -> subprocess.Popen[str]:
    """`bagyt worker` on that folder, when it has begun."""
    process = subprocess.Popen(
        [*PROGRAM, "worker", "--data", str(data)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert process.stderr is not None
    said = process.stderr.readline()
    if "Running jobs" not in said:
        process.kill()
        process.wait()
        raise AssertionError(said + process.stderr.read())
    return process


def counts(data: Path) -> dict[str, int]:
    connection = sqlite3.connect(data / "bagyt.sqlite")
    tables = ("person", "unit", "dossier", "journal", "kind_version", "document", "registration", "signature")
    found = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    connection.close()
    return found
