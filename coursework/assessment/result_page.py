"""What the result page says: by objective, and question by question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    """All that a learner is told of a marked attempt; keys and reasons only where it is `open`."""

    outcome: Outcome
    open: bool
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


def reviewed_question(lecture: Lecture | None, line: Line, credit: Fraction | None) -> Reviewed:
    """Put a marked question together with the passage that it rests on."""
    section = lecture.section_of(line.question.section) if lecture else None
    return Reviewed(line=line, credit=credit, section=section)


def reviewed(lecture: Lecture | None, lines: Sequence[Line], outcome: Outcome, *, open_: bool) -> ResultPage:
    """Put a marked paper together with the lecture; None when the lecture is gone since."""
    marked = [replace(line, answer=answer) for line, answer in zip(lines, outcome.answers, strict=True)]
    pairs = list(zip(marked, outcome.credits, strict=True))
    objectives = []
    for objective in lecture.objectives if lecture else ():
        credits_ = tuple(
            credit for line, credit in pairs if line.question.objective == objective.id and credit is not None
        )
        if credits_:
            objectives.append(ByObjective(objective=objective, credits=credits_))
    return ResultPage(
        outcome=outcome,
        open=open_,
        questions=tuple(reviewed_question(lecture, line, credit) for line, credit in pairs),
        objectives=tuple(objectives),
    )
