"""paused runs

A document on its way may be paused by a process owner: since when, and why. Nothing happens to it until it goes on.

Revision: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("instance") as table:
        table.add_column(sa.Column("paused", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("paused_for", sa.String(length=1000), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("instance") as table:
        table.drop_column("paused_for")
        table.drop_column("paused")
