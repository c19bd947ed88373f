"""What `bagyt up` refuses in a sentence, and an installation of one's own."""

import socket
from pathlib import Path

import pytest

from engine.cli import main
from engine.cli.up import alone
from tests.engine.cli.running import counts, start


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
