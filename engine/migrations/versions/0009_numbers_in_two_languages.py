"""numbers in two languages

A journal may write its number differently in each language; a registration and its document keep all of them.

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ADDED = (("journal", "patterns"), ("registration", "numbers"), ("document", "numbers"))


def upgrade() -> None:
    for name, column in ADDED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column(column, sa.Text(), nullable=True))


def downgrade() -> None:
    for name, column in reversed(ADDED):
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
