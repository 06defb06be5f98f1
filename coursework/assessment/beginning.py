"""Begin an attempt: draw a paper by the policy and put it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment import rules
from coursework.assessment.actions import close_if_over
from coursework.assessment.corrections.queries import corrections_in_force
from coursework.assessment.corrections.rules import left_out
from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion
from coursework.assessment.rules import Barrier
from coursework.assessment.tries import begun_at, met_of
from coursework.content.course import Lecture
from coursework.content.papers import Drawn, draw
from coursework.content.policies import Policy
from coursework.content.questions import Question, content_of
from coursework.database import insert_into, kept_in_memory, table_of
from coursework.errors import RefusalError

_attempts, _wordings = table_of(Attempt), table_of(QuestionVersion)
_PAPER = sa.insert(table_of(PaperQuestion))
_BEGIN = sa.insert(_attempts).returning(_attempts.c.id)
_VERSIONS = sa.select(_wordings.c.digest, _wordings.c.id).where(
    _wordings.c.slug == sa.bindparam("test"),
    _wordings.c.digest.in_(sa.bindparam("digests", expanding=True)),
)


class CannotBeginError(RefusalError):
    """A try may not begin now; `barrier` says why."""

    def __init__(self, barrier: Barrier) -> None:
        """Keep the barrier."""
        super().__init__(barrier.why)
        self.barrier = barrier


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Under what a person begins: the policy as it is for them, their cohort, and whether it counts."""

    policy: Policy
    cohort_id: int | None = None
    counted: bool = True


def begin_attempt(
    session: Session, person_id: int, lecture: Lecture, terms: Terms, seed: int, now: datetime
) -> int:
    """Return the open attempt of a person at a test, drawing a paper when there is none.

    A try that counts raises `CannotBeginError` when the policy does not allow it now.
    """
    begun = begun_at(session, person_id, lecture.slug)
    if begun.open_attempt is not None:
        if not close_if_over(session, begun.open_attempt, now):
            return begun.open_attempt
        begun = begun_at(session, person_id, lecture.slug)
    barrier = rules.may_begin(terms.policy, begun.tries, now)
    if terms.counted and barrier is not None:
        raise CannotBeginError(barrier)
    row = {
        "person_id": person_id,
        "slug": lecture.slug,
        "number": begun.newest + 1,
        "cohort_id": terms.cohort_id,
        "counted": terms.counted,
        "seed": seed,
        "policy": terms.policy.as_json(),
        "started_at": now,
        "deadline_at": rules.deadline_of(terms.policy, now),
    }
    met = met_of(session, person_id, lecture.slug)
    attempt_id: int = session.execute(_BEGIN, row).scalar_one()
    bank = _sound(session, lecture)
    _put_down(session, attempt_id, lecture.slug, draw(bank, terms.policy.questions, seed, met))
    return attempt_id


def _sound(session: Session, lecture: Lecture) -> list[Question]:
    """Return the bank without the questions that a correction left out, unless that is all of them."""
    out = left_out(corrections_in_force(session, lecture.slug))
    if not out:
        return list(lecture.bank)
    faulty = set(session.scalars(sa.select(QuestionVersion.digest).where(QuestionVersion.id.in_(out))))
    return [one for one in lecture.bank if one.digest not in faulty] or list(lecture.bank)


def _put_down(session: Session, attempt_id: int, slug: str, drawn: Sequence[Drawn]) -> None:
    """Keep the paper of an attempt."""
    versions = _versions(session, slug, [one.question for one in drawn])
    session.execute(
        _PAPER,
        [
            {
                "attempt_id": attempt_id,
                "position": position,
                "version_id": versions[one.question.digest],
                "option_order": one.order,
                "flagged": False,
            }
            for position, one in enumerate(drawn, start=1)
        ],
    )


def _versions(session: Session, slug: str, questions: Sequence[Question]) -> dict[str, int]:
    """Return the number of each question's present wording, adding wordings not met before.

    Numbers never change, so each process reads them once: not those of rows that may be undone yet.
    """
    kept: dict[tuple[str, str], int] = kept_in_memory(session, "numbers of wordings")
    digests = [question.digest for question in questions]
    if all((slug, digest) in kept for digest in digests):
        return {digest: kept[slug, digest] for digest in digests}
    wanted = {"test": slug, "digests": digests}
    known = dict(iter(session.execute(_VERSIONS, wanted)))
    kept |= {(slug, digest): number for digest, number in known.items()}
    rows = [
        {"digest": one.digest, "slug": slug, "question": one.id, "content": content_of(one)}
        for one in sorted(questions, key=lambda one: one.digest)  # or two papers wait for one another
        if one.digest not in known
    ]
    if rows:
        session.execute(insert_into(session, QuestionVersion).on_conflict_do_nothing(), rows)
        known = dict(iter(session.execute(_VERSIONS, wanted)))
    return known
