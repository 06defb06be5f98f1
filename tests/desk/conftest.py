"""What the tests of administration share."""

import re

import sqlalchemy as sa

from coursework.audit.models import AuditRow
from coursework.identity.models import Person
from coursework.mail.models import Mail
from tests.conftest import NOON

REASON = "Runs the cohort of Year 4."


def audited(session, action):
    rows = session.scalars(sa.select(AuditRow).where(AuditRow.action == action).order_by(AuditRow.id)).all()
    session.rollback()
    return rows


def person(session, number):
    session.rollback()
    return session.get(Person, number)


def write(app, *rows):
    with app.extensions["database"].session(writes=True) as writing:
        writing.add_all(rows)
        writing.commit()


def a_person(name, *, email):
    return Person(name=name, email=email, password_hash="", role="learner", registered_at=NOON)


def role_form(role, *, seen="learner"):
    """Return the form of another role, with the one that its page had shown."""
    return {"role": role, "reason": REASON, "seen": seen}


def a_mail(number, state="sent", **more):
    return Mail(
        key=f"k{number}", kind="reset-password", recipient=f"m{number}@example.org",
        subject=f"Subject {number}", state=state, made_at=NOON, tries=1, **more,
    )  # fmt: skip


def value_of(page, name):
    """Return what stands beside a name in a list of values."""
    return re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", page)[1]
