"""One row for each change that somebody may have to answer for."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coursework.database import Base


class AuditRow(Base):
    """Who (`actor_id`, None for the course itself) did what (`action`) to whom (`subject_id`).

    `about` names another thing, such as `attempt 12`; `details` holds what it was before and after.
    People are numbers here, so that a closed account leaves no name behind.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    about: Mapped[str | None]
    details: Mapped[dict[str, Any]]
    address: Mapped[str | None]
