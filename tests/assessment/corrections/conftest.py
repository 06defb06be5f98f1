"""People who sat a test with a faulty question, and a correction of it."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from coursework.assessment.models import QuestionVersion, Result
from coursework.content.questions import question_from
from tests.assessment.conftest import ATTEMPTS, fields_of, form_of, key_of
from tests.conftest import signed_in
from tests.factories.courses import copy_course, edit

REASON = "Option one is right as well, as the guideline of 2025 says."
FAULTY = "who-sees"


@pytest.fixture
def settings(settings, tmp_path):
    """Settings for a course whose papers hold every question of the bank."""
    course = copy_course(tmp_path)
    edit(course, "lectures/course.yaml", "questions: 6", "questions: 8")
    return replace(settings, course_dir=course, quiz_dir=course / "quizzes")


@pytest.fixture
def sat(app, lines_of):
    """Let people sit the test; each misses the faulty question, and others, if told so."""

    def sit(name, *, misses=True, wrong=0, blank=0):
        client = signed_in(app, name)
        address = client.post(ATTEMPTS).headers["Location"]
        lines = lines_of(address)
        form = form_of(lines, key_of)
        for line in lines:
            if line.question.id == FAULTY and misses:
                other = next(place for place in range(3) if line.order[place] == 1)
                form.setlist(f"q{line.position}", [str(other)])
        for line in [one for one in lines if one.question.kind == "true_false"][:wrong]:
            form.setlist(f"q{line.position}", ["false" if key_of(line) else "true"])
        for line in [one for one in lines if one.question.kind != "true_false" and one.question.id != FAULTY][
            :blank
        ]:
            for field in fields_of(line, key_of(line)):
                form.poplist(field)
        form.update({"do": "submit", "sure": "1"})
        client.post(address, data=form)
        return client, address

    return sit


@pytest.fixture
def wording(session):
    """Return the number of the wording of the faulty question."""

    def look_up():
        session.rollback()
        return session.scalar(sa.select(QuestionVersion.id).where(QuestionVersion.question == FAULTY))

    return look_up


def page_of(version):
    return f"/teach/wordings/{version}/correction"


def asked(version, session, what="accept also", option=1, **more):
    row = session.get_one(QuestionVersion, version)
    line = type("Line", (), {"position": 1, "question": question_from(row.content)})
    return {"what": what, **fields_of(line, option), "never_lower": "y"} | more


def apply(instructor, version, session, seen=0, **more):
    return instructor.post(
        page_of(version), data=asked(version, session, **more) | {"reason": REASON, "seen": str(seen)}
    )


def scores(session):
    session.rollback()
    rows = session.scalars(sa.select(Result).where(Result.is_current).order_by(Result.attempt_id))
    return [round(one.score, 3) for one in rows]
