"""An instructor corrects a key: sees who moves, applies it, takes it back."""

import html
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from coursework.assessment.in_words import quoted
from coursework.assessment.models import KeyCorrection, QuestionVersion, Result
from coursework.audit.models import AuditRow
from coursework.content.questions import question_from
from coursework.mail.models import Mail, MailStop
from tests.assessment.conftest import ATTEMPTS, fields_of, form_of, key_of
from tests.conftest import NOON, counted, signed_in
from tests.factories.courses import copy_course, edit

REASON = "Option one is right as well, as the guideline of 2025 says."
FAULTY = "who-sees"


@pytest.fixture
def settings(settings, tmp_path):
    """Settings for a course whose papers hold every question of the bank."""
    course = copy_course(tmp_path)
    edit(course, "lectures/course.yaml", "questions: 6", "questions: 8")
    return replace(settings, course_dir=course, quiz_dir=course / "quizzes")


@pytest.fixture
def sat(app, lines_of):
    """Let people sit the test; each misses the faulty question, if told so, and hands in."""

    def sit(name, *, misses=True, wrong=0):
        client = signed_in(app, name)
        address = client.post(ATTEMPTS).headers["Location"]
        lines = lines_of(address)
        form = form_of(lines, key_of)
        for line in lines:
            if line.question.id == FAULTY and misses:
                other = next(place for place in range(3) if line.order[place] == 1)
                form.setlist(f"q{line.position}", [str(other)])
        for line in [one for one in lines if one.question.kind == "true_false"][:wrong]:
            form.setlist(f"q{line.position}", ["false" if key_of(line) else "true"])
        form.update({"do": "submit", "sure": "1"})
        client.post(address, data=form)
        return client, address

    return sit


@pytest.fixture
def wording(session):
    """Return the number of the wording of the faulty question."""

    def look_up():
        session.rollback()
        return session.scalar(sa.select(QuestionVersion.id).where(QuestionVersion.question == FAULTY))

    return look_up


def page_of(version):
    return f"/teach/wordings/{version}/correction"


def asked(version, session, what="accept also", option=1, **more):
    row = session.get_one(QuestionVersion, version)
    line = type("Line", (), {"position": 1, "question": question_from(row.content)})
    return {"what": what, **fields_of(line, option), "never_lower": "y"} | more


def apply(instructor, version, session, seen=0, **more):
    return instructor.post(
        page_of(version), data=asked(version, session, **more) | {"reason": REASON, "seen": str(seen)}
    )


def scores(session):
    session.rollback()
    rows = session.scalars(sa.select(Result).where(Result.is_current).order_by(Result.attempt_id))
    return [round(one.score, 3) for one in rows]


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


def test_a_page_that_has_not_seen_the_last_correction_is_shown_anew_with_the_reason_in_its_box(
    sat, wording, session, instructor
):
    sat("Ada")
    apply(instructor, wording(), session)
    before = scores(session)

    answer = apply(instructor, wording(), session, option=2)
    again = apply(instructor, wording(), session, option=1)

    assert (answer.status_code, again.status_code) == (409, 422)
    assert "Correction 1, by you" in answer.text
    assert "That answer earns the point already" in again.text
    assert [REASON in text for text in re.findall(r"<textarea.*?</textarea>", answer.text, re.DOTALL)] == [
        True
    ]
    assert f'name="reason" value="{REASON}"' in again.text
    assert 'name="seen" value="1"' in answer.text
    assert scores(session) == before


def test_taking_back_from_a_page_that_is_out_of_date_is_said_and_changes_nothing(
    sat, wording, session, instructor
):
    sat("Ada")
    apply(instructor, wording(), session)
    apply(instructor, wording(), session, seen=1, option=2)
    address = "/teach/tests/01-first/corrections/1/take-back"

    stale = instructor.post(address, data={"reason": REASON, "seen": "1"})
    done = instructor.post(address, data={"reason": REASON, "seen": "2"})
    back = instructor.get(address)

    assert (stale.status_code, done.status_code, back.status_code) == (409, 303, 409)
    assert "Correction 2, by you" in stale.text
    assert REASON in stale.text
    assert "Correction 1 has been taken back already." in back.text


def test_the_page_before_applying_says_the_ruling_and_choosing_differently_keeps_it(
    sat, wording, session, instructor
):
    sat("Ada")
    query = asked(wording(), session, what="change key")
    keys = question_from(session.get_one(QuestionVersion, wording()).content).options

    preview = html.unescape(instructor.get(page_of(wording()), query_string=query).text)
    form = instructor.get(page_of(wording()), query_string=query | {"again": "1"})

    assert f"Key changed from {quoted(keys[0].text)} to {quoted(keys[1].text)}." in preview
    assert "A result that would fall stays as it is." in preview
    assert re.search(r'value="1" checked', form.text)
    assert form.text.count(" checked") == 3


def test_the_history_says_from_what_to_what_and_how_many_moved(sat, wording, session, instructor):
    sat("Ada", wrong=1), sat("Cleo", misses=False)
    keys = question_from(session.get_one(QuestionVersion, wording()).content).options

    apply(instructor, wording(), session, what="change key")
    apply(instructor, wording(), session, what="accept also", option=0, seen=1)
    page = html.unescape(instructor.get("/teach/tests/01-first/corrections").text)

    old, new = quoted(keys[0].text), quoted(keys[1].text)
    assert f"Key changed from {old} to {new}." in page
    assert f"Accepted too: {old}, beside {new}." in page
    assert "1 score changed; 1 try passes since, 0 pass no longer. No result was lowered." in page
    assert "No score changed." in page
    row = session.scalars(sa.select(AuditRow).where(AuditRow.action == "keys.corrected")).first()
    assert row.details["ruled"] == f"{FAULTY}: Key changed from {old} to {new}."


def test_the_page_of_the_question_names_the_key_in_force(sat, wording, session, instructor):
    sat("Ada")
    keys = question_from(session.get_one(QuestionVersion, wording()).content).options

    apply(instructor, wording(), session, what="change key")

    for page in (instructor.get(page_of(wording())), instructor.get(f"/teach/wordings/{wording()}")):
        assert re.search(f"What earns the point[^:]*: {quoted(keys[1].text)}", html.unescape(page.text))


def test_corrections_are_numbered_within_their_test(sat, wording, session, instructor):
    session.add(
        KeyCorrection(
            slug="02-second", never_lower=True, reason=REASON, made_by=instructor.person_id, made_at=NOON
        )
    )
    session.commit()
    sat("Ada")

    apply(instructor, wording(), session)

    assert "Correction 1," in instructor.get("/teach/tests/01-first/corrections").text


def test_a_second_try_that_passes_is_no_learner_who_passes_now(sat, wording, session, instructor, lines_of):
    ada, _ = sat("Ada", wrong=1)
    address = ada.post(ATTEMPTS).headers["Location"]
    ada.post(address, data=form_of(lines_of(address), key_of) | {"do": "submit", "sure": "1"})

    page = instructor.get(page_of(wording()), query_string=asked(wording(), session)).text
    apply(instructor, wording(), session)

    assert "<b>0</b> learners pass the test with it" in page
    assert "this try passes; another one had passed" in page
    assert "ada@example.org" in page
    session.rollback()
    assert "you had passed already" in session.scalars(sa.select(Mail.text)).one().replace("\n", " ")


def test_the_mail_says_which_question_and_what_but_neither_key_nor_reason(
    sat, wording, session, instructor, lines_of
):
    _, address = sat("Ada", wrong=1)
    at = next(one.position for one in lines_of(address) if one.question.id == FAULTY)

    apply(instructor, wording(), session)

    session.rollback()
    mail = session.scalars(sa.select(Mail)).one()
    told = " ".join(mail.text.split())
    assert f"Question {at} was looked at again. Another answer earns the point, too. Your paper had" in told
    assert "You have passed." in told
    assert REASON not in mail.text + mail.html


def test_that_a_pass_is_lost_is_told_also_to_who_wants_no_such_mails(sat, wording, session, instructor):
    ada, _ = sat("Ada", misses=False, wrong=1)
    session.add(MailStop(person_id=ada.person_id, kind="result-corrected", stopped_at=NOON))
    session.commit()

    apply(instructor, wording(), session, what="change key", never_lower="")

    session.rollback()
    mail = session.scalars(sa.select(Mail)).one()
    assert (mail.kind, "no longer pass the test" in " ".join(mail.text.split())) == ("pass-lost", True)


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
