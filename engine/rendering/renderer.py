"""The renderer: documents to PDF/A, pages to pictures, each in a throw-away child under limits."""

import socket
import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from engine.errors import Invalid, Unavailable
from engine.rendering import frames
from engine.rendering.nursing import Nursery
from engine.rendering.refusals import refusal
from engine.rendering.stamps import PersonStamp, RegistrarStamp, stamp_css, stamp_html

_GRACE = 5
_STAMP_SIZES = (9.0, 8.0, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0, 3.5, 3.0, 2.5, 2.0)


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
        self._nursery: Nursery | None = None

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
        attached, pictures = sorted(attachments, key=lambda one: one.name), dict(images or {})
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
        _must_be_there(places, boxes)
        return Rendition(parts[0], answer["pages"], boxes)

    def stamp(
        self,
        stamp: PersonStamp | RegistrarStamp,
        *,
        width: float,
        height: float,
        languages: Collection[str] = ("kk", "ru"),
    ) -> bytes:
        """A one-page PDF of that size (points): the picture of a signature. Long names make the letters smaller."""
        head = {
            "job": "pdf",
            "variant": "",
            "html": stamp_html(stamp, tuple(languages), height),
            "css": stamp_css(width, height),
            "sizes": _STAMP_SIZES,
            "title": "",
            "language": next(iter(languages)),
            "author": "",
            "created": stamp.moment.isoformat(timespec="seconds"),
            "identifier": "00" * 16,
            "places": [],
            "images": [],
            "attachments": [],
            "most_pages": 1,
        }
        _, parts = self._ask(head, [])
        return parts[0]

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
            raise refusal(answer, self._told_limits())
        return answer, pieces

    def _bear(self, head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
        until = monotonic() + self.limits.seconds + _GRACE
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                nursery = self._alive()
                nursery.give(theirs, self.limits.seconds, self.limits.megabytes)
            try:
                ours.settimeout(self.limits.seconds + _GRACE)
                frames.send(ours, head, parts)
                return frames.receive(ours, until)
            except (frames.Cut, OSError):
                if not nursery.alive():
                    return {"problem": "failed", "why": "its process ended"}, []
                return {"problem": "limits"}, []

    def _told_limits(self) -> dict[str, int]:
        return {**asdict(self.limits), "most_pages": self.limits.pages}

    def _alive(self) -> Nursery:
        with self._lock:
            if self._nursery is None or not self._nursery.alive():
                self._nursery = Nursery()
            return self._nursery


def _must_be_there(places: Collection[str], boxes: Mapping[str, Box]) -> None:
    for place in places:
        if place not in boxes:
            raise Invalid.one(
                "template", "Expected the place {place} in the document, but it is not there.", place=place
            )


def _told(one: Attachment, created: datetime) -> dict[str, str]:
    return {
        "name": one.name,
        "description": one.description,
        "relationship": one.relationship,
        "created": created.isoformat(timespec="seconds"),
    }
