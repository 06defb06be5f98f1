"""Each statistic, held against an independent computation."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursework.assessment.analysis.figures import (
    Sat,
    alpha_of,
    fisher,
    items_of,
    quarters_of,
    whole_of,
    wilson,
)
from coursework.content.papers import draw
from tests.factories.questions import make_bank

PAPERS, ITEMS = 400, 12


def made_up(seed=3, papers=PAPERS, items=ITEMS, values=(0.0, 1.0)):
    """Return credits of people who differ in skill, on questions that differ in difficulty."""
    chance = np.random.default_rng(seed)
    skill = chance.normal(size=(papers, 1))
    hard = chance.normal(size=(1, items))
    share = 1 / (1 + np.exp(hard - 1.5 * skill))
    if len(values) == 2:
        return (chance.random((papers, items)) < share).astype(float)
    return np.asarray(values)[np.clip((share * len(values)).astype(int), 0, len(values) - 1)]


def sat(credits_, versions=None):
    versions = versions or list(range(credits_.shape[1]))
    return [Sat(versions, list(map(float, row)), float(np.mean(row))) for row in credits_]


def cronbach(credits_):
    k = credits_.shape[1]
    return k / (k - 1) * (1 - credits_.var(axis=0, ddof=1).sum() / credits_.sum(axis=1).var(ddof=1))


@pytest.mark.parametrize("values", [(0.0, 1.0), (0.0, 1 / 3, 2 / 3, 1.0)], ids=["right or wrong", "in part"])
def test_facility_and_item_rest_correlation_are_those_of_numpy(values):
    credits_ = made_up(values=values)

    found = items_of(sat(credits_))

    for item in range(ITEMS):
        rest = np.delete(credits_, item, axis=1).sum(axis=1)
        assert found[item].n == PAPERS
        assert found[item].facility == pytest.approx(credits_[:, item].mean())
        assert found[item].item_rest == pytest.approx(np.corrcoef(credits_[:, item], rest)[0, 1])


def test_mean_median_and_standard_deviation_are_those_of_numpy():
    credits_ = made_up(papers=401)
    scores = credits_.mean(axis=1)

    whole = whole_of(sat(credits_))

    assert (whole.mean, whole.median, whole.sd) == pytest.approx(
        (scores.mean(), np.median(scores), scores.std(ddof=1))
    )


@pytest.mark.parametrize("values", [(0.0, 1.0), (0.0, 1 / 4, 1.0)], ids=["right or wrong", "in part"])
def test_alpha_is_cronbachs_when_everybody_sits_the_same_paper(values):
    credits_ = made_up(values=values)

    alpha, pairs = alpha_of(sat(credits_))

    assert alpha == pytest.approx(cronbach(credits_))
    assert pairs == ITEMS * (ITEMS - 1) / 2


def test_alpha_of_random_papers_comes_near_that_of_the_whole_bank():
    everything = made_up(seed=5, papers=4000, items=30)
    bank = make_bank(a=10, b=10, c=10)
    place = {question.id: number for number, question in enumerate(bank)}
    papers = []
    for seed, row in enumerate(everything):
        drawn = [place[one.question.id] for one in draw(bank, 12, seed)]
        papers.append(Sat(drawn, [float(row[one]) for one in drawn], float(row[drawn].mean())))
    k, whole = 12, cronbach(everything)
    expected = k * whole / (30 + (k - 30) * whole)  # Spearman and Brown: 12 of 30 questions

    alpha, _ = alpha_of(papers)

    assert alpha == pytest.approx(expected, abs=0.02)


def test_alpha_on_random_papers_is_that_of_numpy_pair_by_pair():
    everything = made_up(seed=6, papers=600, items=15)
    chance = np.random.default_rng(1)
    met = np.array([np.isin(np.arange(15), chance.choice(15, 6, replace=False)) for _ in everything])
    papers = [
        Sat(list(np.flatnonzero(on)), list(map(float, row[on])), float(row[on].mean()))
        for row, on in zip(everything, met, strict=True)
    ]
    variances = [np.var(everything[met[:, i], i], ddof=1) for i in range(15)]
    covariances = [
        np.cov(everything[both, i], everything[both, j])[0, 1]
        for i in range(15)
        for j in range(i)
        if (both := met[:, i] & met[:, j]).sum() >= 30
    ]
    v, c = np.mean(variances), np.mean(covariances)

    alpha, pairs = alpha_of(papers)

    assert alpha == pytest.approx(6 * c / (v + 5 * c))
    assert pairs == len(covariances)


def test_what_is_left_out_is_in_no_figure():
    papers = [Sat([1, 2], [1.0, None], 1.0), Sat([1, 2], [0.0, None], 0.0)]

    found = items_of(papers)

    assert set(found) == {1}
    assert found[1].item_rest is None


@pytest.mark.parametrize("scores", [[0.5] * 50, [1.0] * 50, [0.0] * 50])
def test_what_does_not_vary_cannot_be_computed_and_nothing_is_divided_by_zero(scores):
    papers = [Sat([1, 2], [score, score], score) for score in scores]

    assert items_of(papers)[1].item_rest is None
    assert alpha_of(papers)[0] is None


def test_no_alpha_is_made_from_few_pairs():

    assert (
        alpha_of([Sat([0, 1], [0.0, 1.0], 0.5)] * 30 + [Sat(list(range(10)), [1.0] * 10, 1.0)] * 29)[0]
        is None
    )


@pytest.mark.parametrize("papers", [[], [Sat([1, 2], [1.0, 0.0], 0.5)], [Sat([1], [1.0], 1.0)]])
def test_no_candidate_and_one_candidate_are_no_trouble(papers):
    whole = whole_of(papers)

    assert (whole.n, whole.sd, whole.alpha) == (len(papers), None, None)


# Newcombe, Stat Med 1998;17:857-72, table I: Wilson's interval without correction.
@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_the_printed_table(right, n, low, high):
    interval = wilson(right / n, n)

    assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.00006)


@given(st.floats(0, 1), st.integers(1, 10_000))
def test_wilsons_interval_holds_the_share_and_stays_within_0_and_1(share, n):
    interval = wilson(share, n)

    assert 0 <= interval.low <= share + 1e-12
    assert share - 1e-12 <= interval.high <= 1


def test_fishers_interval_covers_the_true_correlation_about_95_times_in_100():
    chance = np.random.default_rng(11)
    true, n, hits = 0.4, 60, 0
    for _ in range(600):
        x = chance.normal(size=n)
        y = true * x + np.sqrt(1 - true**2) * chance.normal(size=n)
        interval = fisher(float(np.corrcoef(x, y)[0, 1]), n)
        hits += interval.low <= true <= interval.high

    assert 0.925 <= hits / 600 <= 0.975


@pytest.mark.parametrize(("r", "n"), [(0.5, 3), (1.0, 50), (-1.0, 50)])
def test_fishers_interval_is_not_given_where_it_cannot_be_computed(r, n):
    assert fisher(r, n) is None


@given(st.lists(st.sampled_from([0.2, 0.4, 0.6, 0.8]), max_size=60))
@settings(max_examples=60)
def test_quarters_follow_the_scores_and_equal_scores_share_one(scores):
    quarters = quarters_of(scores)

    pairs = sorted(zip(scores, quarters, strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(pairs))
    assert len({(score, quarter) for score, quarter in pairs}) == len(set(scores))


def test_a_hundred_different_scores_make_four_quarters_of_25():
    assert np.bincount(quarters_of([one / 100 for one in range(100)])).tolist() == [25, 25, 25, 25]
