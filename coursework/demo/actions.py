"""Fill an empty database with the demonstration."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.analysis.actions import decide
from coursework.assessment.analysis.rules import Decision as Wording
from coursework.assessment.corrections.actions import Decision, correct_keys
from coursework.assessment.corrections.rules import Ruling, What
from coursework.assessment.models import Attempt, PaperQuestion, QuestionReport, QuestionVersion, Response
from coursework.assessment.reported.actions import Asked, answer, report
from coursework.content.course import Course
from coursework.content.questions import SingleBest, question_from
from coursework.demo.cast import WEEKS, learners
from coursework.demo.looking_after import look_after, settle, staff
from coursework.demo.studying import Study, World
from coursework.enrolment.actions import change_policy as give_policy
from coursework.enrolment.actions import grant, join, open_cohort
from coursework.enrolment.rules import Granted
from coursework.identity.actions import register
from coursework.identity.models import Person
from coursework.identity.rules import Role

_COHORTS = (
    ("Year 4, autumn", {"minutes": 45}),
    ("Evening group for general practice", {"pass_mark": 75, "after_fail": "everything", "attempts": 4}),
)
_GRANTED = (Granted(time="1.25"), Granted(time="1.5", extra_attempts=1), Granted(time="none"))
_SAID = (
    "I do not think that the marked answer is the best one. The lecture says the opposite.",
    "Two of the answers seem equally good to me.",
    "The figure is hard to read on my phone.",
    "Is this still true after the changes of last year?",
)


@dataclass(frozen=True, kw_only=True)
class Hashes:
    """The hashed passwords of the three who can be signed in as."""

    administrator: str
    instructor: str
    learner: str


def is_empty(session: Session) -> bool:
    """Say whether nobody is there yet."""
    return session.scalar(sa.select(Person.id).limit(1)) is None


def build(session: Session, course: Course, hashes: Hashes, seed: int, now: datetime) -> None:
    """Add everybody and what they did in the last eight weeks; the same for the same seed and moment."""
    begins = now - timedelta(weeks=WEEKS)
    first = begins - timedelta(days=3)
    chief_id, teacher_id = staff(session, hashes.administrator, hashes.instructor, first)
    cohorts = []
    for name, policy in _COHORTS:
        cohorts.append(open_cohort(session, name, teacher_id, first))
        give_policy(session, cohorts[-1], policy, teacher_id, first)
    world = World(session=session, course=course, now=now, wrongly_keyed=wrongly_keyed(course))
    for learner in learners(seed):
        at = begins + timedelta(days=learner.starts)
        at = at.replace(hour=7 + at.hour * 15 // 24)  # nobody registers at night
        person = register(session, learner.name, learner.email, hashes.learner, Role.LEARNER, at)
        settle(person, learner, at + timedelta(minutes=4))
        if learner.number % 8:
            join(session, person.id, cohorts[learner.number % 3 == 0], at + timedelta(minutes=6))
        if learner.number % 30 == 1:
            grant(session, person.id, _GRANTED[learner.number // 30 % 3], teacher_id, at + timedelta(hours=1))
        Study(world, learner, person.id, at + timedelta(minutes=10), seed).go()
        session.flush()
        session.expunge_all()
    look_after(session, course, chief_id, hashes.learner, now)
    _look_at_questions(session, course, teacher_id, now)


def wrongly_keyed(course: Course) -> frozenset[str]:
    """Return the digest of the question whose key is wrong in the data: to be found by its figures."""
    chosen = [one for one in course.lectures[0].bank if isinstance(one, SingleBest)]
    return frozenset({min(chosen, key=lambda one: one.digest).digest})


def _look_at_questions(session: Session, course: Course, teacher_id: int, now: datetime) -> None:
    """Let learners report questions, and the instructor answer, correct and decide."""
    suspect = next(iter(wrongly_keyed(course)))
    rows = session.execute(
        sa.select(
            PaperQuestion.attempt_id, PaperQuestion.position, PaperQuestion.version_id, Attempt.person_id
        )
        .join(Attempt, Attempt.id == PaperQuestion.attempt_id)
        .join(QuestionVersion, QuestionVersion.id == PaperQuestion.version_id)
        .where(Attempt.submitted_at.is_not(None))
        .order_by(QuestionVersion.digest != suspect, PaperQuestion.attempt_id, PaperQuestion.position)
        .limit(6)
    ).all()
    for number, row in enumerate(rows):
        at = now - timedelta(days=9 - number)
        report(session, Asked(**row._asdict()), _SAID[number % len(_SAID)], at)
    session.flush()
    oldest = session.scalar(sa.select(QuestionReport.id).order_by(QuestionReport.id.desc()).limit(1))
    if oldest is not None:
        answer(
            session,
            [oldest],
            "Thank you. We have looked at it again, and it stands.",
            teacher_id,
            now - timedelta(days=2),
        )
    _correct(
        session, course.lectures[min(1, len(course.lectures) - 1)].slug, teacher_id, now - timedelta(days=1)
    )
    if rows:
        decide(session, rows[-1].version_id, Wording.KEEP, "Hard, and rightly so.", teacher_id, now)


def _correct(session: Session, slug: str, teacher_id: int, at: datetime) -> None:
    """Accept a second answer to the question of a test where most learners chose it."""
    saved = session.execute(
        sa.select(QuestionVersion.id, QuestionVersion.content, Response.answer)
        .join(PaperQuestion, PaperQuestion.version_id == QuestionVersion.id)
        .join(
            Response,
            sa.and_(
                Response.attempt_id == PaperQuestion.attempt_id, Response.position == PaperQuestion.position
            ),
        )
        .where(QuestionVersion.slug == slug, Response.standing == "kept")
        .order_by(Response.id)
    )
    wrong: Counter[tuple[int, int]] = Counter()
    for row in saved:
        question = question_from(row.content)
        if isinstance(question, SingleBest) and not question.mark(row.answer):
            wrong[row.id, row.answer] += 1
    for (version_id, chosen), _ in wrong.most_common(1):
        also = Ruling(version_id=version_id, what=What.ACCEPT_ALSO, answer=chosen)
        why = "Since the guideline of this autumn both are right."
        decision = Decision(made_by=teacher_id, reason=why, at=at, seen=0)
        correct_keys(session, slug, [also], decision, never_lower=True)
