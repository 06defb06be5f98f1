"""A question of each kind, answered, and a score: for the style guide."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from coursework.assessment.outcomes import Outcome
from coursework.assessment.queries import Line
from coursework.content.answers import Answer
from coursework.content.questions import (
    Matching,
    MultipleResponse,
    Numeric,
    Option,
    Ordering,
    Premise,
    Question,
    SingleBest,
    TrueFalse,
)

_MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_SHARED: Any = {
    "digest": "",
    "objective": "",
    "section": "",
    "level": "apply",
    "scenario": False,
    "stem": "",
    "rationale": "",
}
_OPTIONS = (
    Option(text="“What in the video made you stop and think?”", key=True, why="It opens the talk."),
    Option(text="“Vitamin D does not prevent measles.”", key=False, why="True, and too early."),
    Option(text="“You are the third parent to ask me.”", key=False, why="It helps nobody."),
)
_PREMISES = (
    Premise(text="A claim with no author", key=0, why="Nobody answers for it."),
    Premise(text="A trial with its protocol", key=1, why="It can be checked."),
)


def _line(position: int, question: Question, answer: Answer | None) -> Line:
    order = list(range(question.shuffled))
    return Line(
        position=position,
        version_id=position,
        question=question,
        order=order,
        flagged=False,
        answer=answer,
        revision=1,
        saved_at=_MOMENT,
    )


def sample_paper() -> list[Line]:
    """Return one question of each kind; some are answered."""
    say = "What do you say first?"
    return [
        _line(1, SingleBest(**_SHARED, id="one", ask=say, options=_OPTIONS), 1),
        _line(2, MultipleResponse(**_SHARED, id="many", ask="Which may help?", options=_OPTIONS), [0, 1]),
        _line(
            3,
            Matching(
                **_SHARED, id="pairs", ask="What is each?", options=("doubtful", "sound"), premises=_PREMISES
            ),
            [0, -1],
        ),
        _line(
            4, Ordering(**_SHARED, id="order", ask="In which order?", items=("Wait", "Check", "Post")), None
        ),
        _line(
            5, TrueFalse(**_SHARED, id="true", ask="A closed group stays closed.", answer=False), answer=False
        ),
        _line(
            6,
            Numeric(**_SHARED, id="number", ask="How many in 100?", answer="12", tolerance="1", unit="%"),
            "12",
        ),
    ]


def sample_outcomes() -> list[Outcome]:
    """Return a first try below the line, and a second above it."""
    return [
        Outcome(
            attempt_id=number,
            number=number,
            score=right / 25,
            passed=right >= 20,  # noqa: PLR2004 (the sample's pass line)
            pass_mark=80,
            credits=(Fraction(1),) * right + (Fraction(0),) * (25 - right),
            submitted_at=_MOMENT,
        )
        for number, right in ((1, 17), (2, 21))
    ]
