"""Publishing a kind: its version, and the journals it registers in that are not there yet."""

from collections.abc import Mapping

from engine import kinds, scenario
from engine.catalogue import drafts
from engine.catalogue.commands import bundled
from engine.catalogue.commands import publish as publish_version
from engine.catalogue.models import KindVersion
from engine.catalogue.queries import version
from engine.errors import KindRefused, NotAllowed
from engine.kinds import Kind
from engine.registration.commands import open_journal
from engine.registration.models import Journal
from engine.work import Tools, Work

Files = Mapping[str, bytes]


def prove(tools: Tools, files: Files, shared: Files) -> str:
    """Reads the kind and plays its scenarios, which takes a second and needs no transaction; gives the name of what was
    proven. Raises KindRefused with all that is wrong.
    """
    _must_hold(kinds.read(files, shared, tools.verbs))
    return kinds.fingerprint(bundled(files, shared))


def publish(work: Work, files: Files, shared: Files, *, reason: str, proven: str = "") -> KindVersion:
    """A new version of the kind; documents on their way stay on theirs. Raises KindRefused, NotAllowed, Invalid.

    Its scenarios are played unless `prove` has just named exactly these files.
    """
    row = publish_version(work, files, shared, reason=reason)
    kind = version(work, row.id).kind
    if row.published_at == work.now and row.sha256 != proven:
        _must_hold(kind)
    for book in kind.books:
        if work.session.get(Journal, book.code) is None:
            open_journal(
                work,
                book.code,
                dict(book.title),
                book.direction,
                book.number,
                restart=book.restart,
                patterns=book.numbers,
            )
    return row


def _must_hold(kind: Kind) -> None:
    wrong = [one for one in scenario.problems(kind) if one.severity == "error"]
    if wrong:
        raise KindRefused(wrong)


def publish_draft(work: Work, kind: str, seen: int, shared: Files, *, reason: str, proven: str = "") -> KindVersion:
    """The draft as the kind's next version; the draft ends. Raises as `publish`, and Stale.

    Where the installation wants four eyes, nobody publishes what he has worked on himself.
    """
    held = drafts.draft(work, kind)
    workers = drafts.workers(work, kind)
    if work.tools.settings.four_eyes and work.actor.login in workers:
        raise NotAllowed(
            "Expected another process owner to publish the draft of {kind}, but you have worked on it.", kind=kind
        )
    row = publish(work, held.files, shared, reason=reason, proven=proven)
    drafts.end(work, kind, seen, published=row.number)
    return row
