"""Rooms stay small."""

import pytest

from tests.laws.houses import PACKAGE, ROOT, functions_of, package_modules, python_files

MODULES = package_modules()
TESTS = list(python_files(ROOT / "tests"))
TEMPLATES = sorted((PACKAGE / "templates").rglob("*.html")) + sorted((PACKAGE / "pdf").rglob("*.html"))


def length(node):
    return node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("module", MODULES + TESTS, ids=lambda one: one.label)
def test_a_module_has_at_most_300_lines(module):
    assert module.lines <= 300


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.label)
def test_a_function_has_at_most_50_lines_and_a_view_30(module):
    limit = 30 if module.name == "views" else 50

    assert [node.name for node in functions_of(module.tree) if length(node) > limit] == []


@pytest.mark.parametrize("module", TESTS, ids=lambda one: one.label)
def test_a_test_has_at_most_40_lines(module):
    tests = [node for node in functions_of(module.tree) if node.name.startswith("test_")]

    assert [node.name for node in tests if length(node) > 40] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda one: one.name)
def test_a_template_has_at_most_150_lines(path):
    assert path.read_text(encoding="utf-8").count("\n") <= 150
