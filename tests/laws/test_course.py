"""The shipped course is in order."""

import pytest

from coursework.content.loading import load_course
from tests.laws.houses import ROOT

COURSE = load_course(ROOT, ROOT / "quizzes")


def test_the_course_names_sixteen_lectures_in_order():
    assert [entry.slug[:2] for entry in COURSE.entries] == [f"{number:02}" for number in range(1, 17)]
    assert COURSE.title == "The Connected Clinician: medicine and social media in sixteen lectures"
    assert (COURSE.policy.pass_mark, COURSE.policy.questions) == (80, 25)


def test_the_authors_line_is_honest():
    assert "AI assistance" in COURSE.authors
    assert "not yet reviewed by a named clinician" in COURSE.authors


@pytest.mark.parametrize("lecture", COURSE.lectures, ids=lambda one: one.slug)
def test_a_lecture_has_the_length_it_promises(lecture):
    words = sum(section.words for section in lecture.sections)

    assert 4000 <= words <= 6000
    assert 60 <= lecture.minutes <= 90
    assert 12 <= len(lecture.sources) <= 40


@pytest.mark.parametrize("lecture", COURSE.lectures, ids=lambda one: one.slug)
def test_a_bank_holds_fifty_questions_and_covers_every_objective(lecture):
    asked = [question.objective for question in lecture.bank]

    assert len(lecture.bank) >= 50
    assert [
        one.id for one in lecture.objectives if asked.count(one.id) < (4 if one.assessed == "test" else 2)
    ] == []


@pytest.mark.parametrize("lecture", COURSE.lectures, ids=lambda one: one.slug)
def test_the_evidence_of_a_lecture_is_logged(lecture):
    log = (ROOT / "docs" / "evidence" / f"{lecture.slug}.md").read_text(encoding="utf-8")

    assert [source.key for source in lecture.sources if source.key not in log] == []
