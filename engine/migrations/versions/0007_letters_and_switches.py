"""letters and switches

Letters wait in an outbox until they are sent; each person says what he wants to have by mail.

Revision: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=60), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_letter_person_id"),
    )
    op.create_index("ix_letter_person_id", "letter", ["person_id"])
    op.create_index("ix_letter_batch_state_at", "letter", ["batch", "state", "at"])
    op.create_index("ix_letter_state_at", "letter", ["state", "at"])
    op.create_table(
        "mail_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_mail_choice"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_mail_choice_person_id"),
    )
    with op.batch_alter_table("notice") as table:
        table.add_column(sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix_notice_digest_at_person_id", ["digest_at", "person_id"])


def downgrade() -> None:
    with op.batch_alter_table("notice") as table:
        table.drop_index("ix_notice_digest_at_person_id")
        table.drop_column("digest_at")
    op.drop_table("mail_choice")
    op.drop_table("letter")
