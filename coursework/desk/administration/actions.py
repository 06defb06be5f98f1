"""End somebody's sign-ins."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.audit.actions import record
from coursework.identity.models import SignIn
from coursework.identity.queries import take_turn_of


def end_sign_ins_of(session: Session, person_id: int, now: datetime, *, actor_id: int) -> None:
    """End every sign-in of a person; where there is none, nothing happens."""
    take_turn_of(session, person_id)
    ended = session.scalars(
        sa.delete(SignIn).where(SignIn.person_id == person_id).returning(SignIn.digest)
    ).all()
    if ended:
        record(session, now, "sign-ins.ended", actor_id=actor_id, subject_id=person_id, count=len(ended))
