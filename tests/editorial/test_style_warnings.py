"""Warnings of style and of terms."""

# ruff: noqa: E501 (a message stands whole, so that it can be searched for)

import pytest

from tests.editorial.spoiling import spoil

# what is wrong: (file, what stands there, what is written instead, everything that the gate says)
FAULTS = {
    "an exclamation mark": (
        "lectures/01-sound.md",
        "- Read.",
        "- Read!",
        [
            "lectures/01-sound.md:531: warning: an exclamation mark; the sentence must do without",
        ],
    ),
    "filler": (
        "lectures/01-sound.md",
        "- Read.",
        "- In today's fast-paced world, read.",
        [
            "lectures/01-sound.md:531: warning: 'In today's fast-paced world' says nothing; cut it",
        ],
    ),
    "an American word": (
        "quizzes/01-sound.yaml",
        "The badger is what",
        "The color of the badger is what",
        [
            "quizzes/01-sound.yaml:21: warning: item-0: 'color' is the American spelling",
        ],
    ),
    "a long sentence": (
        "lectures/01-sound.md",
        "- Read.",
        "- Read and read and read and read and read and read and read and read and read and read and read and read and read and read and read and read and read and read and read and read and read .",
        [
            "lectures/01-sound.md:531: warning: a sentence of 41 words; make two of it",
        ],
    ),
    "a row of questions": (
        "lectures/01-sound.md",
        "- Read.",
        "Who reads? Who writes? Who knows?",
        [
            "lectures/01-sound.md:531: warning: 3 questions in a row; ask one, and answer it",
        ],
    ),
    "an abbreviation": (
        "handouts/01-sound.md",
        "Read it",
        "The QQX may read it",
        [
            "handouts/01-sound.md:7: warning: 'QQX' is not spelt out where it comes first",
        ],
    ),
    "a term that nobody marks": (
        "lectures/glossary.yaml",
        "data trail:",
        "old word:\n  term: old word\n  means: Old.\ndata trail:",
        [
            "lectures/glossary.yaml:1: warning: old word: no lecture and no handout uses this term; mark it or take it out",
        ],
    ),
    "a term used and not marked": (
        "lectures/glossary.yaml",
        "data trail:",
        "night nurse:\n  term: night nurse\n  means: A nurse.\ndata trail:",
        [
            "lectures/01-sound.md:33: warning: uses 'night nurse' and never marks it; write [[night nurse]] where it comes first",
        ],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_the_gate_finds_this_and_nothing_else(course, found, file, old, new, said):
    spoil(course, file, old, new)

    assert found() == said
