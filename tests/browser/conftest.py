"""A browser and a served foundation: real Chromium, real sockets, no outside."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.webui.port import Accounts
from webui import create_app

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def foundation() -> Iterator[str]:
    """The address of the foundation with its small accounts and the page that shows every part."""
    rooms = ("webui.docs:pages", "webui.api:api", "tests.webui.rooms:pages")
    app = create_app(object(), Accounts(), secret_key="k" * 32, demo=True, blueprints=rooms)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = os.environ.get("BAGYT_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def artefacts() -> Path:
    """Where pictures are kept for looking at."""
    folder = ROOT / "artefacts" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def complaints() -> list[str]:
    """What the browser said on its console and what it refused to load."""
    return []


def listen(page: Page, complaints: list[str]) -> Page:
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"failed {request.url}"))
    return page
