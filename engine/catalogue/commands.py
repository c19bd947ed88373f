"""Publishing kinds."""

from collections.abc import Mapping

from sqlalchemy import select

from engine import kinds
from engine.catalogue.models import KindVersion
from engine.catalogue.queries import SHARED
from engine.errors import Invalid, NotAllowed
from engine.work import Work
from engine.workflow import compile_process


def publish(work: Work, files: Mapping[str, bytes], shared: Mapping[str, bytes], *, reason: str) -> KindVersion:
    """A new version of a kind from its folder's files; the same files again give the version that is there.

    The bundle carries the shared forms it uses, so that it stays what it was. A reason is required (K-12).
    Raises KindRefused with all that is wrong.
    """
    if not (work.actor.is_office or work.actor.has("owner")):
        raise NotAllowed("Expected a process owner to publish a kind, but you are none.")
    if not reason.strip():
        raise Invalid.one("reason", "Expected a reason for the change, but there is none.")
    kind = kinds.read(files, shared, work.tools.verbs)
    bundle = bundled(files, shared)
    fingerprint = kinds.fingerprint(bundle)
    _hold(work, kind.name)
    newest = work.session.scalar(
        select(KindVersion).where(KindVersion.kind == kind.name).order_by(KindVersion.number.desc()).limit(1)
    )
    if newest is not None and newest.sha256 == fingerprint:
        return newest
    row = work.add(
        KindVersion(
            kind=kind.name,
            number=(newest.number if newest else 0) + 1,
            sha256=fingerprint,
            bundle=work.tools.files.put(kinds.pack(bundle)),
            spec=compile_process(kind.reading),
            title=dict(kind.title),
            published_at=work.now,
            published_by=work.actor.login,
            reason=reason.strip(),
        )
    )
    work.session.flush()
    work.record(
        f"kind:{kind.name}",
        "kind.published",
        kind.name,
        after={"version": row.number, "sha256": fingerprint, "reason": reason},
    )
    return row


def is_known(work: Work, kind: str, files: Mapping[str, bytes], shared: Mapping[str, bytes]) -> bool:
    """Whether exactly these files were published as some version of the kind."""
    fingerprint = kinds.fingerprint(bundled(files, shared))
    found = select(KindVersion.id).where(KindVersion.kind == kind, KindVersion.sha256 == fingerprint)
    return work.session.scalar(found.limit(1)) is not None


def bundled(files: Mapping[str, bytes], shared: Mapping[str, bytes]) -> dict[str, bytes]:
    """What a version is made of: the kind's own files, and the shared forms."""
    return {**files, **{SHARED + name: content for name, content in shared.items()}}


def _hold(work: Work, kind: str) -> None:
    """Lets one at a time publish a kind: its first version is locked before the newest is looked for."""
    first = select(KindVersion.id).where(KindVersion.kind == kind, KindVersion.number == 1)
    work.session.execute(first.with_for_update())
