"""Which seconds count, and when a section is read."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coursework.reading.rules import Span, credited, is_read, seconds_of

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = int(NOON.timestamp()) // 3600
A_MINUTE_LATER = NOON + timedelta(minutes=1)


def credited_seconds(*args: object) -> int:
    return sum(bits.bit_count() for bits in credited(*args).values())  # type: ignore[arg-type]


def test_activity_since_the_page_was_sent_is_credited_to_its_part():
    found = credited([Span("spread", 10, 40)], NOON, A_MINUTE_LATER, {})

    assert {key: bits.bit_count() for key, bits in found.items()} == {(HOUR, "spread"): 30}


def test_activity_before_the_page_was_sent_or_after_the_pulse_arrived_is_not_credited():
    assert credited_seconds([Span("spread", 50, 4000)], NOON, A_MINUTE_LATER, {}) == 10
    assert credited_seconds([Span("spread", 90, 120)], NOON, A_MINUTE_LATER, {}) == 0
    assert credited_seconds([Span("spread", 10, 40)], A_MINUTE_LATER, NOON, {}) == 0


def test_a_second_that_was_credited_in_another_tab_is_not_credited_again():
    already = seconds_of(int(NOON.timestamp()), int(NOON.timestamp()) + 30)

    assert credited_seconds([Span("spread", 0, 60)], NOON, A_MINUTE_LATER, already) == 30


def test_two_parts_cannot_both_have_the_same_second():
    found = credited([Span("spread", 0, 40), Span("do", 20, 60)], NOON, A_MINUTE_LATER, {})

    assert {part: bits.bit_count() for (_, part), bits in found.items()} == {"spread": 40, "do": 20}


def test_activity_across_the_hour_is_kept_in_both_hours():
    start = NOON - timedelta(seconds=20)

    found = credited([Span("spread", 0, 60)], start, start + timedelta(minutes=1), {})

    assert {hour - HOUR: bits.bit_count() for (hour, _), bits in found.items()} == {-1: 20, 0: 40}


spans = st.builds(Span, st.sampled_from(["a", "b"]), st.floats(0, 9000), st.floats(0, 9000))


@given(st.lists(spans, max_size=12), st.integers(0, 8000))
def test_nothing_that_a_browser_claims_is_worth_more_than_the_time_that_passed(claimed, passed):
    assert credited_seconds(claimed, NOON, NOON + timedelta(seconds=passed), {}) <= passed


@given(st.lists(spans, max_size=8), st.integers(0, 8000))
def test_the_same_pulse_sent_twice_is_credited_once(claimed, passed):
    until = NOON + timedelta(seconds=passed)
    already: dict[int, int] = {}
    for (hour, _), bits in credited(claimed, NOON, until, {}).items():
        already[hour] = already.get(hour, 0) | bits

    assert credited(claimed, NOON, until, already) == {}


@given(st.integers(0, 9000), st.integers(0, 9000))
def test_a_stretch_of_seconds_has_as_many_bits_as_seconds(start, length):
    hours = seconds_of(start, start + length)

    assert sum(bits.bit_count() for bits in hours.values()) == length
    assert all(bits.bit_length() <= 3600 for bits in hours.values())


def test_a_section_is_read_after_a_third_of_its_minutes_or_when_marked():
    assert not is_read(99, 5, marked=False)
    assert is_read(100, 5, marked=False)
    assert is_read(0, 5, marked=True)
