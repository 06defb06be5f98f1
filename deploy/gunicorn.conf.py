"""How gunicorn serves the course behind a proxy: `gunicorn --config deploy/gunicorn.conf.py app:app`.

Threads, because an answer that waits for its turn at the disk or for a password's hash must not hold
up a process; and only behind a proxy that takes slow clients upon itself, because forty of them
would hold every thread. Each process builds its own application after the fork (nothing is
preloaded): connections, the hashing thread and the queue are never shared.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from itertools import count
from typing import Any

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("THREADS") or 4)
keepalive = 75  # longer than the proxy's 60 s, so that a connection never ends under a request
timeout = 30  # a process that gives no sign for so long is replaced
graceful_timeout = 20
control_socket_disable = True  # nobody asks it, and it would be a file in the home directory
errorlog = "-"  # the course writes its own line for each request

# Each process counts in a file of its own here; whichever is asked for /metrics adds them up.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="coursework-figures-")


def on_exit(_server: object) -> None:
    """Take away the files of the figures: they begin from nothing with the next start."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def on_starting(_server: object) -> None:
    """Start the course once before any process does: it migrates, and what is wrong is said once."""
    tried = subprocess.run([sys.executable, "-c", "import app"], check=False)
    if tried.returncode:
        sys.exit(tried.returncode)


def pre_fork(server: Any, worker: Any) -> None:
    """Give a process the lowest number that no other has, one that takes another's place that one's."""
    taken = {other.number for other in server.WORKERS.values()}
    worker.number = next(number for number in count() if number not in taken)


def post_fork(_server: object, worker: Any) -> None:
    """Have each process stay on a processor of its own, while there are enough."""
    from coursework.processors import stay_on_one  # noqa: PLC0415 (found when the folder of the course is)

    stay_on_one(worker.number)


def post_worker_init(worker: Any) -> None:
    """Make a process ready before it answers."""
    from coursework.serving import warm_up  # noqa: PLC0415 (each process loads the course after the fork)

    warm_up(worker.wsgi)
