"""How many words a text teaches with, and how long they take to read."""

import re

from coursework.content.marks import CITATION, TERM

WORDS_A_MINUTE = 200
MINUTES_A_QUESTION = 1.25
MINUTES_A_CHECK = 2

_FIGURE = re.compile(r"^!!! figure[^\n]*\n(?:(?:    [^\n]*)?\n)*", re.MULTILINE)
_ANSWER = re.compile(r"^    -{3,}\n(?:(?:    [^\n]*)?\n)*", re.MULTILINE)
_CHECK = re.compile(r"^!!! check\b", re.MULTILINE)
_NOT_WORDS = re.compile(r"^!!! [\w-]+|^[|\s:-]+$|\{#[\w-]+\}|[#*_`>|]", re.MULTILINE)
_WORD = re.compile(r"\w(?:[\w\u2019'.,-]*\w)?")


def words_in(markdown: str) -> int:
    """Count the teaching words: without sources, figures and folded answers."""
    text = _ANSWER.sub("\n", _FIGURE.sub("\n", markdown + "\n"))
    text = re.sub(TERM, lambda m: m.group(2) or m.group(1), re.sub(CITATION, "", text))
    return len(_WORD.findall(_NOT_WORDS.sub(" ", text)))


def checks_in(markdown: str) -> int:
    """Count the self-checks."""
    return len(_CHECK.findall(markdown))


def reading_minutes(words: int, checks: int) -> float:
    """Return the minutes that a text takes with its self-checks."""
    return words / WORDS_A_MINUTE + MINUTES_A_CHECK * checks


def test_minutes(questions: int) -> float:
    """Return the minutes that a test takes."""
    return MINUTES_A_QUESTION * questions
