"""`bagyt up`: from nothing to a served demo, stopped cleanly, started again; an installation of one's own."""

import json
import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from engine.cli import main
from engine.cli.up import alone
from tests.engine.cli.running import Up, start

STATES = {"draft", "on_approval", "rework", "on_signing", "on_registration", "on_execution", "filed", "rejected"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which `up` has made the demo, was looked at, and was stopped by Ctrl-C."""
    data = tmp_path_factory.mktemp("demo") / "data"
    first = start(data)
    assert first.get("/sign-in")[0] == 200
    assert "Making the demo university" in first.said
    assert first.stop(signal.SIGINT) == 0
    return data


@pytest.fixture(scope="module")
def up(demo: Path) -> Iterator[Up]:
    """The second start on that folder."""
    running = start(demo)
    yield running
    if running.process.poll() is None:
        running.stop()


def counts(data: Path) -> dict[str, int]:
    connection = sqlite3.connect(data / "bagyt.sqlite")
    tables = ("person", "unit", "dossier", "journal", "kind_version", "document", "registration", "signature")
    found = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    connection.close()
    return found


def test_the_first_page_is_served_and_the_people_are_told(up: Up) -> None:
    code, page = up.get("/sign-in")

    assert code == 200
    assert "<html" in page
    assert "Demo-2026!" in up.said
    assert all(f"  {login} " in up.said for login in ("teacher", "chair", "dean", "registrar", "stranger"))


def test_a_demo_person_signs_in(up: Up) -> None:
    up.signs_in("teacher", "Demo-2026!")

    with pytest.raises(HTTPError, match="422"):
        up.signs_in("teacher", "wrong")


def test_a_second_start_doubles_nothing(demo: Path, up: Up) -> None:
    before = counts(demo)

    assert "Making the demo university" not in up.said
    assert before["person"] >= 40
    assert before["document"] == 12
    assert before["registration"] == 4


def test_the_demo_documents_stand_in_every_state(demo: Path, up: Up) -> None:
    connection = sqlite3.connect(demo / "bagyt.sqlite")
    states = {row[0] for row in connection.execute("SELECT state FROM document")}
    languages = {row[0] for row in connection.execute("SELECT language FROM document")}
    connection.close()

    assert states == STATES
    assert {"kk", "ru"} <= languages


def test_a_token_speaks_for_its_person(demo: Path, up: Up, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["token", "create", "teacher", "--data", str(demo)])
    token = capsys.readouterr().out.strip()

    status, body = up.get("/api/v1/me", token)

    assert (code, status) == (0, 200)
    assert json.loads(body)["login"] == "teacher"
    assert up.get("/api/v1/me", token[:-1])[0] == 401


def test_a_memo_sent_over_http_settles_while_one_waits(
    demo: Path, up: Up, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["token", "create", "docent", "--data", str(demo)])
    token = capsys.readouterr().out.strip()
    sample = (checkout / "processes" / "memo" / "sample.json").read_bytes()

    document = up.posts("/api/v1/documents?wait=20", sample, token)

    assert document["state"] == "on_approval"
    assert document["rendition"]["pages"] >= 1


def test_monitoring_finds_it_ready(up: Up) -> None:
    status, body = up.get("/readyz")

    assert (status, json.loads(body)) == (200, {"database": True, "migrations": True, "worker": True})


def test_two_cannot_have_one_data_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with alone(tmp_path):
        code = main(["up", "--port", "0", "--data", str(tmp_path)])

    assert code == 1
    assert "another bagyt up" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code = main(["up", "--port", str(port), "--data", str(tmp_path / "data")])

    told = capsys.readouterr()
    assert (code, told.out) == (1, "")
    assert f"port {port}" in told.err and "--port" in told.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_cannot_be_is_refused(port: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["up", f"--port={port}", "--data", str(tmp_path)])

    assert code == 1
    assert capsys.readouterr().err.startswith("Expected 127.0.0.1")


def test_an_engine_of_jobs_that_is_not_here_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAGYT_JOBS", "procrastinate")

    codes = [main([*words, "--data", str(tmp_path)]) for words in (["up", "--port", "0"], ["web"], ["worker"])]

    assert codes == [1, 1, 1]
    assert "BAGYT_JOBS" in capsys.readouterr().err


def test_an_installation_of_ones_own_begins_with_one_administrator(tmp_path: Path) -> None:
    data = tmp_path / "own"
    first = start(data, "--empty")
    password = first.said.partition("with the password ")[2].split(" ")[0]

    first.signs_in("admin", password)

    assert first.stop() == 0
    assert counts(data)["person"] == 1
    assert "BAGYT_SEAL_FILE" in first.said


def test_demo_and_own_installation_are_not_mixed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start(tmp_path / "own", "--empty").stop()
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "demo.json").write_text('{"made": true}')

    codes = [
        main(["up", "--port", "0", "--data", str(tmp_path / "own")]),
        main(["up", "--port", "0", "--empty", "--data", str(tmp_path / "demo")]),
    ]

    told = capsys.readouterr().err
    assert codes == [1, 1]
    assert "Start it with --empty" in told and "holds the demo" in told
