"""The commands as a person types them, through the installed program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli import main
from engine.config import ROOT


def _bagyt(*words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "bagyt"
    command = (
        [str(program)]
        if program.exists()
        else [sys.executable, "-P", "-c", "import sys, engine.cli; sys.exit(engine.cli.main())"]
    )
    environment = {**os.environ, **more}
    return subprocess.run(
        [*command, *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_word_that_is_no_command_is_told_with_the_list_of_commands(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["frobnicate"])

    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert "bagyt COMMAND" in told.err and "doctor" in told.err


def test_a_command_of_a_later_release_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["backup", "make", "x"])

    told = capsys.readouterr()
    assert (code, told.out) == (1, "")
    assert told.err.startswith("Expected the command backup make")


@pytest.mark.parametrize(
    "words", [["db", "upgrade", "--data", "{}"], ["--data", "{}", "db", "upgrade"], ["--data={}", "db", "upgrade"]]
)
def test_db_upgrade_makes_the_database_in_the_given_folder(words: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"

    codes = [main([word.format(folder) for word in words]) for _ in range(2)]

    assert codes == [0, 0]
    assert (folder / "bagyt.sqlite").exists()


def test_doctor_tells_what_is_there_and_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAGYT_FORMS", str(tmp_path / "nowhere"))

    code = main(["doctor", "--data", str(tmp_path)])

    told = capsys.readouterr().out
    assert code == 1
    assert "ok       Python" in told
    assert "MISSING  folder forms" in told and "BAGYT_FORMS" in told


def test_a_bad_setting_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAGYT_JOB_THREADS", "many")

    code = main(["doctor"])

    assert code == 1
    assert "BAGYT_JOB_THREADS" in capsys.readouterr().err


def test_folders_of_the_same_name_in_the_way_are_not_taken_for_ours(tmp_path: Path) -> None:
    for name in ("engine", "webui"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('not ours')")

    told = _bagyt("--version", cwd=tmp_path)

    assert told.returncode == 0, told.stderr


def test_the_script_starts_from_anywhere_and_through_a_link(tmp_path: Path) -> None:
    """Only where the script's own environment is whole; making one is what CI does first."""
    stamp = ROOT / ".venv" / ".bagyt-stamp"
    if not stamp.exists():
        pytest.skip("this environment was not made by the script")
    link = tmp_path / "link"
    link.symlink_to(ROOT / "bagyt")

    told = subprocess.run([link, "--version"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)

    assert told.returncode == 0, told.stderr
    assert told.stdout.strip().count(".") == 2


def test_a_kind_is_checked_and_its_scenarios_are_played(capsys: pytest.CaptureFixture[str]) -> None:
    codes = [main(["kind", verb, str(ROOT / "processes" / "memo")]) for verb in ("check", "test")]

    told = capsys.readouterr()
    assert codes == [0, 0], told
    assert "passed: tests/" in told.out
    assert "100%" in told.err


def test_a_folder_that_is_no_kind_is_refused_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kind.yaml").write_text("kind: other\nsurprise: 1\n")

    code = main(["kind", "check", str(tmp_path)])

    told = capsys.readouterr().out.splitlines()
    assert code == 1
    assert any(line.startswith("error: kind.yaml") and "surprise" in line for line in told)
    assert any("process.bpmn" in line for line in told)


@pytest.mark.parametrize("name", ["nowhere.pdf", "README.md"])
def test_what_is_no_pdf_is_unreadable(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["verify", str(ROOT / name)])

    told = capsys.readouterr()
    assert (code, told.out) == (3, "")
    assert told.err.startswith("Expected")


def test_the_audit_is_verified_on_both_databases(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAGYT_DATABASE_URL", database_url)

    code = main(["audit", "verify"])

    told = capsys.readouterr()
    assert (code, told.out) == (0, "")
    assert "whole" in told.err


def test_a_database_that_is_not_there_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["audit", "verify", "--data", str(tmp_path / "nowhere")])

    assert code == 1
    assert capsys.readouterr().err.startswith("Expected the database")
