"""Keep every saved answer, the whole policy of an attempt, and what is put right afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, to: str = "person") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _paper_question(table: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["attempt_id", "position"],
        ["paper_question.attempt_id", "paper_question.position"],
        name=op.f(f"fk_{table}_attempt_id_paper_question"),
        ondelete=ondelete,
    )


def _to_attempt(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["attempt_id"], ["attempt.id"], name=op.f(f"fk_{table}_attempt_id_attempt"), ondelete="CASCADE"
    )


def _column(name: str, kind: sa.types.TypeEngine, *, null: bool = False) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, kind, nullable=null)


def upgrade() -> None:
    """Change the schema."""
    _make_corrections()
    _change_attempts()
    _change_responses()
    _change_results()
    _make_reports()


def _make_corrections() -> None:
    op.create_table(
        "key_correction",
        _column("id", sa.Integer()),
        _column("slug", sa.String()),
        _column("undoes_id", sa.Integer(), null=True),
        _column("never_lower", sa.Boolean()),
        _column("reason", sa.String()),
        _column("made_by", sa.Integer()),
        _column("made_at", _MOMENT),
        _key("key_correction", "undoes_id", "key_correction"),
        _key("key_correction", "made_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_correction")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_key_correction_undoes_id")),
    )
    op.create_index(op.f("ix_key_correction_slug"), "key_correction", ["slug"])
    op.create_table(
        "corrected_question",
        _column("correction_id", sa.Integer()),
        _column("version_id", sa.Integer()),
        _column("ruling", sa.String()),
        _column("answer", sa.JSON()),
        sa.CheckConstraint(
            "ruling IN ('accept also', 'change key', 'accept everything', 'leave out')",
            name=op.f("ck_corrected_question_ruling_is_known"),
        ),
        _key("corrected_question", "correction_id", "key_correction"),
        _key("corrected_question", "version_id", "question_version"),
        sa.PrimaryKeyConstraint("correction_id", "version_id", name=op.f("pk_corrected_question")),
    )


def _change_attempts() -> None:
    with op.batch_alter_table("attempt") as attempt:
        attempt.add_column(_column("number", sa.Integer(), null=True))
        attempt.add_column(_column("cohort_id", sa.Integer(), null=True))
        attempt.add_column(sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
        attempt.add_column(_column("policy", sa.JSON(), null=True))
        attempt.add_column(_column("deadline_at", _MOMENT, null=True))
        attempt.add_column(_column("closed_by", sa.String(), null=True))
    op.execute(
        "UPDATE attempt SET number = (SELECT count(*) FROM attempt AS earlier "
        "WHERE earlier.person_id = attempt.person_id AND earlier.slug = attempt.slug "
        "AND earlier.id <= attempt.id)"
    )
    op.execute("UPDATE attempt SET closed_by = 'learner' WHERE submitted_at IS NOT NULL")
    attempts = sa.table("attempt", sa.column("id"), sa.column("pass_mark"), sa.column("policy", sa.JSON()))
    for mark in op.get_bind().scalars(sa.select(attempts.c.pass_mark).distinct()).all():
        policy = {"pass_mark": mark, "pause_from": 1000, "pause_hours": 0, "after_fail": "everything"}
        op.execute(attempts.update().where(attempts.c.pass_mark == mark).values(policy=policy))
    with op.batch_alter_table("attempt") as attempt:
        attempt.alter_column("number", existing_type=sa.Integer(), nullable=False)
        attempt.alter_column("policy", existing_type=sa.JSON(), nullable=False)
        attempt.alter_column("counted", existing_type=sa.Boolean(), server_default=None)
        attempt.drop_constraint(op.f("ck_attempt_pass_mark_is_per_cent"), type_="check")
        attempt.drop_column("pass_mark")
        attempt.create_foreign_key(op.f("fk_attempt_cohort_id_cohort"), "cohort", ["cohort_id"], ["id"])
        attempt.create_unique_constraint(op.f("uq_attempt_person_id"), ["person_id", "slug", "number"])
        attempt.create_check_constraint(
            op.f("ck_attempt_closed_by_is_known"), "closed_by IN ('learner', 'time')"
        )
        attempt.create_index(op.f("ix_attempt_cohort_id"), ["cohort_id"])
        attempt.create_index(op.f("ix_attempt_deadline_at"), ["deadline_at"])


def _change_responses() -> None:
    op.execute("CREATE TABLE former_response AS SELECT * FROM response")
    op.drop_table("response")
    op.create_table(
        "response",
        _column("id", sa.Integer()),
        _column("attempt_id", sa.Integer()),
        _column("position", sa.Integer()),
        _column("revision", sa.Integer(), null=True),
        _column("key", sa.String()),
        _column("seen", sa.Integer()),
        _column("answer", sa.JSON()),
        _column("standing", sa.String()),
        _column("saved_at", _MOMENT),
        sa.CheckConstraint(
            "standing IN ('kept', 'stale', 'late')", name=op.f("ck_response_standing_is_known")
        ),
        sa.CheckConstraint(
            "(standing = 'kept') = (revision IS NOT NULL)", name=op.f("ck_response_kept_ones_are_counted")
        ),
        _paper_question("response", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("attempt_id", "position", "revision", name=op.f("uq_response_attempt_id")),
        sa.UniqueConstraint("attempt_id", "position", "key", name="uq_response_key"),
    )
    op.execute(
        "INSERT INTO response (attempt_id, position, revision, key, seen, answer, standing, saved_at) "
        "SELECT attempt_id, position, revision, 'before', revision - 1, answer, 'kept', saved_at "
        "FROM former_response ORDER BY attempt_id, position"
    )
    op.drop_table("former_response")


def _change_results() -> None:
    with op.batch_alter_table("result") as result:
        result.add_column(sa.Column("is_current", sa.Boolean(), nullable=False, server_default=sa.true()))
        result.add_column(sa.Column("cause", sa.String(), nullable=False, server_default="submitted"))
        result.add_column(_column("correction_id", sa.Integer(), null=True))
        result.add_column(sa.Column("versions", sa.JSON(), nullable=False, server_default="[]"))
        result.add_column(sa.Column("answers", sa.JSON(), nullable=False, server_default="[]"))
    _fill_results()
    with op.batch_alter_table("result") as result:
        for column, kind in (
            ("is_current", sa.Boolean()),
            ("cause", sa.String()),
            ("versions", sa.JSON()),
            ("answers", sa.JSON()),
        ):
            result.alter_column(column, existing_type=kind, server_default=None)
        result.create_check_constraint(
            op.f("ck_result_cause_is_known"), "cause IN ('submitted', 'late answers', 'correction')"
        )
        result.create_foreign_key(
            op.f("fk_result_correction_id_key_correction"), "key_correction", ["correction_id"], ["id"]
        )
        result.create_index(op.f("ix_result_correction_id"), ["correction_id"])
        result.create_index(
            "uq_result_current",
            ["attempt_id"],
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        )


def _fill_results() -> None:
    """Write into each result what was asked and what was marked, in the order of the paper."""
    papers = sa.table("paper_question", *map(sa.column, ("attempt_id", "position", "version_id")))
    responses = sa.table(
        "response", sa.column("attempt_id"), sa.column("position"), sa.column("answer", sa.JSON())
    )
    results = sa.table(
        "result",
        sa.column("attempt_id"),
        sa.column("versions", sa.JSON()),
        sa.column("answers", sa.JSON()),
    )
    bind = op.get_bind()
    for attempt in bind.scalars(sa.select(results.c.attempt_id).distinct()).all():
        lines = bind.execute(
            sa.select(papers.c.version_id, responses.c.answer)
            .outerjoin_from(
                papers,
                responses,
                sa.and_(
                    responses.c.attempt_id == papers.c.attempt_id,
                    responses.c.position == papers.c.position,
                ),
            )
            .where(papers.c.attempt_id == attempt)
            .order_by(papers.c.position)
        ).all()
        bind.execute(
            results.update()
            .where(results.c.attempt_id == attempt)
            .values(versions=[one.version_id for one in lines], answers=[one.answer for one in lines])
        )


def _make_reports() -> None:
    op.create_table(
        "late_acceptance",
        _column("attempt_id", sa.Integer()),
        _column("accepted_by", sa.Integer()),
        _column("accepted_at", _MOMENT),
        _column("reason", sa.String()),
        _to_attempt("late_acceptance"),
        _key("late_acceptance", "accepted_by"),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_late_acceptance")),
    )
    op.create_table(
        "question_report",
        _column("id", sa.Integer()),
        _column("attempt_id", sa.Integer()),
        _column("position", sa.Integer()),
        _column("person_id", sa.Integer()),
        _column("version_id", sa.Integer()),
        _column("text", sa.String()),
        _column("reported_at", _MOMENT),
        _column("answer", sa.String(), null=True),
        _column("answered_by", sa.Integer(), null=True),
        _column("answered_at", _MOMENT, null=True),
        _paper_question("question_report"),
        _key("question_report", "person_id"),
        _key("question_report", "version_id", "question_version"),
        _key("question_report", "answered_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_report")),
    )
    op.create_table(
        "question_decision",
        _column("id", sa.Integer()),
        _column("version_id", sa.Integer()),
        _column("decision", sa.String()),
        _column("reason", sa.String()),
        _column("decided_by", sa.Integer()),
        _column("decided_at", _MOMENT),
        sa.CheckConstraint(
            "decision IN ('keep', 'revise', 'leave out')",
            name=op.f("ck_question_decision_decision_is_known"),
        ),
        _key("question_decision", "version_id", "question_version"),
        _key("question_decision", "decided_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_decision")),
    )
    for table, column in (
        ("question_report", "person_id"),
        ("question_report", "version_id"),
        ("question_decision", "version_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Take the change back: the newest kept answers and the current results stay."""
    for table in ("question_decision", "question_report", "late_acceptance"):
        op.drop_table(table)
    _lose_results()
    _lose_responses()
    _lose_attempts()
    op.drop_table("corrected_question")
    op.drop_table("key_correction")


def _lose_results() -> None:
    op.execute("DELETE FROM result WHERE NOT is_current")
    op.drop_index("uq_result_current", table_name="result")
    with op.batch_alter_table("result") as result:
        result.drop_constraint(op.f("ck_result_cause_is_known"), type_="check")
        result.drop_constraint(op.f("fk_result_correction_id_key_correction"), type_="foreignkey")
        result.drop_index(op.f("ix_result_correction_id"))
        for column in ("is_current", "cause", "correction_id", "versions", "answers"):
            result.drop_column(column)


def _lose_responses() -> None:
    op.execute(
        "CREATE TABLE later_response AS SELECT * FROM response AS one WHERE revision = "
        "(SELECT max(revision) FROM response WHERE attempt_id = one.attempt_id AND position = one.position)"
    )
    op.drop_table("response")
    op.create_table(
        "response",
        _column("attempt_id", sa.Integer()),
        _column("position", sa.Integer()),
        _column("answer", sa.JSON()),
        _column("revision", sa.Integer()),
        _column("saved_at", _MOMENT),
        _paper_question("response", "CASCADE"),
        sa.PrimaryKeyConstraint("attempt_id", "position", name=op.f("pk_response")),
    )
    op.execute(
        "INSERT INTO response (attempt_id, position, answer, revision, saved_at) "
        "SELECT attempt_id, position, answer, revision, saved_at FROM later_response"
    )
    op.drop_table("later_response")


def _lose_attempts() -> None:
    with op.batch_alter_table("attempt") as attempt:
        attempt.add_column(_column("pass_mark", sa.Integer(), null=True))
    attempts = sa.table("attempt", sa.column("id"), sa.column("pass_mark"), sa.column("policy", sa.JSON()))
    bind = op.get_bind()
    for one in bind.execute(sa.select(attempts.c.id, attempts.c.policy)).all():
        bind.execute(
            attempts.update().where(attempts.c.id == one.id).values(pass_mark=one.policy["pass_mark"])
        )
    with op.batch_alter_table("attempt") as attempt:
        attempt.alter_column("pass_mark", existing_type=sa.Integer(), nullable=False)
        attempt.drop_constraint(op.f("ck_attempt_closed_by_is_known"), type_="check")
        attempt.create_check_constraint(
            op.f("ck_attempt_pass_mark_is_per_cent"), "pass_mark BETWEEN 1 AND 100"
        )
        attempt.drop_constraint(op.f("uq_attempt_person_id"), type_="unique")
        attempt.drop_constraint(op.f("fk_attempt_cohort_id_cohort"), type_="foreignkey")
        attempt.drop_index(op.f("ix_attempt_cohort_id"))
        attempt.drop_index(op.f("ix_attempt_deadline_at"))
        for column in ("number", "cohort_id", "counted", "policy", "deadline_at", "closed_by"):
            attempt.drop_column(column)
