"""Who may enter: guards name a permission; strangers are asked to sign in and come back."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, flash, g, redirect, render_template, request, url_for
from flask_login import LoginManager

from coursework.database import session
from coursework.identity import queries
from coursework.identity.forms import SignInForm
from coursework.identity.people import CurrentPerson, somebody
from coursework.identity.rules import Permission
from coursework.identity.unsent import packed
from coursework.web.current import now
from coursework.web.logs import note
from coursework.web.page_tokens import make_person_key
from coursework.web.refusals import typed, wants_json

View = TypeVar("View", bound=Callable[..., Any])


def requires(permission: Permission) -> Callable[[View], View]:
    """Let in who has the permission; ask a stranger to sign in; refuse the others."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            person = somebody()
            if person is None:
                return _ask_to_sign_in()
            if not person.may(permission):
                note("refused", person.id)
                abort(403)
            return view(*args, **kwargs)

        return guarded  # type: ignore[return-value]

    return guard


def _ask_to_sign_in() -> Any:
    if wants_json():
        abort(401)
    wanted = request.full_path.rstrip("?")
    if request.method == "GET":
        flash("Please sign in; then you are taken where you wanted to go.")
        return redirect(url_for("identity.sign_in", next=wanted), code=303)
    written = typed()
    if not written:
        flash("Please sign in. What you asked for was not done.")
        return redirect(url_for("identity.sign_in"), code=303)
    form = SignInForm(formdata=None, unsent=packed(wanted, written))
    return render_template("identity/sign_in.html", form=form), 401


def init_sign_in(app: Flask) -> None:
    """Let Flask-Login keep a random token in the cookie, and look its holder up once a request."""
    app.config["SESSION_PROTECTION"] = None
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # a page that says what broke asks nobody's name

    @manager.user_loader  # type: ignore[untyped-decorator, unused-ignore]
    def holder(token: str) -> CurrentPerson | None:
        person = queries.signed_in_person(session(), token, now())
        g.zone = person.time_zone if person else None
        return person

    @app.context_processor
    def names() -> dict[str, object]:
        person = somebody()
        key = make_person_key(person.id) if person else None
        return {"person": person, "person_key": key, "person_unknown": g.person_unknown}
