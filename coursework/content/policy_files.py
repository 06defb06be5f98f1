"""Read the policy of the tests from `course.yaml`."""

from typing import Any

from coursework.content.fields import Fields
from coursework.content.policies import AFTER_FAIL, LIMITS, Policy
from coursework.content.yaml_files import Located


def read_policy(course: Fields) -> Policy:
    """Return the policy; what is left out has its default, what is wrong is reported at its line."""
    course.known.add("policy")
    written = course.mapping.get("policy")
    if not isinstance(written, Located):
        course.fault("policy", "`policy` must hold `pass_mark` and `questions`")
        return Policy()
    part = Fields(written, course.path, course.desk, "policy")
    found: dict[str, Any] = {}
    for name, (low, high) in LIMITS.items():
        if name in written or name in {"pass_mark", "questions"}:
            found[name] = part.whole(name, low, high)
    if "after_fail" in written:
        found["after_fail"] = part.one_of("after_fail", tuple(AFTER_FAIL))
    for name in ("opens_at", "closes_at"):
        if name in written:
            found[name] = part.moment(name)
    part.no_others()
    given = {name: value for name, value in found.items() if value is not None}
    policy = Policy(**given)
    if policy.opens_at and policy.closes_at and policy.opens_at >= policy.closes_at:
        part.fault("closes_at", "`closes_at` must come after `opens_at`")
    return policy
