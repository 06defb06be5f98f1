"""Find what learners said about questions."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.models import Attempt, PaperQuestion, QuestionReport, QuestionVersion
from coursework.content.questions import Question, question_from
from coursework.identity.models import Person


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a learner said about a question, and the answer, None until there is one."""

    text: str
    reported_at: datetime
    answer: str | None


@dataclass(frozen=True, kw_only=True)
class OpenReport:
    """A report that waits for its answer, with the wording that it is about."""

    id: int
    slug: str
    name: str
    text: str
    reported_at: datetime
    version_id: int
    question: Question


def reports_on(session: Session, attempt_id: int) -> dict[int, list[Report]]:
    """Return what was said about the questions of an attempt, by position, the first first."""
    rows = session.scalars(
        sa.select(QuestionReport)
        .where(QuestionReport.attempt_id == attempt_id)
        .order_by(QuestionReport.reported_at, QuestionReport.id)
    )
    found: dict[int, list[Report]] = {}
    for row in rows:
        one = Report(text=row.text, reported_at=row.reported_at, answer=row.answer)
        found.setdefault(row.position, []).append(one)
    return found


def open_reports(session: Session) -> list[OpenReport]:
    """Return the reports that nobody has answered, the oldest first."""
    rows = session.execute(
        sa.select(QuestionReport, Person.name, Attempt.slug, QuestionVersion.content)
        .join(Person, Person.id == QuestionReport.person_id)
        .join(Attempt, Attempt.id == QuestionReport.attempt_id)
        .join(QuestionVersion, QuestionVersion.id == QuestionReport.version_id)
        .where(QuestionReport.answered_at.is_(None))
        .order_by(QuestionReport.reported_at, QuestionReport.id)
    )
    return [
        OpenReport(
            id=report.id,
            slug=slug,
            name=name,
            text=report.text,
            reported_at=report.reported_at,
            version_id=report.version_id,
            question=question_from(content),
        )
        for report, name, slug, content in rows
    ]


def open_report_counts(session: Session) -> dict[str, int]:
    """Return how many reports nobody has answered, by test."""
    rows = session.execute(
        sa.select(Attempt.slug, sa.func.count())
        .join(QuestionReport, QuestionReport.attempt_id == Attempt.id)
        .where(QuestionReport.answered_at.is_(None))
        .group_by(Attempt.slug)
    )
    return dict(iter(rows))


def version_at(session: Session, attempt_id: int, person_id: int, position: int) -> int | None:
    """Return the wording at a place of a person's closed paper, or None when it is not theirs."""
    return session.scalar(
        sa.select(PaperQuestion.version_id)
        .join(Attempt, Attempt.id == PaperQuestion.attempt_id)
        .where(
            Attempt.id == attempt_id,
            Attempt.person_id == person_id,
            Attempt.submitted_at.is_not(None),
            PaperQuestion.position == position,
        )
    )
