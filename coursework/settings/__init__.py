"""What the installation is told from outside: read once, refused in words when it cannot be."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coursework.settings.addresses import address_of, public_url_in, redis_url_in, trusted_hosts_in
from coursework.settings.database_url import database_url_in
from coursework.settings.environment import Environment, SettingError
from coursework.settings.secret_key import keep_private, secret_key_in
from coursework.settings.smtp import Smtp, smtp_in

__all__ = ["HERE", "SettingError", "Settings", "Smtp", "settings_from"]

HERE = Path(__file__).resolve().parents[2]
_SHORTEST_TOKEN = 20


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one installation; paths are absolute.

    `log` is json or plain. `demo` is never read from outside: the demonstration sets it.
    """

    instance_dir: Path
    course_dir: Path
    quiz_dir: Path
    backup_dir: Path
    database_url: str = field(repr=False)
    host: str
    port: int
    threads: int
    public_url: str
    trusted_hosts: tuple[str, ...]
    trusted_proxies: int
    secret_key: str = field(repr=False)
    redis_url: str | None = field(repr=False)
    smtp: Smtp | None
    mail_from: str
    contact: str
    metrics_token: str | None = field(repr=False)
    log: str
    development: bool
    controller: str = ""
    demo: bool = False

    @property
    def database_path(self) -> Path | None:
        """Return the file of the database, or None where a server keeps it."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path) if scheme == "sqlite" else None

    @property
    def address(self) -> str:
        """Return the address that we listen at."""
        return address_of(self.host, self.port)

    @property
    def behind_tls(self) -> bool:
        """Say whether people reach us by https."""
        return self.public_url.startswith("https://")

    @property
    def is_test(self) -> bool:
        """Say whether this is not for real: documents are stamped, and no mail leaves the machine."""
        return self.demo or not self.behind_tls


def settings_from(written: Mapping[str, str]) -> Settings:
    """Return the settings in the environment; make the instance folder and its key when missing."""
    environment = Environment(written)
    instance_dir = environment.folder("INSTANCE_DIR", HERE / "instance")
    keep_private(instance_dir)
    course_dir = environment.folder("COURSE_DIR", HERE)
    host, port = environment.text("HOST", "127.0.0.1"), environment.whole("PORT", 8000, 1, 65535)
    public_url = public_url_in(environment, address_of(host, port))
    return Settings(
        instance_dir=instance_dir,
        course_dir=course_dir,
        quiz_dir=environment.folder("QUIZ_DIR", course_dir / "quizzes"),
        backup_dir=environment.folder("BACKUP_DIR", HERE / "backups"),
        database_url=database_url_in(environment, instance_dir),
        host=host,
        port=port,
        threads=environment.whole("THREADS", 4, 1, 64),
        public_url=public_url,
        trusted_hosts=trusted_hosts_in(environment, public_url),
        trusted_proxies=environment.whole("TRUSTED_PROXIES", 0, 0, 5),
        secret_key=secret_key_in(environment, instance_dir),
        redis_url=redis_url_in(environment),
        smtp=smtp_in(environment),
        mail_from=environment.address("MAIL_FROM", "course@localhost"),
        contact=environment.address("CONTACT"),
        controller=environment.text("CONTROLLER"),
        metrics_token=environment.secret("METRICS_TOKEN", _SHORTEST_TOKEN) or None,
        log=environment.one_of("LOG", ("json", "plain"), "plain" if sys.stderr.isatty() else "json"),
        development=environment.yes("DEVELOPMENT"),
    )
