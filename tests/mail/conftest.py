"""A real mail server, and a course that writes to it."""

import socket
import ssl
import subprocess
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from coursework.application import create_app
from coursework.mail.actions import write_mail
from coursework.mail.delivering import deliver_mail
from coursework.mail.models import Mail
from coursework.mail.rules import Kind
from coursework.settings import Smtp


class Postbox:
    """What a mail server took; `answers` are what it says to a recipient instead of OK."""

    def __init__(self):
        self.taken, self.answers, self.connections = [], {}, 0

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802 (aiosmtpd)
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    @property
    def recipients(self):
        return [message["To"] for message in self.taken]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def ada_and_her_password(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"ada", b"a good secret")
    return AuthResult(success=right, handled=False)  # the server itself says what it thinks of it


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def serve(postbox):
    """Start a mail server; return the settings that lead to it."""
    running = []

    def start(security="none", *, user="", password="", **options):
        port = free_port()
        controller = Controller(postbox, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return Smtp(host="localhost", port=port, user=user, password=password, security=security)

    yield start
    for controller in running:
        controller.stop(no_assert=True)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """The certificate of a server called localhost, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-out", made, "-keyout", key],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return made, key


@pytest.fixture
def tls(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def course_with(settings, clock):
    """Return the application with a mail server."""
    made = []

    def make(smtp, **changes):
        usual = {"public_url": "https://course.example", "mail_from": "course@course.example", "smtp": smtp}
        app = create_app(replace(settings, **(usual | changes)), clock)
        app.config["WTF_CSRF_ENABLED"] = False
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["database"].close()


def write(app, *recipients, kind=Kind.RESET_PASSWORD, person_id=None, **values):
    """Write mails, and commit them."""
    usual = {"url": "https://course.example/reset-password/token"}
    with app.app_context(), app.extensions["database"].session(writes=True) as session:
        now = app.extensions["site"].clock()
        for recipient in recipients:
            write_mail(session, now, kind, to=recipient, person_id=person_id, **(usual | values))
        session.commit()


def deliver(app):
    with app.app_context():
        deliver_mail()


def rows(app):
    """Return every mail of the outbox, oldest first."""
    with app.extensions["database"].session(writes=False) as session:
        return session.query(Mail).order_by(Mail.id).all()


def states(app):
    return [mail.state for mail in rows(app)]
