"""Publishing a kind: its version, and the journal it registers in if there is none yet."""

from collections.abc import Mapping

from engine.catalogue.commands import publish as publish_version
from engine.catalogue.models import KindVersion
from engine.catalogue.queries import version
from engine.registration.commands import open_journal
from engine.registration.models import Journal
from engine.work import Work


def publish(work: Work, files: Mapping[str, bytes], shared: Mapping[str, bytes], *, reason: str) -> KindVersion:
    """A new version of the kind; documents on their way stay on theirs. Raises KindRefused, NotAllowed, Invalid."""
    row = publish_version(work, files, shared, reason=reason)
    kind = version(work, row.id).kind
    book = kind.journal
    if book.code and book.number and work.session.get(Journal, book.code) is None:
        open_journal(work, book.code, dict(book.title), "internal", book.number, restart=book.restart)
    return row
