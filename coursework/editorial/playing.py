"""Play a bank without knowing the subject: what would a test-wise guesser score?"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from coursework.editorial.bank import Choice, Item
from coursework.editorial.vocabulary import hedges_in, stems_in

Liking = Callable[[Item, Choice], int]
TOO_OFTEN = Fraction(40, 100)


def _length(_: Item, choice: Choice) -> int:
    return len(choice.plain)


def _earliness(item: Item, choice: Choice) -> int:
    return -item.choices.index(choice)


def _hedges(_: Item, choice: Choice) -> int:
    return hedges_in(choice.plain)


def _echo(item: Item, choice: Choice) -> int:
    return len(stems_in(item.stem) & stems_in(choice.plain))


GUESSERS: dict[str, Liking] = {
    "the longest option": _length,
    "the first option": _earliness,
    "the most hedged option": _hedges,
    "the option that shares most words with the stem": _echo,
}


def luck(item: Item, liking: Liking) -> Fraction:
    """Return the chance that a guesser who likes one kind of option is right; options liked alike share."""
    likings = [liking(item, choice) for choice in item.choices]
    liked = [choice for choice, one in zip(item.choices, likings, strict=True) if one == max(likings)]
    return Fraction(sum(choice.key for choice in liked), len(liked))


def played(items: Sequence[Item], liking: Liking) -> Fraction:
    """Return the share of the single-answer items that a guesser gets right; 0 of none."""
    single = [item for item in items if item.single]
    return sum((luck(item, liking) for item in single), Fraction(0)) / max(1, len(single))


def betrayed(items: Sequence[Item], liking: Liking) -> list[str]:
    """Return the ids of the items that a guesser is sure to get right."""
    return [item.id for item in items if item.single and luck(item, liking) == 1]
