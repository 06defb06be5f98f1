"""Find the corrections that hold, the papers that they touch, and who would move."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.corrections.rules import Correction, Ruling, What
from coursework.assessment.models import (
    CorrectedQuestion,
    KeyCorrection,
    PaperQuestion,
    QuestionVersion,
    Result,
)
from coursework.content.questions import Question, question_from
from coursework.database import table_of
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


_corrections, _corrected, _people = table_of(KeyCorrection), table_of(CorrectedQuestion), table_of(Person)
_undoing = _corrections.alias("undoing")
_MADE = (
    sa.select(_corrections, _people.c.name, _undoing.c.id.label("undone_by"))
    .add_columns(_corrected.c.version_id, _corrected.c.ruling, _corrected.c.answer)
    .join_from(_corrections, _people, _people.c.id == _corrections.c.made_by)
    .outerjoin(_undoing, _undoing.c.undoes_id == _corrections.c.id)
    .outerjoin(_corrected, _corrected.c.correction_id == _corrections.c.id)
    .where(_corrections.c.slug.in_(sa.bindparam("slugs", expanding=True)))
    .order_by(_corrections.c.slug, _corrections.c.id, _corrected.c.version_id)
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
            for number, (_, lines) in enumerate(groupby(of_test, lambda row: row.id), start=1)
        ]
        for slug, of_test in groupby(rows, lambda row: row.slug)
    }


def _made(number: int, lines: Sequence[Any]) -> Made:
    correction = lines[0]
    return Made(
        id=correction.id,
        number=number,
        reason=correction.reason,
        made_by=correction.name,
        made_by_id=correction.made_by,
        made_at=correction.made_at,
        never_lower=correction.never_lower,
        undoes_id=correction.undoes_id,
        taken_back=correction.undone_by is not None,
        rulings=tuple(
            Ruling(
                version_id=line.version_id,
                what=What(line.ruling),
                answer=line.answer,
            )
            for line in lines
            if line.version_id is not None
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
