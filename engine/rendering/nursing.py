"""Starting, asking and ending the nursery process (`nursery.py` is its inside)."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import weakref
from pathlib import Path

from engine.errors import Unavailable

_ROOT = Path(__file__).resolve().parent.parent.parent
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES")
_NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><cachedir>{0}</cachedir></fontconfig>"""
_START = "import sys; sys.path.insert(0, sys.argv[1]); from engine.rendering.nursery import main; main()"
_GRACE = 5


class Nursery:
    """A running nursery: its control socket and its folder, which holds no fonts of this machine."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._folder = Path(tempfile.mkdtemp(prefix="bagyt-render-"))
        (self._folder / "fonts.conf").write_text(_NO_FONTS.format(self._folder))
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = _start(self._folder, theirs)
        self._end = weakref.finalize(self, _end, self._owner, self._control, self._process, self._folder)

    def alive(self) -> bool:
        """Whether it still runs and is of this process, not of the one this was forked from."""
        return self._owner == os.getpid() and self._process.poll() is None

    def give(self, end: socket.socket, seconds: int, megabytes: int) -> None:
        """Hands a socket to a new child under those limits."""
        told = json.dumps({"seconds": seconds, "megabytes": megabytes}).encode()
        try:
            socket.send_fds(self._control, [told], [end.fileno()])
        except OSError as problem:
            raise Unavailable("Expected the renderer to be running, but it is not. Try again later.") from problem

    def close(self) -> None:
        """Ends it and removes its folder; children at work end by their own limits."""
        self._end()


def _start(folder: Path, theirs: socket.socket) -> subprocess.Popen[bytes]:
    told = {name: os.environ[name] for name in _KEPT if name in os.environ}
    settings = {"LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(folder), "TMPDIR": str(folder)}
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-Wignore", "-c", _START, str(_ROOT), str(theirs.fileno())],
        env={**told, **settings, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )


def _end(owner: int, control: socket.socket, process: subprocess.Popen[bytes], folder: Path) -> None:
    control.close()
    if owner != os.getpid():
        return
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_GRACE)
    process.kill()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)
