"""What was done, newest first."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.audit.models import AuditRow


@dataclass(frozen=True)
class AuditLine:
    """One row of the log; people are numbers."""

    id: int
    at: datetime
    action: str
    actor_id: int | None
    subject_id: int | None
    about: str | None
    details: dict[str, Any]
    address: str | None


_SHOWN = [getattr(AuditRow, one.name) for one in fields(AuditLine)]


def newest_rows(
    session: Session,
    *,
    action: str | None = None,
    person_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int | None = 50,
) -> list[AuditLine]:
    """Return at most `limit` rows, older than the one with the number `before`.

    `person_id` is of who did it or to whom it was done; `since` is within the time, `until` is not.
    """
    statement = sa.select(*_SHOWN).order_by(AuditRow.id.desc()).limit(limit)
    if action is not None:
        statement = statement.where(AuditRow.action == action)
    if person_id is not None:
        statement = statement.where(sa.or_(AuditRow.actor_id == person_id, AuditRow.subject_id == person_id))
    if since is not None:
        statement = statement.where(AuditRow.at >= since)
    if until is not None:
        statement = statement.where(AuditRow.at < until)
    if before is not None:
        statement = statement.where(AuditRow.id < before)
    return [AuditLine(**row._asdict()) for row in session.execute(statement)]
