"""What a PDF carries besides pages: programs and files, found without trusting its own tables.

Readers differ in which objects of a PDF they see, so nothing is parsed: every name that stands anywhere in the bytes, and
in every compressed stream, counts. Names are compared with their `#xx` escapes undone (ISO 32000-2, 7.3.5).
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

PROGRAMS = frozenset({b"JavaScript", b"JS", b"Launch", b"RichMedia", b"XFA", b"SubmitForm", b"ImportData", b"GoToE"})
MOST_INFLATED = 128 * 1024 * 1024
_NAME = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
_PLAIN_FILTERS = frozenset({b"FlateDecode", b"Fl"})
_FILTERS = frozenset(
    {
        b"ASCIIHexDecode",
        b"AHx",
        b"ASCII85Decode",
        b"A85",
        b"LZWDecode",
        b"LZW",
        b"RunLengthDecode",
        b"RL",
        b"Crypt",
        b"Predictor",
    }
)
_LONGEST_HEAD = 4096


@dataclass(frozen=True)
class Found:
    """What stands in a PDF: `programs` by name, the `files` inside, `locked` by a password, `hidden` in an unusual coding."""

    programs: frozenset[bytes]
    files: tuple[bytes, ...]
    locked: bool
    hidden: bool


class TooLarge(Exception):
    """The streams grow beyond every ordinary document."""


def look_into(content: bytes) -> Found:
    """Everything that was found; raises TooLarge for a bomb."""
    names = _names(content)
    files, hidden, left = [], False, MOST_INFLATED
    for head, packed in _streams(content):
        carries = head & {b"ObjStm", b"EmbeddedFile"}
        hidden = hidden or bool(carries and head & _FILTERS)
        if head & _PLAIN_FILTERS:
            inside = _inflated(packed, left)
            left -= len(inside)
            names |= _names(inside)
        else:
            inside = packed[: max(packed.find(b"endstream"), 0)].rstrip(b"\r\n")
        if b"EmbeddedFile" in head:
            files.append(inside)
    return Found(PROGRAMS & names, tuple(files), b"Encrypt" in names, hidden)


def _streams(content: bytes) -> Iterator[tuple[frozenset[bytes], bytes]]:
    """The names in the dictionary before each stream, and the bytes from its beginning on."""
    view = memoryview(content)
    for found in _STREAM.finditer(content):
        head = content[max(0, found.start() - _LONGEST_HEAD) : found.start()]
        head = head[head.rfind(b" obj") + 4 :] if b" obj" in head else head
        after = content.find(b"endstream", found.end())
        yield frozenset(_names(head)), bytes(view[found.end() : after + 9 if after >= 0 else len(content)])


def _names(content: bytes) -> set[bytes]:
    return {_ESCAPE.sub(lambda one: bytes([int(one[1], 16)]), name) for name in set(_NAME.findall(content))}


def _inflated(packed: bytes, most: int) -> bytes:
    """As much of the stream as opens."""
    opened, out = zlib.decompressobj(), b""
    try:
        out = opened.decompress(packed, most + 1)
    except zlib.error:
        return b""
    if len(out) > most:
        raise TooLarge
    return out
