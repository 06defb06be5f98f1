"""The person who is asking, as guards and pages see them."""

from dataclasses import dataclass
from datetime import datetime

from flask import g
from flask_login import current_user

from coursework.identity.rules import Permission, Role, may


@dataclass(frozen=True, kw_only=True)
class CurrentPerson:
    """A signed-in person; `token` is what their cookie holds, `time_zone` None is the browser's."""

    id: int
    name: str
    email: str
    role: Role
    registered_at: datetime
    confirmed_at: datetime | None
    time_zone: str | None
    token: str

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return what Flask-Login puts into the cookie: the random token, not the number."""
        return self.token

    def may(self, permission: Permission) -> bool:
        """Say whether this person may do a thing."""
        return may(self.role, permission)


def somebody() -> CurrentPerson | None:
    """Return the signed-in person, or None for a stranger."""
    if "person" not in g:
        g.person = None  # where the database cannot be asked, the page that says so names nobody
        g.person_unknown = True
        found = current_user._get_current_object()  # noqa: SLF001
        g.person = found if found.is_authenticated else None
        g.person_unknown = False
    person: CurrentPerson | None = g.person
    return person


def is_somebody_else(person_id: int | None) -> bool:
    """Say whether who is signed in here, if anybody, is not this person."""
    person = somebody()
    return person is not None and person.id != person_id


def me() -> CurrentPerson:
    """Return the signed-in person; only behind a guard."""
    person = somebody()
    if person is None:
        message = "a page without a guard asked who is signed in"
        raise RuntimeError(message)
    return person
