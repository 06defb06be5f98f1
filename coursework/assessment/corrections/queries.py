"""Find the corrections that hold, the papers that they touch, and who would move."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from coursework.assessment.corrections.rules import Correction, Ruling, What, marked_after
from coursework.assessment.models import (
    Attempt,
    CorrectedQuestion,
    KeyCorrection,
    PaperQuestion,
    QuestionVersion,
    Result,
)
from coursework.assessment.rules import Marked
from coursework.assessment.wordings import wordings_of
from coursework.content.policies import policy_from
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
    """A correction that was made; `taken_back` when another one undid it."""

    id: int
    reason: str
    made_by: str
    made_at: datetime
    never_lower: bool
    undoes_id: int | None
    taken_back: bool
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, kw_only=True)
class Move:
    """A result that would change, or did: `before` and `after` are shares of the points."""

    attempt_id: int
    person_id: int
    name: str
    email: str | None
    counted: bool
    revision: int
    versions: list[int]
    answers: list[Any]
    before: float
    passed_before: bool
    after: Marked

    @property
    def crosses(self) -> str:
        """Say which way the pass line is crossed: `up`, `down`, or not at all."""
        if self.after.passed == self.passed_before:
            return ""
        return "up" if self.after.passed else "down"

    @property
    def changes_score(self) -> bool:
        """Say whether the learner's score changes; the credits behind it may change without."""
        return float(self.after.score) != self.before or bool(self.crosses)


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
    .where(KeyCorrection.slug == sa.bindparam("slug"))
    .order_by(KeyCorrection.id, CorrectedQuestion.version_id)
)


def corrections_made(session: Session, slug: str) -> list[Made]:
    """Return every correction of a test, the oldest first."""
    rows = session.execute(_MADE, {"slug": slug}).all()
    return [_made(list(lines)) for _, lines in groupby(rows, key=lambda row: row.KeyCorrection.id)]


def _made(lines: Sequence[Any]) -> Made:
    correction = lines[0].KeyCorrection
    return Made(
        id=correction.id,
        reason=correction.reason,
        made_by=lines[0].name,
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


def wordings_corrected(session: Session, slug: str) -> dict[int, Version]:
    """Return the wordings that corrections of a test are about, by number."""
    said = sa.select(CorrectedQuestion.version_id).join(
        KeyCorrection, KeyCorrection.id == CorrectedQuestion.correction_id
    )
    rows = session.execute(_versions().where(QuestionVersion.id.in_(said.where(KeyCorrection.slug == slug))))
    return {row.id: _version(row) for row in rows}


def in_force(made: Sequence[Made]) -> list[Correction]:
    """Return the corrections that hold, the oldest first."""
    return [
        Correction(rulings=one.rulings, never_lower=one.never_lower)
        for one in made
        if one.undoes_id is None and not one.taken_back
    ]


def corrections_in_force(session: Session, slug: str) -> list[Correction]:
    """Return the corrections of a test that hold, the oldest first."""
    return in_force(corrections_made(session, slug))


def moves_under(
    session: Session, slug: str, touched: Collection[int], corrections: Sequence[Correction]
) -> list[Move]:
    """Return the results that differ from what `corrections` make of them, by name and attempt.

    Only papers on which one of the wordings in `touched` stands are looked at.
    """
    of_the_test = sa.select(QuestionVersion.id).where(QuestionVersion.slug == slug)
    questions = wordings_of(session, list(session.scalars(of_the_test)))
    on_paper = sa.select(PaperQuestion.attempt_id).where(PaperQuestion.version_id.in_(touched))
    rows = session.execute(
        sa.select(
            Attempt.id,
            Attempt.person_id,
            Attempt.counted,
            Attempt.policy,
            Person.name,
            Person.email,
            Result.revision,
            Result.versions,
            Result.answers,
            Result.credits,
            Result.score,
            Result.passed,
        )
        .join_from(Attempt, Result, sa.and_(Result.attempt_id == Attempt.id, Result.is_current))
        .join(Person, Person.id == Attempt.person_id)
        .where(Attempt.slug == slug, Attempt.id.in_(on_paper))
        .order_by(Person.name, Attempt.id)
    )
    moves = [_move(row, questions, corrections) for row in rows]
    return [move for move in moves if move is not None]


def _move(row: Any, questions: dict[int, Question], corrections: Sequence[Correction]) -> Move | None:
    after = marked_after(
        [questions[version] for version in row.versions],
        row.versions,
        row.answers,
        policy_from(row.policy).pass_mark,
        corrections,
    )
    if list(after.credits) == [None if one is None else Fraction(one) for one in row.credits]:
        return None
    return Move(
        attempt_id=row.id,
        person_id=row.person_id,
        name=row.name,
        email=row.email,
        counted=row.counted,
        revision=row.revision,
        versions=row.versions,
        answers=row.answers,
        before=row.score,
        passed_before=row.passed,
        after=after,
    )
