"""An instructor corrects a key: sees who moves, applies it, takes it back."""

import re

import pytest
import sqlalchemy as sa

from coursework.assessment.models import QuestionVersion, Result
from coursework.audit.models import AuditRow
from coursework.mail.models import Mail
from tests.assessment.conftest import ATTEMPTS
from tests.assessment.corrections.conftest import FAULTY, REASON, apply, asked, page_of, scores
from tests.conftest import counted


def test_nothing_changes_until_it_is_applied_and_the_page_says_who_would_move(
    sat, wording, session, instructor
):
    sat("Ada"), sat("Cleo", misses=False)
    before = scores(session)

    page = instructor.get(page_of(wording()), query_string=asked(wording(), session))

    assert page.status_code == 200
    assert re.findall(r'<th scope="row">(\w+)<br>', page.text) == ["Ada"]
    assert "quizzes/01-first.yaml" in page.text
    assert "question on line 3, key on line 12" in page.text
    assert scores(session) == before


def test_never_to_lower_anyone_is_ticked_until_somebody_takes_it_away(sat, wording, session, instructor):
    sat("Cleo", misses=False)
    ticked = re.compile(r'<input checked[^>]* name="never_lower"')
    untouched, taken_away = asked(wording(), session), asked(wording(), session)
    del taken_away["never_lower"]

    assert ticked.search(instructor.get(page_of(wording())).text)
    assert 'name="never_lower" value="y"' in instructor.get(page_of(wording()), query_string=untouched).text
    assert not ticked.search(instructor.get(page_of(wording()), query_string=taken_away).text)


def test_an_applied_correction_moves_results_tells_people_and_is_written_down(
    sat, wording, session, instructor
):
    sat("Ada"), sat("Cleo", misses=False)

    answer = apply(instructor, wording(), session)

    assert answer.status_code == 303
    assert scores(session) == [1.0, 1.0]
    assert [one.recipient for one in session.scalars(sa.select(Mail))] == ["ada@example.org"]
    row = session.scalars(sa.select(AuditRow).where(AuditRow.action == "keys.corrected")).one()
    assert (row.actor_id, row.details["results"]) == (instructor.person_id, 1)
    assert "Ada" not in str(row.details)


def test_every_revision_of_a_result_is_kept_and_one_is_current(sat, wording, session, instructor):
    sat("Ada")
    apply(instructor, wording(), session)

    session.rollback()
    rows = session.scalars(sa.select(Result).order_by(Result.revision)).all()

    assert [(one.revision, one.is_current, one.cause) for one in rows] == [
        (1, False, "submitted"),
        (2, True, "correction"),
    ]


def test_a_second_correction_takes_it_back_and_everything_is_as_it_was(sat, wording, session, instructor):
    sat("Ada"), sat("Cleo", misses=False)
    before = scores(session)
    apply(instructor, wording(), session, what="change key")
    address = "/teach/tests/01-first/corrections/1/take-back"

    page = instructor.get(address)
    done = instructor.post(address, data={"reason": REASON, "seen": "1"})
    again = instructor.post(address, data={"reason": REASON, "seen": "2"})

    assert "Ada" in page.text
    assert (done.status_code, again.status_code) == (303, 409)
    assert scores(session) == before
    assert "taken back since" in instructor.get("/teach/tests/01-first/corrections").text


def test_nobody_is_lowered_unless_that_is_chosen(sat, wording, session, instructor):
    sat("Cleo", misses=False)

    apply(instructor, wording(), session, what="change key")
    assert scores(session) == [1.0]

    apply(instructor, wording(), session, seen=1, what="change key", option=2, never_lower="")
    assert scores(session)[0] < 1


def test_who_crosses_the_pass_line_is_said_first(sat, wording, session, instructor):
    sat("Ada", wrong=1), sat("Zoe")

    page = instructor.get(page_of(wording()), query_string=asked(wording(), session))

    assert page.text.count("passes the test</td>") == 1
    assert "<b>1</b> learner passes the test with it" in page.text


def test_a_test_begun_before_and_handed_in_after_a_correction_is_marked_by_it(
    sat, wording, session, instructor, app, lines_of
):
    sat("Ada")
    apply(instructor, wording(), session, what="accept everything")

    sat("Bea")

    assert scores(session)[-1] == 1.0


def test_a_question_that_is_left_out_is_drawn_no_more_until_that_is_taken_back(
    sat, wording, session, instructor, lines_of
):
    sat("Ada")
    apply(instructor, wording(), session, what="leave out")
    _, address = sat("Bea")
    instructor.post("/teach/tests/01-first/corrections/1/take-back", data={"reason": REASON, "seen": "1"})
    _, later = sat("Cleo")

    assert FAULTY not in [line.question.id for line in lines_of(address)]
    assert FAULTY in [line.question.id for line in lines_of(later)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": ""}, "Say why"),
        ({"reason": "short"}, "10 to 2,000"),
        ({"q1": "0"}, "That is the key already"),
        ({"q1": ""}, "no answer would be right"),
        ({"q1": "17"}, "That is not one of the options"),
        ({"what": "nonsense"}, "Not a valid choice"),
        ({"seen": "x"}, "Look at the page again"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_changes(
    change, words, sat, wording, session, instructor
):
    sat("Ada")
    before = scores(session)
    data = asked(wording(), session) | {"reason": REASON, "seen": "0"} | change

    answer = instructor.post(page_of(wording()), data=data)

    assert answer.status_code == 422
    assert words in answer.text
    assert scores(session) == before


@pytest.mark.parametrize("people", [1, 3])
def test_the_pages_ask_as_much_for_one_learner_as_for_three(people, sat, wording, session, instructor, app):
    for name in ("Ada", "Bea", "Cleo")[:people]:
        sat(name)
    version = wording()
    apply(instructor, version, session, what="leave out")

    with counted(app) as form:
        instructor.get(page_of(version), query_string=asked(version, session))
    with counted(app) as history:
        instructor.get("/teach/tests/01-first/corrections")

    assert (len(form), len(history)) == (7, 3)


def test_a_try_out_of_an_instructor_moves_no_count(sat, wording, session, instructor, app, lines_of):
    address = instructor.post(ATTEMPTS).headers["Location"]
    instructor.post(address, data={"do": "submit", "sure": "1"})

    page = instructor.get(page_of(wording()), query_string=asked(wording(), session))

    assert page.status_code == 200
    assert "No learner's score would change" in page.text


def test_an_unknown_wording_is_not_found_and_a_learner_may_not_look(sat, wording, instructor):
    learner, _ = sat("Ada")

    assert instructor.get(page_of(999)).status_code == 404
    assert learner.get(page_of(wording())).status_code == 403


@pytest.mark.parametrize(
    ("tolerance", "status", "words"),
    [
        ("1", 200, "Key changed from 7 people to 7 people, give or take 1."),
        ("", 422, "That is the key already"),
        ("x", 422, "Give or take how much? Write one number"),
        ("-1", 422, "not below 0"),
    ],
)
def test_of_a_number_the_tolerance_can_be_corrected(
    tolerance, status, words, sat, wording, session, instructor
):
    sat("Ada")
    wording()
    numbers = [
        one.id for one in session.scalars(sa.select(QuestionVersion)) if one.content["kind"] == "numeric"
    ]
    query = {"what": "change key", "q1": "7", "q1-tolerance": tolerance, "never_lower": "y"}

    page = instructor.get(page_of(numbers[0]), query_string=query)

    assert page.status_code == status
    assert words in page.text
