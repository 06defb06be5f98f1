"""The list of late answers asks as much for many as for one."""

import pytest

from tests.conftest import counted, signed_in

LATE = "/teach/tests/01-first/late"


@pytest.mark.parametrize("learners", [1, 3])
def test_the_list_takes_as_many_statements_for_three_as_for_one(app, instructor, late, learners):
    for number in range(learners):
        late(signed_in(app, f"Eva{number}"))

    with counted(app) as listed:
        page = instructor.get(LATE).text

    assert page.count("try 1</span>") == learners
    assert len(listed) == 4
