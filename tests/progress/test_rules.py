"""In which state a lecture is, and what comes next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coursework.assessment.rules import Standing
from coursework.progress.rules import CourseProgress, LectureProgress, State, said_sections
from coursework.reading.rules import Place, Reading
from tests.conftest import NOON

NOTHING = Standing(best=None, passed=False, tries=0, open_attempt=None)


def progress(course, number, reading=None, **standing):
    return LectureProgress(
        entry=course.entries[number - 1], reading=reading or Reading(), standing=replace(NOTHING, **standing)
    )


def all_read(course, number):
    return Reading(marked=frozenset(section.id for section in course.lectures[number - 1].sections))


@pytest.mark.parametrize(
    ("reading", "standing", "state"),
    [
        (Reading(), {}, State.NOT_BEGUN),
        (Reading(seconds={"case": 1}), {}, State.READING),
        (Reading(seconds={"test": 50}), {}, State.NOT_BEGUN),
        (Reading(), {"open_attempt": 7}, State.READING),
        (Reading(), {"tries": 1, "best": 0.5}, State.BELOW),
        (Reading(), {"tries": 2, "best": 0.9, "passed": True}, State.PASSED),
    ],
)
def test_the_state_of_a_lecture_follows_from_what_was_done(course, reading, standing, state):
    assert progress(course, 1, reading, **standing).state is state


def test_a_lecture_is_read_when_every_section_is(course):
    assert progress(course, 1, all_read(course, 1)).state is State.READ


def test_a_lecture_without_files_is_in_preparation(course):
    assert progress(course, 4).state is State.IN_PREPARATION


def test_the_lecture_read_last_comes_next_and_an_open_test_before_it(course):
    earlier = Reading(place=Place("case", 0, NOON))
    later = Reading(place=Place("do", 0, NOON + timedelta(hours=1)))
    begun = (progress(course, 1, earlier), progress(course, 2, later))
    open_test = (progress(course, 1, earlier, open_attempt=3), progress(course, 2, later))

    assert CourseProgress(course=course, lectures=begun).next.entry.number == 2
    assert CourseProgress(course=course, lectures=open_test).next.entry.number == 1


def test_nothing_comes_next_when_all_that_is_written_is_passed(course):
    lectures = tuple(progress(course, number, passed=True, tries=1, best=1.0) for number in (1, 2, 3))

    assert CourseProgress(course=course, lectures=(*lectures, progress(course, 4))).next is None


def test_sections_are_said_in_words(course):
    lecture = course.lectures[0]
    one, two, three, four, *_ = lecture.sections

    assert [
        said_sections([two], lecture),
        said_sections([two, three, four], lecture),
        said_sections([one, two, four], lecture),
        said_sections(lecture.sections, lecture),
    ] == ["section 2", "sections 2 to 4", "sections 1, 2 and 4", "all sections"]
