"""Everything that is kept about one person."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from coursework.keeping.rooms import ROOMS


def everything_about(session: Session, person_id: int, now: datetime) -> dict[str, Any]:
    """Return what every room keeps of a person, by table, with the account first."""
    found: dict[str, Any] = {"made_at": now}
    for room in reversed(ROOMS):
        found |= room.export_of(session, person_id)
    return found
