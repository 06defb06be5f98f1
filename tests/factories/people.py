"""People with accounts, and their browsers."""

import html
import re
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from coursework.identity.actions import begin_sign_in, register
from coursework.identity.models import Person
from coursework.identity.passwords import hash_of
from coursework.identity.rules import Role
from tests.conftest import NOON

PASSWORD = "four words in a row"
HASH = hash_of(PASSWORD)
ADA = "ada@example.org"


def make_person(
    session: Session, email: str = ADA, *, name: str = "Ada", role: Role = Role.LEARNER, now: datetime = NOON
) -> Person:
    """Add a person with the password PASSWORD, and commit."""
    person = register(session, name, email, HASH, role, now)
    session.commit()
    return person


def make_sign_in(session: Session, person: Person, *, now: datetime = NOON, keep: bool = False) -> str:
    """Add a sign-in, commit, and return its token."""
    token = begin_sign_in(session, person.id, now, keep=keep)
    session.commit()
    return token


def sign_in(client: FlaskClient, email: str = ADA, password: str = PASSWORD, **more: str) -> TestResponse:
    """Send the sign-in form."""
    return client.post("/sign-in", data={"email": email, "password": password} | more)


def registration(**changes: str) -> dict[str, str]:
    """Return the registration form, filled in."""
    return {"name": "Ada", "email": ADA, "password": PASSWORD} | changes


def people_in(app: Flask) -> list[tuple[str, str]]:
    """Return the address and role of everybody, as the database has them now."""
    with app.extensions["database"].session(writes=False) as session:
        return [(person.email, person.role) for person in session.query(Person).order_by(Person.id)]


def begin(client: FlaskClient, **changes: str) -> TestResponse:
    """Register, and open the link that a test installation shows."""
    client.post("/register", data=registration(**changes))
    return client.post(shown_link(client))


def shown_link(client: FlaskClient) -> str:
    """Return the link on the page that says that a mail was sent."""
    page = client.get("/look-into-your-mail").text
    return html.unescape(re.search(r'(?:action|href)="(/(?:confirm|new-password)/[^"]+)"', page)[1])  # type: ignore[index]
