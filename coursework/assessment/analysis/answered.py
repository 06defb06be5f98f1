"""Who answered what: the answers to a wording, counted by score quarter."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from coursework.assessment.analysis.figures import QUARTERS
from coursework.assessment.analysis.rules import Answers, Choice, is_open
from coursework.assessment.corrections.rules import Key
from coursework.assessment.in_words import plain
from coursework.content.answers import Answer
from coursework.content.questions import (
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    SingleBest,
    TrueFalse,
)

LETTERS = "ABCDEFGHIJ"
COMMONEST = 5  # so many wrong answers are shown where there is no list to choose from

Counts = tuple[int, ...]  # by score quarter, the lowest first
Tally = Mapping[Any, Sequence[int]]  # an answer, a list as a tuple, with its counts


def tally_of(given: Mapping[int, Any], quarters: Sequence[int]) -> Tally:
    """Return how many of each quarter gave each answer; `given` maps papers to answers, None where open."""
    found: dict[Any, list[int]] = {}
    for paper, answer in given.items():
        key = tuple(answer) if isinstance(answer, list) else answer
        if key not in found:
            found[key] = [0] * QUARTERS
        found[key][quarters[paper]] += 1
    return found


def answers_to(key: Key, tally: Tally) -> tuple[Answers, ...]:
    """Return who answered what, once for a question, and once for each line of a matching question.

    What is right is what the key in force says; where that is void, nothing is marked as right.
    """
    question, right = key.question, () if key.void else key.answers
    match question:
        case SingleBest(options=options) | MultipleResponse(options=options):
            wanted = {place for one in right for place in _places(one)}
            named = [(one.text, place in wanted) for place, one in enumerate(options)]
            return (_offered(named, _chosen(tally)),)
        case TrueFalse():
            return (_offered([("True", True in right), ("False", False in right)], _chosen(tally)),)
        case Matching():
            lines = range(len(question.premises))
            return tuple(_line(question, at, {_places(one)[at] for one in right}, tally) for at in lines)
        case Numeric():
            return (_made_up(key, tally, _number_in_words(question, right), _number_of(question)),)
        case Ordering():
            best = _order_in_words(_places(right[0])) if right else ""
            return (_made_up(key, tally, best, _order_in_words),)
    return ()


def left_open(tally: Tally) -> Counts:
    """Return how many left the question open."""
    return _sum(counts for answer, counts in tally.items() if is_open(answer))


def _sum(rows: Iterable[Sequence[int]]) -> Counts:
    return tuple(sum(column) for column in zip((0,) * QUARTERS, *rows, strict=True))


def _chosen(tally: Tally) -> list[tuple[Sequence[int], Sequence[int]]]:
    """Return the options in each answer with its counts; of a statement, True is the first."""
    return [(_places(answer), counts) for answer, counts in tally.items()]


def _places(answer: Any) -> Sequence[int]:
    match answer:
        case None:
            return ()
        case bool():
            return (0,) if answer else (1,)
        case int():
            return (answer,)
    return tuple(answer)


def _offered(
    options: Sequence[tuple[str, bool]], chosen: Sequence[tuple[Sequence[int], Sequence[int]]]
) -> Answers:
    """Count answers that are chosen from a list: every option is shown."""
    return Answers(
        choices=tuple(
            Choice(LETTERS[option], plain(text), key, _sum(row for places, row in chosen if option in places))
            for option, (text, key) in enumerate(options)
        ),
        papers=_sum(row for _, row in chosen),
        left_open=_sum(row for places, row in chosen if not places),
    )


def _line(question: Matching, place: int, right: set[int], tally: Tally) -> Answers:
    """Count what one line of a matching question was matched with; what nobody chose is left away."""
    premise = question.premises[place]
    options = [(text, option in right) for option, text in enumerate(question.options)]
    filled = [
        ((answer[place],) if answer and answer[place] >= 0 else (), counts)
        for answer, counts in tally.items()
    ]
    found = _offered(options, filled)
    shown = tuple(one for one in found.choices if one.key or one.total)
    return replace(found, choices=shown, line=place + 1, about=plain(premise.text))


def _made_up(key: Key, tally: Tally, right: str, said: Callable[[Any], str]) -> Answers:
    """Count answers that are made up: the key, the commonest wrong ones, and the others together.

    `said` puts an answer into words; one that earns the point is told by the words `right`, none when empty.
    """
    rows: dict[str, list[Sequence[int]]] = {right: []} if right else {}
    for answer, counts in tally.items():
        if not is_open(answer):
            words = right if right and key.credit(_as_answer(answer)) == 1 else said(answer)
            rows.setdefault(words, []).append(counts)
    found = {words: _sum(counts) for words, counts in rows.items()}
    wrong = sorted((one for one in found if one != right), key=lambda one: (-sum(found[one]), one))
    shown = [right, *wrong[:COMMONEST]] if right else wrong[:COMMONEST]
    return Answers(
        choices=tuple(
            Choice(LETTERS[place], words, words == right, found[words]) for place, words in enumerate(shown)
        ),
        papers=_sum(tally.values()),
        left_open=left_open(tally),
        others=_sum(found[one] for one in wrong[COMMONEST:]),
        made_up=True,
    )


def _as_answer(answer: Any) -> Answer:
    return list(answer) if isinstance(answer, tuple) else answer


def _number_in_words(question: Numeric, right: Sequence[Answer]) -> str:
    """Return what is right, with what it is taken for; nothing where nothing is."""
    if not right:
        return ""
    best = question.with_key(str(right[0]))
    exact = Decimal(best.tolerance) == 0
    return f"{best.answer} {best.unit}".rstrip() + ("" if exact else f" ± {best.tolerance}")


def _number_of(question: Numeric) -> Callable[[Any], str]:
    return lambda answer: f"{_shortest(answer)} {question.unit}".rstrip()


def _shortest(number: str) -> str:
    """Return a number in one form, so that 7, 7.0 and 07 are one answer."""
    return f"{Decimal(number).normalize() + 0:f}"


def _order_in_words(order: Iterable[int]) -> str:
    """Name each line by its place in the right order, and a place that was left open by a question mark."""
    return ", ".join("?" if item < 0 else str(item + 1) for item in order)
