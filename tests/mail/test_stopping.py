"""What can be stopped, and what cannot."""

import re

import pytest

from coursework.mail.rules import Kind
from tests.conftest import signed_in
from tests.mail.conftest import deliver, rows, write

STOPPABLE = Kind.RESULT_CORRECTED
VALUES = {"lecture": "Searching well", "change": "18 points became 19."}


@pytest.fixture
def stop(app, learner):
    """The path that the mail to a learner names, and the writing of another."""
    write(app, "ada@example.org", kind=STOPPABLE, person_id=learner.person_id, **VALUES)
    return re.search(r"http://localhost(/mail/stop/\S+)", rows(app)[0].text)[1]


def test_to_look_at_the_page_stops_nothing(app, client, learner, stop):
    page = client.get(stop)

    assert page.status_code == 200
    assert "Stop these mails" in page.text
    write(app, "ada@example.org", kind=STOPPABLE, person_id=learner.person_id, **VALUES)
    assert len(rows(app)) == 2


def test_a_kind_that_was_stopped_is_not_written_any_more_until_it_is_wanted_again(app, client, learner, stop):
    answer = client.post(stop)
    write(app, "ada@example.org", kind=STOPPABLE, person_id=learner.person_id, **VALUES)
    stopped = len(rows(app))
    client.post(stop, data={"again": "1"})
    write(app, "ada@example.org", kind=STOPPABLE, person_id=learner.person_id, **VALUES)

    assert (answer.status_code, answer.headers["Location"]) == (303, stop)
    assert (stopped, len(rows(app))) == (1, 2)


def test_the_own_account_shows_what_comes_and_stops_it_and_begins_it_again(learner):
    def button():
        return re.search(r'action="(/mail/stop/[^"]+)"', learner.get("/account").text)[1]

    before = learner.get("/account").text.count("You get them")
    stopped = learner.post(button())
    during = learner.get("/account").text
    learner.post(button(), data={"again": "1"})

    assert (before, during.count("You get them"), during.count("Stopped")) == (3, 2, 1)
    assert 'href="/account">My account' in learner.get(stopped.location).text
    assert learner.get("/account").text.count("You get them") == 3


def test_it_is_stopped_for_one_person_only(app, client, another_learner, stop):
    client.post(stop)

    write(app, "bea@example.org", kind=STOPPABLE, person_id=another_learner.person_id, **VALUES)

    assert [mail.recipient for mail in rows(app)] == ["ada@example.org", "bea@example.org"]


def test_a_mail_program_stops_it_with_one_click_twice_and_without_a_token_of_ours(app, client, stop):
    app.config["WTF_CSRF_ENABLED"] = True

    answers = [client.post(stop, data={"List-Unsubscribe": "One-Click"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "You get no more of these." in client.get(stop).text


@pytest.mark.parametrize("change", [lambda path: path[:-1] + "!", lambda _: "/mail/stop/x"])
def test_a_link_that_we_did_not_sign_is_not_found(client, stop, change):
    assert client.get(change(stop)).status_code == client.post(change(stop)).status_code == 404


def test_only_kinds_that_can_be_stopped_say_so_in_their_head(course_with, serve, postbox):
    app = course_with(serve())
    ada = signed_in(app, "Ada")
    write(app, "ada@example.org", kind=STOPPABLE, person_id=ada.person_id, **VALUES)
    write(app, "ada@example.org", person_id=ada.person_id)
    deliver(app)

    stoppable, about_the_account = postbox.taken
    assert stoppable["List-Unsubscribe"].startswith("<https://course.example/mail/stop/")
    assert stoppable["List-Unsubscribe"].endswith(">")
    assert "=?" not in stoppable["List-Unsubscribe"]
    assert stoppable["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert about_the_account["List-Unsubscribe"] is None
