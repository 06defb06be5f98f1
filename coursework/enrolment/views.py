"""Cohorts, for those who teach; joining and leaving one, for learners."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coursework.database import session
from coursework.enrolment import actions, queries, rules
from coursework.enrolment.forms import (
    AccommodationForm,
    CodeForm,
    NameForm,
    PolicyForm,
    policy_form,
)
from coursework.identity.guards import requires
from coursework.identity.models import Person
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.web.current import now, the_course
from coursework.web.limits import Limit, check, count
from coursework.web.paths import own_path
from coursework.web.templating import reader_zone

bp = Blueprint("enrolment", __name__)
bp.add_app_template_filter(rules.said_code, "code")


@bp.get("/teach/cohorts/new")
@requires(Permission.TEACH)
def new_cohort() -> ResponseReturnValue:
    """Ask for the name of a cohort to open."""
    return render_template("enrolment/open.html", form=NameForm(formdata=None))


@bp.post("/teach/cohorts")
@requires(Permission.TEACH)
def open_cohort() -> ResponseReturnValue:
    """Open a cohort."""
    form = NameForm()
    if not form.validate():
        return render_template("enrolment/open.html", form=form), 422
    cohort_id = actions.open_cohort(session(), form.name.data or "", me().id, now())
    session().commit()
    return redirect(url_for(".cohort", cohort_id=cohort_id), code=303)


@bp.get("/teach/cohorts/<int:cohort_id>")
@requires(Permission.TEACH)
def cohort(cohort_id: int) -> ResponseReturnValue:
    """Show a cohort: its code, its policy, its learners."""
    found = _cohort(cohort_id)
    return _cohort_page(found)


@bp.post("/teach/cohorts/<int:cohort_id>")
@requires(Permission.TEACH)
def change_policy(cohort_id: int) -> ResponseReturnValue:
    """Change how the tests are taken from now on."""
    found, form = _cohort(cohort_id), PolicyForm()
    if not form.validate():
        return _cohort_page(found, form), 422
    changes = rules.changes_of(the_course().policy, form.wanted(reader_zone()))
    actions.change_policy(session(), cohort_id, changes, me().id, now())
    session().commit()
    flash("The policy is saved. Tests that are begun already keep the one they began under.")
    return redirect(url_for(".cohort", cohort_id=cohort_id), code=303)


@bp.post("/teach/cohorts/<int:cohort_id>/name")
@requires(Permission.TEACH)
def rename(cohort_id: int) -> ResponseReturnValue:
    """Give a cohort another name."""
    found, form = _cohort(cohort_id), NameForm()
    if not form.validate():
        return _cohort_page(found, naming=form), 422
    actions.rename_cohort(session(), cohort_id, form.name.data or "", me().id, now())
    session().commit()
    flash(f"The cohort is called {form.name.data} now.")
    return redirect(url_for(".cohort", cohort_id=cohort_id), code=303)


@bp.post("/teach/cohorts/<int:cohort_id>/code")
@requires(Permission.TEACH)
def change_code(cohort_id: int) -> ResponseReturnValue:
    """Give a cohort another join code in place of the one that the page showed."""
    _cohort(cohort_id)
    old = CodeForm().code.data or ""
    actions.change_code(session(), cohort_id, old, me().id, now())
    session().commit()
    flash("There is a new join code. The old one opens nothing any more; whoever has joined stays.")
    return redirect(url_for(".cohort", cohort_id=cohort_id), code=303)


@bp.get("/teach/cohorts/<int:cohort_id>/close")
@requires(Permission.TEACH)
def before_closing(cohort_id: int) -> ResponseReturnValue:
    """Say whom it concerns before a cohort is closed."""
    found = _cohort(cohort_id)
    members = [one for one in queries.members_of(session(), cohort_id) if one.ended_at is None]
    open_tests = queries.open_tests_in(session(), cohort_id)
    return render_template("enrolment/close.html", cohort=found, members=members, open_tests=open_tests)


@bp.post("/teach/cohorts/<int:cohort_id>/close")
@requires(Permission.TEACH)
def close_cohort(cohort_id: int) -> ResponseReturnValue:
    """Close a cohort."""
    found = _cohort(cohort_id)
    actions.close_cohort(session(), cohort_id, me().id, now())
    session().commit()
    flash(f"The cohort {found.name} is closed. Its results stay as they are.")
    return redirect(url_for("desk.teach"), code=303)


@bp.get("/teach/cohorts/<int:cohort_id>/learners/<int:person_id>/take-out")
@requires(Permission.TEACH)
def before_taking_out(cohort_id: int, person_id: int) -> ResponseReturnValue:
    """Say what it means before a learner is taken out of a cohort."""
    found, learner = _cohort(cohort_id), _learner(person_id)
    open_tests = queries.open_tests_in(session(), cohort_id, person_id)
    return render_template("enrolment/take_out.html", cohort=found, learner=learner, open_tests=open_tests)


@bp.post("/teach/cohorts/<int:cohort_id>/learners/<int:person_id>/take-out")
@requires(Permission.TEACH)
def take_out(cohort_id: int, person_id: int) -> ResponseReturnValue:
    """Take a learner out of a cohort."""
    found, learner = _cohort(cohort_id), _learner(person_id)
    actions.take_out(session(), person_id, cohort_id, me().id, now())
    session().commit()
    flash(f"{learner.name} does not belong to the cohort {found.name} now. Their results stay as they are.")
    return redirect(url_for(".cohort", cohort_id=cohort_id), code=303)


def _cohort(cohort_id: int) -> queries.FoundCohort:
    return queries.cohort_with_id(session(), the_course().policy, cohort_id) or abort(404)


def _cohort_page(
    found: queries.FoundCohort, form: PolicyForm | None = None, naming: NameForm | None = None
) -> str:
    return render_template(
        "enrolment/cohort.html",
        cohort=found,
        policy=found.policy,
        form=form or policy_form(found.policy, reader_zone()),
        naming=naming or NameForm(formdata=None, name=found.name),
        members=queries.members_of(session(), found.id),
        zone=reader_zone().key,
    )


@bp.get("/teach/learners")
@requires(Permission.TEACH)
def learners() -> ResponseReturnValue:
    """Find learners by name or address, in a cohort or in none."""
    words = request.args.get("find", "")[:200].strip()
    found = queries.learners_found(session(), words) if words else []
    return render_template("enrolment/learners.html", words=words, found=found, most=queries.MOST_FOUND)


@bp.get("/teach/learners/<int:person_id>/accommodation")
@requires(Permission.TEACH)
def accommodation(person_id: int) -> ResponseReturnValue:
    """Show what a learner was granted."""
    learner, granted = _learner(person_id), queries.accommodation_of(session(), person_id)
    form = AccommodationForm(formdata=None, obj=granted)
    return render_template("enrolment/accommodation.html", learner=learner, form=form)


@bp.post("/teach/learners/<int:person_id>/accommodation")
@requires(Permission.TEACH)
def grant(person_id: int) -> ResponseReturnValue:
    """Grant a learner more time or tries, or no more than usual."""
    learner, form = _learner(person_id), AccommodationForm()
    if not form.validate():
        return render_template("enrolment/accommodation.html", learner=learner, form=form), 422
    granted = rules.Granted(time=form.time.data, extra_attempts=form.extra_attempts.data or 0)
    actions.grant(session(), person_id, granted, me().id, now())
    session().commit()
    flash(f"Saved for {learner.name}. It holds from the next test that they begin.")
    return redirect(url_for(".accommodation", person_id=person_id), code=303)


def _learner(person_id: int) -> Person:
    learner = session().get(Person, person_id)
    return learner if learner and learner.closed_at is None else abort(404)


@bp.get("/join")
@requires(Permission.TAKE_TESTS)
def join_page() -> ResponseReturnValue:
    """Show the learner's cohort, or ask for the code of one."""
    return _join_page(CodeForm(formdata=None))


def _join_page(form: CodeForm) -> str:
    mine = queries.cohort_of(session(), the_course().policy, me().id)
    bound = mine is not None and queries.is_bound(session(), me().id)
    return render_template("enrolment/join.html", form=form, mine=mine, bound=bound)


@bp.post("/join")
@requires(Permission.TAKE_TESTS)
def look_up() -> ResponseReturnValue:
    """Look a code up; what it brings is shown before anybody joins."""
    form = CodeForm()
    if not form.validate() or _with_code(form.code.data or "") is None:
        form.code.errors = form.code.errors or [_NO_COHORT]
        return _join_page(form), 422
    return redirect(url_for(".offer", code=form.code.data), code=303)


@bp.get("/join/<code>")
@requires(Permission.TAKE_TESTS)
def offer(code: str) -> ResponseReturnValue:
    """Show what a cohort brings, before joining it."""
    found = _with_code(rules.tidy_code(code))
    if found is None:
        form = CodeForm(formdata=None, code=code)
        form.code.errors = [_NO_COHORT]
        return _join_page(form), 404
    policy = rules.accommodated(found.policy, queries.accommodation_of(session(), me().id))
    mine = queries.cohort_of(session(), the_course().policy, me().id)
    bound = mine is not None and queries.is_bound(session(), me().id)
    return render_template("enrolment/offer.html", cohort=found, policy=policy, mine=mine, bound=bound)


@bp.post("/join/<code>")
@requires(Permission.TAKE_TESTS)
def join(code: str) -> ResponseReturnValue:
    """Join a cohort."""
    found = _with_code(rules.tidy_code(code)) or abort(404)
    actions.join(session(), me().id, found.id, now())
    session().commit()
    flash(f"You belong to the cohort {found.name} now. Tests that you have begun stay as they are.")
    return redirect(url_for("desk.course_page"), code=303)


@bp.post("/leave-cohort")
@requires(Permission.TAKE_TESTS)
def leave() -> ResponseReturnValue:
    """Leave the cohort; from now on the course's own policy holds."""
    actions.leave(session(), me().id, now())
    session().commit()
    flash("You belong to no cohort now. Your results stay as they are.")
    return redirect(own_path(request.form.get("next"), url_for(".join_page")), code=303)


_NO_COHORT = "No open cohort has this code. Look at it again, or ask whoever gave it to you."


def _with_code(code: str) -> queries.FoundCohort | None:
    """Return the cohort of a code, or None; whoever tries many has to wait."""
    check(Limit.ACCOUNT, "join", str(me().id))
    found = queries.open_cohort_with_code(session(), the_course().policy, code)
    if found is None:
        count(Limit.ACCOUNT, "join", str(me().id))
    return found
