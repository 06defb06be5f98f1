"""The words of a mail, set from the templates, and the address that stops its kind."""

import textwrap
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature

from coursework.mail.rules import CAN_BE_STOPPED, Kind
from coursework.web.addresses import absolute
from coursework.web.current import site, the_course
from coursework.web.signing import signer

_WIDTH = 76
_PURPOSE = "mail-stop"


@dataclass(frozen=True)
class Letter:
    """What is sent; `text` and `html` say the same."""

    subject: str
    text: str
    html: str


def set_letter(kind: Kind, person_id: int | None, values: dict[str, object]) -> Letter | None:
    """Return the letter, or None when something in its subject breaks the line."""
    known = values | {
        "course": the_course(),
        "site_url": site().settings.public_url,
        "contact": site().settings.contact or "the people who run the course",
        "stop_url": stop_url(kind, person_id),
    }
    text = current_app.jinja_env.get_template(f"mail/{kind}.txt").render(known)
    subject, _, body = text.partition("\n")
    if not body.startswith("\n"):  # an empty line parts them, unless a value brought a line break with it
        return None
    html = current_app.jinja_env.get_template(f"mail/{kind}.html").render(known | {"subject": subject})
    return Letter(subject.strip(), "\n".join(_filled(line) for line in body.strip().split("\n")) + "\n", html)


def _filled(line: str) -> str:
    if len(line) <= _WIDTH:
        return line
    return textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False)


def stop_url(kind: Kind, person_id: int | None) -> str | None:
    """Return the address of the page that stops a kind of mail, or None when nothing can."""
    if person_id is None or kind not in CAN_BE_STOPPED:
        return None
    return absolute("mail.stop_page", token=stop_token(kind, person_id))


def stop_token(kind: Kind, person_id: int) -> str:
    """Return what stands for a person and a kind in the address of a stop."""
    return str(signer(_PURPOSE).dumps([person_id, kind.value]))


def whose_stop(token: str) -> tuple[int, Kind] | None:
    """Return whom and what the address of a stop is about, or None when it is not one of ours."""
    try:
        person_id, kind = signer(_PURPOSE).loads(token)
        return int(person_id), Kind(kind)
    except (BadSignature, ValueError, TypeError):
        return None
