"""Lectures that leave the course, numbers too large, JSON too deep."""

import pytest
import sqlalchemy as sa

from coursework.assessment.models import Attempt
from tests.assessment.conftest import begin


def test_a_lecture_that_left_the_course_takes_nothing_from_a_learner(learner, session):
    paper = begin(learner)
    session.execute(sa.update(Attempt).values(slug="00-gone"))
    session.commit()

    open_paper = learner.get(paper)
    learner.post(paper, data={"do": "submit", "sure": "1"})
    result = learner.get(f"{paper}/result")

    assert (open_paper.status_code, result.status_code) == (200, 200)
    assert "00-gone, which is no longer in the course" in result.text


@pytest.mark.parametrize("path", ["", "/result"])
def test_a_number_too_large_for_the_database_is_not_found(learner, path):
    for number in (2**31, 2**63, 10**23):
        assert learner.get(f"/attempts/{number}{path}").status_code == 404


def test_json_nested_too_deep_is_refused_in_words(learner):
    paper = begin(learner)

    answer = learner.put(f"{paper}/responses/1", data=b"[" * 20_000, content_type="application/json")

    assert (answer.status_code, answer.json["safe"]) == (400, "Nothing was changed.")
