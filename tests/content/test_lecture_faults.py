"""Faults of a lecture and its handout."""

# ruff: noqa: E501 (a message stands whole, so that it can be searched for)

import pytest

from tests.factories.courses import copy_course, edit, faults_of

LECTURE = "lectures/01-first.md"
HANDOUT = "handouts/01-first.md"

# what is wrong: (file, what stands there, what is written instead, every fault that is reported)
FAULTS = {
    "a lecture without a title": (
        LECTURE,
        "title: The first lecture\n",
        "",
        [
            "lectures/01-first.md:2: front matter: `title` is missing; write a text",
        ],
    ),
    "a date that is none": (
        LECTURE,
        "reviewed: 2026-11-22",
        "reviewed: soon",
        [
            "lectures/01-first.md:4: front matter: `reviewed` must be a date such as 2026-11-22",
        ],
    ),
    "front matter that does not parse": (
        LECTURE,
        "summary: How a post travels.",
        "summary: [unclosed",
        [
            "lectures/01-first.md:4: is not valid YAML: did not find expected ',' or ']'",
        ],
    ),
    "no front matter": (
        LECTURE,
        "---\ntitle",
        "title",
        [
            "lectures/01-first.md:1: must begin with front matter between two lines `---`",
        ],
    ),
    "an objective assessed by nothing known": (
        LECTURE,
        "assessed: task",
        "assessed: later",
        [
            "lectures/01-first.md:11: objective: `assessed` must be test or task, not 'later'",
        ],
    ),
    "two objectives with one id": (
        LECTURE,
        "id: pause",
        "id: spread",
        [
            "lectures/01-first.md:5: front matter: two objectives have the same id",
            "quizzes/01-first.yaml:50: order-steps: the lecture has no objective 'pause'",
            "quizzes/01-first.yaml:58: closed-is-closed: the lecture has no objective 'pause'",
            "quizzes/01-first.yaml:78: first-step: the lecture has no objective 'pause'",
            "quizzes/01-first.yaml:92: unsure: the lecture has no objective 'pause'",
        ],
    ),
    "an objective with an id of two words": (
        LECTURE,
        "id: pause",
        "id: Pause it",
        [
            "lectures/01-first.md:9: objective: `id` must be lower-case words joined by hyphens, not 'Pause it'",
            "quizzes/01-first.yaml:50: order-steps: the lecture has no objective 'pause'",
            "quizzes/01-first.yaml:58: closed-is-closed: the lecture has no objective 'pause'",
            "quizzes/01-first.yaml:78: first-step: the lecture has no objective 'pause'",
            "quizzes/01-first.yaml:92: unsure: the lecture has no objective 'pause'",
        ],
    ),
    "two take-home messages": (
        LECTURE,
        "  - Say so when you were wrong.\n",
        "",
        [
            "lectures/01-first.md:12: front matter: `take_home` needs at least 3 sentences",
        ],
    ),
    "an objective with an unknown source": (
        LECTURE,
        "text: explain how a post travels",
        "text: explain it[@Nobody2020]",
        [
            "lectures/01-first.md:7: objective: there is no reference 'Nobody2020' in references.yaml",
        ],
    ),
    "a section without an id": (
        LECTURE,
        "## What to do {#do}",
        "## What to do",
        [
            "lectures/01-first.md:45: the section 'What to do' needs an id, such as {#how-things-spread}",
            "quizzes/01-first.yaml:51: order-steps: the lecture has no section 'do'",
            "quizzes/01-first.yaml:59: closed-is-closed: the lecture has no section 'do'",
            "quizzes/01-first.yaml:79: first-step: the lecture has no section 'do'",
            "quizzes/01-first.yaml:93: unsure: the lecture has no section 'do'",
        ],
    ),
    "two sections with one id": (
        LECTURE,
        "## What to do {#do}",
        "## What to do {#spread}",
        [
            "lectures/01-first.md:22: two sections have the id 'spread'",
            "quizzes/01-first.yaml:51: order-steps: the lecture has no section 'do'",
            "quizzes/01-first.yaml:59: closed-is-closed: the lecture has no section 'do'",
            "quizzes/01-first.yaml:79: first-step: the lecture has no section 'do'",
            "quizzes/01-first.yaml:93: unsure: the lecture has no section 'do'",
        ],
    ),
    "the last sections in the wrong order": (
        LECTURE,
        "## Key points {#key-points}",
        "## Key points {#points}",
        [
            "lectures/01-first.md:17: sections must begin with #case and end with #key-points, #this-week, #further-reading",
        ],
    ),
    "a lecture that does not begin with a case": (
        LECTURE,
        "{#case}",
        "{#opening}",
        [
            "lectures/01-first.md:17: sections must begin with #case and end with #key-points, #this-week, #further-reading",
        ],
    ),
    "words before the first section": (
        LECTURE,
        "\n## A post that",
        "\nLost words.\n\n## A post that",
        [
            "lectures/01-first.md:18: stands before the first section, `## Title {#id}`",
        ],
    ),
    "an unknown source": (
        LECTURE,
        "than true ones.[@Vosoughi2018]",
        "than true ones.[@Vosoughi2019]",
        [
            "lectures/01-first.md:24: there is no reference 'Vosoughi2019' in references.yaml",
        ],
    ),
    "an unknown term": (
        LECTURE,
        "[[infodemic]]",
        "[[pandemic]]",
        [
            "lectures/01-first.md:24: the glossary has no term 'pandemic'",
        ],
    ),
    "an unknown figure": (
        LECTURE,
        '"01-path.svg"',
        '"01-road.svg"',
        [
            "lectures/01-first.md:30: there is no figure '01-road.svg' in lectures/figures",
        ],
    ),
    "an unknown block": (
        LECTURE,
        "!!! practice",
        "!!! advice",
        [
            "lectures/01-first.md:47: '!!! advice' is no kind of block",
        ],
    ),
    "a self-check without an answer": (
        LECTURE,
        "    What do you do first?\n\n    ---\n\n    Wait.",
        "    What do you do first?",
        [
            "lectures/01-first.md:64: the self-check 'What do you do first?' needs a question, a line `---`, and an answer",
        ],
    ),
    "a self-check with an empty answer": (
        LECTURE,
        "    ---\n\n    Wait.",
        "    ---\n\n",
        [
            "lectures/01-first.md:64: the self-check 'What do you do first?' needs a question, a line `---`, and an answer",
        ],
    ),
    "a link that runs a script": (
        LECTURE,
        "Wait a minute before",
        "[Wait](javascript:alert(1)) before",
        [
            "lectures/01-first.md:76: the link 'javascript:alert(1)' must begin with https://, http://, mailto:, / or #",
        ],
    ),
    "an attribute that runs a script": (
        LECTURE,
        "Wait a minute before",
        "[Wait](/about){onclick=alert} before",
        [
            "lectures/01-first.md:76: the attribute 'onclick' may not be set; only an id, a class and a title may",
        ],
    ),
    "a picture that is no figure": (
        LECTURE,
        "Wait a minute before",
        "![Wait](wait.png) before",
        [
            "lectures/01-first.md:76: the picture 'wait.png' must be a figure, `!!! figure \"name.svg\"`",
        ],
    ),
    "a handout with a field misspelt": (
        HANDOUT,
        "title: The",
        "titel: The",
        [
            "handouts/01-first.md:2: front matter: `titel` is not a field of the format",
            "handouts/01-first.md:2: front matter: `title` is missing; write a text",
        ],
    ),
    "a handout with an unknown source": (
        HANDOUT,
        "Read more.[@Vosoughi2018]",
        "Read more.[@Vosoughi2019]",
        [
            "handouts/01-first.md:17: there is no reference 'Vosoughi2019' in references.yaml",
        ],
    ),
    "a handout with a self-check": (
        HANDOUT,
        "## Before",
        "!!! check\n    Why?\n\n    ---\n\n    So.\n\n## Before",
        [
            "handouts/01-first.md:4: a handout has no self-checks",
        ],
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_of_a_lecture_is_reported_with_file_and_line(tmp_path, what):
    file, old, new, reported = FAULTS[what]
    course = copy_course(tmp_path)
    edit(course, file, old, new)

    assert faults_of(course) == reported
