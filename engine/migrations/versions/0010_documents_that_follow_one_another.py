"""documents that follow one another

A relation says which step of a route had the document made, so that it is made once. Those that name a document are
found by it.

Revision: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document_link") as table:
        table.add_column(sa.Column("made_as", sa.String(length=120), nullable=True))
        table.create_index("ix_document_link_other_id", ["other_id"])


def downgrade() -> None:
    with op.batch_alter_table("document_link") as table:
        table.drop_index("ix_document_link_other_id")
        table.drop_column("made_as")
