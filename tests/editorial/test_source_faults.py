"""Faults of sources and links."""

# ruff: noqa: E501 (a message stands whole, so that it can be searched for)

import pytest

from tests.editorial.spoiling import spoil

# what is wrong: (file, what stands there, what is written instead, everything that the gate says)
FAULTS = {
    "a source that nothing cites": (
        "lectures/references.yaml",
        "Source1:\n",
        "Source0:\n  authors: A\n  title: T\n  year: 2020\n  url: https://example.org\n  note: N\n  checked_at: https://example.org\nSource1:\n",
        [
            "lectures/references.yaml:1: Source0: nothing cites it; cite it or take it out",
        ],
    ),
    "a source that nobody checked": (
        "lectures/references.yaml",
        "  checked_at: https://example.org/3\n",
        "",
        [
            "lectures/references.yaml:18: Source3: `checked_at` is missing; write a text",
        ],
    ),
    "a source without a note": (
        "lectures/references.yaml",
        "  note: A survey.\n",
        "",
        [
            "lectures/references.yaml:1: warning: Source1: a `note` on design and limit is missing",
        ],
    ),
    "the same DOI": (
        "lectures/references.yaml",
        "10.1000/4",
        "10.1000/3",
        [
            "lectures/references.yaml:25: Source4: has the same DOI as Source3; keep one",
        ],
    ),
    "the same title": (
        "lectures/references.yaml",
        "Survey number 4",
        "survey, Number 3",
        [
            "lectures/references.yaml:25: Source4: has the same title as Source3; keep one",
        ],
    ),
    "the same address": (
        "lectures/references.yaml",
        "  doi: 10.1000/1\n  note: A survey.\n  checked_at: https://example.org/1\nSource2:",
        "  url: https://example.org/2/\n  note: A survey.\n  checked_at: https://example.org/1\nSource2:\n  url: http://www.example.org/2",
        [
            "lectures/references.yaml:9: Source2: has the same address as Source1; keep one",
        ],
    ),
    "a retracted paper cited as sound": (
        "lectures/references.yaml",
        "  doi: 10.1000/5\n",
        "  doi: 10.1000/5\n  status: retracted\n",
        [
            "lectures/01-sound.md:223: Source5 has been retracted; the sentence that cites it must say so",
        ],
    ),
    "a link to an id that is not there": (
        "lectures/01-sound.md",
        "- Read.",
        "- [Read](#reed).",
        [
            "lectures/01-sound.md:531: nothing here has the id 'reed'; mend the link",
        ],
    ),
    "a link to a lecture that is not there": (
        "lectures/01-sound.md",
        "- Read.",
        "- [Read](/lectures/01-sond#wards).",
        [
            "lectures/01-sound.md:531: there is no lecture '01-sond'",
        ],
    ),
    "a link to a section that is not there": (
        "quizzes/01-sound.yaml",
        "is what matters",
        "is [it](/lectures/01-sound#reed), what matters",
        [
            "quizzes/01-sound.yaml:21: the lecture '01-sound' has no id 'reed'; mend the link",
        ],
    ),
    "a link to a lecture in preparation": (
        "handouts/01-sound.md",
        "Read it",
        "[Read](/lectures/02-later) it",
        [
            "handouts/01-sound.md:7: '02-later' is still in preparation; name it without a link",
        ],
    ),
    "a file of no lecture": (
        "handouts/02-sound.md",
        None,
        "---\ntitle: T\n---\n",
        [
            "handouts/02-sound.md:1: course.yaml names no lecture '02-sound'; rename the file or list it",
        ],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_the_gate_finds_this_and_nothing_else(course, found, file, old, new, said):
    spoil(course, file, old, new)

    assert found() == said
