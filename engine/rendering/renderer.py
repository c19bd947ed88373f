"""The renderer: documents to PDF/A, pages to pictures, each in a throw-away child under limits."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from engine.errors import Invalid, Unavailable
from engine.rendering import frames

_ROOT = Path(__file__).resolve().parent.parent.parent
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES")
_NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>{0}</cachedir></fontconfig>'
)
_GRACE = 5


@dataclass(frozen=True)
class Limits:
    """What one document may take; `at_once` is how many children live at a time, the others wait up to `patience`."""

    seconds: int = 30
    megabytes: int = 1024
    pages: int = 500
    at_once: int = 2
    patience: int = 60


@dataclass(frozen=True)
class Box:
    """A rectangle on a page: page number from 0, points, origin bottom left."""

    page: int
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Attachment:
    """A file inside a PDF/A-3; `relationship` is Source, Data, Supplement, Alternative or Unspecified."""

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Unspecified"


@dataclass(frozen=True)
class Rendition:
    """A laid out document: its bytes, number of pages, and where the asked places are."""

    pdf: bytes
    pages: int
    boxes: Mapping[str, Box] = field(default_factory=dict)


class Renderer:
    """Keeps the nursery, a process with libraries and fonts loaded; starts it with the first document."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(self.limits.at_once)
        self._nursery: _Nursery | None = None

    def pdf(
        self,
        html: str,
        css: str,
        *,
        title: str,
        language: str,
        author: str,
        created: datetime,
        identifier: bytes,
        attachments: Iterable[Attachment] = (),
        places: Collection[str] = (),
        images: Mapping[str, bytes] | None = None,
    ) -> Rendition:
        """The PDF/A-3a of a filled template: equal bytes for equal arguments.

        `html` is what stands inside the body; `places` are ids of elements whose boxes are wanted; `images` (PNG,
        JPEG) are reached as `image:<name>`; `identifier` is 16 bytes. Raises Invalid (limits, an address outside the
        document, a place that is not there) and Unavailable.
        """
        attached = sorted(attachments, key=lambda one: one.name)
        pictures = dict(images or {})
        head = {
            "job": "pdf",
            "variant": "pdf/a-3a",
            "html": html,
            "css": css,
            "title": title,
            "language": language,
            "author": author,
            "created": created.isoformat(timespec="seconds"),
            "identifier": identifier.hex(),
            "places": list(places),
            "images": list(pictures),
            "attachments": [_told(one, created) for one in attached],
            "most_pages": self.limits.pages,
        }
        answer, parts = self._ask(head, [*pictures.values(), *(one.content for one in attached)])
        boxes = {place: Box(int(page), *edges) for place, (page, *edges) in answer["boxes"].items()}
        for place in places:
            if place not in boxes:
                raise Invalid.one(
                    "template", "Expected the place {place} in the document, but it is not there.", place=place
                )
        return Rendition(parts[0], answer["pages"], boxes)

    def pages(self, pdf: bytes, *, scale: float = 1.5) -> list[bytes]:
        """PNG pictures of the pages; scale 1 is 72 dots per inch."""
        _, pictures = self._ask({"job": "pages", "scale": scale, "most_pages": self.limits.pages}, [pdf])
        return pictures

    def text(self, pdf: bytes) -> list[str]:
        """The text of each page."""
        answer, _ = self._ask({"job": "text"}, [pdf])
        return [str(text) for text in answer["texts"]]

    def page_count(self, pdf: bytes) -> int:
        """How many pages the PDF has; Invalid when it is no PDF."""
        answer, _ = self._ask({"job": "count"}, [pdf])
        return int(answer["pages"])

    def close(self) -> None:
        """Ends the nursery; the next document starts another."""
        with self._lock:
            if self._nursery is not None:
                self._nursery.close()
                self._nursery = None

    def _ask(self, head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
        if not self._free.acquire(timeout=self.limits.patience):
            raise Unavailable(
                "Expected a free renderer within {seconds} seconds, but all are busy. Try again later.",
                seconds=self.limits.patience,
            )
        try:
            answer, pieces = self._bear(head, parts)
        finally:
            self._free.release()
        if "problem" in answer:
            raise _refusal(answer, self.limits)
        return answer, pieces

    def _bear(self, head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
        until = monotonic() + self.limits.seconds + _GRACE
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._alive().give(theirs, self.limits)
            try:
                ours.settimeout(self.limits.seconds + _GRACE)
                frames.send(ours, head, parts)
                return frames.receive(ours, until)
            except (frames.Cut, OSError):
                return {"problem": "limits"}, []

    def _alive(self) -> "_Nursery":
        with self._lock:
            if self._nursery is None or not self._nursery.alive():
                self._nursery = _Nursery()
            return self._nursery


class _Nursery:
    """The process that bears children, its control socket and its folder for fonts."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._folder = tempfile.TemporaryDirectory(prefix="bagyt-render-", ignore_cleanup_errors=True)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = self._start(theirs)

    def _start(self, theirs: socket.socket) -> subprocess.Popen[bytes]:
        folder = Path(self._folder.name)
        (folder / "fonts.conf").write_text(_NO_FONTS.format(folder))
        told = {name: os.environ[name] for name in _KEPT if name in os.environ}
        settings = {"LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(folder), "TMPDIR": str(folder)}
        code = "import sys; sys.path.insert(0, sys.argv[1]); from engine.rendering.nursery import main; main()"
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-Wignore", "-c", code, str(_ROOT), str(theirs.fileno())],
            env={**told, **settings, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )

    def alive(self) -> bool:
        return self._owner == os.getpid() and self._process.poll() is None

    def give(self, end: socket.socket, limits: Limits) -> None:
        told = json.dumps({"seconds": limits.seconds, "megabytes": limits.megabytes}).encode()
        try:
            socket.send_fds(self._control, [told], [end.fileno()])
        except OSError as problem:
            raise Unavailable("Expected the renderer to be running, but it is not. Try again later.") from problem

    def close(self) -> None:
        self._control.close()
        try:
            self._process.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()


def _told(one: Attachment, created: datetime) -> dict[str, str]:
    return {
        "name": one.name,
        "description": one.description,
        "relationship": one.relationship,
        "created": created.isoformat(timespec="seconds"),
    }


def _refusal(answer: dict[str, Any], limits: Limits) -> Exception:
    problem = answer["problem"]
    if problem == "missing":
        return Unavailable(
            "Expected the libraries that lay out PDF (Pango), but they are not installed: {why}", why=answer["why"]
        )
    if problem == "refused":
        return Invalid.one(
            "template",
            "Expected only pictures and fonts of the document itself, but it asks for {address}.",
            address=answer["address"],
        )
    if problem == "pages":
        return Invalid.one(
            "template",
            "Expected at most {most} pages, but the document has {pages}.",
            most=limits.pages,
            pages=answer["pages"],
        )
    if problem == "nested":
        return Invalid.one("template", "Expected a simpler document, but its parts are nested too deeply.")
    if problem == "not-pdf":
        return Invalid.one("file", "Expected a PDF that can be read, but it cannot: {why}", why=answer["why"])
    if problem == "limits":
        return Invalid.one(
            "template",
            "Expected a document that is laid out in {seconds} seconds and {megabytes} MB, but it needs more. Make it smaller.",
            seconds=limits.seconds,
            megabytes=limits.megabytes,
        )
    return Unavailable("Expected the renderer to finish, but it failed: {why}", why=answer["why"])
