"""Documents that were asked for and are not there yet."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coursework.database import Base


class DocumentRequest(Base):
    """A document to be made; the row goes when the file is on the shelf."""

    __tablename__ = "document_request"
    __table_args__ = (sa.CheckConstraint("kind IN ('handout', 'lecture')", name="kind_is_known"),)

    digest: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    slug: Mapped[str]
    asked_at: Mapped[datetime]
    failed: Mapped[str | None]
