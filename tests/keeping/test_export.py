"""Everything kept about me, to take along: what is in it, and what must not be."""

import json

import pytest

from coursework.content.questions import content_of
from coursework.reading.models import ActiveHour
from tests.assessment.conftest import begin, form_of, key_of
from tests.assessment.test_secrets import plain, secrets_in, told_by
from tests.conftest import NOON, counted, signed_in

FILES = ["/account/export.json", "/account/export.html"]


def questions_in(course):
    """Return what the questions ask and offer."""
    for lecture in course.lectures:
        for question in lecture.bank:
            content = content_of(question)
            yield plain(content["ask"])
            for part in content.get("options", ()):
                yield plain(part["text"] if isinstance(part, dict) else part)


@pytest.mark.parametrize("address", FILES)
def test_nothing_of_an_open_test_but_the_own_answers(learner, course, address):
    paper = begin(learner)
    for position in range(1, 8):
        for answer in (0, [0], True, "3"):
            learner.put(f"{paper}/responses/{position}", json={"answer": answer})

    told = told_by(learner.get(address))

    long = [text for text in questions_in(course) if len(text) > 12]
    assert long
    assert [text for text in [*long, *secrets_in(course)] if text and text in told] == []


@pytest.mark.parametrize("address", FILES)
def test_a_test_below_the_line_shows_no_reason_and_one_that_is_passed_does(
    learner, course, clock, lines_of, address
):
    failed = begin(learner)
    learner.post(failed, data={"do": "submit", "sure": "1"})
    before = told_by(learner.get(address))
    clock.pass_by(days=1)
    paper = begin(learner)
    form = form_of(lines_of(paper), key_of)
    form.update({"do": "submit", "sure": "1"})
    learner.post(paper, data=form)

    after = told_by(learner.get(address))

    reasons = [plain(line.question.rationale) for line in lines_of(paper)]
    assert [text for text in secrets_in(course) if text and text in before] == []
    assert [text for text in reasons if text not in after] == []


def test_the_json_holds_what_happened(learner, lines_of):
    learner.post("/lectures/01-first/read", data={"section": "case"})
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})

    kept = json.loads(learner.get("/account/export.json").data)

    assert kept["person"]["email"] == "ada@example.org"
    assert [one["section"] for one in kept["section_mark"]] == ["case"]
    assert [(one["lecture"], one["results"][0]["score"]) for one in kept["attempt"]] == [("01-first", 0)]
    assert len(kept["attempt"][0]["questions"]) == len(lines_of(paper))
    assert len(kept["sign_in"]) == 1


@pytest.mark.parametrize("address", FILES)
def test_nothing_of_another_person_is_in_it(learner, another_learner, address):
    begin(another_learner)

    told = learner.get(address).text

    assert "Bea" not in told
    assert "02-second" not in told
    assert "01-first" not in told


@pytest.mark.parametrize("address", FILES)
def test_it_comes_as_a_file_that_nobody_keeps(learner, address):
    answer = learner.get(address)

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="kept-about-me-2026-11-22.')
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_file_to_read_has_titles_minutes_and_the_own_clock_and_no_columns(learner, session, course):
    hour = {"hour": int(NOON.timestamp()) // 3600, "slug": "01-first", "part": "case", "bits": b""}
    session.add(ActiveHour(person_id=learner.person_id, seconds=326, **hour))
    session.commit()
    learner.post("/account/details", data={"name": "Ada", "time_zone": "Asia/Kolkata"})
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})

    told = plain(learner.get("/account/export.html").text)

    title, moment = f"1. {course.lectures[0].title}", "Sun 22 Nov 2026, 17:30"
    said = (title, moment, "5 min", "clock of Asia/Kolkata", "Handed in", "Ended by", "Active time")
    assert [words for words in said if words not in told] == []
    assert [word for word in ("01-first", "active_", "_at", "326", "UTC", "nothing") if word in told] == []


def test_the_page_says_that_logs_browser_and_backups_are_not_in_it(learner):
    page = learner.get("/account/export").text

    assert "The lines of the log" in page
    assert "what waits in your browser; and backups" in page


@pytest.mark.parametrize("tests", [1, 3])
def test_the_statements_do_not_grow_with_the_tests(app, tests):
    learner = signed_in(app, "Eva")
    for slug in ["01-first", "02-second", "03-third"][:tests]:
        learner.post(f"/lectures/{slug}/attempts")

    with counted(app) as seen:
        learner.get("/account/export.json")

    assert len(seen) == 22
