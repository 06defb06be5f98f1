"""That no row of the audit log is put in the place of another, and the log not emptied."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Refuse what the triggers on UPDATE and DELETE do not see."""
    if op.get_bind().dialect.name == "sqlite":  # INSERT OR REPLACE deletes without a trigger
        op.execute(
            "CREATE TRIGGER audit_keeps_place BEFORE INSERT ON audit "
            "WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) "
            "BEGIN SELECT RAISE(ABORT, 'rows of the audit log are never changed'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER audit_keeps_all BEFORE TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_keeps()"
    )


def downgrade() -> None:
    """Take the change back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_keeps_place")
    else:
        op.execute("DROP TRIGGER audit_keeps_all ON audit")
