"""Looking at published kinds."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine import kinds
from engine.catalogue.models import KindVersion
from engine.errors import NotFound
from engine.kinds import Kind
from engine.work import Work

SHARED = "shared."  # how a bundle names the shared forms it carries


@dataclass(frozen=True, eq=False)
class Published:
    """A published version, read and ready to run; kept once in a process."""

    id: int
    number: int
    sha256: str
    kind: Kind
    spec: bytes


@dataclass(frozen=True)
class VersionCard:
    """A version as the owner's list shows it."""

    number: int
    sha256: str
    published_at: datetime
    published_by: str
    reason: str
    current: bool


def current(work: Work, kind: str) -> Published:
    """The version new documents of the kind start with; raises NotFound."""
    found = published(work, kind)
    if found is None:
        raise NotFound("Expected to find the kind {kind}, but none is published.", kind=kind)
    return found


def published(work: Work, kind: str) -> Published | None:
    """The version new documents of the kind start with, if one is published."""
    newest = select(func.max(KindVersion.number)).where(KindVersion.kind == kind, KindVersion.retired_at.is_(None))
    row = work.session.scalar(
        select(KindVersion).where(KindVersion.kind == kind, KindVersion.number == newest.scalar_subquery())
    )
    return None if row is None else _opened(work, row)


def version(work: Work, version_id: int) -> Published:
    """That version."""
    held = work.tools.shelf.get(version_id)
    return held if isinstance(held, Published) else _opened(work, work.get(KindVersion, version_id))


def _opened(work: Work, row: KindVersion) -> Published:
    held = work.tools.shelf.get(row.id)
    if isinstance(held, Published):
        return held
    kind = kinds.read(*bundle(work, row), work.tools.verbs, published=True)
    opened = Published(row.id, row.number, row.sha256, kind, row.spec)
    work.tools.shelf[row.id] = opened
    return opened


def bundle(work: Work, row: KindVersion) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of a version: the kind's own, and the shared forms it was published with."""
    files = kinds.unpack(work.tools.files.get(row.bundle))
    shared = {name.removeprefix(SHARED): content for name, content in files.items() if name.startswith(SHARED)}
    return {name: content for name, content in files.items() if not name.startswith(SHARED)}, shared


def all_current(work: Work) -> list[Published]:
    """The current version of every kind, in the order of their names."""
    names = work.session.scalars(
        select(KindVersion.kind).where(KindVersion.retired_at.is_(None)).distinct().order_by(KindVersion.kind)
    )
    return [current(work, name) for name in names]


def versions(work: Work, kind: str) -> list[VersionCard]:
    """All versions of a kind, newest first."""
    rows = list(
        work.session.scalars(select(KindVersion).where(KindVersion.kind == kind).order_by(KindVersion.number.desc()))
    )
    if not rows:
        raise NotFound("Expected to find the kind {kind}, but none is published.", kind=kind)
    return [
        VersionCard(one.number, one.sha256, one.published_at, one.published_by, one.reason, at == 0)
        for at, one in enumerate(rows)
    ]
