"""audit refuses changes

Records of the audit can be added and read, not changed or deleted. On SQLite an INSERT that would replace a record is
refused too, because it would delete it first. Whoever owns the file or the table can still drop the triggers: the
chains show what was done then.

Revision: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_record BEGIN SELECT RAISE(ABORT, 'audit records stay as they are'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_record BEGIN SELECT RAISE(ABORT, 'audit records stay as they are'); END",
    "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit_record"
    " WHEN EXISTS (SELECT 1 FROM audit_record WHERE id = NEW.id OR (stream = NEW.stream AND number = NEW.number))"
    " BEGIN SELECT RAISE(ABORT, 'audit records stay as they are'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'audit records stay as they are'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_record FOR EACH ROW EXECUTE FUNCTION audit_stays()",
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_record FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()",
    "ALTER TABLE audit_record ENABLE ALWAYS TRIGGER audit_no_change",
    "ALTER TABLE audit_record ENABLE ALWAYS TRIGGER audit_no_truncate",
)


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("audit_no_update", "audit_no_delete", "audit_no_replace"):
            op.execute(f"DROP TRIGGER {name}")
        return
    op.execute("DROP TRIGGER audit_no_change ON audit_record")
    op.execute("DROP TRIGGER audit_no_truncate ON audit_record")
    op.execute("DROP FUNCTION audit_stays()")
