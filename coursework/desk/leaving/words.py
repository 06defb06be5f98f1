"""Everything kept about a person as they would read it: titles, minutes, words; no names of columns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from coursework.clock import said_duration, said_moment
from coursework.content.course import Course
from coursework.mail.rules import CAN_BE_STOPPED
from coursework.web.templating import percent_filter

# What stands over a value; other names are read as they are: `sent_at` is `Sent at`.
HEADS = {
    "about_person": "About person number",
    "active_seconds": "Active time",
    "after_fail": "Shown after a fail",
    "answers": "Your answers",
    "attempt": "Test number",
    "attempt_id": "Test number",
    "attempts": "Tries",
    "began_at": "Signed in",
    "by_person": "By person number",
    "cause": "Why",
    "closed_by": "Ended by",
    "confirmed_at": "Address confirmed",
    "counted": "Counts",
    "credit": "Credit, from 0 to 1",
    "deadline_at": "To be handed in by",
    "details": "More",
    "email": "E-mail address",
    "ended_at": "Left",
    "ends_at": "Ends at the latest",
    "extra_attempts": "More tries",
    "from": "Hour from",
    "granted_by": "Granted by person number",
    "joined_at": "Joined",
    "key": "Best answer",
    "made_at": "Written",
    "marked_at": "Marked",
    "minutes": "Minutes allowed",
    "now": "Counts now",
    "pass_mark": "Pass mark, per cent",
    "pause_from": "Pause from try",
    "pause_hours": "Pause in hours",
    "policy": "Rules of this test",
    "position": "Place on the paper",
    "purpose": "What for",
    "rationale": "Reason",
    "registered_at": "Registered",
    "saved_at": "Saved",
    "sent_at": "Sent",
    "share": "How far into it",
    "slug": "Lecture",
    "started_at": "Begun",
    "submitted_at": "Handed in",
    "time": "Times the usual time",
}
SAID = {
    ("after_fail", "marks"): "right and wrong",
    ("cause", "submitted"): "handed in",
    ("closed_by", "learner"): "you",
    ("closed_by", "time"): "the clock",
    ("purpose", "join"): "to confirm your address",
    ("purpose", "reset-password"): "to choose another password",
    ("purpose", "use-address"): "to use another address",
    ("standing", "kept"): "taken",
    ("standing", "late"): "came late",
    ("standing", "stale"): "another screen had a newer one",
} | {("kind", kind.value): words for kind, words in CAN_BE_STOPPED.items()}
_CODES = {name for name, _ in SAID} | {"action", "decision", "role", "state"}
_LECTURES, _PARTS, _SHARES = {"lecture", "slug", "test"}, {"part", "section"}, {"score", "share"}


def in_words(value: Any, course: Course, zone: ZoneInfo, name: str = "", beside: Any = None) -> Any:
    """Return a value of the export, and all that is in it, in words; `beside` is the row it stands in."""
    match value:
        case Mapping():
            return {_head(key): in_words(one, course, zone, key, value) for key, one in value.items()}
        case list() | tuple():
            return [in_words(one, course, zone, name, beside) for one in value]
        case str():
            return _said(value, course, name, beside)
    return _measured(value, zone, name)


def _measured(value: Any, zone: ZoneInfo, name: str) -> Any:
    """Return a moment, a share or a duration in words; whatever else there is as it is."""
    if isinstance(value, datetime):
        return said_moment(value, zone)
    if name in _SHARES:
        return percent_filter(value)
    return said_duration(value) if name == "active_seconds" else value


def _head(name: str) -> str:
    """Return what stands over a value; what a question says stays as it is."""
    if name in HEADS:
        return HEADS[name]
    return name.replace("_", " ").capitalize() if name.isidentifier() and name.islower() else name


def _said(text: str, course: Course, name: str, beside: Any) -> str:
    if name in _LECTURES:
        return _title(course, text)
    if name in _PARTS:
        return _part(course, beside.get("lecture") or beside.get("slug"), text)
    if name in _CODES:
        return SAID.get((name, text)) or text.replace("-", " ").replace("_", " ").replace(".", ": ")
    return text


def _title(course: Course, slug: str) -> str:
    entry = course.entry_of(slug)
    return f"{entry.number}. {entry.title}" if entry else slug


def _part(course: Course, slug: str, part: str) -> str:
    lecture = course.lecture_of(slug)
    titles = {one.id: one.title for one in lecture.sections} if lecture else {}
    return titles.get(part, part.replace("-", " "))
