"""What accommodations and cohorts change."""

import pytest

from coursework.content.policies import Policy
from coursework.enrolment.rules import Granted, accommodated, changes_of, said_code, tidy_code


@pytest.mark.parametrize(
    ("minutes", "time", "accommodated_minutes"),
    [(40, "1", 40), (40, "1.25", 50), (45, "1.25", 57), (40, "1.5", 60), (40, "2", 80), (40, "none", None)],
)
def test_more_time_is_a_factor_rounded_up_to_whole_minutes(minutes, time, accommodated_minutes):
    policy = accommodated(Policy(minutes=minutes), Granted(time=time))

    assert policy.minutes == accommodated_minutes


def test_where_there_is_no_clock_and_no_limit_nothing_is_added():
    assert accommodated(Policy(), Granted(time="2", extra_attempts=3)) == Policy()


def test_more_tries_are_added_to_the_limit():
    assert accommodated(Policy(attempts=2), Granted(extra_attempts=3)).attempts == 5


def test_a_cohort_keeps_only_what_differs_from_the_course():
    changes = changes_of(Policy(minutes=40), {"pass_mark": 80, "minutes": None, "attempts": 3})

    assert changes == {"minutes": None, "attempts": 3}
    assert Policy(minutes=40).with_changes(changes) == Policy(attempts=3)


@pytest.mark.parametrize("written", ["ACDEFHJK", "acde fhjk", " ACDE-FHJK ", "acde\u00a0fhjk"])
def test_a_code_may_be_written_as_it_was_read_aloud(written):
    assert tidy_code(written) == "ACDEFHJK"
    assert said_code(tidy_code(written)) == "ACDE FHJK"
