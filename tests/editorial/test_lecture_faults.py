"""Faults of a lecture."""

# ruff: noqa: E501 (a message stands whole, so that it can be searched for)

import pytest

from tests.editorial.spoiling import spoil

# what is wrong: (file, what stands there, what is written instead, everything that the gate says)
FAULTS = {
    "two take-home messages more": (
        "lectures/01-sound.md",
        "take_home:\n",
        "take_home:\n  - A.\n  - B.\n  - C.\n",
        [
            "lectures/01-sound.md:21: write three to five take-home messages",
        ],
    ),
    "a section that is too long": (
        "lectures/01-sound.md",
        "trail]] is long.",
        "trail]] is long. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again. We read it again.",
        [
            "lectures/01-sound.md:43: the section 'wards' has 1070 words; write 500 to 1000",
        ],
    ),
    "an empty section": (
        "lectures/01-sound.md",
        "\n- Read.\n",
        "",
        [
            "lectures/01-sound.md:529: the section 'key-points' is empty",
        ],
    ),
    "a third box": (
        "lectures/01-sound.md",
        "!!! pitfall",
        "!!! try\n    Try it.\n\n!!! pitfall",
        [
            "lectures/01-sound.md:132: the section 'wards' has 3 boxes; two are the most",
        ],
    ),
    "no self-check": (
        "lectures/01-sound.md",
        "!!! check\n    Who wrote it?\n\n    ---\n\n    Nobody knows.\n",
        "",
        [
            "lectures/01-sound.md:43: the section 'wards' has 0 self-checks; it needs exactly one",
        ],
    ),
    "a text behind the self-check": (
        "lectures/01-sound.md",
        "    Nobody knows.\n",
        "    Nobody knows.\n\nGo on.\n",
        [
            "lectures/01-sound.md:142: stands behind the self-check, which must end the section 'wards'",
        ],
    ),
    "a case nobody has claimed": (
        "docs/cases.md",
        "`01-sound`",
        "`02-later`",
        [
            "lectures/01-sound.md:27: claim the opening case in docs/cases.md",
        ],
    ),
    "a case claimed twice": (
        "docs/cases.md",
        "| `01-sound` |",
        "| `02-later` | A notice | `Source1` |\n| `01-sound` |",
        [
            "docs/cases.md:4: '01-sound' tells the case of '02-later' (the source Source1); find another",
        ],
    ),
    "a source the log does not know": (
        "docs/evidence/01-sound.md",
        "`Source7`",
        "`Source70`",
        [
            "docs/evidence/01-sound.md:1: has no row for Source7, which the lecture cites",
        ],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_the_gate_finds_this_and_nothing_else(course, found, file, old, new, said):
    spoil(course, file, old, new)

    assert found() == said
