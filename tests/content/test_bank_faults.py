"""Faults of a question bank."""

# ruff: noqa: E501 (a message stands whole, so that it can be searched for)

import pytest

from tests.factories.courses import copy_course, edit, faults_of

BANK = "quizzes/01-first.yaml"

# what is wrong: (file, what stands there, what is written instead, every fault that is reported)
FAULTS = {
    "a bank of another lecture": (
        BANK,
        "lecture: 01-first",
        "lecture: 02-second",
        [
            "quizzes/01-first.yaml:1: bank: must be 01-first",
        ],
    ),
    "an unknown kind": (
        BANK,
        "kind: single_best",
        "kind: best_guess",
        [
            "quizzes/01-first.yaml:4: who-sees: `kind` must be single_best or multiple_response or matching or ordering or true_false or numeric, not 'best_guess'",
        ],
    ),
    "an unknown objective": (
        BANK,
        "objective: spread",
        "objective: spreads",
        [
            "quizzes/01-first.yaml:5: who-sees: the lecture has no objective 'spreads'",
        ],
    ),
    "an unknown section": (
        BANK,
        "section: spread",
        "section: spreads",
        [
            "quizzes/01-first.yaml:6: who-sees: the lecture has no section 'spreads'",
        ],
    ),
    "an unknown level": (
        BANK,
        "level: recall",
        "level: guess",
        [
            "quizzes/01-first.yaml:7: who-sees: `level` must be recall or apply or analyse, not 'guess'",
        ],
    ),
    "no level": (
        BANK,
        "    level: recall\n",
        "",
        [
            "quizzes/01-first.yaml:3: who-sees: `level` is missing; write recall or apply or analyse",
        ],
    ),
    "two questions with one id": (
        BANK,
        "id: what-spreads",
        "id: who-sees",
        [
            "quizzes/01-first.yaml:19: the id 'who-sees' is used twice",
        ],
    ),
    "two keys in a single best": (
        BANK,
        "        why: Tempting",
        "        key: true\n        why: Tempting",
        [
            "quizzes/01-first.yaml:10: who-sees: exactly one option must have `key: true`",
        ],
    ),
    "no key in a single best": (
        BANK,
        "        key: true\n        why: Any",
        "        why: Any",
        [
            "quizzes/01-first.yaml:10: who-sees: exactly one option must have `key: true`",
        ],
    ),
    "an option without a reason": (
        BANK,
        "        why: Any member can pass it on.\n",
        "",
        [
            "quizzes/01-first.yaml:11: who-sees: `why` is missing; write a text",
        ],
    ),
    "a rationale with an unknown source": (
        BANK,
        "rationale: Posts are passed on.[@Vosoughi2018]",
        "rationale: Posts.[@Nobody2020]",
        [
            "quizzes/01-first.yaml:18: who-sees: there is no reference 'Nobody2020' in references.yaml",
        ],
    ),
    "a rationale with a link that runs a script": (
        BANK,
        "rationale: Posts are passed on.[@Vosoughi2018]",
        "rationale: '[Posts](javascript:1)'",
        [
            "quizzes/01-first.yaml:18: who-sees: the link 'javascript:1' must begin with https://, http://, mailto:, / or #",
        ],
    ),
    "matching options as a list": (
        BANK,
        "options: {a: wide, b: narrow, c: none}",
        "options: [wide, narrow]",
        [
            "quizzes/01-first.yaml:43: match-places: `options` must be a mapping such as {a: text, b: text}",
        ],
    ),
    "a premise without its option": (
        BANK,
        "key: b, why: Few",
        "key: d, why: Few",
        [
            "quizzes/01-first.yaml:46: match-places: `key` must be one of a, b, c",
        ],
    ),
    "an ordering of two": (
        BANK,
        "items: [Wait, Check, Post]",
        "items: [Wait, Post]",
        [
            "quizzes/01-first.yaml:54: order-steps: `items` needs at least 3 texts in the right order",
        ],
    ),
    "a statement neither true nor false": (
        BANK,
        "answer: false",
        "answer: perhaps",
        [
            "quizzes/01-first.yaml:62: closed-is-closed: `answer` must be true or false",
        ],
    ),
    "an answer that is no number at all": (
        BANK,
        "answer: 7",
        "answer: .nan",
        [
            "quizzes/01-first.yaml:71: how-many: `answer` must be a number",
        ],
    ),
    "an answer in words": (
        BANK,
        "answer: 7",
        "answer: seven",
        [
            "quizzes/01-first.yaml:71: how-many: `answer` must be a number",
        ],
    ),
    "a tolerance below nothing": (
        BANK,
        "tolerance: 0",
        "tolerance: -1",
        [
            "quizzes/01-first.yaml:72: how-many: `tolerance` must be a number, not below 0",
        ],
    ),
    "a question with an unknown figure": (
        BANK,
        "figure: 01-path.svg",
        "figure: 01-road.svg",
        [
            "quizzes/01-first.yaml:74: how-many: there is no figure '01-road.svg' in lectures/figures",
        ],
    ),
    "a flag that is no flag": (
        BANK,
        "scenario: true",
        "scenario: perhaps",
        [
            "quizzes/01-first.yaml:81: first-step: `scenario` must be true or false",
        ],
    ),
    "questions that are no list": (
        BANK,
        "questions:\n",
        "questions: {}\nrest:\n",
        [
            "quizzes/01-first.yaml:2: bank: `questions` must be a list of questions",
            "quizzes/01-first.yaml:2: bank: `questions` needs at least 6 questions",
            "quizzes/01-first.yaml:3: bank: `rest` is not a field of the format",
        ],
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_of_a_bank_is_reported_with_file_and_line(tmp_path, what):
    file, old, new, reported = FAULTS[what]
    course = copy_course(tmp_path)
    edit(course, file, old, new)

    assert faults_of(course) == reported
