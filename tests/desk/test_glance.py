"""What administrators see of mail, jobs and the health of the site."""

import os

import sqlalchemy as sa

from coursework.application import create_app
from coursework.desk.administration.storage import newest_in
from coursework.handouts.models import DocumentRequest
from coursework.identity.rules import Role
from coursework.jobs.names import JobName
from coursework.mail.models import Mail
from tests.conftest import NOON, settings_in, signed_in
from tests.desk.conftest import a_mail, value_of, write


def test_a_mail_is_shown_without_its_text(app, administrator):
    link = "http://localhost/new-password/secret"
    write(app, a_mail(1, "waiting", text=link, html=link))

    page = administrator.get("/admin/mail").text

    assert "Subject 1" in page
    assert "m1@example.org" in page
    assert "new-password" not in page


def test_mails_are_found_by_a_part_of_the_address(app, administrator):
    write(app, *(a_mail(number) for number in range(3)))

    found = administrator.get("/admin/mail?find=M1@EX&state=sent").text
    nothing = administrator.get("/admin/mail?find=m1@&state=waiting").text

    assert ("Subject 1" in found, "Subject 2" in found) == (True, False)
    assert "There is no such mail." in nothing


def test_a_mail_of_which_nobody_knows_is_sent_again_and_no_other(app, administrator, session):
    write(app, a_mail(1, "unsure", text="x", html="x"), a_mail(2, "given_up"))

    answers = [administrator.post(f"/admin/mail/{number}/again").status_code for number in (1, 1, 2, 3)]

    assert answers == [303, 409, 409, 409]
    assert session.scalars(sa.select(Mail.state).order_by(Mail.id)).all() == ["waiting", "given_up"]
    given_up = administrator.get("/admin/mail?state=given_up").text
    assert ("Subject 1" in given_up, "Subject 2" in given_up) == (False, True)


def test_a_failed_document_is_named_with_its_reason(app, administrator):
    write(
        app, DocumentRequest(digest="d", kind="handout", slug="01-first", asked_at=NOON, failed="No fonts.")
    )

    assert "could not be made: No fonts." in administrator.get("/admin/jobs").text


def test_the_newest_archive_says_when_the_last_backup_was(settings, administrator):
    before = administrator.get("/admin").text

    settings.backup_dir.mkdir()
    archive = settings.backup_dir / "coursework-20261122T031500Z.tar.gz"
    archive.touch()
    os.utime(archive, (NOON.timestamp(), NOON.timestamp()))

    assert f"none in {settings.backup_dir}" in before
    assert newest_in(settings.backup_dir) == NOON
    assert f"none in {settings.backup_dir}" not in administrator.get("/admin").text


def test_a_backup_that_is_missing_or_old_is_missed(settings, administrator, clock):
    settings.backup_dir.mkdir()
    archive = settings.backup_dir / "coursework-20261122T031500Z.tar.gz"
    missed = ["No backup of the last two days" in administrator.get("/admin").text]
    archive.touch()
    os.utime(archive, (NOON.timestamp(), NOON.timestamp()))

    for hours in (0, 49):
        clock.pass_by(hours=hours)
        missed.append("No backup of the last two days" in administrator.get("/admin").text)

    assert missed == [True, False, True]


def test_a_glance_shows_health_and_leads_on(administrator):
    page = administrator.get("/admin").text

    assert value_of(page, "Database") == "answers"
    assert value_of(page, "Its schema") == "the one of this code"
    assert value_of(page, "Administrators") == '<a href="/admin/people?who=administrator">1</a>'
    assert value_of(page, "Given up") == '<a href="/admin/mail?state=given_up">0</a>'


def test_what_a_queue_that_cannot_be_asked_would_say_is_unknown(tmp_path):
    app = create_app(settings_in(tmp_path, redis_url="redis://127.0.0.1:1"))

    page = signed_in(app, "Adam", Role.ADMINISTRATOR).get("/admin").text

    app.extensions["database"].close()
    assert "The queue of jobs cannot be asked." in page
    assert value_of(page, "Worker last seen") == "unknown"
    assert value_of(page, "Jobs that wait") == '<a href="/admin/jobs">unknown</a>'


def test_jobs_are_said_in_words(app, administrator):
    app.extensions["jobs"].enqueue(JobName.DELIVER_MAIL)

    page = administrator.get("/admin/jobs").text

    assert value_of(page, "Deliver mail") == "1"
    assert "deliver-mail" not in page


def test_a_mail_says_what_can_become_of_it(app, administrator):
    write(
        app,
        a_mail(1, "sending", text="x", html="x", next_try_at=NOON),
        a_mail(2, "waiting", text="x", html="x", next_try_at=NOON),
        a_mail(3, "given_up"),
    )

    on_its_way, waits, given_up = (
        administrator.get(f"/admin/mail?state={state}").text for state in ("sending", "waiting", "given_up")
    )

    assert ("next on" in on_its_way, "next on" in waits) == (False, True)
    assert "Its text is deleted, so it cannot be sent again." in given_up
    assert "reset-password" not in given_up
