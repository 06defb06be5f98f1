"""The demonstration: repeatable, plausible, in a database of its own."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from coursework.application import create_app
from coursework.assessment.analysis.queries import analysis_of
from coursework.assessment.models import Attempt, Result
from coursework.audit.models import AuditRow
from coursework.cli.demo import demo
from coursework.demo.actions import Hashes, build, wrongly_keyed
from coursework.enrolment.models import Cohort
from coursework.handouts.models import DocumentRequest
from coursework.identity.models import Person
from coursework.mail.models import Mail
from coursework.settings.demo import demo_settings_from
from tests.conftest import NOON, settings_in

pytestmark = pytest.mark.sqlite("the demonstration has a file of its own")
HASHES = Hashes(administrator="a", instructor="b", learner="c")


def demo_app(folder):
    settings = settings_in(folder, demo=True, database_url=f"sqlite:///{folder}/demo.sqlite")
    return create_app(settings, lambda: NOON)


def built(folder, seed):
    app = demo_app(folder)
    with app.app_context(), app.extensions["database"].session(writes=True) as session:
        build(session, app.extensions["site"].course(), HASHES, seed, NOON)
        session.commit()
    return app


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """A demonstration of the small course."""
    app = built(tmp_path_factory.mktemp("demo"), 7)
    yield app
    app.extensions["database"].close()


def rows(app, *columns):
    with app.extensions["database"].session(writes=False) as session:
        return [tuple(row) for row in session.execute(sa.select(*columns).order_by(*columns))]


def test_the_same_seed_gives_the_same_people_and_results(app, tmp_path):
    columns = (Attempt.person_id, Attempt.slug, Attempt.number, Attempt.seed, Attempt.submitted_at)
    again = built(tmp_path, 7)

    assert rows(again, Person.name, Person.registered_at) == rows(app, Person.name, Person.registered_at)
    assert rows(again, *columns) == rows(app, *columns)
    assert rows(again, Result.attempt_id, Result.score) == rows(app, Result.attempt_id, Result.score)
    again.extensions["database"].close()


def test_every_screen_has_something_to_show(app):
    roles = [role for (role,) in rows(app, Person.role)]
    attempts = rows(app, Attempt.id, Attempt.submitted_at, Attempt.closed_by)
    passed = {done for _, done in rows(app, Result.attempt_id, Result.passed)}

    assert [roles.count(role) for role in ("learner", "instructor", "administrator")] == [123, 1, 1]
    assert {closed for _, _, closed in attempts} == {None, "learner", "time"}
    assert passed == {True, False}
    assert len(rows(app, Cohort.id)) == 2


def test_every_screen_of_administration_has_something_to_show(app):
    people = rows(app, Person.id, Person.email, Person.closed_at, Person.confirmed_at, Person.time_zone)
    states = {state for (state,) in rows(app, Mail.state)}
    actions = {action for _, action in rows(app, AuditRow.id, AuditRow.action)}
    addresses = {address for _, address in rows(app, AuditRow.id, AuditRow.address)}

    assert states == {"waiting", "sent", "given_up", "unsure"}
    assert [at > NOON for at, tries in rows(app, Mail.next_try_at, Mail.tries) if tries == 5] == [True]
    assert {"role.changed", "account.closed", "password.changed", "keys.corrected"} <= actions
    assert addresses == {None, "192.0.2.17", "198.51.100.4"}
    assert rows(app, DocumentRequest.failed) == [("The document took too long to make.",)]
    assert sum(closed is not None for _, _, closed, *_ in people) == 1
    assert sum(email is None and closed is None for _, email, closed, *_ in people) == 1
    assert [email for _, email, _, confirmed, _ in people if email and not confirmed] == []
    assert len({zone for *_, zone in people}) == 4


def test_nothing_lies_in_the_future_or_before_the_eight_weeks(app):
    moments = [at for (at,) in rows(app, Attempt.started_at) + rows(app, Person.registered_at)]

    assert max(moments) <= NOON
    assert (NOON - min(moments)).days <= 8 * 7 + 3


def test_the_question_with_a_wrong_key_shows_in_its_figures(app, course):
    (suspect,) = wrongly_keyed(course)
    with app.extensions["database"].session(writes=False) as session:
        found = analysis_of(session, course.lectures[0].slug)

    figures = {item.question.digest: item.figures.item_rest for item in found.items if item.figures}
    assert figures[suspect] == min(figures.values())
    assert figures[suspect] < 0


def test_every_page_says_that_it_is_a_demonstration(app, tmp_path):
    assert "every person and every result here is invented" in app.test_client().get("/").text

    real = create_app(settings_in(tmp_path))
    assert "invented" not in real.test_client().get("/").text
    real.extensions["database"].close()


def test_a_real_site_is_not_touched(tmp_path):
    real = create_app(settings_in(tmp_path))

    answer = real.test_cli_runner().invoke(demo)

    assert "was not touched" in answer.output
    assert rows(real, Person.id) == []
    real.extensions["database"].close()


def test_passwords_are_shown_once_and_what_is_there_is_kept(tmp_path):
    app = demo_app(tmp_path)
    runner = app.test_cli_runner()
    beside = tmp_path / "coursework.sqlite"
    beside.write_bytes(b"people")

    first, second, third = (runner.invoke(demo, more) for more in ([], [], ["--new"]))

    shown = ["administrator@demo.example" in one.output for one in (first, second, third)]
    assert shown == [True, False, True]
    assert first.output.splitlines()[-1] != third.output.splitlines()[-1]
    assert len(rows(app, Person.id)) == 125
    assert len(list((tmp_path / "mail").glob("*.eml"))) > 0
    assert beside.read_bytes() == b"people"
    app.extensions["database"].close()


def test_its_settings_leave_out_where_people_and_mail_are_for_real(tmp_path):
    settings = demo_settings_from(
        {
            "INSTANCE_DIR": str(tmp_path),
            "DATABASE_URL": "postgresql://course@db.example/course",
            "SMTP_HOST": "mail.example",
            "PUBLIC_URL": "https://course.example",
            "HOST": "0.0.0.0",  # noqa: S104 (must not be taken over)
            "REDIS_URL": "redis://127.0.0.1",
            "PORT": "8123",
        }
    )

    assert settings.database_path == tmp_path / "demo.sqlite"
    assert settings.instance_dir == tmp_path / "demo"
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8123, "http://127.0.0.1:8123")
    assert (settings.smtp, settings.redis_url) == (None, None)
    assert replace(settings, public_url="https://x.example").is_test
