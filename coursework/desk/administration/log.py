"""Rows of the audit log as a page and a file show them; names are looked up for the page alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import json, url_for
from sqlalchemy.orm import Session

from coursework.audit.queries import AuditLine
from coursework.desk.administration.rules import said_action, said_details
from coursework.enrolment.models import Cohort
from coursework.identity.models import Person
from coursework.web.current import the_course
from coursework.web.spreadsheets import csv_text, harmless

_HEADS = ("row", "at_utc", "action", "by_person", "about_person", "about", "details", "network_address")


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """One row; a name is empty where the account is closed, `url` None where no page is about it."""

    line: AuditLine
    what: str
    actor: str
    subject: str
    about: str
    url: str | None
    details: Sequence[str]


def shown(session: Session, lines: Sequence[AuditLine]) -> list[ShownRow]:
    """Return rows with names and words, in two statements however many they are."""
    people = {one for line in lines for one in (line.actor_id, line.subject_id) if one is not None}
    names = _names(session, Person, people)
    about = [_parts(line.about) for line in lines]
    cohorts = _names(session, Cohort, {number for kind, number in about if kind == "cohort"})
    titles = {entry.slug: entry.title for entry in the_course().entries}
    return [
        ShownRow(
            line=line,
            what=said_action(line.action),
            actor=names.get(line.actor_id, ""),
            subject=names.get(line.subject_id, ""),
            about=(cohorts.get(number) if kind == "cohort" else None) or line.about or "",
            url=_page(kind, number, str(line.details.get("test", ""))),
            details=said_details(line.details, titles),
        )
        for line, (kind, number) in zip(lines, about, strict=True)
    ]


def _names(
    session: Session, table: type[Person] | type[Cohort], numbers: Collection[int]
) -> dict[int | None, str]:
    rows = session.execute(sa.select(table.id, table.name).where(table.id.in_(numbers)))
    return {row.id: row.name for row in rows}


def _parts(about: str | None) -> tuple[str, int]:
    """Return what kind of thing a row is about, and its number: `cohort 2`."""
    kind, _, number = (about or "").rpartition(" ")
    return (kind, int(number)) if number.isdecimal() else ("", 0)


def _page(kind: str, number: int, slug: str) -> str | None:
    match kind:
        case "cohort":
            return url_for("enrolment.cohort", cohort_id=number)
        case "wording":
            return url_for("analysis.wording", version_id=number)
        case "correction" if slug:
            return url_for("corrections.history", slug=slug)
        case "question report":
            return url_for("reported.reports")
    return None


def csv_of(lines: Sequence[AuditLine]) -> str:
    """Return rows as they are kept: people are numbers."""
    return csv_text(_HEADS, (_row(line) for line in lines))


def _row(line: AuditLine) -> list[str]:
    numbers = ["" if one is None else str(one) for one in (line.actor_id, line.subject_id)]
    details = json.dumps(line.details, ensure_ascii=False, sort_keys=True)
    told = [line.about or "", details, line.address or ""]
    return [str(line.id), f"{line.at:%Y-%m-%dT%H:%M:%SZ}", line.action, *numbers, *map(harmless, told)]
