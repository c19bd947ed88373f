"""Accounts, tokens and kinds from the command line, on both databases."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.accounts.models import Account
from engine.accounts.passwords import problems
from engine.accounts.queries import of_token
from engine.audit import AuditHead
from engine.calendar.queries import working_time
from engine.catalogue.queries import versions
from engine.cli import main
from engine.cli.starting import one_time_password
from engine.config import Settings
from engine.fsck import fsck
from engine.office import OFFICE, press
from engine.office.opening import opened_office
from engine.people.queries import actor, person


@pytest.fixture
def here(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty installation without seal or trusted roots, which the commands find by their settings."""
    for name, value in {"DATABASE_URL": database_url, "DATA": str(tmp_path), "PASSWORD_MEMORY": "64"}.items():
        monkeypatch.setenv(f"BAGYT_{name}", value)
    return Settings.from_environment()


def test_a_person_added_signs_in_with_the_password_told_and_is_to_change_it(
    here: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["user", "add", "aliya", "--name", "Үлгіева Әлия Үлгіқызы", "--role", "admin", "--role", "owner"])
    password = capsys.readouterr().out.strip()

    with opened_office(here) as office:
        who = press.sign_in(office, "aliya", password, address="127.0.0.1", agent="test")[2]
        with office.look(OFFICE) as work:
            account = work.get(Account, who.person)
            in_three_days = working_time(work).add_days(account.created, 3)
            broken = list(fsck(work))

    assert code == 0
    assert who.roles == {"admin", "owner"}
    assert account.change_by == in_three_days
    assert broken == []


def test_a_password_of_a_file_is_taken_and_not_told(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "password"
    file.write_text("Long-enough-7\n")

    code = main(["user", "add", "aliya", "--name", "Үлгіева Әлия", "--password-file", str(file)])

    told = capsys.readouterr()
    with opened_office(here) as office:
        press.sign_in(office, "aliya", "Long-enough-7", address="127.0.0.1", agent=None)
    assert (code, told.out) == (0, "")
    assert "Long-enough-7" not in told.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Aliya", "--name", "Ә"], "LOGIN"),
        (["a b", "--name", "Ә"], "LOGIN"),
        (["aliya", "--name", " "], "--name"),
        (["aliya", "--name", "Ә", "--unit", "fit"], "--post"),
        (["aliya", "--name", "Ә", "--unit", "nowhere", "--post", "Teacher"], "nowhere"),
        (["aliya", "--name", "Ә", "--password-file", "/nowhere"], "/nowhere"),
    ],
)
def test_a_person_that_cannot_be_added_leaves_nothing(
    here: Settings, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["user", "add", *words])

    told = capsys.readouterr()
    assert (code, told.out) == (1, "")
    assert said in told.err
    assert main(["user", "add", "aliya", "--name", "Үлгіева"]) == 0


def test_a_password_against_the_rule_and_a_login_that_is_taken_are_refused(
    here: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "weak").write_text("password")
    main(["user", "add", "aliya", "--name", "Үлгіева"])

    codes = [
        main(["user", "add", "berik", "--name", "Үлгіев", "--password-file", str(tmp_path / "weak")]),
        main(["user", "add", "aliya", "--name", "Үлгіева"]),
    ]

    told = capsys.readouterr().err
    assert codes == [1, 1]
    assert "capital letter" in told and "taken" in told


def test_a_made_password_keeps_the_rule() -> None:
    assert not [one for _ in range(500) for one in problems(one_time_password(), "administrator")]


def test_a_token_stands_alone_and_speaks_for_its_person(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "add", "aliya", "--name", "Үлгіева"])
    capsys.readouterr()

    code = main(["token", "create", "aliya"])

    token = capsys.readouterr().out
    with opened_office(here) as office, office.look(OFFICE) as work:
        found = of_token(work, token.strip())
        assert found is not None
        assert found.person == actor(work, person(work, "aliya").id).person
    assert (code, token.count("\n")) == (0, 1)
    assert main(["token", "create", "nobody"]) == 1


def test_a_kind_is_published_once_for_the_same_files(
    here: Settings, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    memo = str(checkout / "processes" / "memo")

    codes = [main(["kind", "publish", memo, "--reason", "The first"]) for _ in range(2)]

    assert codes == [0, 0]
    assert capsys.readouterr().out == "memo 1\nmemo 1\n"
    with opened_office(here) as office, office.look(OFFICE) as work:
        assert [one.reason for one in versions(work, "memo")] == ["The first"]


def test_a_kind_with_problems_is_not_published(
    here: Settings, checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kind" / "memo"
    shutil.copytree(checkout / "processes" / "memo", folder)
    (folder / "process.bpmn").write_text("<not-bpmn/>")

    code = main(["kind", "publish", str(folder), "--reason", "Broken"])

    told = capsys.readouterr()
    assert (code, told.out) == (1, "")
    assert "process.bpmn" in told.err
    assert main(["kind", "publish", str(tmp_path / "nowhere"), "--reason", "x"]) == 1


def test_fsck_tells_a_chain_that_was_changed(here: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "add", "aliya", "--name", "Үлгіева"])
    assert main(["fsck"]) == 0
    with opened_office(here) as office, office.work(OFFICE) as work:
        account = work.session.scalar(select(Account))
        assert account is not None
        head = work.session.scalar(select(AuditHead).where(AuditHead.stream == f"person:{account.person_id}"))
        assert head is not None
        head.number += 1

    code = main(["fsck"])

    assert code == 1
    assert "the chain ends" in capsys.readouterr().out
