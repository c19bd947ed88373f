"""stamps

What is kept in memory is thrown away when its stamp changes: one row for each sort of thing.

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stamp",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_stamp"),
    )


def downgrade() -> None:
    op.drop_table("stamp")
