"""Find the corrections that hold, the papers that they touch, and who would move."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from coursework.assessment.corrections.rules import Correction, Ruling, What
from coursework.assessment.models import (
    CorrectedQuestion,
    KeyCorrection,
    PaperQuestion,
    QuestionVersion,
    Result,
)
from coursework.content.questions import Question, question_from
from coursework.identity.models import Person


@dataclass(frozen=True, kw_only=True)
class Version:
    """One wording of a question, and on how many marked papers it stands."""

    id: int
    slug: str
    question: Question
    digest: str
    papers: int


@dataclass(frozen=True, kw_only=True)
class Made:
    """A correction that was made, or one taken back; `number` counts those of the test from 1.

    `taken_back` when another one undid it.
    """

    id: int
    number: int
    reason: str
    made_by: str
    made_by_id: int
    made_at: datetime
    never_lower: bool
    undoes_id: int | None
    taken_back: bool
    rulings: tuple[Ruling, ...]


def versions_of(session: Session, slug: str, question: str) -> list[Version]:
    """Return the wordings of a question that learners have met, the newest first."""
    rows = session.execute(
        _versions().where(QuestionVersion.slug == slug, QuestionVersion.question == question)
    )
    return [_version(row) for row in rows]


def version_of(session: Session, version_id: int) -> Version | None:
    """Return one wording, or None."""
    row = session.execute(_versions().where(QuestionVersion.id == version_id)).first()
    return _version(row) if row else None


def _versions() -> sa.Select[Any]:
    papers = (
        sa.select(sa.func.count())
        .join_from(
            PaperQuestion, Result, sa.and_(Result.attempt_id == PaperQuestion.attempt_id, Result.is_current)
        )
        .where(PaperQuestion.version_id == QuestionVersion.id)
        .correlate(QuestionVersion)
        .scalar_subquery()
    )
    return sa.select(
        QuestionVersion.id,
        QuestionVersion.slug,
        QuestionVersion.content,
        QuestionVersion.digest,
        papers.label("papers"),
    ).order_by(QuestionVersion.id.desc())


def _version(row: Any) -> Version:
    return Version(
        id=row.id, slug=row.slug, question=question_from(row.content), digest=row.digest, papers=row.papers
    )


_undoing = aliased(KeyCorrection)
_MADE = (
    sa.select(KeyCorrection, Person.name, _undoing.id.label("undone_by"), CorrectedQuestion)
    .join(Person, Person.id == KeyCorrection.made_by)
    .outerjoin(_undoing, _undoing.undoes_id == KeyCorrection.id)
    .outerjoin(CorrectedQuestion, CorrectedQuestion.correction_id == KeyCorrection.id)
    .where(KeyCorrection.slug.in_(sa.bindparam("slugs", expanding=True)))
    .order_by(KeyCorrection.slug, KeyCorrection.id, CorrectedQuestion.version_id)
)


def corrections_made(session: Session, slug: str) -> list[Made]:
    """Return every correction of a test, the oldest first."""
    return corrections_by_test(session, [slug]).get(slug, [])


def corrections_by_test(session: Session, slugs: Collection[str]) -> dict[str, list[Made]]:
    """Return every correction of some tests, the oldest first, in one statement."""
    rows = session.execute(_MADE, {"slugs": sorted(slugs)}).all()
    return {
        slug: [
            _made(number, list(lines))
            for number, (_, lines) in enumerate(groupby(of_test, lambda row: row.KeyCorrection.id), start=1)
        ]
        for slug, of_test in groupby(rows, lambda row: row.KeyCorrection.slug)
    }


def _made(number: int, lines: Sequence[Any]) -> Made:
    correction = lines[0].KeyCorrection
    return Made(
        id=correction.id,
        number=number,
        reason=correction.reason,
        made_by=lines[0].name,
        made_by_id=correction.made_by,
        made_at=correction.made_at,
        never_lower=correction.never_lower,
        undoes_id=correction.undoes_id,
        taken_back=lines[0].undone_by is not None,
        rulings=tuple(
            Ruling(
                version_id=line.CorrectedQuestion.version_id,
                what=What(line.CorrectedQuestion.ruling),
                answer=line.CorrectedQuestion.answer,
            )
            for line in lines
            if line.CorrectedQuestion is not None
        ),
    )


def holding(made: Sequence[Made]) -> list[Made]:
    """Return those of `made` that none of them takes back, the oldest first."""
    undone = {one.undoes_id for one in made}
    return [one for one in made if one.undoes_id is None and one.id not in undone]


def in_force(made: Sequence[Made]) -> list[Correction]:
    """Return the corrections that hold, the oldest first."""
    return [Correction(rulings=one.rulings, never_lower=one.never_lower) for one in holding(made)]


def corrections_in_force(session: Session, slug: str) -> list[Correction]:
    """Return the corrections of a test that hold, the oldest first."""
    return in_force(corrections_made(session, slug))
