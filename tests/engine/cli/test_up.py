"""`bagyt up`: from nothing to a served demo, stopped cleanly, started again; an installation of one's own."""

import json
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from engine.cli import main
from tests.engine.cli.running import Up, counts, start, start_worker

STATES = {"draft", "on_approval", "rework", "on_signing", "on_registration", "on_execution", "filed", "rejected"}
PLAIN = b"""%PDF-1.4
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[]/Count 0>>
endobj
xref
0 3
0000000000 65535 f\r
0000000009 00000 n\r
0000000054 00000 n\r
trailer
<</Size 3/Root 1 0 R>>
startxref
100
%%EOF
"""


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
    assert before["document"] == 21
    assert before["registration"] == 10


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


@pytest.fixture(scope="module")
def stopped(demo: Path, up: Up) -> Path:
    """The demo's folder when nothing serves it any more: what comes after this in the module has no authority to ask."""
    assert up.stop() == 0
    return demo


def newest_file(data: Path, state: str) -> Path:
    """The newest PDF of a document in that state."""
    connection = sqlite3.connect(data / "bagyt.sqlite")
    sha256 = connection.execute(
        "SELECT r.latest FROM rendition r JOIN document d ON d.id = r.document_id WHERE d.state = ? LIMIT 1", (state,)
    ).fetchone()[0]
    connection.close()
    return next(one for one in (data / "files").rglob(f"*{sha256}*") if one.is_file())


def test_the_invariants_hold_in_the_demo(stopped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["fsck", "--data", str(stopped)])

    assert (code, capsys.readouterr().out) == (0, "")


def test_verify_tells_by_its_exit_code(stopped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filed = newest_file(stopped, "filed")
    flipped = tmp_path / "flipped.pdf"
    content = bytearray(filed.read_bytes())
    content[len(content) // 3] ^= 1
    flipped.write_bytes(content)
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(PLAIN)

    codes = {
        name: main(["verify", str(file), "--data", str(stopped)])
        for name, file in (
            ("filed", filed),
            ("flipped", flipped),
            ("not closed, nobody answers", newest_file(stopped, "on_registration")),
            ("unsigned", plain),
            ("no file", tmp_path / "nowhere.pdf"),
        )
    }

    assert codes == {"filed": 0, "flipped": 1, "not closed, nobody answers": 2, "unsigned": 3, "no file": 3}
    assert "valid (long-term)" in capsys.readouterr().out


def test_verify_without_any_trusted_root(stopped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(PLAIN)

    codes = [
        main(["verify", str(file), "--data", str(tmp_path / "empty")])
        for file in (plain, newest_file(stopped, "filed"))
    ]

    assert codes == [3, 2]
    assert "BAGYT_TRUST_FOLDER" in capsys.readouterr().err


def test_the_two_halves_do_together_what_up_does(
    stopped: Path, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["token", "create", "teacher2", "--data", str(stopped)])
    token = capsys.readouterr().out.strip()
    sample = (checkout / "processes" / "memo" / "sample.json").read_bytes()
    web, worker = start(stopped, command="web"), start_worker(stopped)

    document = web.posts("/api/v1/documents?wait=20", sample, token)
    ended = web.stop()
    worker.send_signal(signal.SIGTERM)

    assert document["state"] == "on_approval"
    assert document["rendition"] is not None
    assert (ended, worker.wait(30)) == (0, 0)
    if worker.stderr is not None:
        worker.stderr.close()


def test_what_a_killed_process_had_in_hand_is_done_by_the_next(
    stopped: Path, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connection = sqlite3.connect(stopped / "bagyt.sqlite")
    main(["token", "create", "teacher", "--data", str(stopped)])
    token = capsys.readouterr().out.strip()
    web = start(stopped, command="web")
    sample = (checkout / "processes" / "memo" / "sample.json").read_bytes()
    document = web.posts("/api/v1/documents", sample, token)
    web.stop()
    with connection:
        lease = "2999-01-01 00:00:00"
        connection.execute("UPDATE job SET state = 'running', owner = 'killed', lease_until = ?", (lease,))
    connection.close()

    with_jobs = start(stopped)
    settled = wait_for(with_jobs, f"/api/v1/documents/{document['id']}", token)

    assert with_jobs.stop() == 0
    assert document["rendition"] is None
    assert settled


def test_a_held_port_of_the_authority_is_told_in_a_sentence(stopped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", json.loads((stopped / "pki" / "pki.json").read_text())["port"]))
        taken.listen()
        code = main(["up", "--port", "0", "--data", str(stopped)])

    assert code == 1
    assert "demo authority" in capsys.readouterr().err


def wait_for(running: Up, path: str, token: str) -> bool:
    """Whether the document gets its rendition; asks for at most two minutes."""
    for _ in range(600):
        if json.loads(running.get(path, token)[1])["rendition"]:
            return True
        time.sleep(0.2)
    return False
