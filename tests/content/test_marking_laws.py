"""What holds of every mark, whatever the question and the answer."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.questions import (
    make_matching,
    make_multiple_response,
    make_numeric,
    make_ordering,
    make_single_best,
)

# Extended matching: many premises, options that fit several of them or none.
PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(-1, 7)), min_size=2, max_size=12)


@given(pairs=PAIRS, data=st.data())
def test_a_further_right_pair_earns_exactly_its_part(pairs, data):
    keys, answer = (list(part) for part in zip(*pairs, strict=True))
    question = make_matching(tuple(keys), options=8)
    line = data.draw(st.integers(0, len(keys) - 1))

    before = question.mark(answer)
    answer[line] = keys[line]
    after = question.mark(answer)

    assert (after - before) * len(keys) in {0, 1}
    assert question.mark(keys) == 1


@given(pairs=PAIRS, order=st.permutations(range(8)))
def test_the_order_of_matching_options_in_the_bank_does_not_matter(pairs, order):
    keys, answer = (list(part) for part in zip(*pairs, strict=True))
    moved = [order[place] if place >= 0 else place for place in answer]

    mark = make_matching(tuple(keys), options=8).mark(answer)

    assert make_matching(tuple(order[key] for key in keys), options=8).mark(moved) == mark


@given(pairs=PAIRS, data=st.data())
def test_the_order_of_premises_does_not_matter(pairs, data):
    mixed = data.draw(st.permutations(pairs))

    marks = {
        make_matching(tuple(key for key, _ in some), options=8).mark([chosen for _, chosen in some])
        for some in (pairs, mixed)
    }

    assert len(marks) == 1


@given(data=st.data(), kind=st.sampled_from([make_single_best, make_multiple_response]))
def test_the_order_of_options_in_the_bank_does_not_matter(data, kind):
    keys = "-k---" if kind is make_single_best else "kk-k-"
    order = data.draw(st.permutations(range(5)))
    chosen = data.draw(st.sets(st.integers(0, 4), min_size=1, max_size=1 if kind is make_single_best else 5))
    question = kind(keys)
    moved = replace(question, options=tuple(question.options[place] for place in order))
    places = sorted(order.index(place) for place in chosen)

    if kind is make_single_best:
        assert moved.mark(places[0]) == question.mark(*chosen)
    else:
        assert moved.mark(places) == question.mark(sorted(chosen))


@given(order=st.permutations(range(6)), filled=st.integers(0, 6))
def test_an_order_earns_its_neighbouring_pairs_and_an_open_place_never_more(order, filled):
    question, part = make_ordering(6), [*order[:filled], *[-1] * (6 - filled)]

    told = "".join(map(str, order))
    expected = sum(pair in told for pair in ("01", "12", "23", "34", "45"))

    assert question.mark(list(order)) * 5 == expected
    assert question.mark(part) <= question.mark(list(order))


@given(
    answer=st.decimals(-50, 50, places=2),
    nearer=st.decimals(0, 20, places=2),
    further=st.decimals(0, 20, places=2),
    tolerance=st.decimals(0, 10, places=2),
)
def test_a_number_further_away_never_earns_more(answer, nearer, further, tolerance):
    near, far = sorted([nearer, further])
    question = make_numeric(str(answer), str(tolerance), unit="")

    assert question.mark(str(answer + far)) <= question.mark(str(answer + near))
    assert question.mark(str(answer - near)) == (near <= tolerance)
    assert question.mark(str(Decimal(answer))) == 1
