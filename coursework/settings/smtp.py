"""The server that carries our mail away."""

from dataclasses import dataclass, field

from coursework.settings.addresses import LOOPBACK
from coursework.settings.environment import Environment, SettingError

_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, kw_only=True)
class Smtp:
    """A mail server; `security` is starttls, tls or none, and an empty `user` means no authentication."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: str


def smtp_in(environment: Environment) -> Smtp | None:
    """Return the mail server, or None when mail stays on this machine."""
    host = environment.text("SMTP_HOST")
    if not host:
        return None
    security = environment.one_of("SMTP_SECURITY", tuple(_PORTS))
    if security == "none" and host not in LOOPBACK:
        message = "SMTP_SECURITY may be none only for a mail server on this machine; write starttls or tls."
        raise SettingError(message)
    user, password = environment.text("SMTP_USER"), environment.secret("SMTP_PASSWORD")
    if bool(user) != bool(password):
        message = "SMTP_USER and SMTP_PASSWORD belong together: write both, or neither."
        raise SettingError(message)
    if not environment.text("MAIL_FROM"):
        message = "MAIL_FROM is missing: with SMTP_HOST, say which address our mail comes from."
        raise SettingError(message)
    port = environment.whole("SMTP_PORT", _PORTS[security], 1, 65535)
    return Smtp(host=host, port=port, user=user, password=password, security=security)
