"""Download everything kept about me; close my account."""

from datetime import datetime

from flask import Blueprint, Response, flash, json, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from coursework.database import session
from coursework.desk.leaving.forms import CloseForm
from coursework.desk.leaving.words import in_words
from coursework.identity.guards import requires
from coursework.identity.own_password import is_mine
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.keeping.actions import close_account
from coursework.keeping.queries import everything_about
from coursework.keeping.rooms import ROOMS
from coursework.web.current import now, the_course
from coursework.web.templating import reader_zone

bp = Blueprint("leaving", __name__)
_KEPT = [kept for room in reversed(ROOMS) for kept in room.KEPT]


@bp.get("/account/export")
@requires(Permission.SEE_OWN_PROGRESS)
def export() -> ResponseReturnValue:
    """Say what there is to download."""
    return render_template("desk/export.html", kept=_KEPT)


@bp.get("/account/export.json")
@requires(Permission.SEE_OWN_PROGRESS)
def export_json() -> Response:
    """Return everything kept about me, for programs."""
    kept = everything_about(session(), me().id, now())
    text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=False, default=_said)
    return _as_file(text, "application/json", "json")


@bp.get("/account/export.html")
@requires(Permission.SEE_OWN_PROGRESS)
def export_html() -> Response:
    """Return everything kept about me, to be read, as one file that needs no other."""
    kept, zone = everything_about(session(), me().id, now()), reader_zone()
    told = {table: in_words(them, the_course(), zone, table) for table, them in kept.items()}
    return _as_file(render_template("desk/export_file.html", kept=told, zone=zone), "text/html", "html")


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value))


def _as_file(text: str, mimetype: str, ending: str) -> Response:
    name = f"kept-about-me-{now():%Y-%m-%d}.{ending}"
    return Response(
        text,
        mimetype=mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@bp.get("/account/close")
@requires(Permission.SEE_OWN_PROGRESS)
def before_closing() -> ResponseReturnValue:
    """Say what goes, what stays and why."""
    return render_template("desk/before_closing.html", kept=_KEPT)


@bp.get("/account/close/confirm")
@requires(Permission.SEE_OWN_PROGRESS)
def confirmation() -> ResponseReturnValue:
    """Ask for the password."""
    return render_template("desk/closing.html", form=CloseForm())


@bp.post("/account/close/confirm")
@requires(Permission.SEE_OWN_PROGRESS)
def close() -> ResponseReturnValue:
    """Close the account, and take leave."""
    form, person = CloseForm(), me()
    if not form.validate() or not is_mine(form.password):
        return render_template("desk/closing.html", form=form), 422
    close_account(session(), person.id, now(), actor_id=person.id)
    session().commit()
    enqueue(JobName.DELETE_WHAT_IS_OVER)
    enqueue(JobName.DELIVER_MAIL)
    logout_user()
    cookie.clear()
    flash("Your account is closed. A last mail says so; then nothing here holds your name or your address.")
    return redirect(url_for("front.home"), code=303)
