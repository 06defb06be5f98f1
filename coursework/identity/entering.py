"""Let a person in: the cookie of a sign-in that has been committed."""

from flask import g, make_response, render_template, request, url_for
from flask import session as cookie
from flask_login import login_user
from sqlalchemy.orm import Session
from werkzeug import Response
from werkzeug.utils import redirect

from coursework.identity import actions, queries, tries
from coursework.identity.devices import device_named_in
from coursework.identity.people import somebody
from coursework.identity.unsent import unpacked
from coursework.web.current import now
from coursework.web.logs import note
from coursework.web.paths import own_path


def this_device() -> str:
    """Return what the browser that asks calls itself."""
    return device_named_in(request.headers.get("User-Agent", ""))


def new_sign_in(session: Session, person_id: int, *, keep: bool = False) -> str:
    """Begin a sign-in on this device and return its token; the one that was here until now ends."""
    before = somebody()
    if before:
        actions.end_sign_in(session, before.token)
    note("sign-in", person_id)
    return actions.begin_sign_in(session, person_id, now(), keep=keep, device=this_device())


def let_in(
    session: Session, token: str, wanted: str | None, *, keep: bool = False, unsent: str | None = None
) -> Response:
    """Return the way to the page that was wanted, with the cookie of this sign-in; or what is unsent yet."""
    person = queries.signed_in_person(session, token, now())
    cookie.clear()
    cookie.permanent = keep
    login_user(person)
    g.person = person
    left = unpacked(unsent)
    if left:
        path, typed = left
        response: Response = make_response(render_template("identity/unsent.html", path=path, typed=typed))
    else:
        response = redirect(own_path(wanted, url_for("desk.course_page")), code=303)
    if person:
        tries.remember_device(response, person.email)
    return response
