"""Report a question, and answer a report."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.models import Attempt, QuestionReport
from coursework.audit.actions import record
from coursework.errors import RefusalError
from coursework.identity.models import Person
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from coursework.web.addresses import absolute
from coursework.web.current import entry_or_former


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which question, in whose paper."""

    attempt_id: int
    position: int
    version_id: int
    person_id: int


def report(session: Session, asked: Asked, text: str, now: datetime) -> None:
    """Keep what a learner says; a second report waits until the first is answered."""
    waits = sa.select(
        sa.exists().where(
            QuestionReport.attempt_id == asked.attempt_id,
            QuestionReport.position == asked.position,
            QuestionReport.answered_at.is_(None),
        )
    )
    if session.scalar(waits):
        raise RefusalError("You have said something about this question already. The answer will stand here.")
    session.add(
        QuestionReport(
            attempt_id=asked.attempt_id,
            position=asked.position,
            version_id=asked.version_id,
            person_id=asked.person_id,
            text=text,
            reported_at=now,
        )
    )


def answer(session: Session, report_id: int, text: str, actor_id: int, now: datetime) -> None:
    """Answer a report, and tell the learner. Raises `RefusalError` when somebody has."""
    found = session.get_one(QuestionReport, report_id, with_for_update=True, populate_existing=True)
    if found.answered_at is not None:
        raise RefusalError("Somebody has answered this already.")
    found.answer, found.answered_by, found.answered_at = text, actor_id, now
    record(
        session,
        now,
        "question-report.answered",
        actor_id=actor_id,
        subject_id=found.person_id,
        about=f"question report {report_id}",
    )
    person = session.get_one(Person, found.person_id)
    slug = session.get_one(Attempt, found.attempt_id).slug
    if person.email is None:
        return
    write_mail(
        session,
        now,
        Kind.REPORT_ANSWERED,
        to=person.email,
        person_id=person.id,
        lecture=entry_or_former(slug).title,
        answer=text,
        url=absolute("assessment.result", attempt_id=found.attempt_id, _anchor=f"question-{found.position}"),
    )
