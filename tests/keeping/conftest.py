"""What the tests of what is kept share with those of tests."""

from tests.assessment.conftest import lines_of

__all__ = ["lines_of"]
