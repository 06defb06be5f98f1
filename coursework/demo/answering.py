"""What somebody with a skill answers: able people are right more often, hard questions less."""

import math
import random
from decimal import Decimal

from coursework.content.answers import Answer
from coursework.content.questions import (
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Question,
    SingleBest,
    TrueFalse,
)


def difficulty_of(question: Question) -> float:
    """Return how hard a question is, in logits; its wording decides, so that it stays the same."""
    return random.Random(question.digest).gauss(0, 0.9)  # noqa: S311 (repeatable, not secret)


def taken_for_right(question: SingleBest) -> int:
    """Return the option that whoever knows the matter chooses where the key in the bank is wrong."""
    return (question.keys[0] + 1) % len(question.options)


def answer_of(
    question: Question, skill: float, chance: random.Random, *, wrongly_keyed: bool = False
) -> Answer | None:
    """Return an answer; None where it is left open."""
    share = 1 / (1 + math.exp(difficulty_of(question) - skill))
    if chance.random() < 0.01:  # noqa: PLR2004 (now and then)
        return None
    knows = chance.random() < share
    if isinstance(question, SingleBest):
        best = taken_for_right(question) if wrongly_keyed else question.keys[0]
        return best if knows else _tempted(question.digest, len(question.options), chance)
    return _other_answer(question, share, chance, knows=knows)


def _other_answer(question: Question, share: float, chance: random.Random, *, knows: bool) -> Answer | None:
    match question:
        case MultipleResponse(options=options):
            seen = 0.6 + 0.4 * share
            chosen = [at for at, one in enumerate(options) if one.key == (chance.random() < seen)]
            return chosen or None
        case TrueFalse(answer=right):
            return right if knows else chance.random() < 0.5  # noqa: PLR2004 (a coin)
        case Numeric(answer=right):
            return question.accepted(right if knows else str(Decimal(right) * 2 + chance.randrange(1, 9)))
        case Matching(options=texts, premises=premises):
            return [
                one.key if chance.random() < 0.3 + 0.7 * share else chance.randrange(len(texts))
                for one in premises
            ]
        case Ordering(items=items):
            order = list(range(len(items)))
            if not knows:
                at = chance.randrange(len(items) - 1)
                order[at], order[at + 1] = order[at + 1], order[at]
            return order
    raise TypeError(question.kind)


def _tempted(digest: str, options: int, chance: random.Random) -> int:
    """Return one of the options; some tempt more than others."""
    pull = random.Random(digest + "!")  # noqa: S311 (repeatable, not secret)
    return chance.choices(range(options), [pull.random() + 0.1 for _ in range(options)])[0]
