"""Sign in, sign out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from coursework.database import session
from coursework.errors import TooManyError
from coursework.identity import actions, passwords, queries, tries
from coursework.identity.entering import let_in, new_sign_in
from coursework.identity.forms import RegisterForm, SignInForm
from coursework.identity.people import somebody
from coursework.identity.rules import tidy_address
from coursework.web.current import now
from coursework.web.logs import note
from coursework.web.paths import own_path

bp = Blueprint("identity", __name__)

_WRONG = (
    "This address and this password do not go together. If you have just registered, open the link that we "
    "have sent you."
)


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Show the form."""
    if somebody():
        return redirect(own_path(request.args.get("next"), url_for("desk.course_page")))
    form = SignInForm(next=own_path(request.args.get("next"), ""))
    return render_template("identity/sign_in.html", form=form)


@bp.post("/sign-in")
def take_sign_in() -> ResponseReturnValue:
    """Sign a person in, or say that address and password do not go together."""
    form = SignInForm()
    if not form.validate():
        return render_template("identity/sign_in.html", form=form), 422
    email = form.email.data or ""
    try:
        tries.check(email)
    except TooManyError as too_many:
        note("sign-in.waits", None)
        form.password.errors = [str(too_many)]
        page = render_template("identity/sign_in.html", form=form)
        return page, too_many.status, {"Retry-After": str(too_many.seconds)}
    found = queries.credentials_of(session(), tidy_address(email))
    session().rollback()  # nobody waits for the database while a password is checked
    written, kept = form.password.data or "", found.password_hash if found else passwords.NOBODY
    matched = passwords.matches(written, kept)
    after = passwords.renewed(written, kept) if matched else kept
    if found is None or not matched or not actions.keep_hash(session(), found.person_id, kept, after):
        tries.count_wrong(email)
        note("sign-in.wrong", found.person_id if found else None)
        form.password.errors = [_WRONG]
        return render_template("identity/sign_in.html", form=form), 422
    return _begin(found.person_id, form.next.data, keep=bool(form.keep.data), unsent=form.unsent.data)


def _begin(
    person_id: int, wanted: str | None, *, keep: bool, unsent: str | None = None
) -> ResponseReturnValue:
    token = new_sign_in(session(), person_id, keep=keep)
    session().commit()
    return let_in(session(), token, wanted, keep=keep, unsent=unsent)


@bp.get("/sign-out")
def ask_to_sign_out() -> ResponseReturnValue:
    """Show the button to who typed the address: nothing is ended by looking at a page."""
    if somebody() is None:
        return redirect(url_for("front.home"))
    return render_template("identity/sign_out.html")


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this sign-in; a second click finds nobody signed in and does no harm."""
    person = somebody()
    if person:
        note("sign-out", person.id)
        actions.end_sign_in(session(), person.token)
        session().commit()
    return _signed_out("You are signed out. Your place and your answers are kept.")


@bp.post("/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """End every sign-in of this person."""
    person = somebody()
    if person:
        note("sign-out.everywhere", person.id)
        actions.end_every_sign_in(session(), person.id)
        session().commit()
    return _signed_out("You are signed out on every device.")


def _signed_out(message: str) -> ResponseReturnValue:
    logout_user()
    cookie.clear()
    flash(message)
    return redirect(url_for("front.home"), code=303)


@bp.get("/first-administrator/<token>")
def first_administrator(token: str) -> ResponseReturnValue:
    """Show the form that the link of the first start leads to."""
    actions.check_first_administrator_link(session(), token, now())
    return render_template("identity/first_administrator.html", form=RegisterForm())


@bp.post("/first-administrator/<token>")
def make_first_administrator(token: str) -> ResponseReturnValue:
    """Create the first administrator and sign them in."""
    form = RegisterForm()
    if not form.validate():
        return render_template("identity/first_administrator.html", form=form), 422
    hashed = passwords.hash_of(form.password.data or "")
    try:
        person = actions.use_first_administrator_link(
            session(), token, form.name.data or "", form.email.data or "", hashed, now()
        )
    except actions.AddressTakenError as taken:
        form.email.errors = [str(taken)]
        return render_template("identity/first_administrator.html", form=form), 422
    return _begin(person.id, None, keep=False)
