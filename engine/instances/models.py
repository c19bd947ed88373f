"""Rows of runs and tasks."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Json, Moment, Row


class Instance(Row):
    """One run of a process for one document. `state` is a cache; the log is the truth. `status`: running, ended, stopped."""

    __tablename__ = "instance"

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("kind_version.id"), index=True)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(String(10), default="running")
    end: Mapped[str | None] = mapped_column(String(80))
    next_due: Mapped[datetime | None] = mapped_column(Moment, index=True)
    steps: Mapped[int] = mapped_column(Integer, default=0)
    started: Mapped[datetime] = mapped_column(Moment)
    ended: Mapped[datetime | None] = mapped_column(Moment)
    paused: Mapped[datetime | None] = mapped_column(Moment)
    paused_for: Mapped[str | None] = mapped_column(String(1000))


class LogEntry(Row):
    """One thing that moved the instance: replaying all of them gives its state again. What stood there already is left out."""

    __tablename__ = "instance_log"

    document_id: Mapped[str] = mapped_column(ForeignKey("instance.document_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[Literal["start", "finish", "wake", "deliver", "fail", "withdraw", "move"]] = mapped_column(String(10))
    token: Mapped[str] = mapped_column(String(120), default="")
    data: Mapped[Any] = mapped_column(Json)


class Task(Row):
    """A step that waits for a person. `state`: open, held, done, withdrawn, skipped; `why` says how its people were found.

    All tasks of one token are the rows of one waiting point: the route goes on when every row is closed. `item` is the
    element of the list a row was made for; `asked` says that a person asked for it beside the drawn ones (`before`,
    `beside`, `again`), on behalf of the row `parent_id`, which is held until one asked before or again is done.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_document_id_token_state", "document_id", "token", "state"),
        Index("ix_task_document_id_opened", "document_id", "opened"),
        Index("ix_task_alarm_at", "alarm_at"),
        Index("ix_task_state_stage", "state", "stage"),
        Index("ix_task_done_by_done_at_id", "done_by", "done_at", "id"),
        Index("ix_task_state_due_id", "state", "due", "id"),
        Index("ix_task_state_opened_id", "state", "opened", "id"),
        Index(
            "ix_task_state_done_at",
            *("state", "done_at", "opened", "due", "step", "done_by", "document_id", "seen", "round"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("instance.document_id"))
    token: Mapped[str] = mapped_column(String(120))
    step: Mapped[str] = mapped_column(String(80))
    stage: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(12), default="click")
    round: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(10), default="open")
    queue: Mapped[bool] = mapped_column(Boolean, default=False)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    why: Mapped[Any] = mapped_column(Json)
    opened: Mapped[datetime] = mapped_column(Moment)
    due: Mapped[datetime | None] = mapped_column(Moment)
    alarm: Mapped[str | None] = mapped_column(String(12))
    alarm_at: Mapped[datetime | None] = mapped_column(Moment)
    overdue: Mapped[bool] = mapped_column(Boolean, default=False)
    outcome: Mapped[str | None] = mapped_column(String(30))
    comment: Mapped[str | None] = mapped_column(Text)
    answers: Mapped[Any] = mapped_column(Json, nullable=True)
    rendition_sha256: Mapped[str | None] = mapped_column(String(64))
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acting_for: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    level_done: Mapped[str | None] = mapped_column(String(12))
    item: Mapped[str | None] = mapped_column(String(80))
    asked: Mapped[str | None] = mapped_column(String(10))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("task.id"))
    shared: Mapped[bool] = mapped_column(Boolean, default=False)  # other rows stand at its waiting point
    by_hand: Mapped[bool] = mapped_column(Boolean, default=False)  # its people were chosen by a person
    due_moved: Mapped[bool] = mapped_column(Boolean, default=False)  # its term was moved by a person
    seen: Mapped[datetime | None] = mapped_column(Moment)  # first opened by somebody who may do it


class Candidate(Row):
    """A person who may do a task. `acting_for` is whom he stands for, `given_by` who handed it over to him.

    `open` and `due` serve the list of his tasks.
    """

    __tablename__ = "candidate"
    __table_args__ = (Index("ix_candidate_person_id_open_due", "person_id", "open", "due", "task_id"),)

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    acting_for: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    basis: Mapped[str | None] = mapped_column(String(300))
    open: Mapped[bool] = mapped_column(Boolean, default=True)
    due: Mapped[datetime | None] = mapped_column(Moment)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Waiting(Row):
    """A step that waits for the office (a verb), a message, a moment, or for its rows to be made; gone when it is over."""

    __tablename__ = "waiting"

    document_id: Mapped[str] = mapped_column(ForeignKey("instance.document_id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(120), primary_key=True)
    step: Mapped[str] = mapped_column(String(80))
    type: Mapped[str] = mapped_column(String(10))  # verb, message, timer, rows
    name: Mapped[str | None] = mapped_column(String(80), index=True)
    key: Mapped[str | None] = mapped_column(String(200))
    parameters: Mapped[Any] = mapped_column(Json, nullable=True)
    due: Mapped[datetime | None] = mapped_column(Moment)
    since: Mapped[datetime] = mapped_column(Moment)


class Incident(Row):
    """A step that stopped and needs a person: what, where, since when. `state`: open, resolved."""

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    step: Mapped[str] = mapped_column(String(80))
    token: Mapped[str] = mapped_column(String(120), default="")
    template: Mapped[str] = mapped_column(Text)
    facts: Mapped[Any] = mapped_column(Json)
    detail: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)


class VersionMove(Row):
    """What an owner asked for: documents of a kind are to follow to another version. `left` are those not looked at yet."""

    __tablename__ = "version_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("kind_version.id"))
    reason: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    total: Mapped[int] = mapped_column(Integer)
    left: Mapped[Any] = mapped_column(Json)


class DocumentMove(Row):
    """One document that followed, or did not. `state`: moved, refused, undone.

    `was` is the state of its run before, `before` the rows as they were: both bring it back as it stood.
    """

    __tablename__ = "document_move"
    __table_args__ = (Index("ix_document_move_document_id_id", "document_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("version_move.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("kind_version.id"))
    state: Mapped[str] = mapped_column(String(10))
    changes: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[Any] = mapped_column(Json, nullable=True)
    before: Mapped[Any] = mapped_column(Json, nullable=True)
    was: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
