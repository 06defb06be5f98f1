"""How a message leaves: as a file in a folder, or by SMTP."""

import os
import re
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol, Self

from coursework.mail.rules import without_addresses
from coursework.settings import Settings, Smtp
from coursework.settings.secret_key import keep_private

_SECONDS = 20.0
_TAKEN, _FOR_GOOD, _CLOSING = {250, 251}, 500, 421
_NAME_OF_OURS = re.compile(r"\.?([0-9a-f]{32})(?:\.eml)?")
_TEXT_END = b"\r\n.\r\n"


class TransportError(Exception):
    """A message was not sent now; the message says why, without an address in it."""


class AwayError(TransportError):
    """Nothing can be sent now, this message or another."""


class RefusedError(TransportError):
    """This message will never be taken."""


class UnsureError(TransportError):
    """The whole message was handed over, and then no answer came."""


class Transport(Protocol):
    """Something that sends messages, as long as it is open."""

    def __enter__(self) -> Self:
        """Return itself."""

    def __exit__(self, *_: object) -> None:
        """Let go of what it holds."""

    def send(self, message: EmailMessage, key: str) -> None:
        """Send a message, or raise a `TransportError`."""


def transport_in(settings: Settings) -> Transport:
    """Return the transport of this installation; no mail leaves the machine of a test."""
    if settings.smtp is None or settings.is_test:
        return folder_in(settings)
    return Server(settings.smtp)


def folder_in(settings: Settings) -> "Folder":
    """Return the folder of this installation, in which there are mails as long as no server is named."""
    return Folder(settings.instance_dir / "mail")


class Folder:
    """Messages become files, which mail programs open; the same message is the same file."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder`."""
        self._folder = folder

    def __enter__(self) -> Self:
        """Make the folder, for its owner alone."""
        keep_private(self._folder)
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: no file is open."""

    def send(self, message: EmailMessage, key: str) -> None:
        """Write a file, whole or not at all."""
        beside = self._folder / f".{key}"
        try:
            with beside.open("wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._folder / f"{key}.eml")
        except OSError as error:
            raise AwayError(f"The mail could not be written into its folder: {error.strerror}.") from error

    def keys(self) -> set[str]:
        """Return the keys of the mails that are there, also of one that was left half written."""
        found = self._folder.glob("*") if self._folder.exists() else ()
        return {named[1] for path in found if (named := _NAME_OF_OURS.fullmatch(path.name))}

    def delete(self, key: str) -> None:
        """Delete a mail; one that is gone already is no fault."""
        for name in (f"{key}.eml", f".{key}"):
            (self._folder / name).unlink(missing_ok=True)


class _Talk:
    """Notes when a whole message has been handed over."""

    handed_over = False

    def send(self, data: Any) -> None:
        super().send(data)  # type: ignore[misc]
        self.handed_over = isinstance(data, bytes) and data.endswith(_TEXT_END)


class _Plain(_Talk, smtplib.SMTP):
    pass


class _Tls(_Talk, smtplib.SMTP_SSL):
    pass


class Server:
    """A mail server; one connection for many messages, opened when the first is sent."""

    def __init__(self, smtp: Smtp, seconds: float = _SECONDS) -> None:
        """Know where it is; a server that says nothing for `seconds` has hung up."""
        self._smtp, self._seconds = smtp, seconds
        self._open: _Plain | _Tls | None = None

    def __enter__(self) -> Self:
        """Return itself; nothing is open yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Say goodbye."""
        if self._open is not None:
            try:
                self._open.quit()
            except (OSError, smtplib.SMTPException):
                self._open.close()
            self._open = None

    def send(self, message: EmailMessage, key: str) -> None:  # noqa: ARG002 (the head of the message has it)
        """Hand a message over, and wait for the answer."""
        talk = self._open = self._open or self._connected()
        talk.handed_over = False
        try:
            self._hand_over(talk, message)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            if talk.handed_over:
                raise UnsureError("The mail server took the mail and then gave no answer.") from error
            raise TransportError(f"The mail server broke off: {_said(error)}") from error

    def _hand_over(self, talk: _Plain | _Tls, message: EmailMessage) -> None:
        sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        options = []
        if not recipient.isascii():
            if not talk.has_extn("smtputf8"):
                raise RefusedError("The mail server cannot write to an address with such letters.")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        self._check(talk.mail(sender, options), ours=True)
        self._check(talk.rcpt(recipient))
        self._check(talk.data(message.as_bytes()))

    def _check(self, answer: tuple[int, bytes], *, ours: bool = False) -> None:
        """Raise unless the server took it; a refused sender is `ours` to mend, and no recipient's fault."""
        code, said = answer
        if code in _TAKEN:
            return
        words = without_addresses(f"{code} {said.decode('utf-8', 'replace')}")
        self._begin_anew(closing=code == _CLOSING)
        if code >= _FOR_GOOD and not ours:
            raise RefusedError(f"The mail server said: {words}")
        raise TransportError(f"The mail server said: {words}")

    def _begin_anew(self, *, closing: bool) -> None:
        """Be ready for the next message after a refusal, on this connection or another."""
        try:
            if self._open is not None and not closing:
                self._open.rset()
                return
        except (OSError, smtplib.SMTPException):
            pass
        self._hang_up()

    def _hang_up(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connected(self) -> _Plain | _Tls:
        smtp, context = self._smtp, ssl.create_default_context()
        try:
            if smtp.security == "tls":
                talk: _Plain | _Tls = _Tls(smtp.host, smtp.port, timeout=self._seconds, context=context)
            else:
                talk = _Plain(smtp.host, smtp.port, timeout=self._seconds)
        except (OSError, smtplib.SMTPException) as error:
            raise AwayError(f"The mail server cannot be reached: {_said(error)}") from error
        try:
            if smtp.security == "starttls":
                talk.starttls(context=context)
            talk.ehlo_or_helo_if_needed()
            if smtp.user:
                talk.login(smtp.user, smtp.password)
        except (OSError, smtplib.SMTPException) as error:
            talk.close()
            raise AwayError(f"The mail server does not let us in: {_said(error)}") from error
        return talk


def _said(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return without_addresses(f"{error.smtp_code} {words}")
    return without_addresses(str(error) or type(error).__name__)
