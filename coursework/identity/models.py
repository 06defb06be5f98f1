"""People, their sign-ins, and links that work once."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coursework.database import Base


class Person(Base):
    """Somebody with an account; a closed one keeps its number and loses the rest.

    `confirmed_at` says when the address was shown to be theirs; `time_zone` None is the browser's.
    """

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint("role IN ('learner', 'instructor', 'administrator')", name="role_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str]
    registered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    time_zone: Mapped[str | None]
    closed_at: Mapped[datetime | None]


class SignIn(Base):
    """One sign-in on one device; `digest` is of the random token that the cookie holds."""

    __tablename__ = "sign_in"

    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(default="", server_default="")  # such as `Firefox on Windows`


class OneTimeLink(Base):
    """A link that does one thing once; `digest` is of the token in its address.

    `person_id` says whose it is, `email` which address it is about.
    """

    __tablename__ = "one_time_link"

    digest: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
