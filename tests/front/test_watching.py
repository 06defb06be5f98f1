"""Health for who sends requests here, figures for who watches."""

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from coursework.application import create_app
from coursework.jobs.names import JobName
from coursework.web.health import disk_word
from tests.conftest import settings_in, signed_in

TOKEN = "a token of enough characters"


@pytest.fixture
def worked(app):
    """A site whose worker was seen just now."""
    app.extensions["jobs"].enqueue(JobName.MAKE_DOCUMENTS)
    app.extensions["jobs"].work_off()
    return app


def figures_of(text):
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_site_that_has_all_it_needs_is_ready(worked, client):
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json == {
        "status": "ready", "database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok"
    }  # fmt: skip


def test_a_worker_that_was_not_seen_for_minutes_is_missed(worked, client, clock):
    clock.pass_by(minutes=4)

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json["status"], answer.json["worker"]) == (503, "not ready", "silent")


def test_a_queue_that_cannot_be_asked_is_said(tmp_path):
    app = create_app(settings_in(tmp_path, redis_url="redis://127.0.0.1:1"))

    answer = app.test_client().get("/health/ready")

    app.extensions["database"].close()
    assert (answer.status_code, answer.json["worker"]) == (503, "down")


@pytest.mark.sqlite("takes the file away")
def test_a_database_that_is_gone_is_said_and_the_server_is_alive(worked, client, settings):
    worked.extensions["database"].close()
    for path in settings.instance_dir.glob("coursework.sqlite*"):
        path.unlink()

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json["database"], answer.json["migrations"]) == (503, "down", "down")
    assert client.get("/health").json == {"status": "ok"}


def test_a_database_of_another_version_is_said(worked, client, session):
    session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    session.commit()

    assert client.get("/health/ready").json["migrations"] == "other"


def test_a_disk_that_is_full_or_gone_is_said(tmp_path):
    assert disk_word(tmp_path, least=1) == "ok"
    assert disk_word(tmp_path, least=10**18) == "full"
    assert disk_word(tmp_path / "gone") == "gone"


def test_the_figures_count_requests_by_route_and_kind_of_answer(app, client):
    learner = signed_in(app, "Ada")
    learner.post("/lectures/02-second/attempts")
    for path in ("/about", "/about", "/nowhere", "/lectures/01-first"):
        client.get(path)

    found = figures_of(client.get("/metrics").text)

    assert found["coursework_requests_total", "/about", "2xx"] == 2
    assert found["coursework_requests_total", "4xx", "none"] == 1
    assert found["coursework_request_seconds_count", "/about"] == 2
    assert found["coursework_request_seconds_sum", "/about"] > 0
    assert found["coursework_sql_statements_total", "/about"] == 0
    assert found["coursework_sql_statements_total", "/lectures/<slug>/attempts"] > 3
    assert found["coursework_attempts_open",] == 1
    assert found["coursework_mails_waiting",] == 0


def test_made_up_addresses_do_not_make_new_figures(client):
    for number in range(5):
        client.get(f"/nowhere/{number}")
        client.get(f"/lectures/{number}")

    text = client.get("/metrics").text
    routes = set(re.findall(r'coursework_requests_total\{route="([^"]+)"', text))

    assert routes == {"none", "/lectures/<slug>"}


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.9", {}, 404),
        ("203.0.113.9", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("203.0.113.9", {"Authorization": f"Basic {TOKEN}"}, 404),
        ("203.0.113.9", {"Authorization": "Bearer another"}, 404),
        ("203.0.113.9", {"Authorization": "Bearer é"}, 404),
        ("203.0.113.9", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
    ],
)
@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_the_figures_are_for_this_machine_or_a_token(tmp_path, address, headers, status, proxies):
    app = create_app(settings_in(tmp_path, metrics_token=TOKEN, trusted_proxies=proxies))

    answer = app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    app.extensions["database"].close()
    assert answer.status_code == status


def test_without_a_token_none_opens_them(client):
    there = {"REMOTE_ADDR": "203.0.113.9"}

    answer = client.get("/metrics", headers={"Authorization": "Bearer "}, environ_base=there)

    assert answer.status_code == 404


@pytest.mark.sqlite("takes the file away")
def test_what_rooms_cannot_tell_is_left_out_of_the_figures(app, client, settings):
    app.extensions["database"].close()
    for path in settings.instance_dir.glob("coursework.sqlite*"):
        path.unlink()
    client.get("/about")

    text = client.get("/metrics").text

    assert "coursework_attempts_open " not in text
    assert 'coursework_requests_total{route="/about",status="2xx"} 1.0' in text
