"""Drawing a paper from a bank."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursework.content.papers import draw
from tests.factories.questions import make_bank, make_ordering, make_single_best

BANK = make_bank(define=9, weigh=4, act=2)
SEEDS = st.integers(0, 2**63 - 1)


def ids(paper):
    """Return the questions of a paper in order."""
    return [drawn.question.id for drawn in paper]


@given(seed=SEEDS)
def test_the_same_seed_draws_the_same_paper(seed):
    assert draw(BANK, 8, seed) == draw(BANK, 8, seed)


def test_another_seed_draws_another_paper():
    papers = {tuple(ids(draw(BANK, 8, seed))) for seed in range(50)}

    assert len(papers) == 50


@given(seed=SEEDS, count=st.integers(1, 15))
def test_a_paper_has_as_many_questions_as_asked_for_and_none_twice(seed, count):
    drawn = ids(draw(BANK, count, seed))

    assert len(drawn) == len(set(drawn)) == count


@given(seed=SEEDS, count=st.integers(1, 15))
def test_the_objectives_share_a_paper_as_evenly_as_the_bank_allows(seed, count):
    paper = draw(BANK, count, seed)

    shares = Counter(drawn.question.objective for drawn in paper)
    most = max(shares.values())
    held = {"define": 9, "weigh": 4, "act": 2}
    assert all(shares[objective] >= min(most - 1, held[objective]) for objective in held)


def test_a_bank_with_too_few_questions_gives_all_it_has():
    assert sorted(ids(draw(BANK, 99, 1))) == sorted(question.id for question in BANK)


def test_every_question_of_a_bank_is_drawn_sooner_or_later():
    seen = {one for seed in range(60) for one in ids(draw(BANK, 6, seed))}

    assert seen == {question.id for question in BANK}


@given(seed=SEEDS, items=st.integers(3, 8))
def test_items_to_be_ordered_are_never_shown_in_order(seed, items):
    (drawn,) = draw([make_ordering(items)], 1, seed)

    assert sorted(drawn.order) == list(range(items))
    assert drawn.order != sorted(drawn.order)


@pytest.mark.parametrize(("shuffle", "orders"), [(True, 6), (False, 1)])
def test_options_keep_their_order_only_where_the_author_says_so(shuffle, orders):
    question = make_single_best("k--", shuffle=shuffle)

    seen = {tuple(draw([question], 1, seed)[0].order) for seed in range(60)}

    assert len(seen) == orders


MET = st.dictionaries(st.sampled_from([one.id for one in BANK]), st.integers(0, 4))


@given(seed=SEEDS, count=st.integers(1, 15), met=MET)
def test_of_each_objective_the_questions_met_least_come_first(seed, count, met):
    drawn = {one.question.id for one in draw(BANK, count, seed, met)}

    for objective in ("define", "weigh", "act"):
        of_it = [one.id for one in BANK if one.objective == objective]
        taken = [met.get(one, 0) for one in of_it if one in drawn]
        left = [met.get(one, 0) for one in of_it if one not in drawn]
        assert max(taken, default=0) <= min(left, default=9)


@given(seed=SEEDS, count=st.integers(1, 15), met=MET)
def test_what_was_met_changes_nothing_about_the_balance(seed, count, met):
    shares = Counter(one.question.objective for one in draw(BANK, count, seed, met))
    fresh = Counter(one.question.objective for one in draw(BANK, count, seed))

    assert sorted(shares.values()) == sorted(fresh.values())


def test_three_papers_of_five_meet_a_bank_of_fifteen_without_a_repeat():
    bank, met = make_bank(define=5, weigh=5, act=5), Counter()
    for seed in range(3):
        met.update(ids(draw(bank, 5, seed, met)))

    assert set(met.values()) == {1}
