"""Content-addressed files: a file's name is the SHA-256 of its bytes, so nothing is ever overwritten."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from engine.errors import NotFound

_SHA256 = re.compile(r"[0-9a-f]{64}")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Files:
    """The folder of files (`aa/bb/<sha256>`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keeps the bytes on the disk for good and gives their SHA-256."""
        name = sha256(content)
        if self.whole(name):
            return name
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{name}.{secrets.token_hex(4)}")
        try:
            _write(fresh, content)
            fresh.replace(place)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        _sync_folder(place.parent)
        return name

    def get(self, name: str) -> bytes:
        """The bytes; raises NotFound when they are not there or are not what their name says."""
        try:
            content = self._place(name).read_bytes()
        except FileNotFoundError:
            raise NotFound("Expected to find file {sha256}, but it is not in the store.", sha256=name) from None
        if sha256(content) != name:
            raise NotFound("Expected file {sha256} to be whole, but its bytes have changed.", sha256=name)
        return content

    def whole(self, name: str) -> bool:
        """Whether the file is there with its own bytes."""
        try:
            self.get(name)
        except NotFound:
            return False
        return True

    def names(self) -> Iterator[str]:
        """The names of all files."""
        return (place.name for place in self._folder.glob("??/??/*") if _SHA256.fullmatch(place.name))

    def _place(self, name: str) -> Path:
        if not _SHA256.fullmatch(name):
            raise NotFound("Expected the SHA-256 of a file, but {name} is none.", name=name)
        return self._folder / name[:2] / name[2:4] / name


def _write(fresh: Path, content: bytes) -> None:
    with fresh.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    fresh.chmod(0o440)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
