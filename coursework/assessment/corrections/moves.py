"""Who moves under corrections, and who moved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from coursework.assessment.corrections.rules import Correction, marked_after
from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion, Result
from coursework.assessment.rules import Marked
from coursework.assessment.wordings import wordings_of
from coursework.content.policies import policy_from
from coursework.content.questions import Question
from coursework.identity.models import Person


@dataclass(frozen=True, kw_only=True)
class Move:
    """A result that would change, or did: `before` and `after` are shares of the points.

    `standing` says how the learner stands with the test, whatever their other tries: `up` when they pass it
    with this, `down` when they pass it no longer, else nothing.
    """

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
    number: int
    standing: str = ""

    @property
    def crosses(self) -> str:
        """Say which way the pass line is crossed: `up`, `down`, or not at all."""
        if self.after.passed == self.passed_before:
            return ""
        return "up" if self.after.passed else "down"

    @property
    def by(self) -> int:
        """Return by how many hundredths the score moves, of scores rounded down as they are shown."""
        return int(float(self.after.score) * 100 + 1e-9) - int(self.before * 100 + 1e-9)

    @property
    def changes_score(self) -> bool:
        """Say whether the learner's score changes; the credits behind it may change without."""
        return float(self.after.score) != self.before or bool(self.crosses)


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
            Attempt.number,
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
    return _with_standing(session, slug, [move for move in moves if move is not None])


def _with_standing(session: Session, slug: str, moves: list[Move]) -> list[Move]:
    """Say of each move whether the learner passes the test with it, or no longer."""
    if not any(move.counted and move.crosses for move in moves):
        return moves
    rows = session.execute(
        sa.select(Attempt.person_id, Attempt.id)
        .join(Result, sa.and_(Result.attempt_id == Attempt.id, Result.is_current))
        .where(Attempt.slug == slug, Attempt.counted, Result.passed)
    )
    before = {(person, attempt) for person, attempt in rows}
    moved = {(move.person_id, move.attempt_id): move.after.passed for move in moves if move.counted}
    after = (before - moved.keys()) | {one for one, passed in moved.items() if passed}
    had, have = {person for person, _ in before}, {person for person, _ in after}
    changed = {"up": have - had, "down": had - have}
    return [
        replace(move, standing=move.crosses)
        if move.counted and move.person_id in changed.get(move.crosses, ())
        else move
        for move in moves
    ]


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
        number=row.number,
        revision=row.revision,
        versions=row.versions,
        answers=row.answers,
        before=row.score,
        passed_before=row.passed,
        after=after,
    )


@dataclass(frozen=True)
class Effect:
    """What a correction did to results that count: scores that changed, tries that crossed the pass line."""

    scores: int
    up: int
    down: int


def effects_of(session: Session, slug: str) -> dict[int, Effect]:
    """Return what each correction of a test did, by its id; none is named that changed nothing."""
    before = aliased(Result)
    moved = sa.or_(Result.score != before.score, Result.passed != before.passed)
    sums = [
        sa.func.sum(sa.case((one, 1), else_=0))
        for one in (moved, sa.and_(Result.passed, ~before.passed), sa.and_(before.passed, ~Result.passed))
    ]
    rows = session.execute(
        sa.select(Result.correction_id, *sums)
        .join(before, sa.and_(before.attempt_id == Result.attempt_id, before.revision == Result.revision - 1))
        .join(Attempt, Attempt.id == Result.attempt_id)
        .where(Attempt.slug == slug, Attempt.counted, Result.correction_id.is_not(None))
        .group_by(Result.correction_id)
    )
    return {row[0]: Effect(*row[1:]) for row in rows}
