"""What to do about a document that is not there yet."""

from datetime import UTC, datetime, timedelta

import pytest

from coursework.handouts.rules import Step, next_step

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds_ago", "failed", "step"),
    [
        (0, None, Step.WAIT),
        (60, None, Step.WAIT),
        (61, None, Step.ASK),
        (0, "it broke", Step.GIVE_UP),
        (300, "it broke", Step.GIVE_UP),
        (301, "it broke", Step.ASK),
    ],
)
def test_what_was_asked_for_is_waited_for_and_asked_for_again_in_time(seconds_ago, failed, step):
    assert next_step(NOON - timedelta(seconds=seconds_ago), failed, NOON) is step


def test_what_nobody_asked_for_is_asked_for():
    assert next_step(None, None, NOON) is Step.ASK
