"""Find what learners said about questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from coursework.assessment.models import Attempt, PaperQuestion, QuestionReport, QuestionVersion
from coursework.content.questions import Question, question_from
from coursework.database import table_of
from coursework.identity.models import Person


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a learner said about a question, and the answer, None until there is one."""

    text: str
    reported_at: datetime
    answer: str | None


@dataclass(frozen=True)
class Said:
    """What one learner said; words and name are empty when the account was closed."""

    id: int
    name: str
    text: str
    reported_at: datetime


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What learners said about a wording, and the one answer that they got, None while they wait."""

    version_id: int
    slug: str
    question: Question
    said: tuple[Said, ...]
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None

    @property
    def n(self) -> int:
        """Return how many reports these are."""
        return len(self.said)


_reports = table_of(QuestionReport)
_ON_PAPER = (
    sa.select(_reports.c.position, _reports.c.text, _reports.c.reported_at, _reports.c.answer)
    .where(_reports.c.attempt_id == sa.bindparam("attempt"))
    .order_by(_reports.c.reported_at, _reports.c.id)
)


def reports_on(session: Session, attempt_id: int) -> dict[int, list[Report]]:
    """Return what was said about the questions of an attempt, by position, the first first."""
    found: dict[int, list[Report]] = {}
    for row in session.execute(_ON_PAPER, {"attempt": attempt_id}):
        one = Report(text=row.text, reported_at=row.reported_at, answer=row.answer)
        found.setdefault(row.position, []).append(one)
    return found


_teacher = aliased(Person)
_EXCHANGES = (
    sa.select(
        QuestionReport,
        Person.name,
        _teacher.name.label("teacher"),
        QuestionVersion.slug,
        QuestionVersion.content,
    )
    .join(Person, Person.id == QuestionReport.person_id)
    .join(QuestionVersion, QuestionVersion.id == QuestionReport.version_id)
    .outerjoin(_teacher, _teacher.id == QuestionReport.answered_by)
)
_IN_ORDER = (QuestionReport.version_id, QuestionReport.answered_by, QuestionReport.id)
_WAITS = sa.and_(QuestionReport.answered_at.is_(None), QuestionReport.text != "")


def waiting(session: Session) -> list[Exchange]:
    """Return the reports that nobody has answered, by wording, the one that waits longest first."""
    found = _exchanges(session, _EXCHANGES.where(_WAITS).order_by(*_IN_ORDER))
    return sorted(found, key=lambda one: (one.said[0].reported_at, one.version_id))


def answered(session: Session, most: int) -> list[Exchange]:
    """Return the newest answers, for at most so many reports, the newest first."""
    known = QuestionReport.answered_at.is_not(None)
    newest = sa.desc(QuestionReport.answered_at)
    return _exchanges(session, _EXCHANGES.where(known).order_by(newest, *_IN_ORDER).limit(most))


def exchanges_on(session: Session, version_id: int) -> list[Exchange]:
    """Return what was said about a wording: those who wait first, then the answers, the newest first."""
    newest = (QuestionReport.answered_at.is_not(None), sa.desc(QuestionReport.answered_at))
    about = sa.and_(
        QuestionReport.version_id == version_id, sa.or_(_WAITS, QuestionReport.answered_at.is_not(None))
    )
    return _exchanges(session, _EXCHANGES.where(about).order_by(*newest, *_IN_ORDER))


def _exchanges(session: Session, rows: sa.Select[Any]) -> list[Exchange]:
    def one_answer(row: Any) -> tuple[Any, ...]:
        report = row.QuestionReport
        return report.version_id, report.answered_at, report.answered_by, report.answer

    return [_exchange(list(group)) for _, group in groupby(session.execute(rows), key=one_answer)]


def _exchange(rows: Sequence[Any]) -> Exchange:
    first = rows[0].QuestionReport
    return Exchange(
        version_id=first.version_id,
        slug=rows[0].slug,
        question=question_from(rows[0].content),
        said=tuple(
            Said(row.QuestionReport.id, row.name, row.QuestionReport.text, row.QuestionReport.reported_at)
            for row in rows
        ),
        answer=first.answer,
        answered_by=rows[0].teacher,
        answered_at=first.answered_at,
    )


def reports_of_wording(session: Session, version_id: int) -> list[int]:
    """Return the numbers of all reports on a wording, answered or not."""
    mine = sa.select(QuestionReport.id).where(QuestionReport.version_id == version_id)
    return list(session.scalars(mine.order_by(QuestionReport.id)))


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
