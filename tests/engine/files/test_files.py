"""Files by the hash of their bytes: kept whole, never overwritten, and found out when they change."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from engine.errors import NotFound
from engine.files import Files, sha256
from tests.engine.crowd import crowd


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


def _place(files: Files, name: str) -> Path:
    return files._place(name)


def _left(files: Files) -> list[str]:
    return [one.name for one in files._folder.rglob("*") if one.is_file()]


def test_what_is_put_is_given_back_under_the_hash_of_its_bytes(files: Files) -> None:
    name = files.put(b"content")

    assert name == sha256(b"content")
    assert files.get(name) == b"content"
    assert files.whole(name)
    assert list(files.names()) == [name]


def test_the_same_bytes_are_one_file_and_the_empty_file_is_one_too(files: Files) -> None:
    assert files.put(b"x") == files.put(b"x")
    assert files.get(files.put(b"")) == b""
    assert len(_left(files)) == 2


def test_many_who_put_the_same_at_once_leave_one_whole_file(files: Files) -> None:
    content = os.urandom(300_000)

    came = crowd([lambda: files.put(content)] * 16)

    assert set(came) == {sha256(content)}
    assert _left(files) == [sha256(content)]


def test_a_kept_file_cannot_be_written_by_others_and_is_read_only(files: Files) -> None:
    place = _place(files, files.put(b"content"))

    assert place.stat().st_mode & 0o777 == 0o440


@pytest.mark.parametrize("bytes_there", [b"", b"conten", b"content!", b"Content"])
def test_a_changed_or_cut_file_is_not_given_out(files: Files, bytes_there: bytes) -> None:
    name = files.put(b"content")
    place = _place(files, name)
    place.chmod(0o600)
    place.write_bytes(bytes_there)

    with pytest.raises(NotFound, match="its bytes have changed"):
        files.get(name)
    assert not files.whole(name)


def test_a_damaged_file_is_mended_by_putting_its_bytes_again(files: Files) -> None:
    name = files.put(b"content")
    place = _place(files, name)
    place.chmod(0o600)
    place.write_bytes(b"cont")

    files.put(b"content")

    assert files.get(name) == b"content"


@pytest.mark.parametrize("name", ["", "x", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 65, "0" * 64 + "\n", "٠" * 64])
def test_only_a_hash_names_a_file(files: Files, name: str) -> None:
    with pytest.raises(NotFound):
        files.get(name)
    assert not files.whole(name)


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod", "open", "mkdir"])
def test_a_full_disk_keeps_nothing_half_and_leaves_no_litter(
    files: Files, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*given: Any, **named: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, step, full)

    with pytest.raises(OSError, match="No space left"):
        files.put(b"content")

    monkeypatch.undo()
    assert _left(files) == []
    assert not files.whole(sha256(b"content"))
    assert files.get(files.put(b"content")) == b"content"


def test_a_write_that_was_cut_off_is_no_file(files: Files) -> None:
    """The machine died between writing and naming: what is left has no name of a file."""
    name = files.put(b"content")
    (_place(files, name).parent / f".{name}.0a1b2c3d").write_bytes(b"con")

    assert list(files.names()) == [name]
