"""Let late answers count after all, and take that back."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.late.queries import acceptance_of, late_answers_of, waiting_positions
from coursework.assessment.marking import add_result
from coursework.assessment.models import Attempt, LateDecision, Response, Result
from coursework.audit.actions import record
from coursework.errors import RefusalError
from coursework.identity.models import Person
from coursework.identity.queries import take_turn_of
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from coursework.web.addresses import absolute
from coursework.web.current import entry_or_former
from coursework.web.templating import percent_filter


def accept(session: Session, attempt_id: int, actor_id: int, reason: str, now: datetime) -> Result:
    """Mark an attempt anew with its late answers, write down who said so and why, and tell the learner.

    Those that come after an acceptance can be accepted, too. Raises `RefusalError` when none waits, or when
    they would lower the score.
    """
    attempt = session.get_one(Attempt, attempt_id)
    take_turn_of(session, attempt.person_id)
    late = late_answers_of(session, attempt_id)
    before = session.scalar(sa.select(Result).where(Result.attempt_id == attempt_id, Result.is_current))
    if before is None or not waiting_positions(late, before.answers):
        raise RefusalError("There are no late answers that wait.")
    answers = [late.get(position, answer) for position, answer in enumerate(before.answers, start=1)]
    after = add_result(session, attempt, answers, "late answers", now)
    if after.score < before.score:
        raise RefusalError(
            f"With the late answers the score would be {percent_filter(after.score)} instead of "
            f"{percent_filter(before.score)}. They lower nobody's result, so nothing was changed."
        )
    _decide(session, after, "counted", actor_id, reason, now)
    record(
        session,
        now,
        "late-answers.accepted",
        actor_id=actor_id,
        subject_id=attempt.person_id,
        about=f"attempt {attempt_id}",
        before=before.score,
        after=after.score,
    )
    _tell(session, attempt, before.score, after, now)
    return after


def take_back(session: Session, attempt_id: int, actor_id: int, reason: str, now: datetime) -> Result:
    """Mark an attempt as it was handed in; its late answers wait again, and the learner is told.

    Raises `RefusalError` when they do not count.
    """
    attempt = session.get_one(Attempt, attempt_id)
    take_turn_of(session, attempt.person_id)
    if acceptance_of(session, attempt_id) is None:
        raise RefusalError("These late answers do not count, or that was taken back already.")
    mine = Result.attempt_id == attempt_id
    before = session.scalars(sa.select(Result.score).where(mine, Result.is_current)).one()
    handed_in = session.scalars(sa.select(Result.answers).where(mine, Result.cause == "submitted")).one()
    after = add_result(session, attempt, handed_in, "late answers taken back", now)
    _decide(session, after, "taken back", actor_id, reason, now)
    record(
        session,
        now,
        "late-answers.taken-back",
        actor_id=actor_id,
        subject_id=attempt.person_id,
        about=f"attempt {attempt_id}",
        before=before,
        after=after.score,
        reason=reason,
    )
    _tell(session, attempt, before, after, now)
    return after


def _decide(
    session: Session, result: Result, decision: str, actor_id: int, reason: str, now: datetime
) -> None:
    newest = sa.select(sa.func.max(Response.id)).where(
        Response.attempt_id == result.attempt_id, Response.standing == "late"
    )
    session.add(
        LateDecision(
            attempt_id=result.attempt_id,
            decision=decision,
            up_to=session.scalar(newest) if decision == "counted" else None,
            revision=result.revision,
            reason=reason,
            decided_by=actor_id,
            decided_at=now,
        )
    )


def _tell(session: Session, attempt: Attempt, before: float, after: Result, now: datetime) -> None:
    person = session.get_one(Person, attempt.person_id)
    if person.email is None:
        return
    write_mail(
        session,
        now,
        Kind.LATE_ANSWERS,
        to=person.email,
        person_id=person.id,
        lecture=entry_or_former(attempt.slug).title,
        before=percent_filter(before),
        after=percent_filter(after.score),
        passed=after.passed,
        count=after.cause == "late answers",
        url=absolute("assessment.result", attempt_id=attempt.id),
    )
