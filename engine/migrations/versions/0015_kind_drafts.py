"""kind drafts

A process owner works on a draft of a kind; every save is kept until the draft is published or thrown away.

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kind_draft",
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("bundle", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_by", sa.String(60), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_kind_draft"),
    )
    op.create_table(
        "draft_save",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("bundle", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft_save"),
    )
    op.create_index("ix_draft_save_kind_version", "draft_save", ["kind", "version"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_draft_save_kind_version", "draft_save")
    op.drop_table("draft_save")
    op.drop_table("kind_draft")
