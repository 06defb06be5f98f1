"""Mail servers that hang, break off, or take half."""

import asyncio
from contextlib import contextmanager
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread

import pytest

from coursework.mail.transports import AwayError, Server, TransportError, UnsureError
from coursework.settings import Smtp
from tests.mail.conftest import deliver, rows, states, write


@pytest.fixture
def message():
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "course@course.example", "ada@example.org", "Hello"
    message.set_content("Hello.")
    return message


@contextmanager
def server_that(behave):
    """Serve by a function that is given the connection, as files to read and to write."""

    class Handler(StreamRequestHandler):
        def handle(self):
            behave(self.rfile, self.wfile)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield Smtp(host="127.0.0.1", port=server.server_address[1], user="", password="", security="none")
        server.shutdown()


def polite_until(command, then):
    """Return a behaviour: answer every command well, and do something else at one of them."""

    def behave(told, say):
        say.write(b"220 here\r\n")
        for line in told:
            if line.upper().startswith(command):
                return then(told, say)
            say.write(b"250 OK\r\n")
        return None

    return behave


def hang(_told, _say):
    Event().wait(2)


def take_half_and_drop(told, say):
    say.write(b"354 go on\r\n")
    told.read(50)


def take_all_and_hang(told, say):
    say.write(b"354 go on\r\n")
    hang(told, say)


@pytest.mark.parametrize("command", [b"EHLO", b"MAIL", b"RCPT", b"DATA"])
def test_a_server_that_hangs_before_it_has_the_text_is_left_and_tried_again(message, command):
    with (
        server_that(polite_until(command, hang)) as smtp,
        Server(smtp, seconds=0.3) as server,
        pytest.raises(AwayError if command == b"EHLO" else TransportError, match="timed out") as error,
    ):
        server.send(message, "key")

    assert not isinstance(error.value, UnsureError)


def test_a_server_that_says_nothing_at_all_is_away(message):
    with (
        server_that(hang) as smtp,
        Server(smtp, seconds=0.3) as server,
        pytest.raises(AwayError, match="cannot be reached"),
    ):
        server.send(message, "key")


def test_nobody_knows_what_a_server_did_with_a_text_that_it_never_answered(message):
    with (
        server_that(polite_until(b"DATA", take_all_and_hang)) as smtp,
        Server(smtp, seconds=0.3) as server,
        pytest.raises(UnsureError),
    ):
        server.send(message, "key")


def test_a_server_that_takes_half_a_mail_and_drops_the_line_is_not_sent_it_twice(course_with, clock):
    with server_that(polite_until(b"DATA", take_half_and_drop)) as smtp:
        app = course_with(smtp)
        write(app, "ada@example.org", "bea@example.org")
        deliver(app)
        first = states(app)
        clock.pass_by(days=1)
        deliver(app)

    assert first == states(app) == ["unsure", "unsure"]
    assert rows(app)[0].error == "The mail server took the mail and then gave no answer."
    assert rows(app)[0].text


def test_a_server_that_takes_half_of_them_and_drops_the_line_gets_the_rest_on_another(
    course_with, serve, postbox, clock
):
    async def drop_after_five(server, _session, envelope, address, _options):
        if len(postbox.taken) == 5 and postbox.connections == 1:
            server.transport.abort()
            await asyncio.sleep(1)
        envelope.mail_from = address
        return "250 OK"

    postbox.handle_MAIL = drop_after_five
    app = course_with(serve())
    everybody = [f"{number}@example.org" for number in range(10)]
    write(app, *everybody)
    deliver(app)
    first = states(app)
    clock.pass_by(minutes=1)
    deliver(app)

    assert first == ["sent"] * 5 + ["waiting"] + ["sent"] * 4
    assert sorted(postbox.recipients) == everybody


def test_one_recipient_at_whom_the_server_breaks_off_does_not_stand_in_the_way(
    course_with, serve, postbox, clock
):
    async def drop_for_ada(server, _session, envelope, address, _options):
        if address.startswith("ada"):
            server.transport.abort()
            await asyncio.sleep(1)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    postbox.handle_RCPT = drop_for_ada
    app = course_with(serve())
    write(app, "ada1@example.org", "ada2@example.org", "ada3@example.org", "bea@example.org")
    deliver(app)
    after_three_failures = list(postbox.recipients)
    clock.pass_by(minutes=1)
    deliver(app)

    assert (after_three_failures, postbox.recipients) == ([], ["bea@example.org"])
