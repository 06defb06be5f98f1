"""The README tells the truth about commands and settings."""

import re

from tests.laws.houses import PACKAGE, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_readme_and_no_other():
    files = (PACKAGE / "settings").glob("*.py")
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    read = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', code))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))

    assert told == read


def test_every_command_is_in_the_readme(app):
    commands = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    flask = {name for name in app.cli.commands if name not in {"routes", "run", "shell"}}

    assert {name for name in commands if f"make {name}" not in README} == set()
    assert {name for name in flask if f"flask {name}" not in README} == set()


def test_every_picture_and_page_that_the_readme_names_is_there():
    named = re.findall(r"\]\(((?!http)[^)#]+)", README)

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_floor_plan_names_every_room_and_nothing_that_is_not_there():
    plan = README.split("## Where things are")[1].split("```")[1]
    named = {True: set(), False: set()}
    for line in plan.strip("\n").splitlines():
        names = re.match(r"\s*((?:[\w.-]+(?:/|\.py)(?:\s+|$))*)", line)[1].split()
        assert names, line
        named[line.startswith(" ")] |= {name.rstrip("/") for name in names}
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    assert {name for name in named[True] if not (PACKAGE / name).exists()} == set()
    assert {name for name in named[False] if not (ROOT / name).exists()} == set()
    assert rooms - named[True] == set()
