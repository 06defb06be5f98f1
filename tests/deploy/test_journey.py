"""Processes die in the middle; what was acknowledged is there, and nobody gets a mail twice."""

import http.client
import os
import re
import threading
from collections import Counter

import psycopg
import pytest

from coursework.application import create_app
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.mail.actions import write_mail
from coursework.mail.rules import Kind
from tests.conftest import settings_in
from tests.deploy.conftest import wait_until
from tests.deploy.visitor import Visitor

ADA = "ada@example.org"
MAILS = 500
ELEVEN_MINUTES_PASS = (
    "UPDATE mail SET claimed_at = claimed_at - interval '11 minutes' WHERE state = 'sending' RETURNING 1"
)


@pytest.fixture(scope="module")
def visitor(deployment, postbox):
    """Ada, who has registered and followed the link in the mail that the worker sent."""
    ada = Visitor(deployment.url, deployment.folder / "fullchain.pem")
    ada.post("/register", "/register", name="Ada", email=ADA, password="a few words in a row")
    mail = wait_until(lambda: postbox.messages.get(ADA))
    link = re.search(rf"{deployment.url}(/confirm/\S+)", mail).group(1)
    ada.post(link, link)
    return ada


def rows(deployment, statement):
    with psycopg.connect(deployment.database_url.replace("+psycopg", "")) as connection:
        return connection.execute(statement).fetchall()


def save_until(told, visitor, paper, receipts):
    """Save answer after answer, and keep each receipt."""
    number = 0
    while not told.is_set():
        number += 1
        receipt = visitor.save(paper, number % 6 + 1, number % 2)
        if receipt:
            receipts.add((receipt["question"], receipt["revision"]))


def test_no_acknowledged_answer_is_lost_when_web_processes_are_killed(deployment, visitor):
    assert "data-page=" in visitor.ask("GET", "/lectures/01-first")[1]
    paper, page, _ = visitor.post("/lectures/01-first/test", "/lectures/01-first/attempts")
    visitor.token = re.search(r'data-csrf="([^"]+)"', page).group(1)
    told, receipts = threading.Event(), set()
    writer = threading.Thread(target=save_until, args=(told, visitor, paper, receipts))
    writer.start()

    for _ in range(2):
        before = len(receipts)
        wait_until(lambda before=before: len(receipts) > before + 20)
        victim = deployment.kill_web_process()
        wait_until(lambda victim=victim: victim not in deployment.web_processes())
    deployment.kill("web")
    deployment.start_web()
    before = len(receipts)
    wait_until(lambda: len(receipts) > before + 20)
    told.set()
    writer.join()

    kept = set(rows(deployment, "SELECT position, revision FROM response WHERE standing = 'kept'"))
    assert receipts - kept == set()
    assert 'data-attempt="1"' in visitor.ask("GET", paper)[1]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="needs two processors")
def test_each_web_process_stays_on_a_processor_of_its_own_and_so_does_one_that_takes_its_place(deployment):
    def places():
        return {pid: frozenset(os.sched_getaffinity(pid)) for pid in deployment.web_processes()}

    def apart():
        found = places()
        return found if len(set(found.values())) == 2 and {len(one) for one in found.values()} == {1} else {}

    before = wait_until(apart)
    victim = deployment.kill_web_process()
    after = wait_until(lambda: apart() if victim not in deployment.web_processes() else {})

    assert set(before.values()) == set(after.values())
    assert before.keys() != after.keys()


def queue_mails(deployment):
    """Write mails into the outbox as the course does, and ask for their delivery."""
    app = create_app(
        settings_in(
            deployment.folder / "instance",
            database_url=deployment.database_url,
            redis_url=deployment.redis_url,
            public_url=deployment.url,
        )
    )
    with app.app_context(), app.extensions["database"].session(writes=True) as session:
        now = app.extensions["site"].clock()
        for number in range(MAILS):
            to = f"learner{number}@example.org"
            write_mail(session, now, Kind.RESET_PASSWORD, to=to, person_id=None, url=f"{deployment.url}/x")
        session.commit()
        enqueue(JobName.DELIVER_MAIL)
    app.extensions["database"].close()
    app.extensions["jobs"].queue.storage.close()


def states(deployment):
    found = rows(deployment, "SELECT state, recipient FROM mail WHERE recipient LIKE 'learner%'")
    return {to: state for state, to in found}


def test_of_500_mails_none_is_sent_twice_and_each_is_sent_or_marked_when_workers_are_killed(
    deployment, postbox
):
    queue_mails(deployment)

    for share in (100, 300):
        wait_until(lambda share=share: len(postbox.recipients) > share)
        deployment.kill("worker")
        deployment.start_worker()
    wait_until(lambda: "waiting" not in states(deployment).values(), 60)
    rows_left = (
        "UPDATE mail SET claimed_at = claimed_at - interval '11 minutes' WHERE state = 'sending' RETURNING 1"
    )
    rows(deployment, rows_left)
    deployment.kill("worker")
    deployment.start_worker()
    wait_until(lambda: "sending" not in states(deployment).values())

    found, got = states(deployment), Counter(postbox.recipients)
    sent = {to for to, state in found.items() if state == "sent"}
    assert len(found) == MAILS
    assert set(found.values()) <= {"sent", "unsure"}
    assert len(sent) >= MAILS - 3  # one in the hands of each worker that was killed
    assert sent - got.keys() == set()
    assert [to for to, times in got.items() if times > 1] == []


def test_nginx_logs_whose_request_it_was_but_no_link_that_was_sent_by_mail(deployment, visitor):
    id_of_mine = visitor.ask("GET", "/course")[2]["X-Request-ID"]
    log = wait_until((deployment.folder / "coursework.log").read_text)

    assert re.search(rf"^\S+ {id_of_mine} 127\.0\.0\.1 GET 200 \d+ [\d.]+$", log, re.MULTILINE)
    assert "/" not in log


def test_without_tls_a_page_is_shown_the_way_and_what_is_sent_is_refused(deployment):
    def ask(method):
        plain = http.client.HTTPConnection("localhost", deployment.ports["plain"], timeout=20)
        plain.request(method, "/sign-in", headers={"Host": "localhost"})
        answer = plain.getresponse()
        plain.close()
        return answer.status, answer.headers["Location"]

    assert ask("GET") == (301, "https://localhost/sign-in")
    assert ask("POST") == (403, None)


def test_what_nginx_adds_and_what_it_keeps_back(deployment, visitor):
    page, headers = visitor.ask("GET", "/lectures/01-first")[1:]
    style = re.search(r'href="(/static/[^"]+\.css)"', page).group(1)

    answers = [visitor.ask("GET", style)[2] for _ in range(2)]
    hidden, large = visitor.refused("GET", "/metrics"), visitor.refused("POST", "/pulse", b"x" * 300_000)
    deployment.kill("web")
    away = visitor.refused("GET", "/course")
    kept = visitor.ask("GET", style)[2]
    deployment.start_web()

    assert headers.get_all("Strict-Transport-Security") == ["max-age=31536000; includeSubDomains"]
    assert {answer["Cache-Control"] for answer in answers} == {"public, max-age=31536000, immutable"}
    assert kept["Cache-Control"] == answers[0]["Cache-Control"]  # nginx has it while the course is away
    assert (hidden[0], large[0], away[0]) == (404, 413, 502)
    assert "Every answer that was shown as saved is kept." in away[1]
