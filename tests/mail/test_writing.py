"""Mails are rows of the transaction that causes them."""

import stat
from email import message_from_bytes
from email.policy import default

import pytest

from coursework.mail.actions import MailAddressError, write_mail
from coursework.mail.queries import counts_by_state, newest_mails
from coursework.mail.rules import Kind, State
from tests.conftest import NOON, counted
from tests.mail.conftest import deliver, rows, states, write

VALUES = {
    "url": "https://course.example/x/token",
    "sign_in_url": "https://course.example/sign-in",
    "also": "Every device was signed out.",
    "contact": "help@course.example",
    "lecture": "Searching well",
    "change": "18 points became 19.",
    "before": "18 points",
    "after": "19 points",
    "passed": True,
    "role": "an instructor",
    "by_self": True,
    "decision": "counted",
    "reason": "The network was down.",
    "answer": "You are right. The key was wrong.",
}


def files_of(app):
    folder = app.extensions["site"].settings.instance_dir / "mail"
    return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*"))]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_the_same_as_text_and_as_html(app, learner, kind):
    write(app, "ada@example.org", kind=kind, person_id=learner.person_id, **VALUES)

    mail = rows(app)[0]

    assert (mail.subject, mail.state, mail.recipient) == (mail.subject.strip(), "waiting", "ada@example.org")
    assert f"<h1>{mail.subject}</h1>" in mail.html
    assert max(len(line) for line in mail.text.splitlines() if "://" not in line) <= 76
    for address in (VALUES["url"], VALUES["sign_in_url"]):
        assert (address in mail.text) is (f'href="{address}"' in mail.html)


def test_a_mail_that_is_rolled_back_was_never_written(app):
    with app.app_context(), app.extensions["database"].session(writes=True) as session:
        write_mail(session, NOON, Kind.RESET_PASSWORD, to="ada@example.org", person_id=None, **VALUES)
        session.rollback()

    assert rows(app) == []


@pytest.mark.parametrize("to", ["ada@example.org\nBcc: eve@example.org", "ada\r@example.org", "nobody", ""])
def test_a_recipient_with_a_line_break_is_refused_in_words(app, to):
    with pytest.raises(MailAddressError, match=r"Nothing was sent\."):
        write(app, to)

    assert rows(app) == []


def test_without_a_mail_server_mails_are_files_that_their_owner_alone_may_read(app):
    write(app, "ada@example.org", "bea@example.org")
    deliver(app)

    folder = app.extensions["site"].settings.instance_dir / "mail"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(message["To"] for message in files_of(app)) == ["ada@example.org", "bea@example.org"]
    assert states(app) == ["sent", "sent"]


def test_no_mail_leaves_a_machine_whose_public_address_is_not_https(course_with, serve, postbox):
    app = course_with(serve(), public_url="http://course.example")
    write(app, "ada@example.org")

    deliver(app)

    assert (postbox.connections, postbox.taken) == (0, [])
    assert len(files_of(app)) == 1


def test_the_text_of_a_mail_goes_when_it_is_delivered(app):
    write(app, "ada@example.org")
    deliver(app)

    assert [(mail.text, mail.html) for mail in rows(app)] == [(None, None)]


def test_a_row_is_kept_for_ninety_days(app, clock):
    write(app, "ada@example.org")
    deliver(app)
    clock.pass_by(days=89)
    deliver(app)
    before = len(rows(app))

    clock.pass_by(days=2)
    deliver(app)

    assert (before, len(rows(app))) == (1, 0)


@pytest.mark.parametrize("people", [1, 3])
def test_administrators_see_what_became_of_mails_in_one_statement_and_no_text(app, session, people):
    write(app, *(f"{number}@example.org" for number in range(people)))
    deliver(app)

    with counted(app) as seen:
        lines = newest_mails(session)

    assert len(seen) == 1
    assert [(line.recipient, line.state) for line in lines] == [
        (f"{number}@example.org", State.SENT) for number in reversed(range(people))
    ]
    assert "text" not in vars(lines[0])


def test_mails_are_counted_by_state_and_paged_by_number(app, session):
    write(app, "ada@example.org", "bea@example.org", "cleo@example.org")
    newest = newest_mails(session, limit=2)

    assert counts_by_state(session) == dict.fromkeys(State, 0) | {State.WAITING: 3}
    assert [line.recipient for line in newest] == ["cleo@example.org", "bea@example.org"]
    assert [line.recipient for line in newest_mails(session, before=newest[-1].id)] == ["ada@example.org"]
    assert newest_mails(session, states=[State.SENT]) == []
