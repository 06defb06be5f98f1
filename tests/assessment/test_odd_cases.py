"""Lectures that leave the course, numbers too large, JSON too deep."""

import pytest
import sqlalchemy as sa

from coursework.assessment.models import Attempt
from tests.assessment.conftest import begin, form_of, key_of


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


def test_a_question_that_left_the_bank_stays_on_an_open_paper_and_is_marked(app, learner, lines_of):
    paper = begin(learner)
    lines = lines_of(paper)
    lecture = app.extensions["site"].course().lectures[0]
    bank = lecture.bank
    object.__setattr__(lecture, "bank", tuple(one for one in bank if one.id != lines[0].question.id))

    form = form_of(lines, key_of)
    form["do"] = "submit"
    learner.post(paper, data=form)
    page = learner.get(f"{paper}/result").text

    object.__setattr__(lecture, "bank", bank)
    assert "Passed, with 6 of 6" in page


@pytest.mark.parametrize("path", ["", "/state", "/result", "/responses/1", "/questions/1/report"])
@pytest.mark.parametrize("who", ["another_learner", "instructor", "administrator"])
def test_everything_about_anothers_attempt_is_not_found(request, learner, who, path):
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})
    other = request.getfixturevalue(who)

    asked = {
        "/responses/1": lambda: other.put(f"{paper}{path}", json={"answer": 0}),
        "/questions/1/report": lambda: other.post(f"{paper}{path}", data={"text": "It has two keys."}),
    }.get(path, lambda: other.get(f"{paper}{path}"))

    assert asked().status_code == 404


@pytest.mark.parametrize("answer", [[0, 1, 2, 3, 4], [0, 0], [4], [-1], list(range(5000))])
def test_too_many_options_or_unknown_ones_are_refused(learner, whole_paper, lines_of, answer):
    at = next(one.position for one in lines_of(whole_paper) if one.question.kind == "multiple_response")

    refused = learner.put(f"{whole_paper}/responses/{at}", json={"answer": answer})

    assert refused.status_code == 422
    assert lines_of(whole_paper)[at - 1].answer is None
