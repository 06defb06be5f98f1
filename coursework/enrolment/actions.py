"""Open, change and close cohorts; let learners in and out; grant accommodations."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.audit.actions import record
from coursework.database import insert_into, take_turn
from coursework.enrolment import rules
from coursework.enrolment.models import Accommodation, Cohort, Enrolment
from coursework.enrolment.queries import is_bound
from coursework.enrolment.rules import Granted
from coursework.errors import RefusalError
from coursework.identity.queries import take_turn_of


class CohortClosedError(RefusalError):
    """A cohort that takes nobody in and changes no more."""


class AlreadyInCohortError(RefusalError):
    """A learner who belongs to a cohort already."""


class BoundToCohortError(RefusalError):
    """A learner who has begun a test in their cohort, and so stays under its rules."""


def open_cohort(session: Session, name: str, actor_id: int, now: datetime) -> int:
    """Open a cohort with a new join code, under the course's own policy, and return its number."""
    cohort = Cohort(
        name=name, join_code=_new_code(), policy={}, opened_by=actor_id, opened_at=now, closed_at=None
    )
    session.add(cohort)
    session.flush()
    record(session, now, "cohort.opened", actor_id=actor_id, about=f"cohort {cohort.id}")
    return cohort.id


def _new_code() -> str:
    return "".join(secrets.choice(rules.LETTERS) for _ in range(rules.CODE_LENGTH))


def rename_cohort(session: Session, cohort_id: int, name: str, actor_id: int, now: datetime) -> None:
    """Give a cohort another name, also one that is closed; the same name changes nothing."""
    cohort = session.get_one(Cohort, cohort_id, with_for_update=True, populate_existing=True)
    before, cohort.name = cohort.name, name
    if before != name:
        about = f"cohort {cohort_id}"
        record(session, now, "cohort.renamed", actor_id=actor_id, about=about, before=before, after=name)


def change_code(session: Session, cohort_id: int, old: str, actor_id: int, now: datetime) -> None:
    """Give an open cohort another join code in place of `old`, which opens nothing more; once is enough."""
    cohort = _still_open(session, cohort_id)
    if cohort.join_code == old:
        cohort.join_code = _new_code()
        record(session, now, "cohort.code-changed", actor_id=actor_id, about=f"cohort {cohort_id}")


def change_policy(
    session: Session, cohort_id: int, changes: Mapping[str, Any], actor_id: int, now: datetime
) -> None:
    """Let a cohort differ from the course in `changes`; tests that are begun keep what they began under."""
    cohort = _still_open(session, cohort_id)
    before, cohort.policy = cohort.policy, dict(changes)
    record(
        session,
        now,
        "cohort.policy-changed",
        actor_id=actor_id,
        about=f"cohort {cohort_id}",
        before=before,
        after=cohort.policy,
    )


def close_cohort(session: Session, cohort_id: int, actor_id: int, now: datetime) -> None:
    """Close a cohort: its learners belong to none from now on, their results stay; once is enough."""
    cohort = session.get_one(Cohort, cohort_id, with_for_update=True, populate_existing=True)
    if cohort.closed_at is not None:
        return
    cohort.closed_at = now
    session.execute(
        sa.update(Enrolment)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None))
        .values(ended_at=now)
    )
    record(session, now, "cohort.closed", actor_id=actor_id, about=f"cohort {cohort_id}")


def _still_open(session: Session, cohort_id: int) -> Cohort:
    """Return an open cohort, which nobody else changes until the transaction ends."""
    cohort = session.get_one(Cohort, cohort_id, with_for_update=True, populate_existing=True)
    if cohort.closed_at is not None:
        raise CohortClosedError("This cohort is closed.")
    return cohort


def join(session: Session, person_id: int, cohort_id: int, now: datetime) -> None:
    """Let a learner into an open cohort; a second time changes nothing.

    Raises `AlreadyInCohortError` when they belong to another one.
    """
    take_turn(session, f"cohort of {person_id}")
    cohort = _still_open(session, cohort_id)
    there = session.scalar(
        sa.select(Enrolment.cohort_id).where(Enrolment.person_id == person_id, Enrolment.ended_at.is_(None))
    )
    if there == cohort.id:
        return
    if there is not None:
        raise AlreadyInCohortError("You belong to another cohort. Leave it first, then join this one.")
    session.add(Enrolment(cohort_id=cohort.id, person_id=person_id, joined_at=now, ended_at=None))
    about = f"cohort {cohort_id}"
    record(session, now, "cohort.joined", actor_id=person_id, subject_id=person_id, about=about)


def leave(session: Session, person_id: int, now: datetime) -> None:
    """Let a learner out of their cohort; a second time changes nothing.

    Raises `BoundToCohortError` when they have begun a test in it.
    """
    take_turn_of(session, person_id)  # whoever begins a test at this moment comes before or after
    if is_bound(session, person_id):
        raise BoundToCohortError(
            "You have begun a test in this cohort, so its rules stay, and nothing was changed. "
            "Ask whoever gave you the code: those who teach can take you out."
        )
    left = _end(session, now, Enrolment.person_id == person_id)
    if left is not None:
        about = f"cohort {left}"
        record(session, now, "cohort.left", actor_id=person_id, subject_id=person_id, about=about)


def take_out(session: Session, person_id: int, cohort_id: int, actor_id: int, now: datetime) -> None:
    """Take a learner out of a cohort, whatever they have begun; a second time changes nothing."""
    take_turn_of(session, person_id)
    left = _end(session, now, Enrolment.person_id == person_id, Enrolment.cohort_id == cohort_id)
    if left is not None:
        about = f"cohort {cohort_id}"
        record(session, now, "cohort.taken-out", actor_id=actor_id, subject_id=person_id, about=about)


def _end(session: Session, now: datetime, *which: sa.ColumnElement[bool]) -> int | None:
    """End the enrolment and return the number of its cohort, None when there is none."""
    return session.scalars(
        sa.update(Enrolment)
        .where(*which, Enrolment.ended_at.is_(None))
        .values(ended_at=now)
        .returning(Enrolment.cohort_id)
    ).first()


def grant(session: Session, person_id: int, granted: Granted, actor_id: int, now: datetime) -> None:
    """Grant a learner more time or tries, or no more than usual; tests that are begun keep theirs."""
    values = {
        "time": granted.time,
        "extra_attempts": granted.extra_attempts,
        "granted_by": actor_id,
        "granted_at": now,
    }
    row = insert_into(session, Accommodation).values(person_id=person_id, **values)
    session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=values))
    record(
        session,
        now,
        "accommodation.granted",
        actor_id=actor_id,
        subject_id=person_id,
        time=granted.time,
        extra_attempts=granted.extra_attempts,
    )
