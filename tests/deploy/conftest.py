"""The course as `deploy/` describes it, on ports of this machine."""

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.factories.services import free_port, program, running_redis, wait_for_port

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CERTIFICATE = shlex.split(
    "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    " -addext subjectAltName=DNS:localhost"
)
AROUND = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; {user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/coursework.conf;
}}
"""


def adapted(text: str, **places: object) -> str:
    """Return a file of `deploy/nginx` with this machine's ports and folders in it."""
    text = re.sub(r"\n *listen \[::\].*", "", text)
    for old, new in {
        "127.0.0.1:8000": "127.0.0.1:{web}",
        "listen 80;": "listen 127.0.0.1:{plain};",
        "listen 443": "listen 127.0.0.1:{tls}",
        "/etc/letsencrypt/live/course.example": "{folder}",
        "/var/cache/coursework-static": "{folder}/cache",
        "/etc/nginx/snippets": "{folder}",
        "/var/log/nginx": "{folder}",
        "course.example": "localhost",
        "/srv/coursework": str(ROOT),
    }.items():
        text = text.replace(old, new.format(**places))
    return text


def started_by(unit: str) -> list[str]:
    """Return the command that a systemd unit starts, with this machine's folders in it."""
    text = (DEPLOY / "systemd" / f"coursework-{unit}.service").read_text(encoding="utf-8")
    command = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)[1]
    return shlex.split(command.replace("/srv/coursework/.venv/bin", str(Path(sys.executable).parent)))


class Deployment:
    """PostgreSQL, Redis, nginx, gunicorn, a worker."""

    def __init__(self, folder: Path, database_url: str, redis_url: str, smtp_port: int) -> None:
        self.folder, self.database_url, self.redis_url = folder, database_url, redis_url
        self.ports = {"web": free_port(), "plain": free_port(), "tls": free_port()}
        self.url = f"https://localhost:{self.ports['tls']}"
        self.environment = os.environ | {
            "INSTANCE_DIR": str(folder / "instance"),
            "COURSE_DIR": str(ROOT / "tests" / "course"),
            "DATABASE_URL": database_url.replace("+psycopg", ""),
            "REDIS_URL": redis_url,
            "PUBLIC_URL": self.url,
            "PORT": str(self.ports["web"]),
            "TRUSTED_PROXIES": "1",
            "WEB_CONCURRENCY": "2",
            "SMTP_HOST": "localhost",
            "SMTP_PORT": str(smtp_port),
            "SMTP_SECURITY": "none",
            "MAIL_FROM": "course@course.example",
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str]) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )
        log.close()

    def start_nginx(self) -> None:
        subprocess.run(
            [*CERTIFICATE, "-out", "fullchain.pem", "-keyout", "privkey.pem"],
            cwd=self.folder,
            check=True,
            capture_output=True,
        )
        for path in (DEPLOY / "nginx").glob("*.conf"):
            text = adapted(path.read_text(encoding="utf-8"), folder=self.folder, **self.ports)
            (self.folder / path.name).write_text(text)
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(AROUND.format(folder=self.folder, user=user))
        self.start("nginx", [program("nginx"), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")])
        wait_for_port(self.ports["tls"])

    def start_web(self) -> None:
        self.start("web", started_by("web"))
        wait_for_port(self.ports["web"], 30)

    def start_worker(self) -> None:
        self.start("worker", started_by("worker"))

    def web_processes(self) -> list[int]:
        pid = self.running["web"].pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill(self, name: str) -> None:
        """Kill a service as the kernel would when memory runs out: at once, all of its processes."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_web_process(self) -> int:
        """Kill one web process, and return its number."""
        victim = wait_until(self.web_processes)[0]
        os.kill(victim, signal.SIGKILL)
        return victim

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)


def wait_until(told, seconds: float = 30.0):
    """Return what `told` returns as soon as it is true."""
    ends = time.monotonic() + seconds
    while not (found := told()):
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.1)
    return found


class Postbox:
    """A mail server that takes a moment over each mail and remembers to whom it went."""

    def __init__(self) -> None:
        self.recipients: list[str] = []
        self.messages: dict[str, str] = {}
        self.last = ""

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 (aiosmtpd)
        time.sleep(0.005)  # noqa: ASYNC251 (one after another, as a slow server would)
        self.recipients += envelope.rcpt_tos
        message = message_from_bytes(envelope.content, policy=default)
        self.messages[envelope.rcpt_tos[0]] = message.get_body(("plain",)).get_content()
        self.last = message_from_bytes(envelope.content, policy=default).get_body(("plain",)).get_content()
        return "250 taken"


@pytest.fixture(scope="module")
def postbox():
    return Postbox()


@pytest.fixture(scope="module")
def deployment(tmp_path_factory, postgres, postbox):
    """Everything started once, and ended with the last test."""
    folder = tmp_path_factory.mktemp("deployment")
    program("nginx")
    name = postgres.new_database()
    mail = Controller(postbox, hostname="127.0.0.1", port=free_port())
    mail.start()
    with running_redis(folder) as redis_url:
        deployment = Deployment(folder, postgres.url_of(name), redis_url, mail.port)
        try:
            deployment.start_web()
            deployment.start_worker()
            deployment.start_nginx()
            yield deployment
        finally:
            deployment.stop()
            mail.stop(no_assert=True)
            postgres.drop(name)
