"""Change one's own account."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from coursework.database import session
from coursework.identity import links, passwords
from coursework.identity.account import actions
from coursework.identity.account.forms import AddressForm, DetailsForm, PasswordForm
from coursework.identity.account.queries import address_that_waits
from coursework.identity.actions import renew_sign_in
from coursework.identity.guards import requires
from coursework.identity.own_password import is_mine
from coursework.identity.people import is_somebody_else, me
from coursework.identity.rules import Permission, Purpose, tidy_address
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.web.current import now

bp = Blueprint("account", __name__)


def _back(words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("desk.account"), code=303)


@bp.get("/account/details")
@requires(Permission.SEE_OWN_PROGRESS)
def details() -> ResponseReturnValue:
    """Show name and time zone."""
    form = DetailsForm(name=me().name, time_zone=me().time_zone or "")
    return render_template("identity/details.html", form=form)


@bp.post("/account/details")
@requires(Permission.SEE_OWN_PROGRESS)
def change_details() -> ResponseReturnValue:
    """Change name and time zone."""
    form = DetailsForm()
    if not form.validate():
        return render_template("identity/details.html", form=form), 422
    actions.change_details(session(), me().id, form.name.data or "", form.time_zone.data or None)
    session().commit()
    return _back("Your name and your time zone are kept.")


@bp.get("/account/password")
@requires(Permission.SEE_OWN_PROGRESS)
def password() -> ResponseReturnValue:
    """Show the form for another password."""
    return render_template("identity/password.html", form=PasswordForm())


@bp.post("/account/password")
@requires(Permission.SEE_OWN_PROGRESS)
def change_password() -> ResponseReturnValue:
    """Change the password; the other devices are signed out."""
    form, person = PasswordForm(), me()
    if not form.validate() or not is_mine(form.old):
        return render_template("identity/password.html", form=form), 422
    hashed = passwords.hash_of(form.password.data or "")
    token = actions.change_password(session(), person.id, person.token, hashed, now())
    session().commit()
    login_user(replace(person, token=token))
    enqueue(JobName.DELIVER_MAIL)
    return _back("Your password is changed. Every other device is signed out.")


@bp.get("/account/address")
@requires(Permission.SEE_OWN_PROGRESS)
def address() -> ResponseReturnValue:
    """Show the form for another address."""
    return render_template("identity/address.html", form=AddressForm())


@bp.post("/account/address")
@requires(Permission.SEE_OWN_PROGRESS)
def ask_for_address() -> ResponseReturnValue:
    """Write to the new address; the old one stays until its link is opened."""
    form = AddressForm()
    if not form.validate() or not is_mine(form.password):
        return render_template("identity/address.html", form=form), 422
    token = renew_sign_in(session(), me().token)
    answer = _written_to(form.email.data or "")
    login_user(replace(me(), token=token))
    return answer


@bp.post("/account/address/confirm")
@requires(Permission.SEE_OWN_PROGRESS)
def confirm_address() -> ResponseReturnValue:
    """Write to the address that the account has, so that it can be confirmed."""
    return _written_to(me().email)


@bp.post("/account/address/again")
@requires(Permission.SEE_OWN_PROGRESS)
def send_address_again() -> ResponseReturnValue:
    """Write once more to the address that waits."""
    waiting = address_that_waits(session(), me().id, now())
    return _written_to(waiting.email) if waiting else _back("No other address waits for its link any more.")


@bp.post("/account/address/take-back")
@requires(Permission.SEE_OWN_PROGRESS)
def take_back_address() -> ResponseReturnValue:
    """Stay with the address until now: the links to another are worth nothing any more."""
    actions.take_back_address(session(), me().id, now())
    session().commit()
    return _back(f"Your address stays {me().email}. The link to another does nothing any more.")


def _written_to(email: str) -> ResponseReturnValue:
    actions.ask_for_address(session(), me().id, email, now())
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    return _back(f"A mail goes to {tidy_address(email)}, at most three an hour. Open its link within 3 days.")


@bp.get("/new-address/<token>")
def new_address(token: str) -> ResponseReturnValue:
    """Show the button that changes the address."""
    link = links.open_link(session(), token, Purpose.USE_ADDRESS, now())
    other = is_somebody_else(link.person_id)
    return render_template("identity/new_address.html", email=link.email, token=token, other=other)


@bp.post("/new-address/<token>")
def use_address(token: str) -> ResponseReturnValue:
    """Use the new address from now on, on whichever device the mail was read."""
    person_id = actions.use_address(session(), token, now())
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    if is_somebody_else(person_id):
        return _back("The address of the other account is confirmed. Yours is as it was.")
    return _back("Your address is confirmed. You sign in with it from now on.")


@bp.post("/account/sign-ins/<name>/end")
@requires(Permission.SEE_OWN_PROGRESS)
def end_sign_in(name: str) -> ResponseReturnValue:
    """Sign out one device."""
    actions.end_one_sign_in(session(), me().id, name)
    session().commit()
    return _back("The device is signed out.")
