"""Counts of runs."""

from collections.abc import Mapping

from sqlalchemy import func, select

from engine.documents.models import Document
from engine.instances.models import Instance
from engine.work import Work


def running(work: Work) -> Mapping[str, int]:
    """How many runs are on their way, by kind."""
    rows = work.session.execute(
        select(Document.kind, func.count())
        .join(Instance, Instance.document_id == Document.id)
        .where(Instance.status == "running")
        .group_by(Document.kind)
    )
    return {str(kind): int(count) for kind, count in rows}
