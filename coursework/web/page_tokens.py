"""A signed note of whom a page was sent to, about which lecture, and when."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadSignature

from coursework.web.current import now
from coursework.web.signing import signer

LECTURE, TEST = "lecture", "test"
_PURPOSE = "page"


@dataclass(frozen=True)
class PageToken:
    """What a page was: `kind` is LECTURE or TEST; `loaded_at` by the server's clock."""

    person_id: int
    slug: str
    kind: str
    loaded_at: datetime


def make_page_token(person_id: int, slug: str, kind: str) -> str:
    """Return the note for a page that is sent now."""
    return str(signer(_PURPOSE).dumps([person_id, slug, kind, round(now().timestamp(), 1)]))


def make_person_key(person_id: int) -> str:
    """Return a name for a person that only we can make: what a browser keeps is bound to it."""
    secret = str(current_app.secret_key or "").encode()
    return hmac.digest(secret, f"person {person_id}".encode(), "sha256").hex()[:32]


def read_page_token(text: object) -> PageToken | None:
    """Return what a note says, or None when it is not one of ours."""
    try:
        person_id, slug, kind, loaded_at = signer(_PURPOSE).loads(str(text))
    except (BadSignature, ValueError, TypeError):
        return None
    return PageToken(person_id, slug, kind, datetime.fromtimestamp(loaded_at, UTC))
