"""Report a question, and answer a report."""

from collections.abc import Collection
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


def answer(session: Session, report_ids: Collection[int], text: str, actor_id: int, now: datetime) -> int:
    """Give one answer to reports, and tell each learner; return how many got it.

    What somebody has answered meanwhile keeps that answer. Raises `RefusalError` when all of them have.
    """
    waits = (
        sa.select(QuestionReport, Attempt.slug, Person.email)
        .join(Attempt, Attempt.id == QuestionReport.attempt_id)
        .join(Person, Person.id == QuestionReport.person_id)
        .where(QuestionReport.id.in_(report_ids), QuestionReport.answered_at.is_(None))
        .order_by(QuestionReport.id)
        .with_for_update(of=QuestionReport)
        .execution_options(populate_existing=True)
    )
    found = session.execute(waits).all()
    if not found:
        raise RefusalError(f"Somebody has answered this already, so yours was not sent. It was: “{text}”")
    for report_, slug, email in found:
        report_.answer, report_.answered_by, report_.answered_at = text, actor_id, now
        record(
            session,
            now,
            "question-report.answered",
            actor_id=actor_id,
            subject_id=report_.person_id,
            about=f"question report {report_.id}",
        )
        if email is not None:
            _tell(session, report_, slug, email, now)
    return len(found)


def _tell(session: Session, answered: QuestionReport, slug: str, email: str, now: datetime) -> None:
    place = {"attempt_id": answered.attempt_id, "_anchor": f"question-{answered.position}"}
    write_mail(
        session,
        now,
        Kind.REPORT_ANSWERED,
        to=email,
        person_id=answered.person_id,
        lecture=entry_or_former(slug).title,
        answer=answered.answer,
        url=absolute("assessment.result", **place),
    )
