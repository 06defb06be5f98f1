"""What the tests of the gate share."""

import shutil

import pytest

from coursework.editorial.everything import verdict_on
from tests.editorial.sound_course import build


@pytest.fixture(scope="session")
def sound(tmp_path_factory):
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture
def course(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "course")


@pytest.fixture
def found(course):
    """Return what the gate finds in the course: its faults, then its warnings."""
    return lambda: verdict_on(course, course / "quizzes").said
