"""What a paper scores."""

from fractions import Fraction

import pytest

from coursework.assessment.rules import Marked, points_to_pass, said_points


@pytest.mark.parametrize(
    ("credits_", "passed"),
    [
        ([1] * 20 + [0] * 5, True),
        ([1] * 19 + [0] * 6, False),
        ([1] * 19 + [Fraction(1, 3)] * 3 + [0] * 3, True),
        ([1] * 19 + [Fraction(33, 100)] * 3 + [0] * 3, False),
    ],
)
def test_a_paper_is_passed_with_exactly_eighty_per_cent_or_more(credits_, passed):
    assert Marked(tuple(map(Fraction, credits_)), 80).passed is passed


def test_the_points_that_pass_are_a_whole_number():
    assert [points_to_pass(25, 80), points_to_pass(6, 80), points_to_pass(25, 81)] == [20, 5, 21]


def test_points_are_rounded_down_so_that_nothing_looks_passed_that_is_not():
    assert [said_points(21), said_points(19.99), said_points(20.05), said_points(0)] == [
        "21",
        "19.9",
        "20",
        "0",
    ]
