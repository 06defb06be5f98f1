"""Add a row to the audit log."""

from datetime import datetime
from typing import Any

from flask import has_request_context, request
from sqlalchemy.orm import Session

from coursework.audit.models import AuditRow


def record(
    session: Session,
    now: datetime,
    action: str,
    *,
    actor_id: int | None,
    subject_id: int | None = None,
    about: str | None = None,
    **details: Any,
) -> None:
    """Write down what somebody does, in the transaction that does it.

    `action` is a thing and a verb, such as `role.changed`. Names, addresses of people, and answers
    do not belong into `details`.
    """
    session.add(
        AuditRow(
            at=now,
            action=action,
            actor_id=actor_id,
            subject_id=subject_id,
            about=about,
            details=details,
            address=request.remote_addr if has_request_context() else None,
        )
    )
