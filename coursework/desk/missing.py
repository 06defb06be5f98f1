"""What a learner still has to do, each with its reason and a link."""

from dataclasses import dataclass

from flask import url_for

from coursework.progress.rules import CourseProgress, LectureProgress, State, said_sections


@dataclass(frozen=True)
class Missing:
    """One unmet rule: what to do, why, and where."""

    what: str
    why: str
    label: str
    url: str


def what_is_missing(progress: CourseProgress) -> list[Missing]:
    """Return what is missing, in the order of the lectures; those not begun as one line."""
    found = [_of_lecture(one) for one in progress.lectures]
    waiting = [one for one in progress.lectures if one.state is State.NOT_BEGUN]
    to_write = [one for one in progress.lectures if one.state is State.IN_PREPARATION]
    lines = [one for one in found if one]
    if waiting:
        minutes = sum(one.entry.lecture.minutes for one in waiting if one.entry.lecture)
        why = f"About {round(minutes / 60) or 1} h in all." if minutes > 90 else f"About {minutes} min."  # noqa: PLR2004
        lines.append(
            Missing(f"{_said(waiting)}: not begun", why, "See the list", url_for("desk.course_page"))
        )
    if to_write:
        why = "We have not finished writing. The certificate needs the whole course."
        lines.append(
            Missing(f"{_said(to_write)}: in preparation", why, "See the list", url_for("desk.course_page"))
        )
    return lines


def _said(lectures: list[LectureProgress]) -> str:
    numbers = [one.entry.number for one in lectures]
    if len(numbers) == 1:
        return f"Lecture {numbers[0]}"
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"Lectures {numbers[0]} to {numbers[-1]}"
    return f"Lectures {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _of_lecture(one: LectureProgress) -> Missing | None:
    lecture = one.entry.lecture
    if lecture is None or one.state in {State.PASSED, State.NOT_BEGUN}:
        return None
    name, slug = f"Lecture {lecture.number}", lecture.slug
    if one.standing.open_attempt:
        here = url_for("assessment.sit", attempt_id=one.standing.open_attempt)
        return Missing(f"{name}: finish the test", "A test is open; what you saved is kept.", "Go on", here)
    test = url_for("assessment.before", slug=slug)
    if one.state is State.BELOW:
        best = int((one.standing.best or 0) * 100 + 1e-9)
        return Missing(f"{name}: pass the test", f"Best score so far {best}\u00a0%.", "See the test", test)
    if one.state is State.READ:
        return Missing(f"{name}: take the test", "All sections are read.", "Go to the test", test)
    unread = [section for section in lecture.sections if not one.reading.has_read(section)]
    here = url_for(
        "reading.lecture_page", slug=slug, _anchor=one.section_here.id if one.section_here else None
    )
    if not unread:
        return Missing(f"{name}: take the test", "All sections are read.", "Go to the test", test)
    what = f"{name}: read {said_sections(unread, lecture)}, then the test"
    why = (
        f"About {one.reading.minutes_left(lecture)} min of reading, then {lecture.test_questions} questions."
    )
    return Missing(what, why, "Go on reading", here)
