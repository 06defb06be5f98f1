"""Lines of a head, pauses, and what a server says."""

from datetime import timedelta

import pytest

from coursework.mail import rules
from tests.conftest import NOON


@pytest.mark.parametrize(
    "text", ["a\nb", "a\rb", "a\r\nBcc: eve@example.org", "a\x0bb", "a\u2028b", "a\x85b", ""]
)
def test_a_line_break_does_not_fit_a_header(text):
    assert not rules.fits_a_header(text)


@pytest.mark.parametrize("text", ["Choose another password", "Grüße aus Zürich", "\u0645\u06cc\u200c\u0622"])
def test_any_letters_fit_a_header(text):
    assert rules.fits_a_header(text)


def test_the_pauses_between_tries_grow_and_the_last_try_is_within_two_days():
    now, pauses = NOON, []
    for tries in range(1, 100):
        then = rules.next_try(NOON, tries, now)
        if then is None:
            break
        pauses.append((then - now) // timedelta(minutes=1))
        now = then

    assert pauses == [1, 5, 15, 60, *[240] * 11]
    assert now <= NOON + timedelta(days=2) < now + timedelta(hours=4)


def test_a_clock_that_steps_back_does_not_keep_a_mail_for_ever():
    assert rules.next_try(NOON, 16, NOON - timedelta(days=300)) is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("550 5.1.1 <bea@example.org> unknown user", "550 5.1.1 the address unknown user"),
        ("550 no bea@example.org\n here", "550 no the address here"),
        ("x" * 400, "x" * 300),
    ],
)
def test_what_a_server_says_is_kept_without_addresses(said, kept):
    assert rules.without_addresses(said) == kept
