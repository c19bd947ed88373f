"""Counts of runs."""

from collections.abc import Mapping

from sqlalchemy import func, select

from engine.documents.models import Document
from engine.instances.models import Incident, Instance
from engine.work import Work


def stopped_by_kind(work: Work) -> Mapping[str, int]:
    """How many incidents are open, by kind."""
    rows = work.session.execute(
        select(Document.kind, func.count())
        .join(Incident, Incident.document_id == Document.id)
        .where(Incident.state == "open")
        .group_by(Document.kind)
    )
    return {str(kind): int(count) for kind, count in rows}


def running(work: Work) -> Mapping[str, int]:
    """How many runs are on their way, by kind."""
    rows = work.session.execute(
        select(Document.kind, func.count())
        .join(Instance, Instance.document_id == Document.id)
        .where(Instance.status == "running")
        .group_by(Document.kind)
    )
    return {str(kind): int(count) for kind, count in rows}
