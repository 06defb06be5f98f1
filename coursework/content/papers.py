"""Draw a paper from a question bank: the same seed gives the same paper."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from coursework.content.questions import Question

_NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Drawn:
    """One question of a paper; `order` says which option stands in each shown place."""

    question: Question
    order: list[int]


def draw(bank: Sequence[Question], count: int, seed: int, met: Mapping[str, int] = _NOTHING) -> list[Drawn]:
    """Return `count` questions, as evenly over the objectives as the bank allows, in mixed order.

    `met` says how often the learner has met questions, by id. Of each objective those come first that
    they met least, and where not every objective has its turn, those objectives that have such.
    """
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    by_objective: dict[str, list[Question]] = {}
    for question in bank:
        by_objective.setdefault(question.objective, []).append(question)
    piles = list(by_objective.values())
    chance.shuffle(piles)
    for pile in piles:
        chance.shuffle(pile)
        pile.sort(key=lambda one: met.get(one.id, 0), reverse=True)  # the least met is taken first
    drawn: list[Question] = []
    while len(drawn) < count and any(piles):
        tops = sorted((pile for pile in piles if pile), key=lambda pile: met.get(pile[-1].id, 0))
        drawn += [pile.pop() for pile in tops[: count - len(drawn)]]
    chance.shuffle(drawn)
    return [Drawn(question, _order(question, chance)) for question in drawn]


def _order(question: Question, chance: random.Random) -> list[int]:
    order = list(range(question.shuffled))
    chance.shuffle(order)
    if question.kind == "ordering" and order == sorted(order):  # never shown already solved
        order.reverse()
    return order
