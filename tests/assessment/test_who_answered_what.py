"""Who answered what is counted for every kind of question, held against NumPy."""

from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursework.assessment.analysis.answered import answers_to, tally_of
from coursework.assessment.analysis.pictures import large_picture, small_picture, spread
from coursework.assessment.analysis.rules import Answers, Choice
from coursework.assessment.corrections.rules import Ruling, What, key_under
from tests.factories.questions import (
    make_matching,
    make_multiple_response,
    make_numeric,
    make_ordering,
    make_single_best,
    make_true_false,
)

PAPERS = 300


def answered(question, tally, *rulings):
    """Count answers by the key as it was written, or as rulings on it have it."""
    return answers_to(key_under(question, rulings), tally)


@pytest.fixture
def chance():
    return np.random.default_rng(8)


@pytest.fixture
def quarters(chance):
    return [int(one) for one in chance.integers(0, 4, PAPERS)]


def by_quarter(quarters, papers):
    """Count the papers in a mask by quarter, with NumPy."""
    return tuple(np.bincount(np.asarray(quarters)[np.asarray(papers)], minlength=4).tolist())


def test_each_option_is_counted_and_so_is_what_was_left_open(chance, quarters):
    chosen = chance.integers(-1, 4, PAPERS)
    given_ = {paper: None if one < 0 else int(one) for paper, one in enumerate(chosen)}

    (found,) = answered(make_single_best("-k--"), tally_of(given_, quarters))

    assert [one.by_quarter for one in found.choices] == [by_quarter(quarters, chosen == n) for n in range(4)]
    assert [one.key for one in found.choices] == [False, True, False, False]
    assert (found.left_open, found.papers) == (
        by_quarter(quarters, chosen < 0),
        by_quarter(quarters, chosen > -9),
    )


def test_several_choices_on_one_paper_are_shares_of_the_papers(chance, quarters):
    ticked = chance.random((PAPERS, 4)) < [0.9, 0.7, 0.2, 0.1]
    given_ = {paper: [int(one) for one in np.flatnonzero(row)] for paper, row in enumerate(ticked)}

    (found,) = answered(make_multiple_response("kk--"), tally_of(given_, quarters))

    sizes = np.bincount(quarters, minlength=4)
    shares = np.array([np.bincount(quarters, weights=ticked[:, n], minlength=4) / sizes for n in range(4)])
    assert [trace.shares for trace in large_picture(found).traces] == [pytest.approx(row) for row in shares]
    assert found.left_open == by_quarter(quarters, ~ticked.any(axis=1))


def test_a_statement_is_true_or_false():
    (found,) = answered(make_true_false(answer=False), tally_of({0: True, 1: False, 2: None}, [0, 1, 3]))

    assert [(one.text, one.key, one.by_quarter) for one in found.choices] == [
        ("True", False, (1, 0, 0, 0)),
        ("False", True, (0, 1, 0, 0)),
    ]
    assert found.left_open == (0, 0, 0, 1)


def test_numbers_show_the_key_the_five_commonest_wrong_ones_and_the_rest_together(chance, quarters):
    numbers = chance.choice(["12.5", "12.9", "125", "1.25", "13.5", "11", "10", "9", "8"], PAPERS)
    given_ = {paper: str(one) for paper, one in enumerate(numbers)}
    right = np.isin(numbers, ["12.5", "12.9"])
    values, counts = np.unique(numbers[~right], return_counts=True)
    order = sorted(zip(-counts, values, strict=True))

    (found,) = answered(make_numeric("12.5", "0.5", "%"), tally_of(given_, quarters))

    key, *wrong = found.choices
    assert (key.text, key.key, key.by_quarter) == ("12.5 % ± 0.5", True, by_quarter(quarters, right))
    assert [one.total for one in wrong] == [-count for count, _ in order[:5]]
    assert {one.text: one.by_quarter for one in wrong} == {
        f"{one.text.split()[0]} %": by_quarter(quarters, numbers == one.text.split()[0]) for one in wrong
    }
    assert sum(found.others) == -sum(count for count, _ in order[5:])


@given(st.decimals(-999, 999, places=2), st.integers(0, 3))
def test_one_number_written_differently_is_one_answer(number, zeros):
    given_ = {0: f"{number:f}", 1: f"{number:f}{'0' * zeros}", 2: "12345"}

    (found,) = answered(make_numeric("54321", "0", ""), tally_of(given_, [0, 0, 0]))

    assert sorted((Decimal(one.text), one.total) for one in found.choices[1:]) == [
        (number, 2),
        (Decimal(12345), 1),
    ]


def test_orders_are_named_by_the_places_in_the_right_order():
    given_ = {0: [0, 1, 2, 3], 1: [1, 0, 2, 3], 2: [1, 0, 2, 3], 3: [3, -1, -1, -1], 4: [-1] * 4, 5: None}

    (found,) = answered(make_ordering(4), tally_of(given_, [3, 0, 0, 1, 2, 2]))

    assert [(one.text, one.key, one.by_quarter) for one in found.choices] == [
        ("1, 2, 3, 4", True, (0, 0, 0, 1)),
        ("2, 1, 3, 4", False, (2, 0, 0, 0)),
        ("4, ?, ?, ?", False, (0, 1, 0, 0)),
    ]
    assert found.left_open == (0, 0, 2, 0)


def test_each_line_of_a_matching_question_is_counted_alone(chance, quarters):
    filled = chance.integers(-1, 3, (PAPERS, 2))
    given_ = {paper: [int(one) for one in row] for paper, row in enumerate(filled)} | {7: None}
    filled[7] = -1

    lines = answered(make_matching((0, 2), 3), tally_of(given_, quarters))

    for place, found in enumerate(lines):
        assert (found.line, found.left_open) == (place + 1, by_quarter(quarters, filled[:, place] < 0))
        assert [one.by_quarter for one in found.choices] == [
            by_quarter(quarters, filled[:, place] == option) for option in range(3)
        ]
    assert [[one.key for one in found.choices].index(True) for found in lines] == [0, 2]


def test_of_a_line_only_the_key_and_what_somebody_chose_is_shown():
    _, line = answered(make_matching((0, 2), 5), tally_of({0: [0, 4], 1: [0, 4]}, [0, 3]))

    assert [(one.letter, one.key, one.total) for one in line.choices] == [("C", True, 0), ("E", False, 2)]


@given(st.lists(st.floats(0, 100), max_size=8), st.integers(1, 12))
def test_letters_do_not_cover_each_other_and_keep_their_order(wanted, apart):
    found = spread(wanted, apart, 0, 100)

    stand = sorted(found)
    assert all(b - a >= apart - 1e-6 for a, b in pairwise(stand))
    assert all(-1e-6 <= one <= 100 + 1e-6 for one in found)
    assert [one for _, one in sorted(zip(wanted, found, strict=True), key=lambda pair: pair)] == stand


def test_letters_that_have_room_stay_at_their_lines():
    assert spread([10, 90, 50], 12, 0, 100) == [10, 90, 50]


def test_a_quarter_with_nobody_in_it_has_no_point_and_one_quarter_alone_is_a_dot():
    part = Answers(
        choices=(Choice("A", "", key=True, by_quarter=(0, 0, 5, 0)),),
        papers=(0, 0, 5, 0),
        left_open=(0, 0, 0, 0),
    )

    (trace,) = small_picture(part).traces

    assert trace.shares == [None, None, 1, None]
    assert [point.split(",")[1] for point in trace.points.split()] == ["7.0", "7.0"]


def test_where_nobody_answered_nothing_is_drawn():
    (part,) = answered(make_single_best(), tally_of({}, []))

    assert [(trace.points, trace.named) for trace in large_picture(part).traces] == [("", False)] * 4


def ruling(what, answer=None):
    return Ruling(version_id=1, what=what, answer=answer)


def test_what_is_right_is_what_the_key_in_force_says():
    quarters = [0, 1, 2]
    numbers, orders = tally_of({0: "5", 1: "7", 2: "5.0"}, quarters), tally_of({0: [1, 0, 2]}, [3])

    (number,) = answered(make_numeric("7", "0", "mg"), numbers, ruling(What.CHANGE_KEY, "5"))
    (order,) = answered(make_ordering(3), orders, ruling(What.ACCEPT_ALSO, [1, 0, 2]))
    (option,) = answered(make_single_best("k---"), tally_of({0: 2}, [0]), ruling(What.ACCEPT_ALSO, 2))

    assert [(one.text, one.key, one.total) for one in number.choices] == [
        ("5 mg", True, 2),
        ("7 mg", False, 1),
    ]
    assert order.right == 1
    assert [one.key for one in option.choices] == [True, False, True, False]


@pytest.mark.parametrize("what", [What.ACCEPT_EVERYTHING, What.LEAVE_OUT])
def test_where_the_key_is_void_nothing_is_marked_as_right(what):
    (number,) = answered(make_numeric("7", "0", ""), tally_of({0: "5", 1: "7"}, [0, 1]), ruling(what))
    (option,) = answered(make_single_best("k---"), tally_of({0: 0}, [0]), ruling(what))

    assert [(one.text, one.key) for one in number.choices] == [("5", False), ("7", False)]
    assert [one.key for one in option.choices] == [False] * 4
