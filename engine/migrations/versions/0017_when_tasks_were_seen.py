"""when tasks were seen

A task keeps when somebody who may do it first opened it: until then it waited, from then on it was worked on. The index
over done tasks holds it too, so that the time of thousands of tasks is told without reading them.

Revision: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE = ["state", "done_at", "opened", "due", "step", "done_by", "document_id"]


def upgrade() -> None:
    op.drop_index("ix_task_state_done_at", table_name="task")
    with op.batch_alter_table("task") as table:
        table.add_column(sa.Column("seen", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_task_state_done_at", "task", [*BEFORE, "seen", "round"])


def downgrade() -> None:
    op.drop_index("ix_task_state_done_at", table_name="task")
    with op.batch_alter_table("task") as table:
        table.drop_column("seen")
    op.create_index("ix_task_state_done_at", "task", BEFORE)
