"""Faults of what all lectures share: the course, its references, its glossary."""

# ruff: noqa: E501 (a message stands whole, so that it can be searched for)

import pytest

from tests.factories.courses import copy_course, edit, faults_of

COURSE = "lectures/course.yaml"
MOMENT = "a moment with its zone, such as 2026-11-22 18:00:00+01:00"
REFERENCES = "lectures/references.yaml"
GLOSSARY = "lectures/glossary.yaml"
CORRECTIONS = "lectures/corrections.yaml"

# what is wrong: (file, what stands there, what is written instead, every fault that is reported)
FAULTS = {
    "a field misspelt": (
        COURSE,
        "title: 'A small",
        "titel: 'A small",
        [
            "lectures/course.yaml:1: course: `titel` is not a field of the format",
            "lectures/course.yaml:1: course: `title` is missing; write a text",
        ],
    ),
    "a day that does not exist": (
        COURSE,
        "released: 2026-11-22",
        "released: 2026-02-30",
        [
            "lectures/course.yaml:6: is not valid YAML: day is out of range for month",
        ],
    ),
    "a day with a time": (
        COURSE,
        "released: 2026-11-22",
        "released: 2026-11-22 10:00:00",
        [
            "lectures/course.yaml:6: course: `released` must be a date without a time, such as 2026-11-22",
        ],
    ),
    "a pass mark above 100": (
        COURSE,
        "pass_mark: 80",
        "pass_mark: 101",
        [
            "lectures/course.yaml:13: policy: `pass_mark` must be from 1 to 100",
        ],
    ),
    "a policy with numbers that cannot be": (
        COURSE,
        "questions: 6",
        "questions: 6\n  minutes: 0\n  attempts: many\n  pause_from: 1\n  pause_hours: -1",
        [
            "lectures/course.yaml:15: policy: `minutes` must be from 1 to 600",
            "lectures/course.yaml:16: policy: `attempts` must be a whole number from 1 to 100",
            "lectures/course.yaml:17: policy: `pause_from` must be from 2 to 100",
            "lectures/course.yaml:18: policy: `pause_hours` must be from 0 to 720",
        ],
    ),
    "a policy that shows what nobody knows": (
        COURSE,
        "questions: 6",
        "questions: 6\n  after_fail: nothing\n  grace: 30",
        [
            "lectures/course.yaml:15: policy: `after_fail` must be marks or everything, not 'nothing'",
            "lectures/course.yaml:16: policy: `grace` is not a field of the format",
        ],
    ),
    "tests that open at no moment": (
        COURSE,
        "questions: 6",
        "questions: 6\n  opens_at: 2026-11-22 18:00:00\n  closes_at: 2026-11-23",
        [
            f"lectures/course.yaml:15: policy: `opens_at` must be {MOMENT}",
            f"lectures/course.yaml:16: policy: `closes_at` must be {MOMENT}",
        ],
    ),
    "tests that close before they open": (
        COURSE,
        "questions: 6",
        "questions: 6\n  opens_at: 2026-11-22 18:00:00Z\n  closes_at: 2026-11-22 18:30:00+01:00",
        ["lectures/course.yaml:16: policy: `closes_at` must come after `opens_at`"],
    ),
    "no policy": (
        COURSE,
        "policy:\n  pass_mark: 80\n  questions: 6\n",
        "",
        [
            "lectures/course.yaml:1: course: `policy` must hold `pass_mark` and `questions`",
            "quizzes/01-first.yaml:2: bank: `questions` needs at least 25 questions",
            "quizzes/02-second.yaml:2: bank: `questions` needs at least 25 questions",
            "quizzes/03-third.yaml:2: bank: `questions` needs at least 25 questions",
        ],
    ),
    "too few questions in every bank": (
        COURSE,
        "questions: 6",
        "questions: 9",
        [
            "quizzes/01-first.yaml:2: bank: `questions` needs at least 9 questions",
            "quizzes/02-second.yaml:2: bank: `questions` needs at least 9 questions",
            "quizzes/03-third.yaml:2: bank: `questions` needs at least 9 questions",
        ],
    ),
    "a lecture twice": (
        COURSE,
        "slug: 02-second",
        "slug: 01-first",
        [
            "lectures/course.yaml:15: course: two lectures have the slug '01-first'",
        ],
    ),
    "a slug that leads elsewhere": (
        COURSE,
        "slug: 04-later",
        "slug: ../04-later",
        [
            "lectures/course.yaml:22: lecture 4: `slug` must be lower-case words joined by hyphens, not '../04-later'",
        ],
    ),
    "an open lecture that is none": (
        COURSE,
        "open_lecture: 01-first",
        "open_lecture: 1-first",
        [
            "lectures/course.yaml:24: course: `open_lecture` is not among the lectures",
        ],
    ),
    "a disclosure with an unknown source": (
        COURSE,
        "['Nobody paid for this.']",
        "['Nobody.[@Nobody2020]']",
        [
            "lectures/course.yaml:11: course: there is no reference 'Nobody2020' in references.yaml",
        ],
    ),
    "a text where a list belongs": (
        COURSE,
        "['Nobody paid for this.']",
        "Nobody",
        [
            "lectures/course.yaml:11: course: `disclosures` must be a list of texts",
        ],
    ),
    "a key written twice": (
        COURSE,
        "short_title: A small course",
        "title: again",
        [
            "lectures/course.yaml:2: is not valid YAML: the key 'title' is written twice",
        ],
    ),
    "a number where a text belongs": (
        COURSE,
        "version: '1'",
        "version: 1",
        [
            "lectures/course.yaml:5: course: `version` must be a text",
        ],
    ),
    "a year that is none": (
        REFERENCES,
        "  year: 2018\n",
        "  year: last\n",
        [
            "lectures/references.yaml:5: Vosoughi2018: `year` must be a whole number from 1000 to 2100",
        ],
    ),
    "a source without an address": (
        REFERENCES,
        "  doi: 10.1136/bmj.39062.555405.80\n",
        "",
        [
            "lectures/references.yaml:14: Giustini2006: needs a `doi` or a `url` that begins with https://",
        ],
    ),
    "a status that is unknown": (
        REFERENCES,
        "  venue: BMJ",
        "  venue: BMJ\n  status: retraced",
        [
            "lectures/references.yaml:17: Giustini2006: `status` must be retracted, not 'retraced'",
        ],
    ),
    "a source with a field misspelt": (
        REFERENCES,
        "  venue: BMJ",
        "  venues: BMJ",
        [
            "lectures/references.yaml:16: Giustini2006: `venues` is not a field of the format",
        ],
    ),
    "a source without fields": (
        REFERENCES,
        "Giustini2006:\n  authors: Giustini D",
        "Giustini2006: x\nOther:\n  authors: Giustini D",
        [
            "lectures/01-first.md:25: there is no reference 'Giustini2006' in references.yaml",
            "lectures/01-first.md:80: there is no reference 'Giustini2006' in references.yaml",
            "lectures/02-second.md:25: there is no reference 'Giustini2006' in references.yaml",
            "lectures/02-second.md:80: there is no reference 'Giustini2006' in references.yaml",
            "lectures/03-third.md:25: there is no reference 'Giustini2006' in references.yaml",
            "lectures/03-third.md:80: there is no reference 'Giustini2006' in references.yaml",
            "lectures/references.yaml:13: Giustini2006: must be a mapping of fields",
        ],
    ),
    "a correction of no lecture": (
        CORRECTIONS,
        "lecture: 01-first",
        "lecture: 99-last",
        [
            "lectures/corrections.yaml:3: correction 1: no lecture has the slug '99-last'",
        ],
    ),
    "a correction that says less than it must": (
        CORRECTIONS,
        "was: The first figure was 12.",
        "wsa: The first figure was 12.",
        [
            "lectures/corrections.yaml:2: correction 1: `was` is missing; write a text",
            "lectures/corrections.yaml:4: correction 1: `wsa` is not a field of the format",
        ],
    ),
    "a correction with an unknown source": (
        CORRECTIONS,
        "[@Vosoughi2018]",
        "[@Nobody2020]",
        [
            "lectures/corrections.yaml:5: correction 1: there is no reference 'Nobody2020' in references.yaml",
        ],
    ),
    "a term with an unknown source": (
        GLOSSARY,
        "source: Vosoughi2018",
        "source: Nobody2020",
        [
            "lectures/glossary.yaml:4: infodemic: there is no reference 'Nobody2020' in references.yaml",
        ],
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_of_the_course_is_reported_with_file_and_line(tmp_path, what):
    file, old, new, reported = FAULTS[what]
    course = copy_course(tmp_path)
    edit(course, file, old, new)

    assert faults_of(course) == reported
