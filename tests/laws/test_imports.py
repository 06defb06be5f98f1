"""Rooms stand on floors, files stand in order, decisions stand alone."""

import ast
import re
import sys

import pytest

from tests.laws.houses import FLOORS, ORDER, functions_of, imports_of, package_modules

MODULES = package_modules()
NAMELESS = {"utils", "helpers", "misc", "common", "lib", "base", "core", "shared", "manager", "handler"}
OUTSIDE_WORLD = ("flask", "sqlalchemy", "time", "random", "os", "pathlib", "coursework.database")
# Imports that take long, and are needed by few: where they may stand inside a function.
LATE = {"pdf": {"weasyprint"}, "migrations": {"alembic"}}
# What asks for the time, and what ends a transaction: as an attribute or as a text.
CLOCKS = {"now", "utcnow", "today"}
COMMIT = re.compile(r"(?i:\bcommit\b)|^\s*END(?:\s+TRANSACTION)?\s*;?\s*$")


def words_of(tree):
    """Yield each attribute and each text that is not a docstring, with its line."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value, node.lineno


def ours(module):
    for name, line in imports_of(module.tree, module.package):
        parts = name.split(".")
        if parts[0] == "coursework" and len(parts) > 1:
            yield parts[1:], line


def test_every_room_has_a_floor_and_a_sign_on_its_door():
    unknown = {one.room for one in MODULES if one.room} - FLOORS.keys()
    unsigned = [one.label for one in MODULES if not ast.get_docstring(one.tree)]

    assert (unknown, unsigned) == (set(), [])


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.label)
def test_a_room_imports_from_lower_floors_only(module):
    if not module.room:
        return
    upwards = [
        f"line {line}: {'.'.join(parts)}"
        for parts, line in ours(module)
        if parts[0] != module.room and FLOORS[parts[0]] >= FLOORS[module.room]
    ]

    assert upwards == []


@pytest.mark.parametrize("module", [one for one in MODULES if one.name in ORDER], ids=lambda one: one.label)
def test_a_file_imports_only_those_before_it_in_its_room(module):
    later = {*ORDER[ORDER.index(module.name) + 1 :]}
    here = list(module.package[1:])  # a part of a room keeps the order of its own files, and of the room's
    taken = [
        parts
        for parts, _ in ours(module)
        if (parts[0] == module.room and {*parts[1:2]} & later)
        or (parts[: len(here)] == here and {*parts[len(here) : len(here) + 1]} & later)
    ]

    assert taken == []


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.label)
def test_forms_and_views_of_a_room_are_its_own(module):
    if FLOORS.get(module.room, 0) >= FLOORS["application"]:
        return
    taken = [
        ".".join(parts)
        for parts, _ in ours(module)
        if parts[0] not in {module.room, "web"} and {"forms", "views"} & {*parts[1:]}
    ]

    assert taken == []


@pytest.mark.parametrize("module", [one for one in MODULES if one.name == "rules"], ids=lambda one: one.label)
def test_rules_know_no_request_no_table_no_file(module):
    used = [name for name, _ in imports_of(module.tree, module.package) if name.startswith(OUTSIDE_WORLD)]
    clocks = [line for word, line in words_of(module.tree) if word in CLOCKS]

    assert (used, clocks) == ([], [])


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.label)
def test_imports_stand_at_the_top(module):
    late = [
        name
        for function in functions_of(module.tree)
        for name, _ in imports_of(function, module.package)
        if name.split(".")[0] not in LATE.get(module.room, set())
    ]

    assert late == []


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.label)
def test_nothing_is_imported_by_a_name_that_is_made_up_at_run_time(module):
    names = [name for name, _ in imports_of(module.tree, module.package)]
    used = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}

    assert [name for name in names if name.startswith("importlib") and "importlib.metadata" not in name] == []
    assert used & {"__import__", "eval", "exec", "compile"} == set()


def test_weasyprint_is_imported_in_one_file_only():
    importers = [
        one.label
        for one in MODULES
        if any(name.startswith("weasyprint") for name, _ in imports_of(one.tree, one.package))
    ]

    assert importers == ["coursework/pdf/rendering.py"]


def test_no_module_has_a_name_that_says_nothing_or_belongs_to_python():
    named = {one.name for one in MODULES}

    assert (named & NAMELESS, named & sys.stdlib_module_names) == (set(), set())


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.label)
def test_only_entrances_commit(module):
    entrances = {"views", "cli", "worker", "making", "delivering", "closing", "expiring"}
    if entrances & set(module.parts):
        return
    commits = [line for word, line in words_of(module.tree) if COMMIT.search(word)]

    assert commits == []


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.label)
def test_no_transaction_is_committed_by_leaving_a_block(module):
    if module.label == "coursework/backup/postgresql.py":  # puts whole databases into each other's place
        return
    assert [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "begin"
    ] == []
