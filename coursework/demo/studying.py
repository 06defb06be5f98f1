"""Eight weeks of one learner: read, take a test, read again, go on or stop."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.actions import close_if_over, save_answer, submit
from coursework.assessment.beginning import CannotBeginError, Terms, begin_attempt
from coursework.assessment.models import Response
from coursework.assessment.outcomes import outcomes_of
from coursework.assessment.queries import Line, paper_of
from coursework.assessment.rules import GRACE, Save
from coursework.content.course import Course, Lecture
from coursework.content.policies import Policy
from coursework.demo.answering import answer_of
from coursework.demo.cast import Learner
from coursework.enrolment.queries import policy_for
from coursework.reading.actions import credit, keep_place, mark_as_read
from coursework.reading.rules import TEST_PART, Place, Span

_MOST_TRIES = 5
_LEARNT = 0.55  # logits, between one try and the next
_ON_PAPER = 9  # one learner in so many reads on paper, and marks sections by hand


@dataclass(frozen=True, kw_only=True)
class World:
    """Where it happens; `wrongly_keyed` are questions of which the bank has the wrong answer."""

    session: Session
    course: Course
    now: datetime
    wrongly_keyed: frozenset[str]


class Study:
    """One learner at work; `at` is how far their time has gone."""

    def __init__(self, world: World, learner: Learner, person_id: int, begins: datetime, seed: int) -> None:
        """Begin with the day on which they register."""
        self.world, self.learner, self.person_id, self.at = world, learner, person_id, begins
        self.chance = random.Random(seed * 1000 + learner.number)  # noqa: S311 (repeatable, not secret)

    def over(self) -> bool:
        """Say whether the present is reached."""
        return self.at >= self.world.now - timedelta(hours=2)

    def rest(self, least: float, most: float) -> None:
        """Let some days pass, and go on at an hour at which people study."""
        later = self.at + timedelta(days=self.chance.uniform(least, most))
        hour = self.chance.choice((6, 7, 12, 16, 18, 19, 19, 20, 21))
        later = later.replace(hour=hour, minute=self.chance.randrange(60))
        self.at = max(later, self.at + timedelta(hours=1))

    def go(self) -> None:
        """Take the lectures in order, until one is too many or the present is reached."""
        for lecture in self.world.course.lectures:
            if self.chance.random() > self.learner.goes_on or not self._read(lecture):
                return
            for number in range(_MOST_TRIES):
                if self.over() or self._try(lecture, number) or self.chance.random() < 0.12:  # noqa: PLR2004
                    break
                self.rest(1.1, 3)
            self.rest(1, 6)

    def _read(self, lecture: Lecture) -> bool:
        """Read a lecture, and say whether it was finished."""
        world, person_id = self.world, self.person_id
        for section in lecture.sections:
            if self.over() or self.chance.random() < 0.008:  # noqa: PLR2004 (some stop for good)
                return False
            seconds = section.minutes * 60 * self.learner.pace * self.chance.uniform(0.75, 1.2)
            if self.learner.number % _ON_PAPER == 0:
                mark_as_read(world.session, person_id, lecture.slug, section.id, self.at)
            else:
                spans = [Span(section.id, 0, seconds)]
                arrives = self.at + timedelta(seconds=seconds + 1)
                credit(world.session, person_id, lecture.slug, spans, self.at, arrives)
            self.at += timedelta(seconds=seconds + 5)
            place = Place(section.id, self.chance.uniform(0.1, 1), self.at)
            keep_place(world.session, person_id, lecture.slug, place)
            if self.chance.random() < 0.3:  # noqa: PLR2004 (a break, often till another day)
                self.rest(0.5, 3)
        return True

    def _try(self, lecture: Lecture, number: int) -> bool:
        """Take the test once, and say whether there is nothing more to do."""
        world, session = self.world, self.world.session
        policy, cohort_id = policy_for(session, world.course.policy, self.person_id)
        terms, seed = Terms(policy=policy, cohort_id=cohort_id), self.chance.randrange(2**32)
        try:
            attempt_id = begin_attempt(session, self.person_id, lecture, terms, seed, self.at)
        except CannotBeginError:
            return False
        begun, kind = self.at, self.chance.random()
        if kind < 0.12 and self.at > world.now - timedelta(days=21):  # noqa: PLR2004 (some walk away)
            self._answer(attempt_id, policy, number, leave=0.4)
            return True
        lines = self._answer(attempt_id, policy, number, leave=0.15 if kind > 0.95 else 0)  # noqa: PLR2004
        spent = [Span(TEST_PART, 0, (self.at - begun).total_seconds())]
        credit(session, self.person_id, lecture.slug, spans=spent, loaded_at=begun, arrived_at=self.at)
        if kind > 0.95 and policy.minutes is not None:  # noqa: PLR2004 (some run out of time)
            self._come_late(attempt_id, begun + timedelta(minutes=policy.minutes), lines)
        else:
            submit(session, attempt_id, self.at)
        return outcomes_of(session, self.person_id, lecture.slug)[-1].passed

    def _answer(self, attempt_id: int, policy: Policy, number: int, leave: float) -> Sequence[Line]:
        """Answer the questions of a paper, leaving the last share open; return those left."""
        lines = paper_of(self.world.session, attempt_id)
        until = round(len(lines) * (1 - leave))
        room = (policy.minutes or 60) * 60 * 0.8 / len(lines)  # seconds for each question
        rows: list[Mapping[str, object]] = []
        for line in lines[:until]:
            self.at += timedelta(seconds=min(room, self.chance.uniform(15, 80)))
            answer = self._answer_to(line, number)
            if answer is not None:
                rows.append(
                    {
                        "attempt_id": attempt_id,
                        "position": line.position,
                        "revision": 1,
                        "key": f"demo-{line.position}",
                        "seen": 0,
                        "answer": answer,
                        "standing": "kept",
                        "saved_at": self.at,
                    }
                )
        if rows:
            self.world.session.execute(sa.insert(Response), rows)
        return lines[until:]

    def _answer_to(self, line: Line, number: int) -> object:
        skill = self.learner.skill + number * _LEARNT
        wrong = line.question.digest in self.world.wrongly_keyed
        return answer_of(line.question, skill, self.chance, wrongly_keyed=wrong)

    def _come_late(self, attempt_id: int, deadline: datetime, lines: Sequence[Line]) -> None:
        """Let the time run out, and send what was left when it was over."""
        self.at = deadline + GRACE + timedelta(minutes=2)
        close_if_over(self.world.session, attempt_id, self.at)
        for line in lines:
            save = Save(answer=self._answer_to(line, 0), key=f"late-{line.position}", seen=0)  # type: ignore[arg-type]
            save_answer(self.world.session, attempt_id, line, save, self.at, closed=True)
