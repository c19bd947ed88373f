"""Rows of control."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Moment, Row


class Control(Row):
    """A person who controls the execution of a document: the author of its resolution, or the controller it names."""

    __tablename__ = "control"
    __table_args__ = (Index("ix_control_person_id_document_id", "person_id", "document_id"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    why: Mapped[str] = mapped_column(String(12))  # resolution or named
    since: Mapped[datetime] = mapped_column(Moment)


class DueChange(Row):
    """A request to move the term of a task, and what was decided. `state`: open, granted, refused."""

    __tablename__ = "due_change"
    __table_args__ = (
        Index("ix_due_change_task_id_at", "task_id", "at"),
        Index("ix_due_change_document_id_state", "document_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"))
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    before: Mapped[datetime] = mapped_column(Moment)
    wanted: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="open")
    granted: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
