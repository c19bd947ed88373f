"""people and their posts

People have phones, a last day and a version; a closed unit says who goes on with its work; acting posts; roles and
substitutions say why; a table of people that is being brought in.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

VERSIONED = ("person", "unit", "substitution")


def upgrade() -> None:
    for name in VERSIONED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("phone_work", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("phone_mobile", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("leaves", sa.Date(), nullable=True))
        table.create_index("ix_person_number", ["number"])
        table.create_index("ix_person_found_by", ["found_by"])
    with op.batch_alter_table("unit") as table:
        table.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_unit_successor_id_unit", "unit", ["successor_id"], ["id"])
    with op.batch_alter_table("appointment") as table:
        table.add_column(sa.Column("acting", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("role_grant", "substitution"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("reason", sa.String(length=300), nullable=False, server_default=""))
    _drop_defaults()
    op.create_table(
        "people_import",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people_import"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_people_import_person_id_person"),
    )


def _drop_defaults() -> None:
    for name in VERSIONED:
        with op.batch_alter_table(name) as table:
            table.alter_column("version", server_default=None)
    with op.batch_alter_table("appointment") as table:
        table.alter_column("acting", server_default=None)
    for name in ("role_grant", "substitution"):
        with op.batch_alter_table(name) as table:
            table.alter_column("reason", server_default=None)


def downgrade() -> None:
    op.drop_table("people_import")
    for name in ("role_grant", "substitution"):
        with op.batch_alter_table(name) as table:
            table.drop_column("reason")
    with op.batch_alter_table("appointment") as table:
        table.drop_column("acting")
    with op.batch_alter_table("unit") as table:
        table.drop_constraint("fk_unit_successor_id_unit", type_="foreignkey")
        table.drop_column("successor_id")
    with op.batch_alter_table("person") as table:
        table.drop_index("ix_person_found_by")
        table.drop_index("ix_person_number")
        for name in ("leaves", "phone_mobile", "phone_work"):
            table.drop_column(name)
    for name in VERSIONED:
        with op.batch_alter_table(name) as table:
            table.drop_column("version")
