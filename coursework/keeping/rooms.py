"""Every room that keeps something of people, in the order in which they forget."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from coursework.assessment import keeping as assessment
from coursework.audit import keeping as audit
from coursework.database.keeping import Kept
from coursework.enrolment import keeping as enrolment
from coursework.identity import keeping as identity
from coursework.mail import keeping as mail
from coursework.reading import keeping as reading


class Keeping(Protocol):
    """What each room offers in its module `keeping`."""

    @property
    def KEPT(self) -> tuple[Kept, ...]:  # noqa: N802 (a constant of the module)
        """What is kept, why, on what ground and how long."""

    def export_of(self, session: Session, person_id: int) -> dict[str, Any]:
        """Return what is kept of a person, by table."""

    def forget(self, session: Session, person_id: int, now: datetime) -> None:
        """Delete what goes when a person closes their account."""

    def expire(self, session: Session, now: datetime) -> None:
        """Delete what has reached its time."""


# The account is the last to be emptied: the others look for its address.
ROOMS: tuple[Keeping, ...] = (mail, assessment, enrolment, reading, audit, identity)

# Tables that hold a part of something else, and with what they are handed out and forgotten.
PARTS: Mapping[str, str] = {
    "paper_question": "attempt",
    "response": "attempt",
    "result": "attempt",
    "corrected_question": "key_correction",
}
