"""sheets beside the document

Sealed approval and familiarisation sheets; where the paper duplicate of a document lies; cases that people edit.

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("shows", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_sheet_document_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sheet"),
        sa.UniqueConstraint(
            "document_id", "type", "language", "shows", name="uq_sheet_document_id_type_language_shows"
        ),
    )
    with op.batch_alter_table("registration") as table:
        table.add_column(sa.Column("paper_place", sa.String(length=300), nullable=True))
        table.add_column(sa.Column("paper_made", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix_registration_paper_made_retention_years", ["paper_made", "retention_years"])
    with op.batch_alter_table("dossier") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("dossier") as table:
        table.alter_column("version", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("dossier") as table:
        table.drop_column("version")
    with op.batch_alter_table("registration") as table:
        table.drop_index("ix_registration_paper_made_retention_years")
        table.drop_column("paper_made")
        table.drop_column("paper_place")
    op.drop_table("sheet")
