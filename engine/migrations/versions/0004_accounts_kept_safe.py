"""accounts kept safe

The agreement has a version, empty for those who agreed before it had one: they are asked once more. Earlier passwords,
links that work once, and the times in which acts under an account are not the person's have tables of their own.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
ADDED = ("locked_why", "closed_at", "key_stopped_at", "signed_in_at", "agreed_version")


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("locked_why", sa.String(length=500), server_default="", nullable=False))
        table.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("key_stopped_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("agreed_version", sa.String(length=20), server_default="", nullable=False))
    with op.batch_alter_table("account") as table:
        table.alter_column(
            "locked_why", existing_type=sa.String(length=500), existing_nullable=False, server_default=None
        )
        table.alter_column(
            "agreed_version", existing_type=sa.String(length=20), existing_nullable=False, server_default=None
        )
    op.execute(
        "UPDATE account SET signed_in_at = (SELECT max(started) FROM session WHERE session.person_id = account.person_id)"
    )
    op.create_table(
        "earlier_password",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_password"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_earlier_password_person_id"),
    )
    op.create_index("ix_earlier_password_person_id", "earlier_password", ["person_id"])
    op.create_table(
        "one_time_link",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("hash", name="pk_one_time_link"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_one_time_link_person_id"),
    )
    op.create_index("ix_one_time_link_person_id", "one_time_link", ["person_id"])
    op.create_table(
        "compromise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_compromise"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_compromise_person_id"),
    )
    op.create_index("ix_compromise_person_id", "compromise", ["person_id"])


def downgrade() -> None:
    for name in ("compromise", "one_time_link", "earlier_password"):
        op.drop_table(name)
    with op.batch_alter_table("account") as table:
        for name in ADDED:
            table.drop_column(name)
