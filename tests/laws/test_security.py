"""The list in docs/security.md is whole, counts right, and names tests that are there."""

import re
from collections import Counter

import pytest

from tests.laws.houses import PACKAGE, ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
STATES = ("met", "met in part", "not met", "does not apply")
CELLS = re.compile(r"(?<!\\)\|")
ROWS = [
    [cell.strip() for cell in CELLS.split(line)[1:-1]]
    for line in TEXT.splitlines()
    if re.match(r"\| \d+\.\d+\.\d+ \|", line)
]
NAMED = [
    (row[0], file, names)
    for row in ROWS
    for file, names in re.findall(r"`([\w/]+\.py)`(?:: ([^;]+))?", row[5])
]


def counted(rows):
    states = Counter(row[3] for row in rows)
    return [states[state] for state in STATES]


def test_every_requirement_of_levels_1_and_2_stands_once():
    assert len({row[0] for row in ROWS}) == len(ROWS) == 253
    assert Counter(row[1] for row in ROWS) == {"1": 70, "2": 183}
    assert [row[0] for row in ROWS if len(row) != 6 or row[3] not in STATES or not row[4]] == []


def test_the_counts_are_those_of_the_rows():
    told = re.findall(r"^\| (\d+) [^|]+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", TEXT, re.MULTILINE)
    chapters = {
        number: [*counted(rows), len(rows)]
        for number in map(str, range(1, 18))
        for rows in [[row for row in ROWS if row[0].startswith(f"{number}.")]]
    }
    level_1 = "Of the 70 of level 1: {} met, {} met in part, {} not met, {} do not apply."

    assert {number: [int(one) for one in counts] for number, *counts in told} == chapters
    assert "| " + " | ".join(f"**{one}**" for one in [*counted(ROWS), 253]) + " |" in TEXT
    assert level_1.format(*counted([row for row in ROWS if row[1] == "1"])) in TEXT


def test_what_is_not_met_or_not_tested_says_so():
    untold = [row[0] for row in ROWS if row[3] == "not met" and "To do" not in row[4]]
    empty = [row[0] for row in ROWS if not row[5] or (row[5] == "—") != (row[3] == "does not apply")]

    assert (untold, empty) == ([], [])


@pytest.mark.parametrize(("number", "file", "names"), NAMED, ids=lambda one: str(one)[:40])
def test_every_test_that_is_named_is_there(number, file, names):
    code = (ROOT / "tests" / file).read_text(encoding="utf-8")

    assert [name for name in re.findall(r"`(\w+)`", names) if f"def test_{name}(" not in code] == [], number


def test_every_file_that_is_named_is_there():
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.\w+)`", TEXT)
    places = (PACKAGE, ROOT, ROOT / "tests")

    assert [name for name in named if not any((place / name).exists() for place in places)] == []
