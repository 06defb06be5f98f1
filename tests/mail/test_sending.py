"""Mails reach a real server, by TLS and with a password, or wait."""

from datetime import timedelta

import pytest

from coursework.errors import RefusalError
from coursework.mail.actions import claim_next, send_again
from tests.conftest import NOON
from tests.mail.conftest import ada_and_her_password, deliver, rows, states, write

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server of the tests, on this machine
SECRET = {"user": "ada", "password": "a good secret"}


def test_a_mail_arrives_as_text_and_html_with_a_name_of_its_own(course_with, serve, postbox):
    app = course_with(serve())
    write(app, "ada@example.org")
    deliver(app)

    message = postbox.taken[0]
    assert (message["To"], message["Subject"]) == ("ada@example.org", "Choose another password")
    assert message["From"] == "A small course <course@course.example>"
    assert message["Message-ID"] == f"<{rows(app)[0].key}@course.example>"
    assert message["Date"].datetime == NOON
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert states(app) == ["sent"]


def test_many_mails_take_one_connection(course_with, serve, postbox):
    app = course_with(serve())
    write(app, *(f"{number}@example.org" for number in range(30)))
    deliver(app)

    assert (len(postbox.taken), postbox.connections) == (30, 1)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_with_a_certificate_and_a_password_is_written_to(
    course_with, serve, postbox, tls, certificate, monkeypatch, security
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    options = {"ssl_context": tls} if security == "tls" else {"tls_context": tls, "require_starttls": True}
    locked = {"authenticator": ada_and_her_password, "auth_required": True, "auth_require_tls": False}
    app = course_with(serve(security, **SECRET, **locked, **options))
    write(app, "ada@example.org")
    deliver(app)

    assert postbox.recipients == ["ada@example.org"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    course_with, serve, postbox, tls, security
):
    options = {"ssl_context": tls} if security == "tls" else {"tls_context": tls}
    app = course_with(serve(security, **options))
    write(app, "ada@example.org")
    deliver(app)

    assert (postbox.taken, states(app)) == ([], ["waiting"])
    assert "certificate verify failed" in rows(app)[0].error


def test_a_server_that_knows_no_tls_gets_neither_mail_nor_password(course_with, serve, postbox):
    app = course_with(serve("starttls", **SECRET))
    write(app, "ada@example.org")
    deliver(app)

    assert (postbox.taken, states(app)) == ([], ["waiting"])
    assert "STARTTLS" in rows(app)[0].error


def test_a_wrong_password_for_the_server_is_no_fault_of_the_recipients(course_with, serve, postbox):
    locked = {"authenticator": ada_and_her_password, "auth_required": True, "auth_require_tls": False}
    app = course_with(serve(user="ada", password="wrong", **locked))
    write(app, "ada@example.org", "bea@example.org")
    deliver(app)

    assert (postbox.taken, states(app)) == ([], ["waiting", "waiting"])
    assert rows(app)[0].error.startswith("The mail server does not let us in: 535 ")


def test_a_server_that_is_away_makes_all_wait_and_all_are_sent_when_it_is_back(
    course_with, serve, postbox, clock, caplog
):
    smtp = serve()
    app, back = course_with(smtp), course_with(serve())
    write(app, "ada@example.org", "bea@example.org")
    away = course_with(type(smtp)(host="localhost", port=1, user="", password="", security="none"))
    deliver(away)
    waiting = [(mail.state, mail.tries, mail.next_try_at - NOON) for mail in rows(app)]
    deliver(back)
    too_early = len(postbox.taken)
    clock.pass_by(minutes=1)
    deliver(back)

    assert waiting == [("waiting", 1, timedelta(minutes=1))] * 2
    assert (too_early, sorted(postbox.recipients)) == (0, ["ada@example.org", "bea@example.org"])
    assert "no mail can be sent: The mail server cannot be reached" in caplog.text


def test_a_recipient_who_is_refused_for_good_is_given_up_and_the_others_get_theirs(
    course_with, serve, postbox, caplog
):
    postbox.answers["bea@example.org"] = "550 5.1.1 <bea@example.org> is not known here"
    app = course_with(serve())
    write(app, "ada@example.org", "bea@example.org", "cleo@example.org")
    deliver(app)

    assert postbox.recipients == ["ada@example.org", "cleo@example.org"]
    assert states(app) == ["sent", "given_up", "sent"]
    assert rows(app)[1].error == "The mail server said: 550 5.1.1 the address is not known here"
    assert rows(app)[1].text is None
    assert "bea@" not in caplog.text


def test_a_recipient_who_is_refused_for_now_is_tried_again_and_given_up_after_two_days(
    course_with, serve, postbox, clock
):
    postbox.answers["ada@example.org"] = "450 4.2.0 come back later"
    app = course_with(serve())
    write(app, "ada@example.org")
    deliver(app)
    while states(app) != ["given_up"]:
        clock.moment = rows(app)[0].next_try_at
        deliver(app)

    assert rows(app)[0].tries == 16
    assert timedelta(hours=44) < clock.moment - NOON < timedelta(days=2)
    assert rows(app)[0].text is None


def test_a_greylisted_mail_goes_through_at_the_second_try(course_with, serve, postbox, clock):
    postbox.answers["ada@example.org"] = "451 greylisted"
    app = course_with(serve())
    write(app, "ada@example.org")
    deliver(app)
    postbox.answers.clear()
    clock.pass_by(minutes=1)
    deliver(app)

    assert (postbox.recipients, states(app)) == (["ada@example.org"], ["sent"])


@pytest.mark.parametrize(
    ("recipient", "arrives_as"),
    [("ada@m\u00fcller.de", "ada@xn--mller-kva.de"), ("\u00e5sa@example.org", "\u00e5sa@example.org")],
)
def test_addresses_with_letters_of_other_languages_are_written_to(
    course_with, serve, postbox, recipient, arrives_as
):
    app = course_with(serve(enable_SMTPUTF8=True))
    write(app, recipient)
    deliver(app)

    assert postbox.recipients == [arrives_as]


def test_a_server_that_does_not_know_such_letters_is_said(course_with, serve):
    app = course_with(serve(enable_SMTPUTF8=False))
    write(app, "\u00e5sa@example.org")
    deliver(app)

    assert (states(app), rows(app)[0].error) == (
        ["given_up"], "The mail server cannot write to an address with such letters."
    )  # fmt: skip


def test_a_clock_that_steps_back_strands_nothing(course_with, serve, postbox, clock):
    app = course_with(serve())
    clock.pass_by(days=300)
    write(app, "ada@example.org")
    clock.pass_by(days=-300)
    deliver(app)

    assert postbox.recipients == ["ada@example.org"]


def claim(app):
    with app.extensions["database"].session(writes=True) as session:
        mail = claim_next(session, app.extensions["site"].clock())
        session.commit()
    return mail


@pytest.mark.parametrize("moves", [timedelta(minutes=11), timedelta(days=-300)])
def test_what_a_worker_left_in_the_middle_is_not_sent_again_by_itself(
    course_with, serve, postbox, clock, moves
):
    app = course_with(serve())
    write(app, "ada@example.org")
    claim(app)
    deliver(app)
    at_once = states(app)
    clock.moment += moves
    deliver(app)

    assert (at_once, states(app), postbox.taken) == (["sending"], ["unsure"], [])


def test_an_administrator_may_send_it_again_within_two_days(course_with, serve, postbox, clock):
    app = course_with(serve())
    write(app, "ada@example.org", "bea@example.org")
    mails = [claim(app), claim(app)]
    clock.pass_by(minutes=11)
    deliver(app)
    with app.extensions["database"].session(writes=True) as session:
        send_again(session, mails[0].id, clock())
        session.commit()
    deliver(app)
    clock.pass_by(days=2)
    deliver(app)

    assert (postbox.recipients, states(app)) == (["ada@example.org"], ["sent", "unsure"])
    with (
        app.extensions["database"].session(writes=True) as session,
        pytest.raises(RefusalError, match="its text is gone"),
    ):
        send_again(session, mails[1].id, clock())
