"""Register, confirm the address, choose another password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from coursework.database import session
from coursework.errors import TooManyError
from coursework.identity import links, passwords
from coursework.identity.entering import let_in, new_sign_in
from coursework.identity.forms import RegisterForm
from coursework.identity.joining import actions
from coursework.identity.joining.forms import ForgottenForm, NewPasswordForm, OwnPasswordForm
from coursework.identity.people import is_somebody_else, somebody
from coursework.identity.rules import Purpose, digest_of, tidy_address
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.web import limits
from coursework.web.current import now, site
from coursework.web.limits import Limit
from coursework.web.paths import own_path

bp = Blueprint("joining", __name__)

_SENT, _JOINS = "sent", "joins"
_NOT_THIS_ONE = (
    "This is not the password that was chosen when this account was asked for. If it was not you who asked, "
    "register yourself: the mail you get then leads to your own account."
)


@bp.get("/register")
def registration() -> ResponseReturnValue:
    """Show the form for a new account."""
    if somebody():
        return redirect(url_for("desk.course_page"))
    form = RegisterForm(next=own_path(request.args.get("next"), ""))
    return render_template("identity/register.html", form=form)


@bp.post("/register")
def register() -> ResponseReturnValue:
    """Write to the address how to begin; nothing tells whether it has an account already."""
    form = RegisterForm()
    if not form.validate():
        return render_template("identity/register.html", form=form), 422
    _count_mail()
    hashed = passwords.hash_of(form.password.data or "")
    wanted = own_path(form.next.data, "")
    email = form.email.data or ""
    url = actions.ask_to_join(session(), now(), form.name.data or "", email, hashed, wanted)
    cookie[_JOINS] = digest_of((url or "").partition("?")[0].rpartition("/")[2])
    return _sent("begin", email, url)


@bp.get("/forgotten-password")
def forgotten() -> ResponseReturnValue:
    """Ask for the address of an account."""
    return render_template("identity/forgotten.html", form=ForgottenForm())


@bp.post("/forgotten-password")
def send_link() -> ResponseReturnValue:
    """Write to the address how to choose another password; nothing tells whether it has an account."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("identity/forgotten.html", form=form), 422
    _count_mail()
    email = form.email.data or ""
    return _sent("password", email, actions.ask_for_password(session(), now(), email))


def _count_mail() -> None:
    try:
        limits.check(Limit.ADDRESS, limits.asking_address(), "mail")
    except TooManyError as many:
        raise TooManyError(many.seconds, "Many mails were asked for from where you are.") from many
    limits.count(Limit.ADDRESS, limits.asking_address(), "mail")


def _sent(what: str, email: str, url: str | None) -> ResponseReturnValue:
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    cookie[_SENT] = {"what": what, "to": tidy_address(email), "link": _shown(url)}
    return redirect(url_for(".look_into_your_mail"), code=303)


def _shown(url: str | None) -> str | None:
    """Return the link as a path of ours, where no mail leaves and the browser runs on this machine, too."""
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For"))
    here = not forwarded and request.remote_addr in {"127.0.0.1", "::1"}
    if url is None or not site().settings.is_test or not here:
        return None
    return request.script_root + url.removeprefix(site().settings.public_url)


@bp.get("/look-into-your-mail")
def look_into_your_mail() -> ResponseReturnValue:
    """Say what was sent; a test installation at one's own machine shows the link itself."""
    sent = cookie.get(_SENT)
    if not sent:
        return redirect(url_for(".registration"))
    return render_template("identity/sent.html", sent=sent, is_test=site().settings.is_test)


@bp.get("/confirm/<token>")
def confirmation(token: str) -> ResponseReturnValue:
    """Show the button that begins; programs that follow every link in a mail use nothing up."""
    links.open_link(session(), token, Purpose.JOIN, now())
    return _confirmation(token, OwnPasswordForm(formdata=None))


@bp.post("/confirm/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Confirm the address and sign in; where it was not asked for, only with the password chosen there."""
    link = links.open_link(session(), token, Purpose.JOIN, now())
    kept = actions.password_hash_of(session(), link.person_id)
    if not _asked_for_here(token):
        session().rollback()  # nobody waits for the database while a password is checked
        form = OwnPasswordForm()
        limits.check(Limit.ACCOUNT, "join", digest_of(token))
        if not form.validate() or not passwords.matches(form.password.data or "", kept):
            limits.count(Limit.ACCOUNT, "join", digest_of(token))
            form.password.errors = [_NOT_THIS_ONE]
            return _confirmation(token, form), 422
    person_id = actions.join(session(), token, now())
    signed_in = new_sign_in(session(), person_id)
    session().commit()
    return let_in(session(), signed_in, request.values.get("next"))


def _asked_for_here(token: str) -> bool:
    """Say whether this browser registered: else somebody may have used an address that is not theirs."""
    return bool(cookie.get(_JOINS) == digest_of(token))


def _confirmation(token: str, form: OwnPasswordForm) -> str:
    return render_template(
        "identity/confirm.html",
        token=token,
        wanted=own_path(request.values.get("next"), ""),
        form=None if _asked_for_here(token) else form,
    )


@bp.get("/new-password/<token>")
def new_password(token: str) -> ResponseReturnValue:
    """Show the form for another password."""
    link = links.open_link(session(), token, Purpose.RESET_PASSWORD, now())
    return _new_password(link.person_id, NewPasswordForm())


def _new_password(person_id: int | None, form: NewPasswordForm) -> str:
    return render_template("identity/new_password.html", form=form, other=is_somebody_else(person_id))


@bp.post("/new-password/<token>")
def set_password(token: str) -> ResponseReturnValue:
    """Set another password; every device is signed out."""
    link = links.open_link(session(), token, Purpose.RESET_PASSWORD, now())
    form = NewPasswordForm(whose=link.email or "")
    if not form.validate():
        return _new_password(link.person_id, form), 422
    session().rollback()  # nobody waits for the database while a password is hashed
    hashed = passwords.hash_of(form.password.data or "")
    actions.reset_password(session(), token, hashed, now())
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    flash("Your password is changed, and every device is signed out. Sign in with the new one.")
    return redirect(url_for("identity.sign_in"), code=303)
