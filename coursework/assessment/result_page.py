"""What the result page says: by objective, and question by question, by the keys in force."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from coursework.assessment.corrections.queries import Made, in_force
from coursework.assessment.corrections.rules import Key, key_in_force
from coursework.assessment.corrections.words import Note, notes_on
from coursework.assessment.in_words import said
from coursework.assessment.outcomes import Outcome
from coursework.assessment.queries import Line
from coursework.content.answers import Answer
from coursework.content.course import Lecture, Objective, Section


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """One question after marking; `section` is the passage to reread, None where it is gone.

    `credit` is None where the question was left out. `notes` are the corrections of it that hold.
    """

    line: Line
    credit: Fraction | None
    section: Section | None
    key: Key
    notes: tuple[Note, ...] = ()

    @property
    def best(self) -> Answer:
        """Return the right answer that is nearest to what was answered."""
        return self.key.nearest(self.line.answer)

    @property
    def others(self) -> tuple[Answer, ...]:
        """Return the other answers that earn the point."""
        best = self.best
        return tuple(one for one in self.key.answers if one != best)

    @property
    def best_in_words(self) -> str:
        """Say the right answer that is nearest."""
        return said(self.line.question, self.best)

    @property
    def others_in_words(self) -> str:
        """Say the other answers that earn the point."""
        return " or ".join(said(self.line.question, one) for one in self.others)

    @cached_property
    def kept(self) -> bool:
        """Say whether the result holds to what it was, although the key in force gives something else."""
        return self.credit != self.key.credit(self.line.answer)

    @property
    def faulty(self) -> bool:
        """Say whether no answer of it is held for right any more, or it counts for nobody."""
        return self.key.void or self.credit is None

    @cached_property
    def to_reread(self) -> bool:
        """Say whether the answer does not earn the whole point, by the mark or by the key in force."""
        return not self.faulty and (self.credit != 1 or self.kept)


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
        """Return the questions whose answer does not earn the whole point."""
        return tuple(one for one in self.questions if one.to_reread)

    @property
    def right(self) -> tuple[Reviewed, ...]:
        """Return the questions that were answered right."""
        return tuple(one for one in self.questions if not one.faulty and not one.to_reread)

    @property
    def faulty(self) -> tuple[Reviewed, ...]:
        """Return the questions that were found faulty: they count for nobody, or everybody has the point."""
        return tuple(one for one in self.questions if one.faulty)


def reviewed_question(
    lecture: Lecture | None, line: Line, credit: Fraction | None, made: Sequence[Made]
) -> Reviewed:
    """Put a marked question together with its key, its corrections and the passage that it rests on."""
    return Reviewed(
        line=line,
        credit=credit,
        section=lecture.section_of(line.question.section) if lecture else None,
        key=key_in_force(line.question, line.version_id, in_force(made)),
        notes=notes_on(made, line.question, line.version_id),
    )


def reviewed(
    lecture: Lecture | None, lines: Sequence[Line], outcome: Outcome, made: Sequence[Made], *, open_: bool
) -> ResultPage:
    """Put a marked paper together with the lecture, None when it is gone, and the corrections of its test."""
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
        questions=tuple(reviewed_question(lecture, line, credit, made) for line, credit in pairs),
        objectives=tuple(objectives),
    )
