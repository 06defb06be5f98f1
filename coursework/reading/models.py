"""Active seconds, places, and sections marked as read."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coursework.database import Base


class ActiveHour(Base):
    """The active seconds of one person in one hour, in one part of one lecture.

    `hour` counts hours since 1970 (UTC); `bits` holds 3,600 bits, one a second, little end
    first; `seconds` is how many are set. No second is set in two rows of one person and hour.
    """

    __tablename__ = "active_hour"
    __table_args__ = (
        sa.CheckConstraint("seconds BETWEEN 0 AND 3600", name="seconds_fit_an_hour"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    bits: Mapped[bytes]
    seconds: Mapped[int]


class ReadingPlace(Base):
    """Where a person stopped in a lecture."""

    __tablename__ = "reading_place"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    section: Mapped[str]
    share: Mapped[float]
    at: Mapped[datetime]


class SectionMark(Base):
    """A section that a person marked as read by hand, on paper or without script."""

    __tablename__ = "section_mark"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    marked_at: Mapped[datetime]
