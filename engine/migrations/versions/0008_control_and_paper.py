"""control and paper

Who controls the execution of a document; requests to move a term; lists of tasks that page by their order.

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TASK_INDEXES = {
    "ix_task_done_by_done_at_id": ["done_by", "done_at", "id"],
    "ix_task_state_due_id": ["state", "due", "id"],
    "ix_task_state_opened_id": ["state", "opened", "id"],
    "ix_task_state_done_at": ["state", "done_at", "opened", "due", "step", "done_by", "document_id"],
}


def upgrade() -> None:
    op.create_table(
        "control",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_control_document_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_control_person_id"),
        sa.PrimaryKeyConstraint("document_id", "person_id", name="pk_control"),
    )
    op.create_index("ix_control_person_id_document_id", "control", ["person_id", "document_id"])
    op.create_table(
        "due_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("granted", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_due_change_task_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_due_change_document_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_due_change_by_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_due_change_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_due_change"),
    )
    op.create_index("ix_due_change_task_id_at", "due_change", ["task_id", "at"])
    op.create_index("ix_due_change_document_id_state", "due_change", ["document_id", "state"])
    for name, columns in TASK_INDEXES.items():
        op.create_index(name, "task", columns)
    op.create_index("ix_document_ended_kind", "document", ["ended", "kind", "sent", "unit_id"])
    op.execute(
        "INSERT INTO control (document_id, person_id, why, since) "
        "SELECT document_id, by_id, 'resolution', min(at) FROM resolution WHERE control GROUP BY document_id, by_id"
    )


def downgrade() -> None:
    op.drop_index("ix_document_ended_kind", "document")
    for name in reversed(TASK_INDEXES):
        op.drop_index(name, "task")
    op.drop_table("due_change")
    op.drop_table("control")
