"""What has reached its time is deleted; what has not, is not."""

from datetime import timedelta

import sqlalchemy as sa

from coursework.identity.models import OneTimeLink, Person, SignIn
from coursework.jobs.names import JobName
from coursework.mail.models import Mail
from coursework.reading.keeping import HOURS_KEPT_FOR
from coursework.reading.models import ActiveHour
from tests.conftest import NOON, signed_in
from tests.factories.people import PASSWORD, begin
from tests.mail.conftest import deliver


def let_go(app):
    app.extensions["jobs"].enqueue(JobName.DELETE_WHAT_IS_OVER)
    app.extensions["jobs"].work_off()


def count(session, table):
    found = session.scalar(sa.select(sa.func.count()).select_from(table))
    session.rollback()
    return found


def test_sign_ins_and_links_that_are_over_go_and_others_stay(app, clock, session):
    signed_in(app, "Ada")
    app.test_client().post("/forgotten-password", data={"email": "ada@example.org"})
    clock.pass_by(days=29)
    signed_in(app, "Bea")
    app.test_client().post("/forgotten-password", data={"email": "bea@example.org"})
    clock.pass_by(days=1)
    assert (count(session, SignIn), count(session, OneTimeLink)) == (2, 1)

    let_go(app)

    assert (count(session, SignIn), count(session, OneTimeLink)) == (1, 0)


def test_who_registered_and_never_confirmed_goes(app, clock, session):
    new = {"name": "Zoe", "email": "zoe@example.org", "password": "a horse on a hill"}
    app.test_client().post("/register", data=new)
    clock.pass_by(days=2)
    let_go(app)
    assert count(session, Person) == 1

    clock.pass_by(days=1)
    let_go(app)

    assert count(session, Person) == 0


def test_mails_go_after_90_days_and_active_hours_after_three_years(app, clock, session, learner):
    app.test_client().post("/forgotten-password", data={"email": "ada@example.org"})
    app.extensions["jobs"].enqueue(JobName.DELIVER_MAIL)
    app.extensions["jobs"].work_off()
    hour = int((NOON - HOURS_KEPT_FOR + timedelta(days=91)).timestamp()) // 3600
    with app.extensions["database"].session(writes=True) as writing:
        row = {
            "person_id": learner.person_id,
            "slug": "01-first",
            "part": "case",
            "bits": b"\1",
            "seconds": 1,
        }
        writing.add_all([ActiveHour(hour=hour + more, **row) for more in (0, 48)])
        writing.commit()
    clock.pass_by(days=89)
    let_go(app)
    assert (count(session, Mail), count(session, ActiveHour)) == (1, 2)

    clock.pass_by(days=3)
    let_go(app)

    assert (count(session, Mail), count(session, ActiveHour)) == (0, 1)


def files_of_mails(app):
    folder = app.extensions["site"].settings.instance_dir / "mail"
    return sorted(path.name for path in folder.iterdir())


def test_a_mail_that_is_kept_as_a_file_goes_after_seven_days_and_a_file_of_others_stays(app, clock, session):
    app.test_client().post("/forgotten-password", data={"email": "ada@example.org"})
    deliver(app)
    folder = app.extensions["site"].settings.instance_dir / "mail"
    (folder / f".{'0' * 32}").write_text("half of a mail")
    (folder / "notes.txt").write_text("not ours")
    clock.pass_by(days=6)
    let_go(app)
    kept = files_of_mails(app)

    clock.pass_by(days=1)
    let_go(app)

    assert (len(kept), kept[1]) == (2, "notes.txt")
    assert files_of_mails(app) == ["notes.txt"]
    assert count(session, Mail) == 1


def test_the_files_of_mails_to_an_account_go_when_it_is_closed(app):
    browser = app.test_client()
    begin(browser)
    app.test_client().post("/forgotten-password", data={"email": "bea@example.org"})
    deliver(app)
    before = files_of_mails(app)

    browser.post("/account/close/confirm", data={"password": PASSWORD})
    app.extensions["jobs"].work_off()
    let_go(app)

    assert (len(before), len(files_of_mails(app))) == (2, 1)
    assert (
        b"bea@example.org"
        in next((app.extensions["site"].settings.instance_dir / "mail").iterdir()).read_bytes()
    )


def test_a_mail_that_waited_for_longer_than_a_week_is_kept_as_a_file_for_seven_days_all_the_same(app, clock):
    app.test_client().post("/forgotten-password", data={"email": "ada@example.org"})
    clock.pass_by(days=8)
    deliver(app)

    let_go(app)

    assert len(files_of_mails(app)) == 1
