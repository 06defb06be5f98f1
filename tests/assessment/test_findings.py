"""What the figures of a question mean is said in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursework.assessment.analysis.figures import Interval, ItemFigures
from coursework.assessment.analysis.rules import Answers, Choice, findings_on, nearest_percent


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_the_nearest_percent_is_at_most_half_a_percent_away(right, n):
    share = min(right, n) / n

    assert abs(nearest_percent(share) - share * 100) <= 0.5 + 1e-6


def figures(facility, n=100, r=0.4, low=0.2, high=0.6):
    share = Interval(max(0, facility - 0.05), min(1, facility + 0.05))
    return ItemFigures(
        n=n, facility=facility, facility_interval=share, item_rest=r, item_rest_interval=Interval(low, high)
    )


def one_part(choices, **more):
    papers = [sum(choice.by_quarter[quarter] for choice in choices) for quarter in range(4)]
    return [Answers(choices=tuple(choices), papers=papers, left_open=[0] * 4, **more)]


GOOD = [
    Choice("A", "", key=True, by_quarter=[5, 10, 15, 22]),
    Choice("B", "", key=False, by_quarter=[20, 15, 10, 3]),
]
CLOSE = Choice("B", "", key=False, by_quarter=[5, 5, 10, 24])
IDLE = Choice("C", "", key=False, by_quarter=[0, 1, 0, 0])


@pytest.mark.parametrize(
    ("item", "choices", "words"),
    [
        (figures(0.97), GOOD, ["Too easy to tell learners apart: 97\u00a0% of the points were earned."]),
        (figures(0.1), GOOD, ["Hardly anybody knew it: 10\u00a0% of the points were earned."]),
        (figures(0.5, low=-0.5, high=-0.1), [], ["Those who did well elsewhere missed this one more often"]),
        (figures(0.5), [*GOOD, IDLE], ["Hardly anybody chooses C."]),
        (figures(0.6), [*GOOD, Choice("D", "", key=False, by_quarter=[0] * 4)], ["Nobody chooses D."]),
        (figures(0.6, r=-0.1, low=-0.3, high=0.1), GOOD, ["It does not tell learners apart"]),
        (figures(0.6), GOOD, []),
        (figures(0.3), [GOOD[0], CLOSE], []),
        (figures(0.3, low=-0.5, high=-0.1), [GOOD[0], CLOSE], ["Likely wrong key: the best quarter chose B"]),
        (figures(0.97, n=29), GOOD, []),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_plain_words(item, choices, words):
    found = [one.words for one in findings_on(item, one_part(choices))]

    assert len(found) == len(words)
    assert all(part in sentence for part, sentence in zip(words, found, strict=True))


def test_a_number_that_the_best_quarter_gave_is_named_and_nobody_need_give_the_others():
    wrong = Choice("B", "125 mg", key=False, by_quarter=[1, 1, 4, 20])
    rare = Choice("C", "7 mg", key=False, by_quarter=[1, 0, 0, 0])
    key = Choice("A", "12.5 mg", key=True, by_quarter=[9, 9, 5, 1])

    found = findings_on(figures(0.5), one_part([key, wrong, rare], made_up=True))

    assert [one.words for one in found] == [
        "Likely wrong key: the best quarter chose 125 mg (20 of 21), and 12.5 mg, the key, once."
    ]


def test_the_line_of_a_matching_question_whose_key_is_likely_wrong_is_named():
    wrong = Choice("B", "", key=False, by_quarter=[1, 1, 4, 20])
    key = Choice("A", "", key=True, by_quarter=[9, 9, 5, 1])
    idle = Choice("C", "", key=False, by_quarter=[0] * 4)

    found = findings_on(figures(0.5), [*one_part(GOOD, line=1), *one_part([key, wrong, idle], line=2)])

    assert [one.words for one in found] == [
        "In line 2, likely wrong key: the best quarter chose B (20 of 21), and A, the key, once."
    ]


@pytest.mark.parametrize(("left_open", "words"), [(9, []), (10, ["Left open by 10 of 100."])])
def test_what_many_left_open_is_said(left_open, words):
    assert [one.words for one in findings_on(figures(0.5), one_part(GOOD), left_open)] == words
