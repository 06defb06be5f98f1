"""Find cohorts, who is in them, and the policy that holds for one learner."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.content.policies import Policy
from coursework.database import table_of
from coursework.enrolment.models import Accommodation, Cohort, Enrolment
from coursework.enrolment.rules import Granted, accommodated
from coursework.identity.models import Person
from coursework.identity.queries import who_is_called
from coursework.identity.rules import Role

_people, _cohorts = table_of(Person), table_of(Cohort)
_enrolments, _granted = table_of(Enrolment), table_of(Accommodation)
_attempts = sa.table(  # of a higher floor, known here by its key to `cohort` alone
    "attempt",
    sa.column("person_id"),
    sa.column("cohort_id"),
    sa.column("counted", sa.Boolean),
    sa.column("submitted_at"),
)
MOST_FOUND = 50
_TERMS = (
    sa.select(_cohorts.c.id, _cohorts.c.policy, _granted.c.time, _granted.c.extra_attempts)
    .select_from(_people)
    .outerjoin(
        _enrolments, sa.and_(_enrolments.c.person_id == _people.c.id, _enrolments.c.ended_at.is_(None))
    )
    .outerjoin(_cohorts, _cohorts.c.id == _enrolments.c.cohort_id)
    .outerjoin(_granted, _granted.c.person_id == _people.c.id)
    .where(_people.c.id == sa.bindparam("person"))
)


@dataclass(frozen=True, kw_only=True)
class FoundCohort:
    """One cohort; `policy` is the course's with what the cohort changes. Closed ones take nobody in."""

    id: int
    name: str
    join_code: str
    policy: Policy
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Member:
    """A learner of a cohort and since when; `ended_at` is None while they belong to it."""

    person_id: int
    name: str
    email: str | None
    joined_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FoundLearner:
    """A learner whom somebody who teaches looked for; `cohort` is None outside of one."""

    id: int
    name: str
    email: str
    cohort: str | None
    cohort_id: int | None
    granted: bool


def policy_for(session: Session, course_policy: Policy, person_id: int) -> tuple[Policy, int | None]:
    """Return the policy that holds for a learner now, and their cohort, None without one."""
    row = session.execute(_TERMS, {"person": person_id}).first()
    if row is None:
        return course_policy, None
    policy = course_policy.with_changes(row.policy or {})
    if row.time is not None:
        policy = accommodated(policy, Granted(time=row.time, extra_attempts=row.extra_attempts))
    return policy, row.id


def cohort_of(session: Session, course_policy: Policy, person_id: int) -> FoundCohort | None:
    """Return the open cohort that a learner belongs to, or None."""
    found = session.execute(
        sa.select(Cohort)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .where(Enrolment.person_id == person_id, Enrolment.ended_at.is_(None))
    ).scalar()
    return _found(found, course_policy) if found else None


def is_bound(session: Session, person_id: int) -> bool:
    """Say whether a learner has begun a test in the cohort that they belong to now."""
    begun = sa.exists().where(
        _enrolments.c.person_id == person_id,
        _enrolments.c.ended_at.is_(None),
        _attempts.c.person_id == person_id,
        _attempts.c.cohort_id == _enrolments.c.cohort_id,
        _attempts.c.counted,
    )
    return bool(session.scalar(sa.select(begun)))


def cohort_with_id(session: Session, course_policy: Policy, cohort_id: int) -> FoundCohort | None:
    """Return a cohort, open or closed, or None."""
    found = session.get(Cohort, cohort_id)
    return _found(found, course_policy) if found else None


def open_cohort_with_code(session: Session, course_policy: Policy, code: str) -> FoundCohort | None:
    """Return the cohort that a join code opens, or None when there is none or it is closed."""
    found = session.scalar(sa.select(Cohort).where(Cohort.join_code == code, Cohort.closed_at.is_(None)))
    return _found(found, course_policy) if found else None


def _found(cohort: Cohort, course_policy: Policy) -> FoundCohort:
    return FoundCohort(
        id=cohort.id,
        name=cohort.name,
        join_code=cohort.join_code,
        policy=course_policy.with_changes(cohort.policy),
        opened_at=cohort.opened_at,
        closed_at=cohort.closed_at,
    )


def cohorts_with_counts(session: Session, course_policy: Policy) -> list[tuple[FoundCohort, int]]:
    """Return every cohort with the number of its learners, open ones first, the newest first."""
    belong = sa.or_(Enrolment.ended_at.is_(None), Enrolment.ended_at >= Cohort.closed_at)
    learners = sa.select(sa.func.count()).where(Enrolment.cohort_id == Cohort.id, belong).scalar_subquery()
    rows = session.execute(
        sa.select(Cohort, learners).order_by(
            Cohort.closed_at.is_not(None), Cohort.opened_at.desc(), Cohort.id.desc()
        )
    )
    return [(_found(cohort, course_policy), count) for cohort, count in rows]


def members_of(session: Session, cohort_id: int) -> list[Member]:
    """Return everybody who belongs or belonged to a cohort, those who do first, by name."""
    rows = session.execute(
        sa.select(Person.id, Person.name, Person.email, Enrolment.joined_at, Enrolment.ended_at)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.cohort_id == cohort_id)
        .order_by(Enrolment.ended_at.is_not(None), Person.name, Enrolment.id)
    )
    return [
        Member(person_id=person_id, name=name, email=email, joined_at=joined_at, ended_at=ended_at)
        for person_id, name, email, joined_at, ended_at in rows
    ]


def open_tests_in(session: Session, cohort_id: int, person_id: int | None = None) -> int:
    """Return how many tests that count are open under the policy of a cohort, of all or of one learner."""
    is_open = [_attempts.c.cohort_id == cohort_id, _attempts.c.counted, _attempts.c.submitted_at.is_(None)]
    if person_id is not None:
        is_open.append(_attempts.c.person_id == person_id)
    return session.scalar(sa.select(sa.func.count()).select_from(_attempts).where(*is_open)) or 0


def learners_found(session: Session, words: str) -> list[FoundLearner]:
    """Return the learners whose name or address holds all the words, at most `MOST_FOUND`, by name."""
    rows = session.execute(
        sa.select(Person.id, Person.name, Person.email, Cohort.name.label("cohort"))
        .add_columns(Cohort.id.label("cohort_id"), Accommodation.person_id.is_not(None).label("granted"))
        .outerjoin(Enrolment, sa.and_(Enrolment.person_id == Person.id, Enrolment.ended_at.is_(None)))
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(Accommodation, Accommodation.person_id == Person.id)
        .where(Person.role == Role.LEARNER.value, Person.closed_at.is_(None), Person.email.is_not(None))
        .where(*who_is_called(words))
        .order_by(Person.name, Person.id)
        .limit(MOST_FOUND)
    )
    return [FoundLearner(**row._asdict()) for row in rows]


def accommodation_of(session: Session, person_id: int) -> Granted:
    """Return what a learner was granted; the usual time and no more tries when nothing."""
    found = session.get(Accommodation, person_id)
    return Granted(time=found.time, extra_attempts=found.extra_attempts) if found else Granted()
