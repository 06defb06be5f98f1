"""Draw a paper from a question bank: the same seed gives the same paper."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from coursework.content.questions import Question


@dataclass(frozen=True)
class Drawn:
    """One question of a paper; `order` says which option stands in each shown place."""

    question: Question
    order: list[int]


def draw(bank: Sequence[Question], count: int, seed: int) -> list[Drawn]:
    """Return `count` questions, as evenly over the objectives as the bank allows, in mixed order."""
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    by_objective: dict[str, list[Question]] = {}
    for question in bank:
        by_objective.setdefault(question.objective, []).append(question)
    piles = list(by_objective.values())
    for pile in piles:
        chance.shuffle(pile)
    chance.shuffle(piles)
    drawn: list[Question] = []
    while len(drawn) < count and any(piles):
        drawn += [pile.pop() for pile in piles if pile][: count - len(drawn)]
    chance.shuffle(drawn)
    return [Drawn(question, _order(question, chance)) for question in drawn]


def _order(question: Question, chance: random.Random) -> list[int]:
    order = list(range(question.shuffled))
    chance.shuffle(order)
    if question.kind == "ordering" and order == sorted(order):  # never shown already solved
        order.reverse()
    return order
