"""Find the questions that a learner has met."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion
from coursework.assessment.queries import Line
from coursework.content.questions import question_from


def met_questions(session: Session, person_id: int, slug: str) -> list[Line]:
    """Return each question of a person's closed papers once, as they met it last."""
    rows = session.execute(
        sa.select(
            QuestionVersion.id, QuestionVersion.question, QuestionVersion.content, PaperQuestion.option_order
        )
        .join(PaperQuestion, PaperQuestion.version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == PaperQuestion.attempt_id)
        .where(Attempt.person_id == person_id, Attempt.slug == slug, Attempt.submitted_at.is_not(None))
        .order_by(Attempt.number, PaperQuestion.position)
    )
    met = {row.question: row for row in rows}
    return [
        Line(
            position=position,
            version_id=row.id,
            question=question_from(row.content),
            order=row.option_order,
            flagged=False,
            answer=None,
            revision=0,
            saved_at=None,
        )
        for position, row in enumerate(met.values(), start=1)
    ]
