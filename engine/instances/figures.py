"""Counts of runs."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select

from engine.documents.models import Document
from engine.instances.models import Incident, Instance
from engine.work import Work


def stopped_by_kind(work: Work) -> Mapping[str, int]:
    """How many incidents are open, by kind."""
    return _by_kind(work, Incident, Incident.state == "open")


def running(work: Work) -> Mapping[str, int]:
    """How many runs are on their way, by kind."""
    return _by_kind(work, Instance, Instance.status == "running")


def _by_kind(work: Work, rows: type[Incident] | type[Instance], which: ColumnElement[bool]) -> Mapping[str, int]:
    joined = select(Document.kind, func.count()).join(rows, rows.document_id == Document.id)
    counted = work.session.execute(joined.where(which).group_by(Document.kind))
    return {str(kind): int(count) for kind, count in counted}
