"""the calendar of the organisation

A day may have hours of its own; the hours of the week are rows, in force from a day on; the calendar has a number that
forms carry, and a name that no other state of it has.

Revision: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calendar"),
    )
    op.create_table(
        "calendar_hours",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("since", name="pk_calendar_hours"),
    )
    with op.batch_alter_table("calendar_day") as table:
        table.add_column(sa.Column("spans", sa.Text(), nullable=True))
    kept = sa.table("calendar", sa.column("id"), sa.column("version"))
    op.execute(kept.insert().values(id=1, version=1))


def downgrade() -> None:
    with op.batch_alter_table("calendar_day") as table:
        table.drop_column("spans")
    op.drop_table("calendar_hours")
    op.drop_table("calendar")
