"""Find the questions that a learner has met."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.corrections.queries import Made, in_force
from coursework.assessment.corrections.rules import key_in_force
from coursework.assessment.models import Attempt, PaperQuestion, QuestionVersion
from coursework.assessment.queries import Line
from coursework.content.questions import question_from


def met_questions(session: Session, person_id: int, slug: str, made: Sequence[Made]) -> list[Line]:
    """Return each question of a person's closed papers once, as they met it last.

    `made` are the corrections of the test: where they leave no right answer, there is nothing to practise.
    """
    rows = session.execute(
        sa.select(
            QuestionVersion.id, QuestionVersion.question, QuestionVersion.content, PaperQuestion.option_order
        )
        .join(PaperQuestion, PaperQuestion.version_id == QuestionVersion.id)
        .join(Attempt, Attempt.id == PaperQuestion.attempt_id)
        .where(Attempt.person_id == person_id, Attempt.slug == slug, Attempt.submitted_at.is_not(None))
        .order_by(Attempt.number, PaperQuestion.position)
    )
    corrections = in_force(made)
    last = {row.question: (row, question_from(row.content)) for row in rows}
    met = [
        (row, question)
        for row, question in last.values()
        if not key_in_force(question, row.id, corrections).void
    ]
    return [
        Line(
            position=position,
            version_id=row.id,
            question=question,
            order=row.option_order,
            flagged=False,
            answer=None,
            revision=0,
            saved_at=None,
        )
        for position, (row, question) in enumerate(met, start=1)
    ]
