"""`python app.py` serves the course, or says in words why it cannot."""

import json
import os
import re
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path
from urllib.request import urlopen

import pytest
from waitress.server import create_server

from coursework.serving import Channel
from tests.factories.courses import SMALL_COURSE, copy_course, edit

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def free_port():
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return port


@pytest.fixture
def environment(tmp_path, free_port):
    """The settings of a site of its own."""
    return {
        **os.environ,
        "INSTANCE_DIR": str(tmp_path / "instance"),
        "COURSE_DIR": str(SMALL_COURSE),
        "PORT": str(free_port),
    }


@pytest.fixture
def fails(environment):
    """Start the site, which must not serve; return what it said."""

    def fails(**changes: object) -> str:
        settings = environment | {name: str(value) for name, value in changes.items()}
        done = subprocess.run(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=settings,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout) == (1, "")
        return done.stderr

    return fails


def test_the_course_is_served_and_ends_when_it_is_told(environment, free_port):
    server = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        said = server.stdout.readline()
        with urlopen(f"http://127.0.0.1:{free_port}/health", timeout=30) as answer:
            health = json.load(answer), answer.headers["Content-Security-Policy"][:18]
    finally:
        server.terminate()
        server.communicate(timeout=30)

    assert said == f"The course is at http://127.0.0.1:{free_port} (stop it with Ctrl-C).\n"
    assert health == ({"status": "ok"}, "default-src 'none'")
    assert server.returncode == 0


@pytest.fixture
def server(environment):
    """The process of a site that answers."""
    server = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    server.stdout.readline()
    yield server
    server.terminate()
    server.communicate(timeout=30)


@pytest.fixture
def at_work(server, free_port):
    """The address of a site that answers."""
    return f"http://127.0.0.1:{free_port}"


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="needs two processors")
def test_the_threads_that_answer_stay_on_one_processor_and_those_that_do_jobs_do_not(server, at_work):
    with urlopen(f"{at_work}/health", timeout=30) as answer:
        answer.read()
    threads = [int(name) for name in os.listdir(f"/proc/{server.pid}/task")]  # noqa: PTH208
    places = [frozenset(os.sched_getaffinity(thread)) for thread in threads]

    staying = {place for place in places if len(place) == 1}
    others = {place for place in places if len(place) != 1}
    assert (len(staying), others) == (1, {frozenset(os.sched_getaffinity(0))})
    assert sum(len(place) == 1 for place in places) == 1 + 4  # who reads what comes, and who answers


def test_who_reads_slowly_gets_everything_and_others_do_not_wait(at_work, free_port):
    with urlopen(f"{at_work}/about", timeout=30) as answer:
        font = re.search(r"/static/[^\"]+woff2", answer.read().decode())[0]
    with urlopen(at_work + font, timeout=30) as answer:
        whole = answer.read()
    times = 60  # far more than what lies between the two ends
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", free_port))
        slow.sendall(f"GET {font} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() * times)
        with urlopen(f"{at_work}/health", timeout=30) as answer:
            health = json.load(answer)
        came = b""
        while came.count(whole) < times and (more := slow.recv(1 << 20)):
            came += more

    assert health == {"status": "ok"}
    assert came.count(whole) == times


def test_a_connection_is_left_alone_while_a_thread_sends():
    server = create_server(lambda *_: [], listen="127.0.0.1:0", threads=1)
    here, there = socket.socketpair()
    channel = Channel(server, here, ("127.0.0.1", 0), server.adj, map={})
    channel.total_outbufs_len = 1
    sending, sent = threading.Event(), threading.Event()

    def send():
        with channel.outbuf_lock:
            sending.set()
            sent.wait()

    thread = threading.Thread(target=send)
    thread.start()
    sending.wait()
    meanwhile = channel.writable()
    sent.set()
    thread.join()
    after = channel.writable()
    server.close()
    for one in (here, there):
        one.close()
    server.task_dispatcher.shutdown()

    assert (meanwhile, after) == (False, True)


def test_what_a_site_writes_is_for_its_owner_alone(environment, tmp_path):
    instance = tmp_path / "instance"
    instance.mkdir(mode=0o755)
    command = [sys.executable, "-m", "flask", "--app", "app", "people", "first-administrator"]

    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=True)

    written = {path.name: stat.S_IMODE(path.stat().st_mode) for path in instance.iterdir() if path.is_file()}
    assert {"coursework.sqlite", "jobs.sqlite", "secret-key"} <= written.keys()
    assert set(written.values()) == {0o600}
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700


def test_a_port_in_use_is_said_in_words(fails):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]

        said = fails(PORT=port)

    assert said == f"Port {port} on 127.0.0.1 cannot be used: Address already in use. Set PORT to another.\n"


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.5"])
def test_a_host_that_is_not_this_machine_is_said_in_words(fails, host):
    assert fails(HOST=host) == (
        f"HOST '{host}' is not an address of this machine. Write 127.0.0.1 to be reached from this machine "
        "alone, or 0.0.0.0 to be reached at all its addresses.\n"
    )


def test_a_course_with_faults_is_not_started_and_every_fault_is_said(fails, tmp_path):
    course = copy_course(tmp_path)
    edit(course, "lectures/01-first.md", "[[infodemic]]", "[[pandemic]]")
    edit(course, "quizzes/02-second.yaml", "answer: 7", "answer: seven")

    assert fails(COURSE_DIR=course) == (
        "The course has 2 faults and was not started:\n"
        "lectures/01-first.md:24: the glossary has no term 'pandemic'\n"
        "quizzes/02-second.yaml:71: how-many: `answer` must be a number\n"
    )


def test_a_setting_that_cannot_be_used_is_said_in_words(fails):
    assert fails(THREADS="many") == "THREADS must be a whole number from 1 to 64, not 'many'.\n"


def test_a_database_that_is_none_is_said_in_words(fails, tmp_path):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "coursework.sqlite").write_bytes(
        b"not a database, but long enough to be read" * 50
    )

    assert fails() == (
        f"The database {tmp_path}/instance/coursework.sqlite cannot be used: file is not a database. Nothing "
        "in it was changed. See that the file and its folder may be read and written, and that no other "
        "program holds it; if that does not help, put a backup in its place.\n"
    )


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda path: path.mkdir(), "unable to open database file"),
        (lambda path: path.write_bytes(b"not a database, but long" * 50), "file is not a database"),
    ],
)
def test_a_queue_that_is_none_is_said_in_words(fails, tmp_path, spoil, why):
    (tmp_path / "instance").mkdir()
    spoil(tmp_path / "instance" / "jobs.sqlite")

    assert fails() == (
        f"The list of work to do, {tmp_path}/instance/jobs.sqlite, cannot be used: {why}. Nothing is lost: "
        "accounts and answers are in another file. See that the file may be read and written, or move it "
        "away; the next start makes a new one.\n"
    )


@pytest.mark.parametrize(
    ("spoil", "status", "said"),
    [
        (False, 1, r"A small course: three lectures for the tests: 3 of 4 lectures are written\."),
        (True, 1, r"lectures/01-first\.md:24: the glossary has no term 'pandemic'"),
    ],
)
def test_a_course_is_checked_without_a_server(environment, tmp_path, spoil, status, said):
    course = copy_course(tmp_path)
    if spoil:
        edit(course, "lectures/01-first.md", "[[infodemic]]", "[[pandemic]]")
    command = [sys.executable, "-m", "flask", "--app", "app", "course", "check"]

    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment | {"COURSE_DIR": str(course)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == status
    assert len(re.findall(said, done.stdout + done.stderr)) == 1
