"""How a test is taken: the defaults of the course, what a cohort changes, what an attempt was begun under."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

# What numbers may be: from, to. A text reader and a form hold to the same.
LIMITS: Mapping[str, tuple[int, int]] = {
    "pass_mark": (1, 100),
    "questions": (1, 100),
    "minutes": (1, 600),
    "attempts": (1, 100),
    "pause_from": (2, 100),
    "pause_hours": (0, 720),
}
AFTER_FAIL: Mapping[str, str] = {
    "marks": "Which were right and wrong, and the passage to reread",
    "everything": "Everything, with the best answers and the reasons",
}


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How a test is taken.

    `pass_mark` is in per cent of the points. `minutes` None is no clock, `attempts` None is no limit. From
    the attempt with the number `pause_from` on, `pause_hours` must lie between two. `after_fail` is `marks`
    (right or wrong, and the passage to reread) or `everything`. A test may be begun from `opens_at` to
    `closes_at`; who has begun keeps the full time.
    """

    pass_mark: int = 80
    questions: int = 25
    minutes: int | None = None
    attempts: int | None = None
    pause_from: int = 3
    pause_hours: int = 24
    after_fail: str = "marks"
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def with_changes(self, changes: Mapping[str, Any]) -> "Policy":
        """Return the policy with what a cohort changes, as JSON kept it."""
        return replace(self, **_values(changes))

    def as_json(self) -> dict[str, Any]:
        """Return the policy as JSON keeps it."""
        return as_json({field.name: getattr(self, field.name) for field in fields(self)})


def as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of a policy as JSON keeps them; moments become text."""
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in values.items()}


def policy_from(kept: Mapping[str, Any]) -> Policy:
    """Return the policy that JSON kept; what an older version did not know has its default."""
    return Policy(**_values(kept))


def _values(kept: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name for field in fields(Policy)}
    moments = ("opens_at", "closes_at")
    return {
        name: datetime.fromisoformat(one) if name in moments and one else one
        for name, one in kept.items()
        if name in known
    }
