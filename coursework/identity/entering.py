"""Let a person in: the cookie of a sign-in that has been committed."""

from flask import request, url_for
from flask import session as cookie
from flask_login import login_user
from sqlalchemy.orm import Session
from werkzeug import Response
from werkzeug.utils import redirect

from coursework.identity import queries, tries
from coursework.identity.devices import device_named_in
from coursework.web.current import now
from coursework.web.paths import own_path


def this_device() -> str:
    """Return what the browser that asks calls itself."""
    return device_named_in(request.headers.get("User-Agent", ""))


def let_in(session: Session, token: str, wanted: str | None, *, keep: bool = False) -> Response:
    """Return the way to the page that was wanted, with the cookie of this sign-in."""
    person = queries.signed_in_person(session, token, now())
    cookie.clear()
    cookie.permanent = keep
    login_user(person)
    response = redirect(own_path(wanted, url_for("desk.course_page")), code=303)
    if person:
        tries.remember_device(response, person.email)
    return response
