"""Stop a kind of mail, without signing in."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coursework.database import session
from coursework.mail import actions, letters, queries
from coursework.mail.rules import CAN_BE_STOPPED, Kind
from coursework.web.current import now
from coursework.web.forms import csrf

bp = Blueprint("mail", __name__)


def _whose(token: str) -> tuple[int, Kind]:
    found = letters.whose_stop(token)
    if found is None or found[1] not in CAN_BE_STOPPED:
        abort(404)
    return found


@bp.get("/mail/stop/<token>")
def stop_page(token: str) -> ResponseReturnValue:
    """Show what would be stopped; programs that follow every link in a mail stop nothing."""
    person_id, kind = _whose(token)
    stopped = queries.is_stopped(session(), person_id, kind)
    return render_template("mail/stop.html", what=CAN_BE_STOPPED[kind], stopped=stopped, token=token)


@bp.post("/mail/stop/<token>")
@csrf.exempt  # type: ignore[untyped-decorator, unused-ignore]  # a mail program sends it with one click; the signed token is what allows it
def stop(token: str) -> ResponseReturnValue:
    """Stop a kind of mail, or begin again."""
    person_id, kind = _whose(token)
    if request.form.get("again"):
        actions.resume(session(), person_id, kind)
    else:
        actions.stop(session(), person_id, kind, now())
    session().commit()
    if request.form.get("List-Unsubscribe"):  # RFC 8058 wants an answer and no further address
        return "You get no more of these mails.", 200, {"Content-Type": "text/plain; charset=utf-8"}
    return redirect(url_for(".stop_page", token=token), code=303)
