"""A kind's folder as files in a mapping: from disk, into one archive that is byte-equal for equal files, and back."""

import hashlib
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from engine.errors import KindProblem, KindRefused

MOST_FILES = 200
LARGEST_FILE = 2_000_000
LARGEST_BUNDLE = 8_000_000
STEEPEST = 200  # how many times larger than its packed form a file may be
_NAME = re.compile(r"(tests/)?[A-Za-z0-9_][A-Za-z0-9_.-]*")
_ENDINGS = (".bpmn", ".yaml", ".form", ".html", ".css", ".json", ".md", ".svg", ".png")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def read_folder(path: Path) -> dict[str, bytes]:
    """The files of a folder by name, those of its `tests` as `tests/…`. Raises KindRefused.

    Hidden files and links are left out, so that an editor's traces never become part of a kind.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise _refused(str(folder.name), "Expected a folder with a kind in it, but there is none.")
    found = sorted(one for part in (folder, folder / "tests") if part.is_dir() for one in part.iterdir())
    files: dict[str, bytes] = {}
    for one in found:
        if one.is_file() and not one.is_symlink() and not one.name.startswith("."):
            files[one.relative_to(folder).as_posix()] = _read(one)
    check_names(files)
    return files


def _read(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise _refused(path.name, "Expected a file of at most {most} bytes, but it is larger.", most=LARGEST_FILE)
    return path.read_bytes()


def check_names(files: Mapping[str, bytes]) -> None:
    """Raises KindRefused for files that have no place in a kind, with the name of each."""
    problems = [_name_problem(name) for name in files if not _NAME.fullmatch(name) or not name.endswith(_ENDINGS)]
    if len(files) > MOST_FILES:
        problems.append(
            KindProblem("", "Expected at most {most} files in a kind, but there are more.", {"most": MOST_FILES})
        )
    if problems:
        raise KindRefused(problems)


def _name_problem(name: str) -> KindProblem:
    return KindProblem(
        name[:100],
        "Expected a file of a kind ({endings}; letters, digits, _ . - in its name; scenarios in tests/), but found {name}.",
        {"endings": " ".join(_ENDINGS), "name": name[:100]},
    )


def pack(files: Mapping[str, bytes]) -> bytes:
    """One archive of the files: sorted, without dates and rights, so that equal files give equal bytes."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return held.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The files of an archive. Raises KindRefused for anything but a kind: foreign names, too many, too large, too dense."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            _check_entries(entries)
            return {one.filename: _inflate(archive, one) for one in entries}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        raise _refused("", "Expected a zip archive of a kind's folder, but it cannot be read.") from None


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [one.filename for one in entries]
    check_names(dict.fromkeys(names, b""))
    if len(set(names)) != len(names):
        raise _refused("", "Expected every file once in the archive, but a name stands there twice.")
    steep = any(one.file_size > max(one.compress_size, 64) * STEEPEST for one in entries)
    if (
        steep
        or any(one.file_size > LARGEST_FILE for one in entries)
        or sum(one.file_size for one in entries) > LARGEST_BUNDLE
    ):
        raise _refused("", "Expected at most {most} bytes in the archive, but there are more.", most=LARGEST_BUNDLE)


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # What the directory says of a size may be a lie: read one byte more than it allows and look.
    try:
        with archive.open(entry) as packed:
            content = packed.read(entry.file_size + 1)
    except Exception as broken:  # zlib, lzma and bz2 each raise their own
        raise ValueError("broken member") from broken
    if len(content) != entry.file_size:
        raise ValueError("size differs")
    return content


def fingerprint(files: Mapping[str, bytes]) -> str:
    """The SHA-256 that names a bundle: of every file's name and content, whatever the order."""
    held = hashlib.sha256(b"kind-v1\0")
    for name in sorted(files):
        held.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return held.hexdigest()


def _refused(place: str, template: str, **facts: object) -> KindRefused:
    return KindRefused([KindProblem(place, template, facts)])
