"""People, mail, jobs and the audit log, for administrators."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coursework.audit.queries import newest_rows
from coursework.database import session
from coursework.desk.administration import actions, queries
from coursework.desk.administration.forms import STATES, CloseForm, LogForm, MailForm, PeopleForm, RoleForm
from coursework.desk.administration.log import csv_of, shown
from coursework.desk.administration.storage import storage
from coursework.desk.administration.waiting import waiting
from coursework.errors import RefusalError
from coursework.identity.actions import RoleChangedError
from coursework.identity.actions import change_role as give_role
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.queries import LastAdministratorError
from coursework.identity.rules import Permission, Role
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.keeping.actions import close_account
from coursework.keeping.rooms import ROOMS
from coursework.mail.actions import send_again
from coursework.mail.queries import counts_by_state, newest_mails
from coursework.mail.rules import State
from coursework.web.current import now, site
from coursework.web.health import health
from coursework.web.templating import reader_zone

bp = Blueprint("administration", __name__, url_prefix="/admin")
_ONE_MORE = queries.ON_A_PAGE + 1  # whether there are older ones
_MEGA, _GIGA = 10**6, 10**9


@bp.app_template_filter("size")
def said_size(size: int) -> str:
    """Say a number of bytes: `3.2 MB`."""
    return f"{size / _GIGA:.1f} GB" if size >= _GIGA else f"{size / _MEGA:.1f} MB"


@bp.get("")
@requires(Permission.MANAGE_PEOPLE)
def glance() -> ResponseReturnValue:
    """Show how things stand."""
    return render_template(
        "desk/admin/glance.html",
        people=queries.people_by_role(session()),
        open_tests=queries.open_tests(session()),
        mails=counts_by_state(session()),
        waiting=waiting(),
        words=health().words(),
        storage=storage(session(), site().settings, now()),
        backup_dir=site().settings.backup_dir,
        at=now(),
    )


@bp.get("/people")
@requires(Permission.MANAGE_PEOPLE)
def people() -> ResponseReturnValue:
    """Find people by name, address, number or role."""
    form, page = PeopleForm(request.args), min(_number("page") or 1, 10_000)
    template = "desk/admin/people.html"
    if not form.validate():
        return render_template(template, form=form, found=[], count=0, page=1, pages=0), 422
    found, count = queries.people_found(session(), form.find.data or "", queries.Who(form.who.data), page)
    if page > 1 and not found:  # there were more of them, or none of us wrote this address
        return redirect(url_for(".people", find=form.find.data or None, who=form.who.data or None))
    pages = -(-count // queries.ON_A_PAGE)
    return render_template(template, form=form, found=found, count=count, page=page, pages=pages)


@bp.get("/people/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def person(person_id: int) -> ResponseReturnValue:
    """Show one person, and what can be done."""
    found = _person(person_id)
    return _person_page(found, RoleForm(formdata=None, role=found.line.role))


def _person_page(found: queries.PersonPage, form: RoleForm) -> str:
    form.seen.data = found.line.role
    rows = shown(session(), newest_rows(session(), person_id=found.line.id, limit=10))
    return render_template("desk/admin/person.html", found=found, line=found.line, form=form, rows=rows)


@bp.post("/people/<int:person_id>/role")
@requires(Permission.MANAGE_PEOPLE)
def change_role(person_id: int) -> ResponseReturnValue:
    """Give somebody another role, unless the page had shown another one than they have."""
    found, form = _account(person_id), RoleForm()
    if not form.validate():
        return _person_page(found, form), 422
    role, seen = Role(form.role.data), Role(form.seen.data)
    try:
        give_role(session(), person_id, role, now(), actor_id=me().id, reason=form.reason.data, seen=seen)
    except (LastAdministratorError, RoleChangedError) as refusal:
        session().rollback()
        form.role.errors = [str(refusal)]
        return _person_page(_person(person_id), form), refusal.status
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    flash(f"{found.line.name} is {role.value} now, and signs in anew. A mail says so.")
    return redirect(url_for(".person", person_id=person_id), code=303)


@bp.post("/people/<int:person_id>/sign-ins/end")
@requires(Permission.MANAGE_PEOPLE)
def end_sign_ins(person_id: int) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    found = _account(person_id)
    actions.end_sign_ins_of(session(), person_id, now(), actor_id=me().id)
    session().commit()
    flash(f"{found.line.name} is signed out on every device.")
    return redirect(url_for(".person", person_id=person_id), code=303)


@bp.get("/people/<int:person_id>/close")
@requires(Permission.MANAGE_PEOPLE)
def before_closing(person_id: int) -> ResponseReturnValue:
    """Say what closing somebody's account does."""
    return _closing(_account(person_id), CloseForm(formdata=None))


def _closing(found: queries.PersonPage, form: CloseForm) -> str:
    kept = [one for room in reversed(ROOMS) for one in room.KEPT]
    return render_template("desk/admin/closing.html", found=found, line=found.line, form=form, kept=kept)


@bp.post("/people/<int:person_id>/close")
@requires(Permission.MANAGE_PEOPLE)
def close(person_id: int) -> ResponseReturnValue:
    """Close somebody's account; one that is closed stays so."""
    found, form = _account(person_id), CloseForm()
    if found.is_last:
        return _closing(found, form), LastAdministratorError.status
    if not form.validate():
        return _closing(found, form), 422
    close_account(session(), person_id, now(), actor_id=me().id, reason=form.reason.data)
    session().commit()
    enqueue(JobName.DELETE_WHAT_IS_OVER)
    enqueue(JobName.DELIVER_MAIL)
    flash(f"The account of person {person_id} is closed.")
    return redirect(url_for(".person", person_id=person_id), code=303)


@bp.get("/mail")
@requires(Permission.MANAGE_PEOPLE)
def mail() -> ResponseReturnValue:
    """Show the outbox, never the text of a mail."""
    form, counts = MailForm(request.args), counts_by_state(session())
    shown = {"form": form, "counts": counts, "said": STATES, "most": queries.ON_A_PAGE}
    if not form.validate():
        return render_template("desk/admin/mail.html", mails=[], **shown), 422
    states = [State(form.state.data)] if form.state.data else list(State)
    to, before = (form.find.data or "").strip(), _number("before")
    mails = newest_mails(session(), states=states, to=to, before=before, limit=queries.ON_A_PAGE)
    return render_template("desk/admin/mail.html", mails=mails, **shown)


@bp.post("/mail/<int:mail_id>/again")
@requires(Permission.MANAGE_PEOPLE)
def mail_again(mail_id: int) -> ResponseReturnValue:
    """Send a mail again of which nobody knows whether it arrived."""
    send_again(session(), mail_id, now())
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    flash("The mail is sent again.")
    return redirect(url_for(".mail"), code=303)


@bp.get("/jobs")
@requires(Permission.MANAGE_PEOPLE)
def jobs() -> ResponseReturnValue:
    """Show what the worker has to do, and the documents that could not be made."""
    documents = queries.documents_asked_for(session())
    return render_template("desk/admin/jobs.html", waiting=waiting(), documents=documents)


@bp.get("/audit")
@requires(Permission.MANAGE_PEOPLE)
def audit() -> ResponseReturnValue:
    """Show what was done, the newest first."""
    form = LogForm(request.args)
    if not form.validate():
        return render_template("desk/admin/audit.html", form=form, rows=[], older=None, asked={}), 422
    found = newest_rows(session(), **form.wanted(reader_zone()), before=_number("before"), limit=_ONE_MORE)
    rows, asked = shown(session(), found[: queries.ON_A_PAGE]), _asked(form)
    older = rows[-1].line.id if len(found) == _ONE_MORE else None
    return render_template("desk/admin/audit.html", form=form, rows=rows, older=older, asked=asked)


@bp.get("/audit.csv")
@requires(Permission.MANAGE_PEOPLE)
def audit_file() -> ResponseReturnValue:
    """Return the rows that were looked for, as a file for a spreadsheet."""
    form = LogForm(request.args)
    if not form.validate():
        return redirect(f"{url_for('.audit')}?{request.query_string.decode()}")
    response = make_response(csv_of(newest_rows(session(), **form.wanted(reader_zone()), limit=None)))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
    return response


def _asked(form: LogForm) -> dict[str, str]:
    """Return what was looked for, as it stands in an address."""
    return {name: str(value) for name, value in form.data.items() if value}


def _person(person_id: int) -> queries.PersonPage:
    return queries.person_page(session(), person_id, now()) or abort(404)


def _account(person_id: int) -> queries.PersonPage:
    found = _person(person_id)
    if found.line.email is None and found.line.closed_at is None:
        message = "The address was not confirmed yet, so there is no account that could be changed."
        raise RefusalError(message)
    return found


def _number(name: str) -> int | None:
    """Return a whole number from the address, or None where there is none that could be meant."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= queries.LARGEST else None
