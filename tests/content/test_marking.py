"""Each kind of question marks its own answer."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursework.content.answers import AnswerNotUnderstoodError
from coursework.content.questions import content_of, question_from
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

KINDS = one_of_each()
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([10**40, -1, 0, 1]),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def answers_to(question):
    """Return a strategy for what can be sent as an answer to a question."""
    places = st.integers(-1, 3)
    by_kind = {
        "single_best": st.integers(0, 3),
        "multiple_response": st.lists(st.integers(0, 3), unique=True),
        "matching": st.lists(st.integers(-1, 2), min_size=2, max_size=2),
        "ordering": st.permutations(range(4)) | st.just([-1] * 4) | st.lists(places, min_size=4, max_size=4),
        "true_false": st.booleans(),
        "numeric": st.decimals(0, 30, places=1).map(str),
    }
    return by_kind[question.kind]


def accepted(question, value):
    """Return the answer, or None when it is refused."""
    try:
        return question.accepted(value)
    except AnswerNotUnderstoodError:
        return None


@pytest.mark.parametrize("question", KINDS, ids=lambda one: one.kind)
@given(data=st.data())
def test_a_mark_lies_between_nothing_and_the_whole_point(question, data):
    answer = accepted(question, data.draw(answers_to(question)))

    assert 0 <= question.mark(answer) <= 1


@pytest.mark.parametrize("question", KINDS, ids=lambda one: one.kind)
def test_the_key_earns_the_whole_point(question):
    answer = question.accepted(key_of(question))

    assert question.mark(answer) == 1


@pytest.mark.parametrize("question", KINDS[:-1], ids=lambda one: one.kind)
@given(data=st.data())
def test_nothing_but_the_key_earns_the_whole_point(question, data):
    answer = accepted(question, data.draw(answers_to(question)))

    assert (question.mark(answer) == 1) == (answer is not None and answer == key_of(question))


@pytest.mark.parametrize("question", KINDS, ids=lambda one: one.kind)
def test_no_answer_earns_nothing(question):
    assert question.mark(None) == 0
    assert not question.complete(None)


@pytest.mark.parametrize("question", KINDS, ids=lambda one: one.kind)
@given(value=ANYTHING)
def test_whatever_is_sent_is_an_answer_or_refused_in_words(question, value):
    answer = accepted(question, value)

    assert answer is None or accepted(question, answer) == answer


@pytest.mark.parametrize("question", KINDS, ids=lambda one: one.kind)
@given(data=st.data())
def test_the_order_on_the_paper_does_not_matter_to_the_mark(question, data):
    answer = accepted(question, data.draw(answers_to(question)))
    order = data.draw(st.permutations(range(question.shuffled)))

    sent_back = accepted(question, question.meant(question.shown(answer, order), order))

    assert sent_back == answer


@given(chosen=st.sets(st.integers(0, 5)), keys=st.sets(st.integers(0, 5), min_size=1, max_size=5))
def test_a_further_right_choice_never_earns_less(chosen, keys):
    question = make_multiple_response("".join("k" if n in keys else "-" for n in range(6)))

    before = question.mark(sorted(chosen))
    after = [question.mark(sorted(chosen | {key})) for key in keys]

    assert all(mark >= before for mark in after)


@given(chosen=st.sets(st.integers(0, 5)), keys=st.sets(st.integers(0, 5), min_size=1, max_size=5))
def test_a_further_wrong_choice_never_earns_more(chosen, keys):
    question = make_multiple_response("".join("k" if n in keys else "-" for n in range(6)))

    before = question.mark(sorted(chosen))
    after = [question.mark(sorted(chosen | {wrong})) for wrong in set(range(6)) - keys]

    assert all(mark <= before for mark in after)


@pytest.mark.parametrize(
    ("question", "answer", "credit"),
    [
        (make_single_best("-k--"), 0, Fraction(0)),
        (make_multiple_response("kk--"), [0], Fraction(1, 2)),
        (make_multiple_response("kk--"), [0, 1, 2], Fraction(1, 2)),
        (make_multiple_response("kk--"), [0, 2, 3], Fraction(0)),
        (make_multiple_response("kkk-"), [0, 1], Fraction(2, 3)),
        (make_multiple_response("kk--"), [], Fraction(0)),
        (make_matching((0, 2)), [0, -1], Fraction(1, 2)),
        (make_matching((0, 2)), [2, 0], Fraction(0)),
        (make_ordering(4), [3, 0, 1, 2], Fraction(2, 3)),
        (make_ordering(4), [3, 2, 1, 0], Fraction(0)),
        (make_ordering(4), [0, 1, -1, -1], Fraction(1, 3)),
        (make_true_false(answer=False), True, Fraction(0)),
        (make_true_false(answer=False), False, Fraction(1)),
    ],
)
def test_an_answer_right_in_part_earns_its_part(question, answer, credit):
    assert question.mark(question.accepted(answer)) == credit


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        (" 12.5 % ", "12.5"),
        ("12.5%", "12.5"),
        ("12.5\u00a0%", "12.5"),
        ("\u22123", "-3"),
        ("+3", "3"),
        ("1000000000", "1000000000"),
        (7, "7"),
        (1e9, "1000000000.0"),
    ],
)
def test_a_number_may_be_written_in_several_ways(text, answer):
    assert make_numeric().accepted(text) == answer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "about 12",
        "1e9",
        "NaN",
        "Infinity",
        "--3",
        "12.5.6",
        "12 or 13",
        "1" * 21,
        "0x10",
        None,
        True,
        [12],
        10**5000,
        float("nan"),
        float("inf"),
    ],
    ids=lambda one: str(one)[:12] if not isinstance(one, int) else "whole",
)
def test_what_is_no_number_is_refused_with_an_example(text):
    with pytest.raises(AnswerNotUnderstoodError) as refused:
        make_numeric().accepted(text)

    assert str(refused.value) == "Write one number, for example 12.5, in %."


@pytest.mark.parametrize("text", ["1,234", "1 234", "1'234", "1\u2019234", "1\u00a0234", "1,234,567"])
def test_a_number_with_marks_between_its_thousands_is_refused_since_it_may_mean_two_things(text):
    with pytest.raises(AnswerNotUnderstoodError, match="without marks between the thousands"):
        make_numeric().accepted(text)


@pytest.mark.parametrize(
    ("text", "credit"), [("12", 1), ("13.0", 1), ("11.9", 0), ("13.01", 0), ("12.499999999", 1)]
)
def test_a_number_within_the_tolerance_is_right(text, credit):
    question = make_numeric("12.5", "0.5")

    assert question.mark(question.accepted(text)) == credit


@pytest.mark.parametrize(
    ("question", "answer", "complete"),
    [
        (make_single_best(), 0, True),
        (make_multiple_response(), [], False),
        (make_multiple_response(), [0], True),
        (make_matching(), [0, -1], False),
        (make_matching(), [0, 0], True),
        (make_ordering(3), [0, -1, 2], False),
        (make_ordering(3), [2, 1, 0], True),
        (make_true_false(), False, True),
    ],
)
def test_a_question_is_complete_when_nothing_of_it_is_open(question, answer, complete):
    assert question.complete(answer) is complete


@pytest.mark.parametrize(
    ("question", "answer", "begun"),
    [
        (make_single_best(), 0, False),
        (make_multiple_response(), [], False),
        (make_multiple_response(), [0], False),
        (make_matching(), None, False),
        (make_matching(), [-1, -1], False),
        (make_matching(), [0, -1], True),
        (make_matching(), [0, 0], False),
        (make_ordering(3), [-1, 0, -1], True),
    ],
)
def test_a_question_is_begun_when_a_part_is_given_and_a_part_is_open(question, answer, begun):
    assert question.begun(answer) is begun


def test_an_item_cannot_stand_in_two_places():
    with pytest.raises(AnswerNotUnderstoodError, match="Two places hold the same item"):
        make_ordering(3).accepted([1, 1, -1])


def test_an_option_cannot_be_chosen_twice():
    with pytest.raises(AnswerNotUnderstoodError, match="An option was sent twice"):
        make_multiple_response().accepted([1, 1])


@pytest.mark.parametrize("question", KINDS, ids=lambda one: one.kind)
def test_a_question_comes_back_whole_from_what_is_kept_of_it(question):
    kept = json.loads(json.dumps(content_of(question)))

    assert question_from(kept) == question


def test_every_question_of_a_course_comes_back_whole(course):
    questions = [question for lecture in course.lectures for question in lecture.bank]

    assert [question_from(json.loads(json.dumps(content_of(one)))) for one in questions] == questions
