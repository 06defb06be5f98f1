"""What the result page says: by objective, and question by question."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coursework.assessment.queries import Line, Outcome
from coursework.content.course import Lecture, Objective, Section


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """One question after marking; `section` is the passage to reread, None where it is gone.

    `credit` is None where the question was left out.
    """

    line: Line
    credit: Fraction | None
    section: Section | None


@dataclass(frozen=True, kw_only=True)
class ByObjective:
    """What was earned with the questions of one objective."""

    objective: Objective
    credits: tuple[Fraction, ...]

    @property
    def points(self) -> float:
        """Return the points of these questions."""
        return float(sum(self.credits))


@dataclass(frozen=True, kw_only=True)
class ResultPage:
    """All that a learner is told of a marked attempt."""

    outcome: Outcome
    questions: tuple[Reviewed, ...]
    objectives: tuple[ByObjective, ...]

    @property
    def to_reread(self) -> tuple[Reviewed, ...]:
        """Return the questions that did not earn their whole point."""
        return tuple(one for one in self.questions if one.credit is not None and one.credit < 1)

    @property
    def right(self) -> tuple[Reviewed, ...]:
        """Return the questions that did."""
        return tuple(one for one in self.questions if one.credit == 1)

    @property
    def left_out(self) -> tuple[Reviewed, ...]:
        """Return the questions that were found faulty and count for nobody."""
        return tuple(one for one in self.questions if one.credit is None)


def reviewed(lecture: Lecture | None, lines: Sequence[Line], outcome: Outcome) -> ResultPage:
    """Put a marked paper together with the lecture; None when the lecture is gone since."""
    pairs = list(zip(lines, outcome.credits, strict=True))
    questions = tuple(
        Reviewed(
            line=line,
            credit=credit,
            section=lecture.section_of(line.question.section) if lecture else None,
        )
        for line, credit in pairs
    )
    objectives = []
    for objective in lecture.objectives if lecture else ():
        credits_ = tuple(
            credit for line, credit in pairs if line.question.objective == objective.id and credit is not None
        )
        if credits_:
            objectives.append(ByObjective(objective=objective, credits=credits_))
    return ResultPage(outcome=outcome, questions=questions, objectives=tuple(objectives))
