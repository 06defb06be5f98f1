"""Close an account."""

from datetime import datetime

from sqlalchemy.orm import Session

from coursework.audit.actions import record
from coursework.identity.keeping import check_may_close
from coursework.identity.queries import address_of
from coursework.keeping.rooms import ROOMS
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from coursework.web.logs import note


def close_account(
    session: Session, person_id: int, now: datetime, *, actor_id: int, reason: str | None = None
) -> None:
    """Let every room forget a person, and write to them that it is done; a closed account stays as it is.

    Raises `RefusalError` for the last administrator.
    """
    if not check_may_close(session, person_id):
        return
    address = address_of(session, person_id)
    for room in ROOMS:
        room.forget(session, person_id, now)
    if address:
        kind, by_self = Kind.ACCOUNT_CLOSED, actor_id == person_id
        write_mail(session, now, kind, to=address, person_id=None, by_self=by_self)
    note("account.closed", person_id)
    record(session, now, "account.closed", actor_id=actor_id, subject_id=person_id, reason=reason)
