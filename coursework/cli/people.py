"""`flask people`: what only the person at the machine may do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from coursework.database import database
from coursework.errors import RefusalError
from coursework.identity.actions import change_role, make_first_administrator_link
from coursework.identity.queries import administrators, person_at
from coursework.identity.rules import Role
from coursework.web.addresses import absolute
from coursework.web.current import now


def first_administrator_link(app: Flask) -> str | None:
    """Return the address that creates the first administrator, or None when there is one already."""
    with app.app_context(), app.extensions["database"].session(writes=True) as session:
        if administrators(session):
            return None
        token = make_first_administrator_link(session, now())
        session.commit()
        return absolute("identity.first_administrator", token=token)


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """End the command with a sentence when what it does is refused, or the database cannot be asked."""
    try:
        yield
    except RefusalError as refusal:
        sys.exit(str(refusal))
    except OperationalError as error:
        sys.exit(f"The database is busy or cannot be reached: {error.orig}. Try again.")


@click.group("people")
def people() -> None:
    """Look after accounts."""


@people.command("first-administrator")
@with_appcontext
def first_administrator() -> None:
    """Print a link that creates the first administrator; it works once, within an hour."""
    with refusals_in_words():
        link = first_administrator_link(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    if link is None:
        sys.exit("There is an administrator already.")
    click.echo(link)


@people.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@with_appcontext
def role_of(email: str, role: str) -> None:
    """Give the person with this address another role; they sign in anew."""
    with refusals_in_words(), database().session(writes=True) as session:
        person_id = person_at(session, email)
        if person_id is None:
            message = f"Nobody has the address {email}."
            raise RefusalError(message)
        change_role(session, person_id, Role(role), now(), actor_id=None)
        session.commit()
    click.echo(f"{email} is {role} now.")
