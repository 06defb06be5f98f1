"""What is kept of accounts: handed out, emptied, let go."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.database import take_turn
from coursework.database.keeping import CONTRACT, INTEREST, Kept
from coursework.identity.models import OneTimeLink, Person, SignIn
from coursework.identity.queries import LastAdministratorError, administrators
from coursework.identity.rules import LINK_LASTS, Purpose, Role

KEPT = (
    Kept(
        tables=("person",),
        what="Your name, e-mail address, role, time zone, the days you registered and confirmed the "
        "address, and a scrambled form of your password (argon2id)",
        why="So that you can sign in, and that your results are yours",
        ground=CONTRACT,
        how_long="Until you close the account; three days when the address is never confirmed",
        closed="Emptied at once. A number, the role and the dates stay, so that results belong together.",
    ),
    Kept(
        tables=("sign_in",),
        what="Your sign-ins: when, until when, and what the browser calls itself",
        why="So that you stay signed in, and can end a sign-in that is not yours",
        ground=CONTRACT,
        how_long="Until it ends: 12 hours, or 30 days if you ask for it; deleted within an hour",
        closed="Deleted at once.",
    ),
    Kept(
        tables=("one_time_link",),
        what="Links that were sent to you: what for, to which address, and whether they were used",
        why="So that a link works once, and that an address is not flooded",
        ground=INTEREST,
        how_long="Three days at most, then deleted within an hour",
        closed="Deleted at once.",
    ),
)


def export_of(session: Session, person_id: int) -> dict[str, Any]:
    """Return the account, its sign-ins and its links; no password and no token, not even scrambled."""
    person = session.get_one(Person, person_id)
    sign_ins = sa.select(SignIn.began_at, SignIn.ends_at, SignIn.device).where(SignIn.person_id == person_id)
    links = sa.select(
        OneTimeLink.purpose, OneTimeLink.email, OneTimeLink.made_at, OneTimeLink.ends_at, OneTimeLink.used_at
    ).where(sa.or_(OneTimeLink.person_id == person_id, OneTimeLink.email == person.email))
    return {
        "person": {
            "number": person.id,
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "registered_at": person.registered_at,
            "confirmed_at": person.confirmed_at,
            "time_zone": person.time_zone,
        },
        "sign_in": [row._asdict() for row in session.execute(sign_ins.order_by(SignIn.began_at))],
        "one_time_link": [row._asdict() for row in session.execute(links.order_by(OneTimeLink.made_at))],
    }


def check_may_close(session: Session, person_id: int) -> bool:
    """Return whether there is an account to close; what happens to it next waits for this transaction.

    Raises `LastAdministratorError`.
    """
    take_turn(session, "administrators")
    person = session.get(Person, person_id, with_for_update=True, populate_existing=True)
    if person is None or person.closed_at is not None:
        return False
    if person.role == Role.ADMINISTRATOR.value and administrators(session) == 1:
        message = (
            "This is the account of the last administrator, and was not closed. "
            "Give the role to somebody else first."
        )
        raise LastAdministratorError(message)
    return True


def forget(session: Session, person_id: int, now: datetime) -> None:
    """Empty the row of a person; its number stays. Sign-ins and links are deleted."""
    person = session.get_one(Person, person_id)
    mine = sa.or_(OneTimeLink.person_id == person_id, OneTimeLink.email == person.email)
    session.execute(sa.delete(OneTimeLink).where(mine))
    session.execute(sa.delete(SignIn).where(SignIn.person_id == person_id))
    person.email, person.name, person.password_hash, person.time_zone = None, "", "", None
    person.closed_at = now
    session.flush()


def expire(session: Session, now: datetime) -> None:
    """Delete sign-ins and links that are over, and who registered and never confirmed."""
    session.execute(sa.delete(SignIn).where(SignIn.ends_at <= now))
    session.execute(sa.delete(OneTimeLink).where(OneTimeLink.ends_at <= now))
    undecided = (Person.email.is_(None), Person.closed_at.is_(None))
    session.execute(
        sa.delete(Person).where(*undecided, Person.registered_at <= now - LINK_LASTS[Purpose.JOIN])
    )
