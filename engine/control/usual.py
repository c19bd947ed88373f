"""How long documents of each kind usually take: counts of all, nobody's content."""

from engine.control.spans import percentiles
from engine.documents.models import Document
from engine.work import Work


def usual_days(work: Work) -> dict[str, float]:
    """By kind, the median of days from sending to the end, of all documents that have ended."""
    ended = (Document.sent.is_not(None), Document.ended.is_not(None))
    rows = work.session.execute(percentiles({"kind": Document.kind}, Document.sent, Document.ended, *ended))
    return {str(row[0]): float(row[2]) / 86400 for row in rows}
