"""Attempts, the papers drawn for them, what was answered, what it scored, and what was put right."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coursework.database import Base


class QuestionVersion(Base):
    """One wording of one question, kept for ever; `digest` is of what the author wrote."""

    __tablename__ = "question_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    slug: Mapped[str]
    question: Mapped[str]
    content: Mapped[dict[str, Any]]

    __table_args__ = (sa.UniqueConstraint("slug", "digest"),)


class Attempt(Base):
    """One go at a test, with the policy it was begun under; open until submitted.

    `number` counts a person's tries at a test from 1. `deadline_at` is None without a clock. `closed_by` is
    `learner`, or `time` when it was over. What is not `counted` is a try-out of somebody who teaches.
    `result_seen_at` is when the learner first opened the result, None before.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        sa.Index(
            "uq_attempt_open",
            "person_id",
            "slug",
            unique=True,
            sqlite_where=sa.text("submitted_at IS NULL"),
            postgresql_where=sa.text("submitted_at IS NULL"),
        ),
        sa.UniqueConstraint("person_id", "slug", "number"),
        sa.CheckConstraint("closed_by IN ('learner', 'time')", name="closed_by_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    slug: Mapped[str]
    number: Mapped[int]
    cohort_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    counted: Mapped[bool]
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    policy: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None] = mapped_column(index=True)
    submitted_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    result_seen_at: Mapped[datetime | None]


class PaperQuestion(Base):
    """One question of a paper; `position` counts from 1, `option_order` is how it is shown."""

    __tablename__ = "paper_question"

    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("question_version.id"))
    option_order: Mapped[list[Any]]
    flagged: Mapped[bool] = mapped_column(default=False)


class Response(Base):
    """One saved answer; a newer one is a new row, none is edited.

    `standing` is `kept` (then `revision` counts the kept ones of this question from 1, and the highest is
    what the learner was told is safe), `stale` (it was chosen before a newer one that the server had) or
    `late` (it came when the attempt was closed). `key` is the browser's name for this save, so that one
    sent twice is kept once; `seen` is the revision that the page knew.
    """

    __tablename__ = "response"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["attempt_id", "position"],
            ["paper_question.attempt_id", "paper_question.position"],
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("attempt_id", "position", "revision"),
        sa.UniqueConstraint("attempt_id", "position", "key", name="uq_response_key"),
        sa.CheckConstraint("standing IN ('kept', 'stale', 'late')", name="standing_is_known"),
        sa.CheckConstraint("(standing = 'kept') = (revision IS NOT NULL)", name="kept_ones_are_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int]
    position: Mapped[int]
    revision: Mapped[int | None]
    key: Mapped[str]
    seen: Mapped[int]
    answer: Mapped[Any] = mapped_column(sa.JSON)
    standing: Mapped[str]
    saved_at: Mapped[datetime]


class LateDecision(Base):
    """What somebody who teaches decided about the late answers of an attempt; the newest one holds.

    `decision` is `counted`, `not counted` or `taken back`: then they wait again. `up_to` is the newest save
    that was looked at; what comes after it waits. `revision` is the result that the decision made, if any.
    """

    __tablename__ = "late_decision"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["attempt_id", "revision"], ["result.attempt_id", "result.revision"], ondelete="CASCADE"
        ),
        sa.CheckConstraint("decision IN ('counted', 'not counted', 'taken back')", name="decision_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id", ondelete="CASCADE"), index=True)
    decision: Mapped[str]
    up_to: Mapped[int | None]
    revision: Mapped[int | None]
    reason: Mapped[str]
    decided_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime]


class Result(Base):
    """What an attempt scored; what changes it adds a revision, and one is current.

    `versions`, `answers` and `credits` follow the order of the paper: the wordings asked (ids), the answers
    marked, and the credit of each as a fraction, `"2/3"`, or None where the question is left out. `cause` is
    `submitted`, `late answers`, `late answers taken back` or `correction`.
    """

    __tablename__ = "result"
    __table_args__ = (
        sa.CheckConstraint("score BETWEEN 0 AND 1", name="score_is_a_share"),
        sa.CheckConstraint(
            "cause IN ('submitted', 'late answers', 'late answers taken back', 'correction')",
            name="cause_is_known",
        ),
        sa.Index(
            "uq_result_current",
            "attempt_id",
            unique=True,
            sqlite_where=sa.text("is_current"),
            postgresql_where=sa.text("is_current"),
        ),
    )

    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    is_current: Mapped[bool]
    cause: Mapped[str]
    correction_id: Mapped[int | None] = mapped_column(sa.ForeignKey("key_correction.id"), index=True)
    versions: Mapped[list[Any]]
    answers: Mapped[list[Any]]
    credits: Mapped[list[Any]]
    score: Mapped[float]
    passed: Mapped[bool]
    marked_at: Mapped[datetime]


class KeyCorrection(Base):
    """A decision about faulty questions; one that `undoes_id` another takes it back."""

    __tablename__ = "key_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(index=True)
    undoes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("key_correction.id"), unique=True)
    never_lower: Mapped[bool]
    reason: Mapped[str]
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    made_at: Mapped[datetime]


class CorrectedQuestion(Base):
    """What a correction says of one wording: `ruling`, and the `answer` that it is about, if any.

    A number may name its tolerance, `"12.5 ± 0.5"`.

    `ruling` is `accept also`, `change key`, `accept everything` or `leave out`.
    """

    __tablename__ = "corrected_question"
    __table_args__ = (
        sa.CheckConstraint(
            "ruling IN ('accept also', 'change key', 'accept everything', 'leave out')",
            name="ruling_is_known",
        ),
    )

    correction_id: Mapped[int] = mapped_column(sa.ForeignKey("key_correction.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("question_version.id"), primary_key=True)
    ruling: Mapped[str]
    answer: Mapped[Any] = mapped_column(sa.JSON)


class QuestionReport(Base):
    """A learner says that something is wrong with a question; somebody who teaches answers."""

    __tablename__ = "question_report"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["attempt_id", "position"], ["paper_question.attempt_id", "paper_question.position"]
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int]
    position: Mapped[int]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("question_version.id"), index=True)
    text: Mapped[str]
    reported_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]


class QuestionDecision(Base):
    """What somebody who teaches decided about a wording after looking at its figures."""

    __tablename__ = "question_decision"
    __table_args__ = (
        sa.CheckConstraint("decision IN ('keep', 'revise', 'leave out')", name="decision_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("question_version.id"), index=True)
    decision: Mapped[str]
    reason: Mapped[str]
    decided_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime]
