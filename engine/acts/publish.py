"""Publishing a kind: its version, and the journals it registers in that are not there yet."""

from collections.abc import Mapping

from engine import scenario
from engine.catalogue.commands import publish as publish_version
from engine.catalogue.models import KindVersion
from engine.catalogue.queries import version
from engine.errors import KindRefused
from engine.registration.commands import open_journal
from engine.registration.models import Journal
from engine.work import Work


def publish(work: Work, files: Mapping[str, bytes], shared: Mapping[str, bytes], *, reason: str) -> KindVersion:
    """A new version of the kind; documents on their way stay on theirs. Raises KindRefused, NotAllowed, Invalid."""
    row = publish_version(work, files, shared, reason=reason)
    kind = version(work, row.id).kind
    wrong = [one for one in scenario.problems(kind) if one.severity == "error"] if row.published_at == work.now else []
    if wrong:
        raise KindRefused(wrong)
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
