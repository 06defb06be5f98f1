"""What a course holds, as a table for its authors."""

from collections import Counter

from coursework.editorial.figures import figures_of
from coursework.editorial.playing import GUESSERS, played
from coursework.editorial.study_time import mergener_minutes, words_of
from coursework.editorial.written import WrittenCourse, WrittenLecture

_HEADS = """
    lecture words minutes Mergener references figures items recall apply analyse longest first hedged echo
"""
HEADS = tuple(_HEADS.split())


def table_of(course: WrittenCourse) -> str:
    """Return one line for each lecture, and below it its items by objective."""
    rows = [HEADS, *(_row(lecture) for lecture in course.lectures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    whole = course.course
    lines = [f"{whole.title}: {len(whole.lectures)} of {len(whole.entries)} lectures are written."]
    for row, lecture in zip(rows, (None, *course.lectures), strict=True):
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        lines.append("  ".join(cells))
        if lecture:
            lines.append(f"    items by objective: {_by_objective(lecture)}")
    return "\n".join(lines)


def _row(lecture: WrittenLecture) -> tuple[str, ...]:
    one = lecture.lecture
    levels = Counter(item.field("level") for item in lecture.items)
    return (
        one.slug,
        f"{words_of(one):,}",
        str(one.minutes),
        str(mergener_minutes(words_of(one), one.test_questions)),
        str(len(one.sources)),
        str(len(figures_of(lecture))),
        str(len(lecture.items)),
        *(str(levels[level]) for level in ("recall", "apply", "analyse")),
        *(f"{float(played(lecture.items, liking)):.0%}" for liking in GUESSERS.values()),
    )


def _by_objective(lecture: WrittenLecture) -> str:
    asked = Counter(item.field("objective") for item in lecture.items)
    return ", ".join(f"{one.id} {asked[one.id]} ({one.assessed})" for one in lecture.lecture.objectives)
