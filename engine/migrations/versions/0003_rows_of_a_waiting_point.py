"""rows of a waiting point

Several tasks may stand at one waiting point: one for each of a list, and those a person asked for beside the drawn
ones. A document may be amended or repealed by another.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FLAGS = ("shared", "by_hand", "due_moved")


def upgrade() -> None:
    with op.batch_alter_table("task") as table:
        table.add_column(sa.Column("item", sa.String(length=80), nullable=True))
        table.add_column(sa.Column("asked", sa.String(length=10), nullable=True))
        table.add_column(sa.Column("parent_id", sa.String(length=32), nullable=True))
        for flag in FLAGS:
            table.add_column(sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_foreign_key("fk_task_parent_id_task", "task", ["parent_id"], ["id"])
    with op.batch_alter_table("task") as table:
        for flag in FLAGS:
            table.alter_column(flag, server_default=None)
        table.create_index("ix_task_document_id_token_state", ["document_id", "token", "state"])
    with op.batch_alter_table("candidate") as table:
        table.add_column(sa.Column("given_by", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_candidate_given_by_person", "person", ["given_by"], ["id"])
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("standing", sa.String(length=12), nullable=True))
        table.add_column(sa.Column("standing_by", sa.String(length=32), nullable=True))
        table.create_foreign_key("fk_document_standing_by_document", "document", ["standing_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.drop_constraint("fk_document_standing_by_document", type_="foreignkey")
        table.drop_column("standing_by")
        table.drop_column("standing")
    with op.batch_alter_table("candidate") as table:
        table.drop_constraint("fk_candidate_given_by_person", type_="foreignkey")
        table.drop_column("given_by")
    with op.batch_alter_table("task") as table:
        table.drop_index("ix_task_document_id_token_state")
        table.drop_constraint("fk_task_parent_id_task", type_="foreignkey")
        for name in ("item", "asked", "parent_id", *FLAGS):
            table.drop_column(name)
