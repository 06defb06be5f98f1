"""The worker as a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
from flask import Flask
from flask.cli import ScriptInfo
from coursework.jobs.names import JobName
from coursework.jobs.work import init_jobs
from coursework.worker import worker
from pathlib import Path

app = Flask("w")
jobs = init_jobs(app, Path("."))
jobs.bind(JobName.MAKE_DOCUMENTS, lambda: print("done", flush=True), at_start=True)
app.cli.add_command(worker)
app.cli.main(["worker"], prog_name="flask", obj=ScriptInfo(create_app=lambda: app))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_does_what_was_left_and_ends_in_order_when_told(tmp_path, number):
    root = str(Path(__file__).resolve().parents[2])
    worker = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout
    first, second = worker.stdout.readline(), worker.stdout.readline()

    worker.send_signal(number)

    assert {first, second} == {"The worker looks for jobs (stop it with Ctrl-C).\n", "done\n"}
    assert worker.wait(10) == 0
    worker.stdout.close()
