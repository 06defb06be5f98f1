"""Counting words and minutes."""

import pytest

from coursework.content import words
from coursework.content.words import checks_in, reading_minutes, words_in


@pytest.mark.parametrize(
    ("markdown", "count"),
    [
        ("", 0),
        ("A post travels.", 3),
        ("It's the ward\u2019s well-known e-mail.", 5),
        ("About 1,000 or 3.5 per cent.", 6),
        ("**Bold** and *slanted* and `code`.", 5),
        ("Two sources.[@Vosoughi2018; @Giustini2006]", 2),
        ("An [[infodemic]] or two [[infodemic|epidemics of words]].", 7),
        ("| A | B |\n| --- | --- |\n| c | d |", 4),
        ("### A heading {#its-id}", 2),
        ('!!! evidence "Two words"\n    And four more words.', 6),
        ('!!! figure "01-path.svg"\n    A caption is not counted.\n\nBut this is.', 3),
        ("!!! check\n    Who sees it?\n\n    ---\n\n    Nobody at all.\n\nGo on.", 5),
        ("Die Übermüdung größer 日本語", 4),
    ],
)
def test_only_words_that_teach_are_counted(markdown, count):
    assert words_in(markdown) == count


def test_self_checks_are_counted():
    assert checks_in("!!! check\n    A\n\n!!! checks\n\n!!! check\n    B") == 2


def test_reading_takes_200_words_a_minute_and_2_minutes_for_each_self_check():
    assert reading_minutes(1000, 3) == 11


def test_a_test_of_25_questions_takes_half_an_hour():
    assert round(words.test_minutes(25)) == 31


def test_a_section_takes_at_least_a_minute(course):
    minutes = [section.minutes for section in course.lectures[0].sections]

    assert minutes == [1, 2, 2, 1, 1, 1]


def test_a_lecture_takes_its_reading_its_self_checks_and_its_test(course):
    assert course.lectures[0].minutes == 12
