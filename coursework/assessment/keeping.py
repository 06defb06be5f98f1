"""What is kept of tests: handed out without keys that are still secret, handed in, kept by number."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment import actions
from coursework.assessment.models import (
    Attempt,
    KeyCorrection,
    LateDecision,
    QuestionDecision,
    QuestionReport,
)
from coursework.assessment.own_attempts import attempts_of
from coursework.database.keeping import CONTRACT, INTEREST, Kept

KEPT = (
    Kept(
        tables=("attempt",),
        what="Your tests: the questions drawn, every answer with the moment it was saved, each score "
        "and what changed it, and when you first opened the result",
        why="So that a result can be explained, checked and put right, and that bad questions are found",
        ground=CONTRACT,
        how_long="As long as the course is run",
        closed="A test that is open is handed in as it is. Everything stays, with a number in your place.",
    ),
    Kept(
        tables=("question_report",),
        what="What you reported about a question, and the reply",
        why="So that faulty questions are mended",
        ground=INTEREST,
        how_long="As long as the course is run",
        closed="Your words are deleted at once; that there was a report stays, with your number.",
    ),
    Kept(
        tables=("late_decision", "key_correction", "question_decision"),
        what="If you teach: what you decided of late answers, which keys you corrected, what you decided of "
        "questions, and why",
        why="So that whoever's result changed can learn why",
        ground=INTEREST,
        how_long="As long as the course is run",
        closed="Stays, with your number.",
    ),
)


def export_of(session: Session, person_id: int) -> dict[str, Any]:
    """Return every attempt, what was reported, and for who teaches what they decided."""
    decided = {
        "late_decision": (
            LateDecision,
            LateDecision.decided_by,
            ("attempt_id", "decided_at", "decision", "reason"),
        ),
        "key_correction": (KeyCorrection, KeyCorrection.made_by, ("slug", "made_at", "reason")),
        "question_decision": (
            QuestionDecision,
            QuestionDecision.decided_by,
            ("version_id", "decided_at", "decision", "reason"),
        ),
        "question_report": (
            QuestionReport,
            QuestionReport.person_id,
            ("attempt_id", "position", "reported_at", "text", "answered_at", "answer"),
        ),
    }
    found: dict[str, Any] = {"attempt": attempts_of(session, person_id)}
    for name, (table, owner, columns) in decided.items():
        rows = sa.select(*(getattr(table, column) for column in columns)).where(owner == person_id)
        found[name] = [
            row._asdict() for row in session.execute(rows.order_by(*sa.inspect(table).primary_key))
        ]
    return found


def forget(session: Session, person_id: int, now: datetime) -> None:
    """Hand in what is open, as it is; delete the words of reports. The rest holds a number and stays."""
    left = sa.select(Attempt.id).where(Attempt.person_id == person_id, Attempt.submitted_at.is_(None))
    for attempt_id in session.scalars(left.order_by(Attempt.id)).all():
        if not actions.close_if_over(session, attempt_id, now):
            actions.submit(session, attempt_id, now)
    session.execute(sa.update(QuestionReport).where(QuestionReport.person_id == person_id).values(text=""))


def expire(session: Session, now: datetime) -> None:
    """Leave everything: a result has to be explained for as long as it counts."""
