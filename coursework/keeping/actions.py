"""Close an account."""

from datetime import datetime

from sqlalchemy.orm import Session

from coursework.audit.actions import record
from coursework.identity.keeping import check_may_close
from coursework.keeping.rooms import ROOMS


def close_account(
    session: Session, person_id: int, now: datetime, *, actor_id: int, reason: str | None = None
) -> None:
    """Let every room forget a person; one whose account is closed already stays as they are.

    Raises `RefusalError` for the last administrator.
    """
    if not check_may_close(session, person_id):
        return
    for room in ROOMS:
        room.forget(session, person_id, now)
    record(session, now, "account.closed", actor_id=actor_id, subject_id=person_id, reason=reason)
