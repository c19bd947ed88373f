"""moves between versions

Running documents follow to another version of their kind; what was asked for, what came of it, and how each stood before.

Revision: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "version_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("left", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["kind_version.id"], name="fk_version_move_version_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_version_move_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_version_move"),
    )
    op.create_index("ix_version_move_kind", "version_move", ["kind"])
    op.create_table(
        "document_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("changes", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("was", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["move_id"], ["version_move.id"], name="fk_document_move_move_id"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_document_move_document_id"),
        sa.ForeignKeyConstraint(["from_id"], ["kind_version.id"], name="fk_document_move_from_id"),
        sa.PrimaryKeyConstraint("id", name="pk_document_move"),
    )
    op.create_index("ix_document_move_move_id", "document_move", ["move_id"])
    op.create_index("ix_document_move_document_id_id", "document_move", ["document_id", "id"])


def downgrade() -> None:
    op.drop_table("document_move")
    op.drop_table("version_move")
