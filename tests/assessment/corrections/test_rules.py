"""What an answer earns once a key was found wrong."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursework.assessment.corrections.rules import (
    Correction,
    Ruling,
    What,
    credit_under,
    fault_of,
    key_under,
    marked_after,
)
from coursework.assessment.in_words import said
from coursework.assessment.rules import mark
from tests.factories.questions import (
    key_of,
    make_matching,
    make_multiple_response,
    make_numeric,
    make_ordering,
    make_single_best,
    make_true_false,
    one_of_each,
)

OTHER_KEYS = [
    (make_single_best("-k--"), 2),
    (make_multiple_response("kk--"), [1, 2]),
    (make_matching((0, 2)), [1, 1]),
    (make_ordering(4), [3, 2, 1, 0]),
    (make_true_false(answer=True), False),
    (make_numeric("12.5", "0.5"), "20"),
]


def ruling(what, answer=None, version_id=1):
    return Ruling(version_id=version_id, what=what, answer=answer)


def correction(*rulings, never_lower=False):
    return Correction(rulings=rulings, never_lower=never_lower)


@pytest.mark.parametrize(("question", "other"), OTHER_KEYS, ids=lambda one: getattr(one, "kind", ""))
def test_an_answer_accepted_too_earns_the_point_and_so_does_the_key(question, other):
    said = [ruling(What.ACCEPT_ALSO, other)]

    assert credit_under(question, other, said) == 1
    assert credit_under(question, key_of(question), said) == 1


@pytest.mark.parametrize(("question", "other"), OTHER_KEYS, ids=lambda one: getattr(one, "kind", ""))
def test_a_changed_key_earns_the_point_and_the_former_key_does_not(question, other):
    said = [ruling(What.CHANGE_KEY, other)]

    assert credit_under(question, other, said) == 1
    assert credit_under(question, key_of(question), said) < 1


@pytest.mark.parametrize("question", one_of_each(), ids=lambda one: one.kind)
def test_accepting_everything_gives_the_point_to_everybody_and_leaving_out_to_nobody(question):
    assert credit_under(question, None, [ruling(What.ACCEPT_EVERYTHING)]) == 1
    assert credit_under(question, key_of(question), [ruling(What.LEAVE_OUT)]) is None


def test_the_last_word_counts():
    question = make_single_best("-k--")

    assert credit_under(question, 0, [ruling(What.LEAVE_OUT), ruling(What.CHANGE_KEY, 0)]) == 1
    assert credit_under(question, 1, [ruling(What.CHANGE_KEY, 0), ruling(What.ACCEPT_ALSO, 2)]) == 0
    assert credit_under(question, 3, [ruling(What.ACCEPT_EVERYTHING), ruling(What.ACCEPT_ALSO, 2)]) == 1
    assert credit_under(question, 3, [ruling(What.ACCEPT_EVERYTHING), ruling(What.CHANGE_KEY, 2)]) == 0


def test_a_question_left_out_is_no_longer_part_of_the_whole():
    questions = [make_single_best("-k--"), make_single_best("k---")]

    marked = marked_after(questions, [1, 2], [1, 3], 80, [correction(ruling(What.LEAVE_OUT, version_id=2))])

    assert (marked.credits, marked.score, marked.passed) == ((Fraction(1), None), Fraction(1), True)


def test_a_paper_keeps_its_marks_when_a_correction_would_leave_it_without_a_question():
    marked = marked_after([make_single_best()], [1], [0], 80, [correction(ruling(What.LEAVE_OUT))])

    assert marked.credits == (Fraction(0),)


def test_a_correction_that_never_lowers_leaves_a_result_that_would_fall():
    question = make_single_best("-k--")
    changed = ruling(What.CHANGE_KEY, 0)

    assert marked_after([question], [1], [1], 80, [correction(changed, never_lower=True)]).score == 1
    assert marked_after([question], [1], [1], 80, [correction(changed)]).score == 0


def test_what_was_withheld_from_a_paper_does_not_come_back_with_the_next_correction():
    questions, versions = [make_single_best("-k--"), make_single_best("k---")], [1, 2]
    withheld = correction(ruling(What.CHANGE_KEY, 0), never_lower=True)

    lowering = correction(ruling(What.ACCEPT_EVERYTHING, version_id=2))
    kept = correction(ruling(What.ACCEPT_EVERYTHING, version_id=2), never_lower=True)

    assert marked_after(questions, versions, [1, 3], 80, [withheld, lowering]).score == 1
    assert marked_after(questions, versions, [1, 3], 80, [withheld, kept]).score == 1


answers = st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=4, max_size=4)
rulings = st.builds(
    Ruling,
    version_id=st.integers(1, 4),
    what=st.sampled_from([What.ACCEPT_EVERYTHING, What.LEAVE_OUT]),
) | st.builds(
    Ruling,
    version_id=st.integers(1, 4),
    what=st.sampled_from([What.ACCEPT_ALSO, What.CHANGE_KEY]),
    answer=st.integers(0, 3),
)
corrections = st.lists(
    st.builds(
        Correction,
        rulings=st.lists(rulings, min_size=1, max_size=3, unique_by=lambda one: one.version_id).map(tuple),
        never_lower=st.just(True),
    ),
    max_size=4,
)


@given(answers, corrections)
def test_corrections_that_never_lower_never_lower(given_answers, made):
    questions = [make_single_best(), make_single_best("k---"), make_single_best("---k"), make_single_best()]
    before = mark(questions, given_answers, 80)

    after = marked_after(questions, [1, 2, 3, 4], given_answers, 80, made)

    assert before.score <= after.score <= 1
    assert after.counted > 0


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (make_single_best(), None),
        (make_multiple_response(), []),
        (make_matching(), [0, -1]),
        (make_single_best("-k--"), 1),
        (make_numeric("12.5", "0.5"), "12.5"),
    ],
)
def test_a_ruling_without_an_answer_or_with_the_key_itself_is_refused(question, answer):
    key = key_under(question, [])

    assert fault_of(key, What.CHANGE_KEY, answer)
    assert not fault_of(key, What.LEAVE_OUT, answer)


def test_a_ruling_is_measured_by_the_key_in_force_not_by_the_one_that_was_written():
    changed = key_under(make_single_best("-k--"), [ruling(What.CHANGE_KEY, 0)])
    everything = key_under(make_single_best("-k--"), [ruling(What.ACCEPT_EVERYTHING)])
    out = key_under(make_single_best("-k--"), [ruling(What.LEAVE_OUT)])
    also = key_under(make_single_best("-k--"), [ruling(What.ACCEPT_ALSO, 2)])

    assert "the key already" in fault_of(changed, What.CHANGE_KEY, 0)
    assert fault_of(changed, What.CHANGE_KEY, 1) == ""
    assert "so already" in fault_of(everything, What.ACCEPT_EVERYTHING, None)
    assert "earns the point already" in fault_of(everything, What.ACCEPT_ALSO, 0)
    assert "so already" in fault_of(out, What.LEAVE_OUT, None)
    assert fault_of(out, What.CHANGE_KEY, 1) == ""
    assert "earns the point already" in fault_of(also, What.ACCEPT_ALSO, 1)
    assert fault_of(also, What.CHANGE_KEY, 1) == ""


@pytest.mark.parametrize("question", one_of_each(), ids=lambda one: one.kind)
def test_the_best_answer_of_each_kind_earns_the_point(question):
    assert question.mark(question.best_answer) == 1
    assert question.accepted(question.best_answer) == question.best_answer
    assert key_under(question, []).as_written


def test_an_answer_is_measured_by_the_right_one_that_is_nearest():
    key = key_under(make_ordering(4), [ruling(What.ACCEPT_ALSO, [3, 2, 1, 0])])

    assert key.nearest(None) == [0, 1, 2, 3]
    assert key.nearest([0, 3, 2, 1]) == [3, 2, 1, 0]
    assert key.credit([3, 2, 1, 0]) == 1


def test_a_numeric_key_may_bring_its_own_tolerance():
    question = make_numeric("12.5", "0.5")
    wider = key_under(question, [ruling(What.CHANGE_KEY, "12.5 ± 2")])

    assert (wider.credit("14.5"), wider.credit("14.6")) == (1, 0)
    assert said(question, wider.answers[0]) == "12.5 %, give or take 2"
    assert said(question, "20") == "20 %, give or take 0.5"


@pytest.mark.parametrize(
    ("what", "answer", "new"),
    [
        (What.CHANGE_KEY, "12.5 ± 2", True),
        (What.CHANGE_KEY, "12.5 ± 0.1", True),
        (What.CHANGE_KEY, "12.6", True),
        (What.CHANGE_KEY, "12.50", False),
        (What.ACCEPT_ALSO, "12.5 ± 2", True),
        (What.ACCEPT_ALSO, "12.5 ± 0.1", False),
    ],
)
def test_a_numeric_ruling_is_new_when_it_lets_other_numbers_pass(what, answer, new):
    assert (fault_of(key_under(make_numeric("12.5", "0.5"), []), what, answer) == "") == new
