"""Those who teach find a learner, in a cohort or in none."""

import pytest

from tests.conftest import counted, signed_in
from tests.enrolment.test_views import open_cohort


def found_in(page):
    """Return the names in the list."""
    return [part.split("<br>")[0] for part in page.split('<th scope="row">')[1:]]


@pytest.mark.parametrize(
    ("words", "names"),
    [("ada", ["Ada"]), ("BEA@example", ["Bea"]), ("example.org", ["Ada", "Bea"]), ("a%", []), ("ines", [])],
)
def test_a_learner_is_found_by_a_part_of_name_or_address(instructor, learner, another_learner, words, names):
    page = instructor.get("/teach/learners", query_string={"find": words}).text

    assert found_in(page) == names
    assert ("No learner is found" in page) == (not names)


def test_nobody_is_listed_until_somebody_is_looked_for(instructor, learner):
    assert found_in(instructor.get("/teach/learners?find=+").text) == []


def test_a_learner_without_a_cohort_is_granted_more_time(instructor, learner, another_learner):
    _, code = open_cohort(instructor)
    another_learner.post(f"/join/{code}")
    where = f"/teach/learners/{learner.person_id}/accommodation"

    before = instructor.get("/teach/learners?find=example").text
    instructor.post(where, data={"time": "1.5", "extra_attempts": "0"})
    after = instructor.get("/teach/learners?find=example").text

    assert (where in before, ">Spring</a>" in before) == (True, True)
    assert [page.count(">Look at it<") for page in (before, after)] == [0, 1]


def test_a_learner_finds_nobody(learner):
    assert learner.get("/teach/learners?find=a").status_code == 403


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_takes_as_many_statements_for_three_as_for_one(app, instructor, how_many):
    for number in range(how_many):
        signed_in(app, f"Eva{number}")

    with counted(app) as seen:
        page = instructor.get("/teach/learners?find=eva").text

    assert (len(seen), len(found_in(page))) == (2, how_many)
