"""What goes between the renderer and its children: a JSON head and the bytes it announces, never pickles."""

import json
import socket
import struct
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

_LENGTH = struct.Struct(">I")
_LARGEST = 512 * 1024 * 1024


class Cut(Exception):
    """The other end closed, or the time was over, before the whole frame had come."""


def send(end: socket.socket, head: Mapping[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Writes one frame; raises OSError when nobody listens any more."""
    text = json.dumps({"head": head, "parts": [len(part) for part in parts]}).encode()
    end.sendall(_LENGTH.pack(len(text)) + text)
    for part in parts:
        end.sendall(part)


def receive(end: socket.socket, until: float | None = None) -> tuple[dict[str, Any], list[bytes]]:
    """Reads one frame; `until` is a moment of time.monotonic(). Raises Cut."""
    (length,) = _LENGTH.unpack(_read(end, _LENGTH.size, until))
    told = json.loads(_read(end, length, until))
    return told["head"], [_read(end, size, until) for size in told["parts"]]


def _read(end: socket.socket, size: int, until: float | None) -> bytes:
    if size > _LARGEST:
        raise Cut
    content = bytearray()
    while len(content) < size:
        piece = _piece(end, min(size - len(content), 1 << 20), until)
        content += piece
    return bytes(content)


def _piece(end: socket.socket, size: int, until: float | None) -> bytes:
    if until is not None:
        end.settimeout(max(until - monotonic(), 0.001))
    try:
        piece = end.recv(size)
    except OSError as problem:
        raise Cut from problem
    if not piece:
        raise Cut
    return piece
