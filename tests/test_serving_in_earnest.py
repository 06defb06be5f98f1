"""What `python app.py` says of its requests, and to whom it shows its figures."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.factories.courses import SMALL_COURSE
from tests.factories.services import free_port, wait_for_port

ROOT = Path(__file__).resolve().parents[1]
COUNT = "from coursework.web.metrics import Figures; f = Figures(); f.note('/about', 200, 0.01, 3)"


@pytest.fixture
def served(tmp_path):
    """A server of its own; what it says comes with its end."""
    port = free_port()
    told = {
        "INSTANCE_DIR": str(tmp_path / "instance"),
        "COURSE_DIR": str(SMALL_COURSE),
        "PORT": str(port),
        "LOG": "",
    }
    server = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ | told,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for_port(port, 60)

    def end() -> str:
        server.terminate()
        return server.communicate(timeout=30)[1]

    yield f"http://127.0.0.1:{port}", end
    end()


def status_of(address, **headers):
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(address, headers=told), timeout=30) as answer:
            return answer.status
    except HTTPError as refused:
        return refused.status


def test_a_server_writes_one_line_of_json_for_each_request(served):
    address, end = served
    asked = [status_of(f"{address}{path}") for path in ("/about?q=secret", "/nowhere", "/course")]

    lines = [json.loads(line) for line in end().splitlines()]

    assert asked == [200, 404, 200]
    assert [(line["route"], line["status"]) for line in lines] == [
        ("/about", 200), ("none", 404), ("/course", 303), ("/sign-in", 200)
    ]  # fmt: skip


def test_who_comes_through_a_proxy_that_is_not_told_of_sees_no_figures(served):
    address, _ = served

    direct = status_of(f"{address}/metrics")
    through = status_of(f"{address}/metrics", X_Forwarded_For="203.0.113.9")

    assert (direct, through) == (200, 404)


def test_the_figures_of_several_processes_are_added_up(tmp_path):
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}

    for code in (COUNT, COUNT, f"{COUNT}; print(f.text().decode())"):
        said = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert 'coursework_requests_total{route="/about",status="2xx"} 3.0' in said
    assert 'coursework_sql_statements_total{route="/about"} 9.0' in said
