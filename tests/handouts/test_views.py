"""The handout on screen, and what happens on the way to a PDF."""

from dataclasses import replace
from pathlib import Path

import pytest

from coursework.pdf.failures import PangoMissingError, PressClosedError, RenderingError

OPEN, CLOSED = "/lectures/01-first", "/lectures/02-second"
PANGO = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def work_off(app):
    return app.extensions["jobs"].work_off()


def test_the_handout_is_a_page_with_messages_boxes_lines_and_sources(client):
    page = client.get(f"{OPEN}/handout").text

    assert "<h1>The first lecture, on one page</h1>" in page
    assert "A post travels further than its author." in page
    assert page.count('class="ruled"') == 4
    assert page.count('<li class="tick">') == 2
    assert '<li id="ref-1">' in page
    assert "Download handout (PDF)</a>" in page


def test_the_first_to_ask_is_told_that_it_is_being_made(app, client, press):
    answer = client.get(f"{OPEN}/handout.pdf")

    assert answer.status_code == 202
    assert "The handout is being made." in answer.text
    assert '<meta http-equiv="refresh" content="2">' in answer.text
    assert answer.headers["Retry-After"] == "2"
    assert work_off(app) == 1


def test_the_second_to_ask_waits_for_the_same_job(app, client, press):
    client.get(f"{OPEN}/handout.pdf")
    again = client.get(f"{OPEN}/handout.pdf")

    assert again.status_code == 202
    assert work_off(app) == 1
    assert len(press.made) == 1


def test_a_job_that_got_lost_is_asked_for_again_after_a_minute(app, client, press, clock):
    client.get(f"{OPEN}/handout.pdf")
    app.extensions["jobs"].queue.flush()

    clock.pass_by(seconds=61)
    client.get(f"{OPEN}/handout.pdf")

    assert work_off(app) == 1


def test_what_was_left_by_a_killed_worker_is_found_by_the_next_one(app, client, press):
    client.get(f"{OPEN}/handout.pdf")
    app.extensions["jobs"].queue.flush()

    app.extensions["jobs"].start()
    app.extensions["jobs"].stop()
    work_off(app)

    assert client.get(f"{OPEN}/handout.pdf").status_code == 200


@pytest.mark.parametrize("kind", ["handout", "lecture"])
def test_a_document_that_is_there_is_sent_under_a_good_name(app, client, press, kind):
    client.get(f"{OPEN}/{kind}.pdf")
    work_off(app)

    sent = client.get(f"{OPEN}/{kind}.pdf")

    assert sent.status_code == 200
    assert sent.data == b"%PDF-1.7 made by the press of the tests"
    assert sent.headers["Content-Type"] == "application/pdf"
    assert sent.headers["Content-Disposition"] == f"inline; filename=01-first-{kind}.pdf"
    assert sent.headers["Cache-Control"] == "private, max-age=0, must-revalidate"


def test_a_document_that_the_browser_has_is_not_sent_again(app, client, press):
    client.get(f"{OPEN}/handout.pdf")
    work_off(app)
    etag = client.get(f"{OPEN}/handout.pdf").headers["ETag"]

    again = client.get(f"{OPEN}/handout.pdf", headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.data == b""


def test_the_page_says_how_large_the_document_is_once_it_is_there(app, client, press):
    client.get(f"{OPEN}/handout.pdf")
    work_off(app)

    assert "Download handout (PDF, 1 KB)</a>" in client.get(f"{OPEN}/handout").text


def test_a_failure_is_said_plainly_with_what_to_do(app, client, press):
    press.failure = RenderingError("KeyError: 'secret'")
    client.get(f"{OPEN}/lecture.pdf")
    work_off(app)

    answer = client.get(f"{OPEN}/lecture.pdf")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "300"
    assert "The printable lecture could not be made." in answer.text
    assert "Open the lecture to print it" in answer.text
    assert "secret" not in answer.text
    assert "refresh" not in answer.text


def test_a_failed_document_is_tried_again_after_some_minutes(app, client, press, clock):
    press.failure = RenderingError()
    client.get(f"{OPEN}/handout.pdf")
    work_off(app)
    press.failure = None

    clock.pass_by(minutes=4)
    assert client.get(f"{OPEN}/handout.pdf").status_code == 503
    clock.pass_by(minutes=2)
    assert client.get(f"{OPEN}/handout.pdf").status_code == 202
    work_off(app)

    assert client.get(f"{OPEN}/handout.pdf").status_code == 200


def test_a_server_without_pango_says_which_packages_it_lacks(app, client, press):
    press.failure = PangoMissingError()
    client.get(f"{OPEN}/handout.pdf")
    work_off(app)

    assert PANGO in client.get(f"{OPEN}/handout.pdf").text


@pytest.mark.parametrize("address", ["handout", "handout.pdf", "lecture.pdf"])
@pytest.mark.parametrize("slug", ["04-later", "05-unknown"])
def test_what_is_not_written_yet_cannot_be_printed(client, slug, address):
    assert client.get(f"/lectures/{slug}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["quiz.pdf", "handout.PDF", ".pdf"])
def test_there_are_no_other_documents(client, address):
    assert client.get(f"{OPEN}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["handout", "handout.pdf", "lecture.pdf"])
def test_a_stranger_is_asked_to_sign_in_for_what_is_not_open(app, client, press, address):
    answer = client.get(f"{CLOSED}/{address}")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?next=")
    assert work_off(app) == 0


@pytest.mark.parametrize("kind", ["handout", "lecture"])
def test_who_is_signed_in_may_have_every_document(app, learner, press, kind):
    assert learner.get(f"{CLOSED}/{kind}.pdf").status_code == 202
    work_off(app)

    sent = learner.get(f"{CLOSED}/{kind}.pdf")

    assert sent.headers["Content-Disposition"] == f"inline; filename=02-second-{kind}.pdf"


def test_a_document_that_breaks_does_not_stand_in_the_way_of_the_next_one(
    app, client, press, clock, monkeypatch
):
    client.get(f"{OPEN}/handout.pdf")
    clock.pass_by(seconds=1)
    client.get(f"{OPEN}/lecture.pdf")
    office = app.extensions["printing"]
    outcomes = iter([OSError(28, "No space left on device"), office.shelf.keep])

    def keep_at_the_second_go(digest, pdf) -> Path:
        outcome = next(outcomes)
        if isinstance(outcome, OSError):
            raise outcome
        return outcome(digest, pdf)

    monkeypatch.setattr(office.shelf, "keep", keep_at_the_second_go)
    work_off(app)

    assert client.get(f"{OPEN}/handout.pdf").status_code == 503
    assert client.get(f"{OPEN}/lecture.pdf").status_code == 200


def test_a_document_in_hand_when_the_server_stops_is_made_by_the_next_one(app, client, press):
    press.failure = PressClosedError()
    client.get(f"{OPEN}/handout.pdf")
    work_off(app)

    assert client.get(f"{OPEN}/handout.pdf").status_code == 202
    press.failure = None
    app.extensions["jobs"].start()
    app.extensions["jobs"].stop()
    work_off(app)

    assert client.get(f"{OPEN}/handout.pdf").status_code == 200


def test_a_real_press_makes_a_real_document(app, client):
    client.get(f"{OPEN}/handout.pdf")
    work_off(app)

    assert client.get(f"{OPEN}/handout.pdf").data.startswith(b"%PDF-1.7")


def test_a_course_that_changed_makes_nothing_for_an_old_request(app, client, press):
    client.get(f"{OPEN}/handout.pdf")
    office = app.extensions["printing"]
    office.settings = replace(office.settings, public_url="https://moved.example.org")
    office._digests.clear()  # noqa: SLF001

    work_off(app)

    assert press.made == []
    assert client.get(f"{OPEN}/handout.pdf").status_code == 202
