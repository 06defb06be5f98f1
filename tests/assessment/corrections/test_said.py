"""What is said of a correction: before it, in its history, when two pages meet, and by mail."""

import html
import re

import sqlalchemy as sa

from coursework.assessment.in_words import quoted
from coursework.assessment.models import KeyCorrection, QuestionVersion
from coursework.audit.models import AuditRow
from coursework.content.questions import question_from
from coursework.mail.models import Mail, MailStop
from tests.assessment.conftest import ATTEMPTS, form_of, key_of
from tests.assessment.corrections.conftest import FAULTY, REASON, apply, asked, page_of, scores
from tests.conftest import NOON


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
