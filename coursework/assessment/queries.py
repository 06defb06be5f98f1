"""Find attempts and papers; the owner is part of every look-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.models import Attempt, PaperQuestion, Response
from coursework.assessment.rules import GRACE, time_is_up
from coursework.assessment.wordings import wordings_of
from coursework.content.answers import Answer
from coursework.content.policies import Policy, policy_from
from coursework.content.questions import Question
from coursework.database import table_of


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """One attempt of one learner; `submitted_at` is None while it is open."""

    id: int
    slug: str
    number: int
    counted: bool
    policy: Policy
    started_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    closed_by: str | None
    result_seen_at: datetime | None

    def over(self, now: datetime) -> bool:
        """Say whether it is open although its time is up."""
        return self.submitted_at is None and time_is_up(self.deadline_at, now)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One question of a paper as it stands: `answer` is None where nothing is saved."""

    position: int
    version_id: int
    question: Question
    order: list[int]
    flagged: bool
    answer: Answer | None
    revision: int
    saved_at: datetime | None

    @property
    def shown_answer(self) -> Answer | None:
        """Return the answer as positions on this paper."""
        return self.question.shown(self.answer, self.order)

    @property
    def answered(self) -> bool:
        """Say whether nothing of it is open."""
        return self.question.complete(self.answer)

    @property
    def begun(self) -> bool:
        """Say whether a part of it is answered and a part is open."""
        return self.question.begun(self.answer)


@dataclass(frozen=True, kw_only=True)
class OneLine:
    """One question of a paper, and until when the attempt takes answers."""

    line: Line
    deadline_at: datetime | None
    submitted_at: datetime | None


_attempts, _papers, _responses = table_of(Attempt), table_of(PaperQuestion), table_of(Response)
_SITTING = sa.select(
    _attempts.c.id,
    _attempts.c.slug,
    _attempts.c.number,
    _attempts.c.counted,
    _attempts.c.policy,
    _attempts.c.started_at,
    _attempts.c.deadline_at,
    _attempts.c.submitted_at,
    _attempts.c.closed_by,
    _attempts.c.result_seen_at,
).where(_attempts.c.id == sa.bindparam("attempt"), _attempts.c.person_id == sa.bindparam("person"))


def sitting_of(session: Session, attempt_id: int, person_id: int) -> Sitting | None:
    """Return an attempt of this person, or None: another's is not found."""
    row = session.execute(_SITTING, {"attempt": attempt_id, "person": person_id}).first()
    return Sitting(**row._asdict() | {"policy": policy_from(row.policy)}) if row else None


def overdue_attempts(session: Session, now: datetime) -> list[int]:
    """Return the open attempts whose time is up, the longest overdue first."""
    return list(session.scalars(_overdue(now).order_by(Attempt.deadline_at, Attempt.id)))


def overdue_attempt_of(session: Session, person_id: int, slug: str, now: datetime) -> int | None:
    """Return the open attempt of a person at a test when its time is up, else None."""
    mine = _overdue(now).where(Attempt.person_id == person_id, Attempt.slug == slug)
    return session.scalars(mine).first()


def _overdue(now: datetime) -> sa.Select[int]:
    return sa.select(Attempt.id).where(Attempt.submitted_at.is_(None), Attempt.deadline_at < now - GRACE)


_newer = table_of(Response).alias("newer")
_newest = (
    sa.select(sa.func.max(_newer.c.revision))
    .where(_newer.c.attempt_id == _papers.c.attempt_id, _newer.c.position == _papers.c.position)
    .scalar_subquery()
)
_LINES = (
    sa.select(
        _papers.c.position,
        _papers.c.option_order,
        _papers.c.flagged,
        _papers.c.version_id,
        _responses.c.answer,
        _responses.c.revision,
        _responses.c.saved_at,
    )
    .outerjoin_from(
        _papers,
        _responses,
        sa.and_(
            _responses.c.attempt_id == _papers.c.attempt_id,
            _responses.c.position == _papers.c.position,
            _responses.c.revision == _newest,
        ),
    )
    .where(_papers.c.attempt_id == sa.bindparam("attempt"))
    .order_by(_papers.c.position)
)
_ONE_LINE = (
    _LINES.add_columns(_attempts.c.submitted_at, _attempts.c.deadline_at)
    .join(_attempts, _attempts.c.id == _papers.c.attempt_id)
    .where(_attempts.c.person_id == sa.bindparam("person"), _papers.c.position == sa.bindparam("at"))
)


def paper_of(session: Session, attempt_id: int) -> list[Line]:
    """Return the paper of an attempt with what is saved."""
    rows = session.execute(_LINES, {"attempt": attempt_id}).all()
    questions = wordings_of(session, [row.version_id for row in rows])
    return [_line(row, questions[row.version_id]) for row in rows]


def line_of(session: Session, attempt_id: int, person_id: int, position: int) -> OneLine | None:
    """Return one question of a person's paper; None when it is not theirs."""
    row = session.execute(_ONE_LINE, {"attempt": attempt_id, "person": person_id, "at": position}).first()
    if row is None:
        return None
    question = wordings_of(session, [row.version_id])[row.version_id]
    return OneLine(line=_line(row, question), deadline_at=row.deadline_at, submitted_at=row.submitted_at)


def answers_at(session: Session, attempt_id: int, seen: Mapping[int, int]) -> dict[int, Answer | None]:
    """Return what was saved with certain revisions, both by position, in one statement."""
    if not seen:
        return {}
    pairs = sa.tuple_(Response.position, Response.revision).in_(list(seen.items()))
    rows = session.execute(
        sa.select(Response.position, Response.answer).where(Response.attempt_id == attempt_id, pairs)
    )
    return dict(iter(rows))


def stale_counts(session: Session, attempt_id: int) -> dict[int, int]:
    """Return how many answers of an attempt came after a newer one, by position; none is not named."""
    rows = session.execute(
        sa.select(Response.position, sa.func.count())
        .where(Response.attempt_id == attempt_id, Response.standing == "stale")
        .group_by(Response.position)
    )
    return dict(iter(rows))


def _line(row: Any, question: Question) -> Line:
    return Line(
        position=row.position,
        version_id=row.version_id,
        question=question,
        order=row.option_order,
        flagged=row.flagged,
        answer=row.answer,
        revision=row.revision or 0,
        saved_at=row.saved_at,
    )
