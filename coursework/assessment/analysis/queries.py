"""The first attempts at a test, and what they say of it and of its wordings."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.analysis.answered import answers_to, left_open, tally_of
from coursework.assessment.analysis.figures import (
    ItemFigures,
    Sat,
    TestFigures,
    items_of,
    quarters_of,
    whole_of,
)
from coursework.assessment.analysis.rules import Answers, Decision, Finding, findings_on
from coursework.assessment.corrections.queries import corrections_in_force
from coursework.assessment.corrections.rules import Key, key_in_force, ruled_on
from coursework.assessment.models import Attempt, QuestionDecision, QuestionReport, QuestionVersion, Result
from coursework.assessment.wordings import wordings_of
from coursework.content.questions import Question
from coursework.enrolment.models import Cohort
from coursework.identity.models import Person

IN_NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One wording with what first attempts say of it; `figures` is None where it was left out throughout.

    `answers` has one part, or one for each line of a matching question.
    """

    version_id: int
    question: Question
    figures: ItemFigures | None
    answers: tuple[Answers, ...]
    left_open: int
    findings: tuple[Finding, ...]
    decision: Decision | None
    reports: int
    corrected: bool

    @property
    def hardest(self) -> Answers:
        """Return the part that was answered rightly least often."""
        return min(self.answers, key=lambda part: part.right)


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """The figures of one test."""

    whole: TestFigures
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided about a wording, by whom and when."""

    decision: Decision
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Group:
    """The learners of one cohort, or, without a number, those in none; `key` names them in addresses."""

    cohort_id: int | None
    cohort: str

    @property
    def key(self) -> str:
        """Return what stands for the group in an address."""
        return IN_NONE if self.cohort_id is None else str(self.cohort_id)

    @property
    def name(self) -> str:
        """Return what the group is called."""
        return "In no cohort" if self.cohort_id is None else self.cohort

    @property
    def words(self) -> str:
        """Return the end of a sentence about them."""
        return "by learners in no cohort" if self.cohort_id is None else f"in the cohort “{self.cohort}”"


@dataclass
class _Papers:
    """What first attempts hold: papers for the figures, answers for the options."""

    sats: list[Sat]
    answers: dict[int, dict[int, Any]]  # wording -> paper -> answer


def analysis_of(session: Session, slug: str, group: Group | None = None) -> Analysis:
    """Return the figures of a test, from first counted attempts, of everybody or of one group.

    A wording with a corrected key is marked by the key in force, also where a result was not to fall.
    Items that may have failed somebody come first, then the others with findings, then by facility.
    """
    questions, corrections = _wordings(session, slug), corrections_in_force(session, slug)
    corrected = {
        version: key_in_force(questions[version], version, corrections) for version in ruled_on(corrections)
    }
    papers = _first_papers(session, slug, group, corrected)
    figures, quarters = items_of(papers.sats), quarters_of([sat.score for sat in papers.sats])
    decisions, reports = _decisions(session, slug), _reports(session, slug)
    items = [
        _item(
            version,
            corrected.get(version) or key_in_force(questions[version], version, ()),
            figures.get(version),
            answers,
            quarters,
            decisions,
            reports,
        )
        for version, answers in papers.answers.items()
    ]
    return Analysis(whole=whole_of(papers.sats), items=tuple(sorted(items, key=_gravest_first)))


def _gravest_first(item: Item) -> tuple[bool, bool, float, int]:
    grave = any(finding.grave for finding in item.findings)
    facility = item.figures.facility if item.figures else 2.0
    return not grave, not item.findings, facility, item.version_id


def _first_papers(session: Session, slug: str, group: Group | None, corrected: dict[int, Key]) -> _Papers:
    rows = sa.select(Result.versions, Result.credits, Result.answers, Result.score).join_from(
        Attempt, Result, sa.and_(Result.attempt_id == Attempt.id, Result.is_current)
    )
    rows = rows.where(Attempt.slug == slug, Attempt.number == 1, Attempt.counted)
    if group is not None:
        rows = rows.where(Attempt.cohort_id == group.cohort_id)
    papers = _Papers([], defaultdict(dict))
    for number, (versions, credits_, answers, score) in enumerate(session.execute(rows.order_by(Attempt.id))):
        values = [_value(one) for one in credits_]
        for place, version in enumerate(versions):
            if version in corrected:
                credit = corrected[version].credit(answers[place])
                values[place] = None if credit is None else float(credit)
        papers.sats.append(Sat(versions, values, score))
        for version, answer in zip(versions, answers, strict=True):
            papers.answers[version][number] = answer
    return papers


@cache
def _value(credit: str | None) -> float | None:
    return None if credit is None else float(Fraction(credit))


def _wordings(session: Session, slug: str) -> dict[int, Question]:
    of_the_test = sa.select(QuestionVersion.id).where(QuestionVersion.slug == slug)
    return wordings_of(session, list(session.scalars(of_the_test)))


def _decisions(session: Session, slug: str) -> dict[int, Decision]:
    """Return the newest decision about each wording."""
    rows = session.execute(
        sa.select(QuestionDecision.version_id, QuestionDecision.decision)
        .join(QuestionVersion, QuestionVersion.id == QuestionDecision.version_id)
        .where(QuestionVersion.slug == slug)
        .order_by(QuestionDecision.id)
    )
    return {row.version_id: Decision(row.decision) for row in rows}


def _reports(session: Session, slug: str) -> dict[int, int]:
    """Return how many reports on each wording wait for an answer."""
    rows = session.execute(
        sa.select(QuestionReport.version_id, sa.func.count())
        .join(QuestionVersion, QuestionVersion.id == QuestionReport.version_id)
        .where(QuestionVersion.slug == slug, QuestionReport.answered_at.is_(None), QuestionReport.text != "")
        .group_by(QuestionReport.version_id)
    )
    return {row[0]: row[1] for row in rows}


def _item(
    version: int,
    key: Key,
    figures: ItemFigures | None,
    given: dict[int, Any],
    quarters: Sequence[int],
    decisions: dict[int, Decision],
    reports: dict[int, int],
) -> Item:
    tally = tally_of(given, quarters)
    answers, opened = answers_to(key, tally), sum(left_open(tally))
    return Item(
        version_id=version,
        question=key.question,
        figures=figures,
        answers=answers,
        left_open=opened,
        findings=tuple(findings_on(figures, answers, opened)) if figures and not key.void else (),
        decision=decisions.get(version),
        reports=reports.get(version, 0),
        corrected=not key.as_written,
    )


def groups_of(session: Session, slug: str) -> list[tuple[Group, int]]:
    """Return the groups that sat a test with how many did: cohorts by name, then those in none."""
    rows = session.execute(
        sa.select(Cohort.id, Cohort.name, sa.func.count())
        .select_from(Attempt)
        .outerjoin(Cohort, Cohort.id == Attempt.cohort_id)
        .where(Attempt.slug == slug, Attempt.number == 1, Attempt.counted, Attempt.submitted_at.is_not(None))
        .group_by(Cohort.id, Cohort.name)
        .order_by(Cohort.id.is_(None), Cohort.name, Cohort.id)
    )
    return [(Group(cohort_id, name or ""), n) for cohort_id, name, n in rows]


def group_with_key(session: Session, key: str) -> Group | None:
    """Return the group that an address names, or None."""
    if key == IN_NONE:
        return Group(None, "")
    name = key.isdecimal() and session.scalar(sa.select(Cohort.name).where(Cohort.id == int(key)))
    return Group(int(key), name) if name else None


def sittings_by_test(session: Session) -> dict[str, int]:
    """Return how many first attempts at each test are marked, by slug."""
    rows = session.execute(
        sa.select(Attempt.slug, sa.func.count())
        .where(Attempt.number == 1, Attempt.counted, Attempt.submitted_at.is_not(None))
        .group_by(Attempt.slug)
    )
    return {row[0]: row[1] for row in rows}


def decided_on(session: Session, version_id: int) -> list[Decided]:
    """Return what was decided about a wording, the newest first."""
    rows = session.execute(
        sa.select(QuestionDecision, Person.name)
        .join(Person, Person.id == QuestionDecision.decided_by)
        .where(QuestionDecision.version_id == version_id)
        .order_by(QuestionDecision.id.desc())
    )
    return [
        Decided(
            decision=Decision(row.decision),
            reason=row.reason,
            decided_by=name,
            decided_at=row.decided_at,
        )
        for row, name in rows
    ]
