"""The course page, my progress, my account; the page of those who teach."""

import re

import pytest

from coursework.reading.actions import mark_as_read
from tests.conftest import NOON, counted


def read_all(session, learner, course, slugs):
    for slug in slugs:
        for section in course.lecture_of(slug).sections:
            mark_as_read(session, learner.person_id, slug, section.id, NOON)
    session.commit()


def pass_test(client, slug):
    paper = client.post(f"/lectures/{slug}/attempts").headers["Location"]
    client.post(paper, data={"do": "submit", "sure": "1"})


def test_a_new_learner_is_asked_to_begin_with_the_first_lecture(learner):
    page = learner.get("/course").text

    assert "Begin lecture 1" in page
    assert page.count("Not begun") == 3
    assert page.count("In preparation") == 1


def test_a_lecture_in_preparation_is_no_link(learner):
    assert "/lectures/04-later" not in learner.get("/course").text


def test_a_lecture_that_was_read_leads_to_its_test(learner, session, course):
    read_all(session, learner, course, ["01-first"])

    page = learner.get("/course").text

    assert "Read; test open" in page
    assert "/lectures/01-first/test" in page


def test_an_open_test_is_the_next_thing_to_do(learner):
    paper = learner.post("/lectures/02-second/attempts").headers["Location"]

    page = learner.get("/course").text

    assert "Go on with the test" in page
    assert paper in page


def test_a_score_below_the_line_shows_on_both_pages(learner):
    pass_test(learner, "01-first")

    assert "Below the pass line" in learner.get("/course").text
    progress = learner.get("/progress").text
    assert "Lecture 1: pass the test" in progress
    assert "Best score so far 0\u00a0%." in progress


def test_my_progress_names_what_is_missing_with_a_link(learner, session, course):
    read_all(session, learner, course, ["01-first"])

    page = learner.get("/progress").text

    assert "Lecture 1: take the test" in page
    assert "Lectures 2 to 3: not begun" in page
    assert "Lecture 4: in preparation" in page


def test_another_learners_progress_is_not_mine(learner, another_learner, session, course):
    read_all(session, another_learner, course, ["01-first", "02-second"])

    page = learner.get("/progress").text

    assert "Lectures 1 to 3: not begun" in page


@pytest.mark.parametrize("address", ["/course", "/progress"])
@pytest.mark.parametrize("lectures", [1, 3])
def test_the_pages_take_as_many_statements_with_one_lecture_begun_as_with_three(
    app, learner, session, course, address, lectures
):
    slugs = [lecture.slug for lecture in course.lectures][:lectures]
    read_all(session, learner, course, slugs)
    for slug in slugs:
        pass_test(learner, slug)

    with counted(app) as seen:
        learner.get(address)

    assert len(seen) == {"/course": 6, "/progress": 6}[address]


def test_a_learner_sees_the_own_cohort_and_the_way_to_it_on_progress_and_account(instructor, learner):
    before = [learner.get(address).text for address in ("/progress", "/account")]
    cohort = instructor.post("/teach/cohorts", data={"name": "Spring"}).headers["Location"]
    code = re.search(r"/join/([A-Z0-9]{8})", instructor.get(cohort).text)[1]
    learner.post(f"/join/{code}")

    after = [learner.get(address).text for address in ("/progress", "/account")]

    assert ["Spring" in page for page in before + after] == [False, False, True, True]
    assert ['href="/join"' in page for page in before + after] == [True] * 4
