"""The process that has everything loaded and bears one child for each document.

It is started with `-I`, an empty environment and two arguments: the folder that holds `engine`, and the number of an
inherited socket. Through that socket come sockets; each is answered by one forked child under limits, which then ends.
"""

import contextlib
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable

from engine.rendering import child, frames

Job = Callable[[dict[str, object], list[bytes]], tuple[dict[str, object], list[bytes]]]
_MEGABYTE = 1024 * 1024


def main() -> None:
    """Serves until the other end is closed."""
    control = socket.socket(fileno=int(sys.argv[2]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child.load()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
        if not message:
            return
        with socket.socket(fileno=descriptors[0]) as end:
            if os.fork() == 0:
                control.close()
                _live(end, json.loads(message))


def _live(end: socket.socket, limits: dict[str, int]) -> None:
    try:
        _limit(limits)
        head, parts = frames.receive(end)
        answer, pieces = child.do(head, parts)
        with contextlib.suppress(OSError):
            frames.send(end, answer, pieces)
    finally:
        os._exit(0)


def _limit(limits: dict[str, int]) -> None:
    """Kills by the kernel alone: nothing a document does in this process can take it back."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits["seconds"])
    for what, most in (
        (resource.RLIMIT_AS, limits["megabytes"] * _MEGABYTE),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, 64 * _MEGABYTE),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
