"""What the audit log says, in words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from coursework.content.policies import AFTER_FAIL
from coursework.enrolment.rules import TIMES

ACTIONS: Mapping[str, str] = {
    "role.changed": "Role changed",
    "account.closed": "Account closed",
    "sign-ins.ended": "Signed out everywhere",
    "address.changed": "Address changed",
    "password.changed": "Password changed",
    "password.reset": "Password replaced by a link",
    "cohort.opened": "Cohort opened",
    "cohort.policy-changed": "Policy of a cohort changed",
    "cohort.renamed": "Cohort renamed",
    "cohort.code-changed": "Join code of a cohort changed",
    "cohort.closed": "Cohort closed",
    "cohort.joined": "Cohort joined",
    "cohort.left": "Cohort left",
    "cohort.taken-out": "Taken out of a cohort",
    "accommodation.granted": "Accommodation granted",
    "late-answers.accepted": "Late answers accepted",
    "late-answers.left-out": "Late answers left uncounted",
    "late-answers.taken-back": "Late answers taken back",
    "question-report.answered": "Report on a question answered",
    "question.decided": "Question judged by its figures",
    "keys.corrected": "Key corrected",
    "keys.taken-back": "Correction of a key taken back",
}
_POLICY = {
    "pass_mark": "pass mark in per cent",
    "questions": "questions",
    "minutes": "minutes",
    "attempts": "most tries",
    "pause_from": "pause before each try from number",
    "pause_hours": "hours of the pause",
    "after_fail": "after a fail",
    "opens_at": "tests open",
    "closes_at": "tests close",
}
_DECISIONS = {"keep": "keep it", "revise": "revise it", "leave out": "leave it out"}


def said_action(action: str) -> str:
    """Return an action in words; one that nobody knows any more as it was written down."""
    return ACTIONS.get(action, action)


def said_details(details: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    """Return what stands in the details, a phrase each; `titles` are of lectures, by slug."""
    left = {name: value for name, value in details.items() if value is not None}
    change = left.pop("before", None), left.pop("after", None)
    return [*_change(*change), *(_said(name, value, titles) for name, value in left.items() if value != 0)]


def _change(before: Any, after: Any) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before | after, key=[*_POLICY, *before, *after].index):
            if before.get(name, ...) != after.get(name, ...):
                now, then = (_value(name, one) for one in (after, before))
                yield f"{_POLICY.get(name, name)}: {now}, before {then}"
    elif before is not None and after is not None:
        yield f"from {_share(before)} to {_share(after)}"
    elif after is not None:
        yield f"to {_share(after)}"


def _value(name: str, policy: Mapping[str, Any]) -> str:
    if name not in policy:
        return "as in the course"
    value = policy[name]
    if value is None:
        return "none"
    return AFTER_FAIL[value].lower() if name == "after_fail" and value in AFTER_FAIL else str(value)


def _share(value: Any) -> str:
    """Return a score in per cent, and a role as it is."""
    return f"{int(value * 100 + 1e-9)} %" if isinstance(value, (int, float)) else str(value)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


_PHRASES: Mapping[str, Callable[[Any], str]] = {
    "reason": lambda value: f"“{value}”",
    "count": lambda value: _counted(value, "sign-in"),
    "time": lambda value: TIMES.get(value, str(value)).lower(),
    "extra_attempts": lambda value: f"{value} more {'try' if value == 1 else 'tries'}",
    "decision": lambda value: _DECISIONS.get(value, str(value)),
    "results": lambda value: f"{_counted(value, 'result')} changed",
    "up": lambda value: f"{value} now passed",
    "down": lambda value: f"{value} passed no longer",
    "undoes": lambda value: f"takes back correction {value}",
    "earlier": lambda value: f"{_counted(value, 'correction')} before it",
}


def _said(name: str, value: Any, titles: Mapping[str, str]) -> str:
    if name == "test":
        return f"test of “{titles.get(value, value)}”"
    phrase = _PHRASES.get(name)
    return phrase(value) if phrase else f"{name.replace('_', ' ')}: {value}"
