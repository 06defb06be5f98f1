"""The kinds of question; each checks and marks its own answer, 0 to 1."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from coursework.content.chosen_questions import MultipleResponse, Option, SingleBest, TrueFalse
from coursework.content.numeric_questions import Numeric
from coursework.content.placed_questions import Matching, Ordering, Premise
from coursework.content.question import Question

__all__ = [
    "KINDS",
    "Matching",
    "MultipleResponse",
    "Numeric",
    "Option",
    "Ordering",
    "Premise",
    "Question",
    "SingleBest",
    "TrueFalse",
    "content_of",
    "digest_of",
    "question_from",
]

KINDS: dict[str, type[Question]] = {
    kind.kind: kind for kind in (SingleBest, MultipleResponse, Matching, Ordering, TrueFalse, Numeric)
}


def digest_of(written: Mapping[str, Any]) -> str:
    """Return the name of a wording: 32 hex digits of what the author wrote."""
    text = json.dumps(written, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def content_of(question: Question) -> dict[str, Any]:
    """Return a question as JSON values, to be kept with attempts."""
    return {"kind": question.kind, **asdict(question)}


def question_from(content: Mapping[str, Any]) -> Question:
    """Return the question that `content_of` described."""
    fields = dict(content)
    kind = KINDS[fields.pop("kind")]
    if "options" in fields:
        options = fields["options"]
        fields["options"] = tuple(Option(**one) if isinstance(one, dict) else one for one in options)
    if "premises" in fields:
        fields["premises"] = tuple(Premise(**one) for one in fields["premises"])
    if "items" in fields:
        fields["items"] = tuple(fields["items"])
    return kind(**fields)
