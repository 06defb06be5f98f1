"""Is it the person who asks? What changes an account asks for its password."""

from wtforms import Field

from coursework.database import session
from coursework.errors import TooManyError
from coursework.identity import passwords, queries, tries
from coursework.identity.people import me
from coursework.web.logs import note


def is_mine(field: Field) -> bool:
    """Say whether the signed-in person's password was written; else say so beside its field."""
    person = me()
    try:
        tries.check(person.email)
    except TooManyError as too_many:
        field.errors = [str(too_many)]
        return False
    found = queries.credentials_of(session(), person.email)
    session().rollback()  # nobody waits for the database while a password is checked
    if found and passwords.matches(field.data or "", found.password_hash):
        return True
    tries.count_wrong(person.email)
    note("password.wrong", person.id)
    field.errors = ["This is not your password."]
    return False
