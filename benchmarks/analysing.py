"""How long the figures of a test with many first attempts take."""

import time
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.application import create_app
from coursework.assessment.analysis.queries import analysis_of
from coursework.assessment.models import Attempt, QuestionVersion, Result
from coursework.clock import utc_now
from coursework.content.course import Lecture
from coursework.content.papers import Drawn, draw
from coursework.content.questions import content_of
from coursework.identity.models import Person
from coursework.settings import Settings


def analysis_seconds(settings: Settings, papers: int) -> float:
    """Return how long the figures of a test with so many first attempts take, from the database on."""
    app = create_app(settings)
    lecture = app.extensions["site"].course().lectures[0]
    with app.extensions["database"].session(writes=True) as session:
        _mark_papers(session, lecture, papers)
        session.commit()
    with app.extensions["database"].session(writes=False) as session:
        begun = time.perf_counter()
        analysis_of(session, lecture.slug)
        took = time.perf_counter() - begun
    app.extensions["database"].close()
    return took


def _mark_papers(session: Session, lecture: Lecture, papers: int) -> None:
    """Add people, each with one marked paper of 25 drawn questions."""
    chance, now = Random(1), utc_now() - timedelta(days=1)
    known = _wordings(session, lecture)
    first = (session.scalar(sa.select(sa.func.max(Person.id))) or 0) + 1
    shift = (session.scalar(sa.select(sa.func.max(Attempt.id))) or 0) + 1 - first
    people, attempts, results = [], [], []
    for number in range(first, first + papers):
        people.append(
            {
                "id": number,
                "email": f"sat{number}@example.org",
                "name": "",
                "password_hash": "",
                "role": "learner",
                "registered_at": now,
            }
        )
        attempts.append(
            {
                "id": number + shift,
                "person_id": number,
                "slug": lecture.slug,
                "number": 1,
                "counted": True,
                "seed": number,
                "policy": {},
                "started_at": now,
                "submitted_at": now,
                "closed_by": "learner",
            }
        )
        results.append(_result(number + shift, draw(lecture.bank, 25, number), known, chance, now))
    for model, rows in ((Person, people), (Attempt, attempts), (Result, results)):
        session.execute(sa.insert(model), rows)


def _result(
    attempt: int, paper: list[Drawn], known: dict[str, int], chance: Random, now: datetime
) -> dict[str, object]:
    marks = [chance.random() < 0.7 for _ in paper]
    return {
        "attempt_id": attempt,
        "revision": 1,
        "is_current": True,
        "cause": "submitted",
        "versions": [known[one.question.id] for one in paper],
        "answers": [0 if one.question.kind == "single_best" else None for one in paper],
        "credits": [str(int(one)) for one in marks],
        "score": sum(marks) / 25,
        "passed": sum(marks) >= 20,
        "marked_at": now,
    }


def _wordings(session: Session, lecture: Lecture) -> dict[str, int]:
    """Return the number of each question's wording, adding those that nobody has met."""
    wanted = sa.select(QuestionVersion.question, QuestionVersion.id).where(
        QuestionVersion.slug == lecture.slug
    )
    known = {row.question: row.id for row in session.execute(wanted)}
    for one in lecture.bank:
        if one.id not in known:
            session.add(
                QuestionVersion(
                    digest=one.digest, slug=lecture.slug, question=one.id, content=content_of(one)
                )
            )
    session.flush()
    return {row.question: row.id for row in session.execute(wanted)}
