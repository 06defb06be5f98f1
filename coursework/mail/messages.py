"""A mail as it is sent: its head, its text and its HTML."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from urllib.parse import urlsplit

from coursework.mail.actions import Claimed
from coursework.mail.letters import stop_url
from coursework.mail.rules import Kind
from coursework.settings import Settings

_LONGEST_LINE = 900  # a long address in a head is left whole


def envelope_of(recipient: str) -> str:
    """Return an address as mail servers want it: a domain with other letters is encoded."""
    local, _, domain = recipient.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return recipient


def message_of(mail: Claimed, settings: Settings, sender_name: str) -> EmailMessage:
    """Return the whole message; kinds that can be stopped say how, for a single click (RFC 8058)."""
    recipient = envelope_of(mail.recipient)
    policy = SMTP if recipient.isascii() else SMTPUTF8
    message = EmailMessage(policy=policy.clone(max_line_length=_LONGEST_LINE))
    message["From"] = Address(sender_name, addr_spec=settings.mail_from)
    message["To"] = Address("", *recipient.rsplit("@", 1))
    message["Subject"] = mail.subject
    message["Date"] = mail.made_at
    message["Message-ID"] = f"<{mail.key}@{urlsplit(settings.public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    address = stop_url(Kind(mail.kind), mail.person_id)
    if address:
        message["List-Unsubscribe"] = f"<{address}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message
