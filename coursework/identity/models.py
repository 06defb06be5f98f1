"""People, their sign-ins, and links that work once."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coursework.database import Base


class Person(Base):
    """Somebody with an account."""

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("role IN ('learner', 'instructor', 'administrator')", name="role_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str]
    registered_at: Mapped[datetime]


class SignIn(Base):
    """One sign-in on one device; `digest` is of the random token that the cookie holds."""

    __tablename__ = "sign_in"

    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class OneTimeLink(Base):
    """A link that does one thing once; `digest` is of the token in its address."""

    __tablename__ = "one_time_link"

    digest: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
