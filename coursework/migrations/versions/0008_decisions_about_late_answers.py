"""Keep every decision about late answers, and when a result was first seen."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_TO_RESULT = op.f("fk_late_decision_attempt_id_result")
_DECIDED = """
    INSERT INTO late_decision (attempt_id, decision, up_to, revision, reason, decided_by, decided_at)
    SELECT attempt_id, 'counted',
        (SELECT max(id) FROM response
         WHERE response.attempt_id = late_acceptance.attempt_id
             AND standing = 'late' AND saved_at <= accepted_at),
        (SELECT max(revision) FROM result
         WHERE result.attempt_id = late_acceptance.attempt_id AND cause = 'late answers'),
        reason, accepted_by, accepted_at
    FROM late_acceptance
    ORDER BY accepted_at, attempt_id
"""
_ACCEPTED = """
    INSERT INTO late_acceptance (attempt_id, accepted_by, accepted_at, reason)
    SELECT attempt_id, decided_by, decided_at, reason FROM late_decision AS one
    WHERE decision = 'counted'
        AND id = (SELECT max(id) FROM late_decision AS newer WHERE newer.attempt_id = one.attempt_id)
"""


def _attempt_and_person(table: str, person: str) -> list[sa.ForeignKeyConstraint]:
    to_attempt, to_person = op.f(f"fk_{table}_attempt_id_attempt"), op.f(f"fk_{table}_{person}_person")
    return [
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=to_attempt, ondelete="CASCADE"),
        sa.ForeignKeyConstraint([person], ["person.id"], name=to_person),
    ]


def upgrade() -> None:
    """Change the schema; what was accepted is a decision now."""
    op.create_table(
        "late_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
        *_attempt_and_person("late_decision", "decided_by"),
        sa.ForeignKeyConstraint(
            ["attempt_id", "revision"],
            ["result.attempt_id", "result.revision"],
            name=_TO_RESULT,
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "decision IN ('counted', 'not counted', 'taken back')",
            name=op.f("ck_late_decision_decision_is_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_decision")),
    )
    op.create_index(op.f("ix_late_decision_attempt_id"), "late_decision", ["attempt_id"])
    op.execute(sa.text(_DECIDED))
    op.drop_table("late_acceptance")
    with op.batch_alter_table("attempt") as attempt:
        attempt.add_column(sa.Column("result_seen_at", _MOMENT, nullable=True))


def downgrade() -> None:
    """Take the change back; of each attempt the newest decision stays, if answers count by it."""
    with op.batch_alter_table("attempt") as attempt:
        attempt.drop_column("result_seen_at")
    op.create_table(
        "late_acceptance",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("accepted_by", sa.Integer(), nullable=False),
        sa.Column("accepted_at", _MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        *_attempt_and_person("late_acceptance", "accepted_by"),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_late_acceptance")),
    )
    op.execute(sa.text(_ACCEPTED))
    op.drop_table("late_decision")
