"""Join codes, what a cohort and an accommodation change about a policy."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from coursework.content.policies import Policy, as_json

LETTERS = "ACDEFHJKMNPQRTUVWXY34679"  # none that looks or sounds like another
CODE_LENGTH = 8

TIMES: Mapping[str, str] = {
    "1": "The usual time",
    "1.25": "A quarter more time",
    "1.5": "Half as much time again",
    "2": "Twice the time",
    "none": "No clock",
}
MOST_EXTRA_ATTEMPTS = 20


@dataclass(frozen=True, kw_only=True)
class Granted:
    """What one learner was granted: more time (a factor, or `none` for no clock), more tries."""

    time: str = "1"
    extra_attempts: int = 0


def tidy_code(text: str) -> str:
    """Return a join code in the one form in which it is kept: people write spaces, hyphens, small letters."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[:40]


def said_code(code: str) -> str:
    """Say a join code in two halves, as it is read aloud: `ACDE FHJK`."""
    return f"{code[:4]} {code[4:]}"


def accommodated(policy: Policy, granted: Granted) -> Policy:
    """Return the policy with what a learner was granted; minutes are rounded up."""
    minutes = policy.minutes
    if minutes is not None:
        minutes = None if granted.time == "none" else math.ceil(minutes * Fraction(granted.time))
    attempts = None if policy.attempts is None else policy.attempts + granted.extra_attempts
    return replace(policy, minutes=minutes, attempts=attempts)


def changes_of(policy: Policy, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the wanted values that differ from a policy, as JSON keeps them."""
    return as_json({name: value for name, value in wanted.items() if getattr(policy, name) != value})
