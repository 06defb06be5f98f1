"""Where people find us, and the names that we answer to."""

import re
from urllib.parse import urlsplit

from coursework.settings.environment import Environment, SettingError

_ADDRESS = re.compile(r"https?://([\w.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?(/[\w.~%-]+)*/*")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*|[0-9a-fA-F:.]*:[0-9a-fA-F:.]+")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def address_of(host: str, port: int) -> str:
    """Return the address that a server listens at."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def public_url_in(environment: Environment, default: str) -> str:
    """Return the address that people know; every address in mails and on documents begins with it."""
    text = environment.text("PUBLIC_URL", default)
    if not text.startswith(("http://", "https://")):
        message = f"PUBLIC_URL must begin with http:// or https://, not {text!r}."
        raise SettingError(message)
    if not _ADDRESS.fullmatch(text):
        message = f"PUBLIC_URL must be a plain address such as https://course.example, not {text!r}."
        raise SettingError(message)
    return text.rstrip("/")


def trusted_hosts_in(environment: Environment, public_url: str) -> tuple[str, ...]:
    """Return the names that we answer to, as a browser sends them: those of PUBLIC_URL and this machine."""
    text = environment.text("TRUSTED_HOSTS")
    if not text:
        return tuple(dict.fromkeys((_as_sent(urlsplit(public_url).hostname or ""), *LOOPBACK)))
    names = [name.strip().strip("[]") for name in text.split(",")]
    for name in names:
        if not _HOST.fullmatch(name):
            message = (
                "TRUSTED_HOSTS must be names such as course.example, parted by commas and without a port, "
                f"not {name!r}."
            )
            raise SettingError(message)
    return tuple(_as_sent(name) for name in names)


def redis_url_in(environment: Environment) -> str | None:
    """Return where Redis is, or None."""
    text = environment.secret("REDIS_URL")
    if text and not text.startswith(("redis://", "rediss://", "unix://")):
        message = "REDIS_URL must begin with redis://, rediss:// or unix://."  # it may hold a password
        raise SettingError(message)
    return text or None


def _as_sent(name: str) -> str:
    """Return a name in the small, plain letters that browsers send."""
    try:
        return name.lower().encode("idna").decode("ascii")
    except UnicodeError as error:
        message = f"TRUSTED_HOSTS cannot hold {name!r}, which is not the name of a host."
        raise SettingError(message) from error
