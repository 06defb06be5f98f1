"""That late answers count can be taken back: one more cause of a result."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NAME = op.f("ck_result_cause_is_known")
_BEFORE = "cause IN ('submitted', 'late answers', 'correction')"
_AFTER = "cause IN ('submitted', 'late answers', 'late answers taken back', 'correction')"


def upgrade() -> None:
    """Let a result have the new cause."""
    _let(_AFTER)


def downgrade() -> None:
    """Take the change back; such a result is what the learner handed in."""
    op.execute(
        sa.text("UPDATE result SET cause = 'submitted' WHERE cause = 'late answers taken back'"),
    )
    _let(_BEFORE)


def _let(check: str) -> None:
    with op.batch_alter_table("result") as result:
        result.drop_constraint(_NAME, type_="check")
        result.create_check_constraint(_NAME, check)
