"""The statistics of a test and of its questions, on plain values.

Sums over pairs of questions are counted on sets of papers kept as the bits of whole numbers: 5,000
papers of 25 questions take a fraction of a second.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

Z95 = 1.959963984540054  # the 97.5 % point of the normal distribution
FEWEST = 30  # below this many papers nothing is judged
QUARTERS = 4


@dataclass(frozen=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True)
class Sat:
    """One marked paper: wordings, their credits (0 to 1, None left out), in the same order."""

    versions: Sequence[int]
    credits: Sequence[float | None]
    score: float


@dataclass(frozen=True, kw_only=True)
class ItemFigures:
    """What the papers say of one wording; a correlation is None where it cannot be computed."""

    n: int
    facility: float
    facility_interval: Interval
    item_rest: float | None
    item_rest_interval: Interval | None


@dataclass(frozen=True, kw_only=True)
class TestFigures:
    """What the papers say of the whole test; scores from 0 to 1, None where nothing can be computed."""

    n: int
    mean: float | None
    median: float | None
    sd: float | None
    alpha: float | None
    pairs: int


@dataclass
class _Sums:
    """The running sums of one item against the rest of the paper."""

    n: int = 0
    x: float = 0
    y: float = 0
    xx: float = 0
    yy: float = 0
    xy: float = 0

    def add(self, x: float, y: float) -> None:
        """Take one paper in."""
        self.n += 1
        self.x += x
        self.y += y
        self.xx += x * x
        self.yy += y * y
        self.xy += x * y

    def correlation(self) -> float | None:
        """Return Pearson's r, or None when one side does not vary."""
        vx = self.xx - self.x * self.x / self.n
        vy = self.yy - self.y * self.y / self.n
        tiny = 1e-12 * self.n
        if vx <= tiny or vy <= tiny:
            return None
        r = (self.xy - self.x * self.y / self.n) / math.sqrt(vx * vy)
        return max(-1.0, min(1.0, r))


def wilson(share: float, n: int) -> Interval:
    """Return Wilson's score interval of a share of `n`.

    With credits in part the share is a mean of values from 0 to 1, whose variance is at most that of
    a share: the interval is then wider than need be. Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    zz = Z95 * Z95
    centre = (share + zz / (2 * n)) / (1 + zz / n)
    half = Z95 / (1 + zz / n) * math.sqrt(share * (1 - share) / n + zz / (4 * n * n))
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def fisher(r: float, n: int) -> Interval | None:
    """Return the interval of a correlation by Fisher's z, or None when there are fewer than four pairs."""
    if n <= 3 or abs(r) >= 1:  # noqa: PLR2004 (its standard error is 1 / sqrt(n - 3))
        return None
    half = Z95 / math.sqrt(n - 3)
    return Interval(math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half))


def items_of(papers: Sequence[Sat]) -> dict[int, ItemFigures]:
    """Return the figures of each wording that counts on some paper.

    The item-rest correlation holds a question's credit against the mean credit of the other questions
    of the same paper, so that no question is correlated with itself.
    """
    sums: dict[int, _Sums] = defaultdict(_Sums)
    for paper in papers:
        counted = [credit for credit in paper.credits if credit is not None]
        total, rest = sum(counted), len(counted) - 1
        for version, credit in zip(paper.versions, paper.credits, strict=True):
            if credit is not None:
                sums[version].add(credit, (total - credit) / rest if rest else 0.0)
    return {version: _figures(one) for version, one in sums.items()}


def _figures(sums: _Sums) -> ItemFigures:
    facility = min(1.0, sums.x / sums.n)
    r = sums.correlation()
    return ItemFigures(
        n=sums.n,
        facility=facility,
        facility_interval=wilson(facility, sums.n),
        item_rest=r,
        item_rest_interval=None if r is None else fisher(r, sums.n),
    )


def whole_of(papers: Sequence[Sat], fewest: int = FEWEST) -> TestFigures:
    """Return the figures of the whole test; `fewest` papers must share a pair of questions."""
    scores = sorted(paper.score for paper in papers)
    n = len(scores)
    alpha, pairs = alpha_of(papers, fewest)
    mean = sum(scores) / n if n else None
    return TestFigures(
        n=n,
        mean=mean,
        median=(scores[(n - 1) // 2] + scores[n // 2]) / 2 if n else None,
        sd=math.sqrt(sum((one - mean) ** 2 for one in scores) / (n - 1))
        if mean is not None and n > 1
        else None,
        alpha=alpha,
        pairs=pairs,
    )


@dataclass
class _Held:
    """Which papers hold a wording, and which give it each credit above 0, as bits."""

    papers: int = 0
    by_credit: dict[float, int] = field(default_factory=lambda: defaultdict(int))

    def total(self, among: int) -> float:
        """Return the sum of the credits on the papers in `among`."""
        return sum(credit * (bits & among).bit_count() for credit, bits in self.by_credit.items())

    def squares(self, among: int) -> float:
        """Return the sum of the squared credits on the papers in `among`."""
        return sum(credit**2 * (bits & among).bit_count() for credit, bits in self.by_credit.items())

    def products(self, other: "_Held") -> float:
        """Return the sum of the products of two wordings' credits."""
        return sum(
            a * b * (bits & others).bit_count()
            for a, bits in self.by_credit.items()
            for b, others in other.by_credit.items()
        )


def alpha_of(papers: Sequence[Sat], fewest: int = FEWEST) -> tuple[float | None, int]:
    """Estimate Cronbach's alpha of a paper of usual length, and say from how many pairs.

    Papers are drawn at random, so no two learners need share a paper. With the mean variance v of the
    questions and the mean covariance c of the pairs met together on at least `fewest` papers, a test of
    k questions has alpha = k c / (v + (k - 1) c); when everybody sits the same paper this is Cronbach's
    alpha itself (doi:10.1007/BF02310555). None where nothing varies, or where fewer pairs were met often
    enough than half of those on one paper.
    """
    held: dict[int, _Held] = defaultdict(_Held)
    lengths = 0
    for number, paper in enumerate(papers):
        bit = 1 << number
        for version, credit in zip(paper.versions, paper.credits, strict=True):
            if credit is not None:
                lengths += 1
                held[version].papers |= bit
                if credit:
                    held[version].by_credit[credit] |= bit
    variances = [_variance(one) for one in held.values() if one.papers.bit_count() >= fewest]
    covariances = [
        _covariance(one, other, both)
        for one, other in combinations(held.values(), 2)
        if (both := one.papers & other.papers).bit_count() >= fewest
    ]
    k = lengths / len(papers) if papers else 0.0
    if not variances or not covariances or len(covariances) < k * (k - 1) / 4:
        return None, len(covariances)
    v, c = sum(variances) / len(variances), sum(covariances) / len(covariances)
    whole = v + (k - 1) * c
    return (k * c / whole if whole > 1e-12 else None), len(covariances)  # noqa: PLR2004 (rounding)


def _variance(one: _Held) -> float:
    n, total = one.papers.bit_count(), one.total(one.papers)
    return (one.squares(one.papers) - total * total / n) / (n - 1)


def _covariance(one: _Held, other: _Held, both: int) -> float:
    n = both.bit_count()
    return (one.products(other) - one.total(both) * other.total(both) / n) / (n - 1)


def quarters_of(scores: Sequence[float]) -> list[int]:
    """Return the quarter of each score, 0 for the lowest; equal scores are in one quarter."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    quarters = [0] * len(scores)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        middle = (start + end - 1) / 2
        for place in order[start:end]:
            quarters[place] = int(middle * QUARTERS / len(order))
        start = end
    return quarters
