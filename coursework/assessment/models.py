"""Attempts, the papers drawn for them, what was answered, what it scored."""

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
    """One go at a test, with the policy it was begun under; open until submitted."""

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
        sa.CheckConstraint("pass_mark BETWEEN 1 AND 100", name="pass_mark_is_per_cent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    slug: Mapped[str]
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    pass_mark: Mapped[int]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]


class PaperQuestion(Base):
    """One question of a paper; `position` counts from 1, `option_order` is how it is shown."""

    __tablename__ = "paper_question"

    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("question_version.id"))
    option_order: Mapped[list[Any]]
    flagged: Mapped[bool] = mapped_column(default=False)


class Response(Base):
    """What a learner has answered so far; `revision` counts the times it was saved."""

    __tablename__ = "response"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["attempt_id", "position"],
            ["paper_question.attempt_id", "paper_question.position"],
            ondelete="CASCADE",
        ),
    )

    attempt_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[Any] = mapped_column(sa.JSON)
    revision: Mapped[int]
    saved_at: Mapped[datetime]


class Result(Base):
    """What an attempt scored; a correction adds a revision, none is edited.

    `credits` holds the credit of each question as a fraction, `"2/3"`, in the order of the paper.
    """

    __tablename__ = "result"
    __table_args__ = (sa.CheckConstraint("score BETWEEN 0 AND 1", name="score_is_a_share"),)

    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    credits: Mapped[list[Any]]
    score: Mapped[float]
    passed: Mapped[bool]
    marked_at: Mapped[datetime]
