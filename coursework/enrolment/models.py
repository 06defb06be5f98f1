"""Cohorts, who is in them, and what single learners were granted."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coursework.database import Base


class Cohort(Base):
    """A group that takes the course together; `policy` holds what differs from the course's defaults."""

    __tablename__ = "cohort"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    join_code: Mapped[str] = mapped_column(unique=True)
    policy: Mapped[dict[str, Any]]
    opened_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Enrolment(Base):
    """One learner's time in one cohort; it ends when they leave or the cohort is closed.

    The database lets a learner be in one cohort at a time.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        sa.Index(
            "uq_enrolment_now",
            "person_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(sa.ForeignKey("cohort.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    joined_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Accommodation(Base):
    """What one learner was granted: more time (`none` is no clock at all), more tries."""

    __tablename__ = "accommodation"
    __table_args__ = (
        sa.CheckConstraint("time IN ('1', '1.25', '1.5', '2', 'none')", name="time_is_known"),
        sa.CheckConstraint("extra_attempts BETWEEN 0 AND 20", name="extra_attempts_are_few"),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    time: Mapped[str]
    extra_attempts: Mapped[int]
    granted_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    granted_at: Mapped[datetime]
