"""Let late answers count, or not, and take that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.late import rules
from coursework.assessment.late.queries import late_answers_of, newest_decision
from coursework.assessment.marking import add_result
from coursework.assessment.models import Attempt, LateDecision, Result
from coursework.audit.actions import record
from coursework.content.answers import Answer
from coursework.errors import RefusalError
from coursework.identity.models import Person
from coursework.identity.queries import take_turn_of
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from coursework.web.addresses import absolute
from coursework.web.current import entry_or_former
from coursework.web.templating import percent_filter

LOGGED_AS = {
    "counted": "late-answers.accepted",
    "not counted": "late-answers.left-out",
    "taken back": "late-answers.taken-back",
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Who decides what: the questions whose late answers count, none for none, and why.

    `up_to` is the newest save that was looked at.
    """

    positions: frozenset[int]
    up_to: int
    actor_id: int
    reason: str


def decide(session: Session, attempt_id: int, choice: Choice, now: datetime) -> LateDecision:
    """Mark an attempt anew with the late answers that are to count, and tell the learner.

    What came after those that were looked at waits. Raises `RefusalError` when none waits, when one was
    changed meanwhile, or when the chosen ones would lower the score.
    """
    attempt = session.get_one(Attempt, attempt_id)
    take_turn_of(session, attempt.person_id)
    before = _current(session, attempt_id)
    newest = newest_decision(session, attempt_id)
    late, up_to = late_answers_of(session, attempt_id), newest.up_to if newest else None
    waiting = rules.waiting(late, before.answers, up_to) if before else {}
    offered = {at: one for at, one in waiting.items() if one.id <= choice.up_to}
    if before is None or not offered:
        raise RefusalError("There are no late answers that wait. Somebody may have decided meanwhile.")
    if not choice.positions <= offered.keys():
        raise RefusalError("One of these answers has been changed meanwhile, so nothing was. Look again.")
    after = None
    if choice.positions:
        chosen = {at: offered[at] for at in choice.positions}
        after = _count(session, attempt, before, rules.with_late(before.answers, chosen), now)
    decision = LateDecision(
        attempt_id=attempt_id,
        decision="counted" if after else "not counted",
        up_to=max(one.id for one in offered.values()),
        revision=after.revision if after else None,
        reason=choice.reason,
        decided_by=choice.actor_id,
        decided_at=now,
    )
    _keep(session, attempt, decision, before.score, after)
    return decision


def _count(
    session: Session, attempt: Attempt, before: Result, answers: Sequence[Answer | None], now: datetime
) -> Result:
    after = add_result(session, attempt, answers, "late answers", now)
    if after.score < before.score:
        raise RefusalError(
            f"With these late answers the score would be {percent_filter(after.score)} instead of "
            f"{percent_filter(before.score)}. They lower nobody's result, so nothing was changed."
        )
    return after


def take_back(session: Session, attempt_id: int, actor_id: int, reason: str, now: datetime) -> LateDecision:
    """Let the late answers of an attempt wait again; where some count, mark it as it was handed in.

    Raises `RefusalError` when nothing was decided about them.
    """
    attempt = session.get_one(Attempt, attempt_id)
    take_turn_of(session, attempt.person_id)
    newest = newest_decision(session, attempt_id)
    before = _current(session, attempt_id)
    if before is None or newest is None or newest.decision == "taken back":
        raise RefusalError("Nothing is decided about these late answers, or that was taken back already.")
    mine = Result.attempt_id == attempt_id
    handed_in = session.scalars(sa.select(Result.answers).where(mine, Result.cause == "submitted")).one()
    after = None
    if before.answers != handed_in:
        after = add_result(session, attempt, handed_in, "late answers taken back", now)
    decision = LateDecision(
        attempt_id=attempt_id,
        decision="taken back",
        up_to=None,
        revision=after.revision if after else None,
        reason=reason,
        decided_by=actor_id,
        decided_at=now,
    )
    _keep(session, attempt, decision, before.score, after)
    return decision


def _current(session: Session, attempt_id: int) -> Result | None:
    return session.scalar(sa.select(Result).where(Result.attempt_id == attempt_id, Result.is_current))


def _keep(
    session: Session, attempt: Attempt, decision: LateDecision, before: float, after: Result | None
) -> None:
    """Keep a decision, log it, and tell the learner why."""
    session.add(decision)
    record(
        session,
        decision.decided_at,
        LOGGED_AS[decision.decision],
        actor_id=decision.decided_by,
        subject_id=attempt.person_id,
        about=f"attempt {attempt.id}",
        before=before,
        after=after.score if after else before,
    )
    person = session.get_one(Person, attempt.person_id)
    if person.email is None or (after is None and decision.decision == "taken back"):
        return
    write_mail(
        session,
        decision.decided_at,
        Kind.LATE_ANSWERS,
        to=person.email,
        person_id=person.id,
        lecture=entry_or_former(attempt.slug).title,
        decision=decision.decision,
        reason=decision.reason,
        before=percent_filter(before),
        after=percent_filter(after.score if after else before),
        passed=bool(after and after.passed),
        url=absolute("assessment.result", attempt_id=attempt.id),
    )
