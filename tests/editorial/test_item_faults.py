"""Flaws of single questions."""

# ruff: noqa: E501 (a message stands whole, so that it can be searched for)

import pytest

from tests.editorial.spoiling import spoil

# what is wrong: (file, what stands there, what is written instead, everything that the gate says)
FAULTS = {
    "a reason that is none": (
        "quizzes/01-sound.yaml",
        "why: Reason 0 of the badger.",
        "why: Wrong.",
        [
            "quizzes/01-sound.yaml:12: item-0: say why in a sentence, not only 'Wrong.'",
        ],
    ),
    "a reason given twice": (
        "quizzes/01-sound.yaml",
        "Reason 1 of the badger",
        "Reason 0 of the badger",
        [
            "quizzes/01-sound.yaml:12: item-0: two options have the same `why`; say what is wrong in each",
            "quizzes/01-sound.yaml:15: item-0: two options have the same `why`; say what is wrong in each",
        ],
    ),
    "a rationale that is none": (
        "quizzes/01-sound.yaml",
        "The badger is what matters in this one.",
        "The badger.",
        [
            "quizzes/01-sound.yaml:21: item-0: the rationale teaches nothing yet; say what is to be remembered",
        ],
    ),
    "none of the above": (
        "quizzes/01-sound.yaml",
        "Take the pink cup to room 0",
        "None of the above",
        [
            "quizzes/01-sound.yaml:15: item-0: replace 'None of the above' by an option that can stand alone",
        ],
    ),
    "a negative question": (
        "quizzes/01-sound.yaml",
        "Which is best?",
        "Which is not right?",
        [
            "quizzes/01-sound.yaml:10: item-0: asks with 'not'; turn it round, or, where the exception is the skill, write **not**",
        ],
    ),
    "an absolute word in a wrong option": (
        "quizzes/01-sound.yaml",
        "Take the pink cup to",
        "Always take the pink cup to",
        [
            "quizzes/01-sound.yaml:15: item-0: 'always' gives away that this option is wrong; rephrase, or use it in the key",
        ],
    ),
    "an absolute word in the key": (
        "quizzes/01-sound.yaml",
        "Take the blue cup to",
        "Always take the blue cup to",
        [
            "quizzes/01-sound.yaml:12: warning: item-0: 'always' stands in the key only; rephrase, or use it in another option",
        ],
    ),
    "a key far longer than the rest": (
        "quizzes/01-sound.yaml",
        "Take the blue cup to room 0",
        "Take the blue cup, after some thought, with both hands to room 0",
        [
            "quizzes/01-sound.yaml:12: warning: item-0: the key is by far the longest option; shorten it, or fill the others",
        ],
    ),
    "a word of the stem in the key": (
        "quizzes/01-sound.yaml",
        "Take the blue cup to room 0",
        "Take the badger to room 0",
        [
            "quizzes/01-sound.yaml:12: item-0: 'badger' of the stem is in the key only; use another word, or use it in a wrong option too",
        ],
    ),
    "an option twice": (
        "quizzes/01-sound.yaml",
        "Take the pink cup to room 0",
        "Take the gold cup to room 0",
        [
            "quizzes/01-sound.yaml:17: item-0: the option 'Take the gold cup to room 0' is there twice",
        ],
    ),
    "one full stop": (
        "quizzes/01-sound.yaml",
        "Take the pink cup to room 0",
        "Take the pink cup to room 0.",
        [
            "quizzes/01-sound.yaml:11: item-0: some options end with a full stop and some do not; end all alike",
        ],
    ),
    "one small letter": (
        "quizzes/01-sound.yaml",
        "Take the pink cup to room 0",
        "take the pink cup to room 0",
        [
            "quizzes/01-sound.yaml:11: item-0: some options begin with a capital and some do not; begin all alike",
        ],
    ),
    "a question for a year": (
        "quizzes/01-sound.yaml",
        "Which is best?",
        "In which year was this best?",
        [
            "quizzes/01-sound.yaml:10: item-0: turns on a date or a user count; ask for what follows from it",
        ],
    ),
    "a question for users": (
        "quizzes/01-sound.yaml",
        "Which is best?",
        "How many users has it?",
        [
            "quizzes/01-sound.yaml:10: item-0: turns on a date or a user count; ask for what follows from it",
        ],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_the_gate_finds_this_and_nothing_else(course, found, file, old, new, said):
    spoil(course, file, old, new)

    assert found() == said
